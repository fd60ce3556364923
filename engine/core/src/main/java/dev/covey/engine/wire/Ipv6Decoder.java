package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;
import org.agrona.DirectBuffer;

/**
 * Looks for an MLD message in an IPv6 packet.
 *
 * <p>MLD shares ICMPv6 with much else, so a packet's faults are counted as those of an MLD message only if it is one:
 * an ICMPv6 packet whose type is MLD's, whose Router Alert says that it contains MLD (RFC 2711), or that ends before
 * its type. Any other packet is its receiver's to judge, unless its header is faulty and the profile is strict.
 */
final class Ipv6Decoder {
    private static final int VERSION = 6;

    private final Ipv6Flyweight header = new Ipv6Flyweight();
    private final Ipv6HeaderChain chain = new Ipv6HeaderChain();
    private final MldCheck mldCheck = new MldCheck();

    void decode(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final ReceiveProfile profile,
            final DecodedPacket packet) {
        packet.family = AddressFamily.IPV6;
        packet.ipHeaderOffset = offset;
        if (length < Ipv6Flyweight.LENGTH) {
            packet.drop(DropReason.IP_SHORT);
            return;
        }
        header.wrap(buffer, offset, length);
        final int limit = offset + Math.min(length, Ipv6Flyweight.LENGTH + header.payloadLength());
        chain.walk(buffer, header.nextHeader(), offset + Ipv6Flyweight.LENGTH, limit);
        packet.protocol = chain.upperProtocol();
        packet.hopLimit = header.hopLimit();
        packet.hasRouterAlert = chain.hasRouterAlert();
        packet.sourceHigh = header.sourceHigh();
        packet.sourceLow = header.sourceLow();
        packet.destinationHigh = header.destinationHigh();
        packet.destinationLow = header.destinationLow();

        final DropReason headerFault = headerFault(length);
        final boolean isMembership = isMembership(buffer);
        if (!isMembership && (headerFault == null || !profile.isStrict())) {
            // Neighbour discovery and its kin are multicast, and yet nothing that a member asked for.
            if (header.version() == VERSION && chain.upperProtocol() != IpProtocol.ICMPV6) {
                packet.passBy();
            }
            return;
        }
        final DropReason fault = headerFault == null ? messageFault() : headerFault;
        if (fault != null) {
            packet.drop(fault);
            return;
        }

        packet.messageOffset = chain.upperOffset();
        packet.messageLength = chain.upperLength();
        mldCheck.check(buffer, packet, profile);
    }

    private boolean isMembership(final DirectBuffer buffer) {
        return switch (chain.upperProtocol()) {
            case IpProtocol.ICMPV6 ->
                chain.hasRouterAlert()
                        || chain.upperLength() == 0
                        || MldCheck.isMldType(Octets.getByte(buffer, chain.upperOffset()));
            case IpProtocol.IGMP, IpProtocol.UNREADABLE -> true;
            default -> false;
        };
    }

    private DropReason headerFault(final int length) {
        if (header.version() != VERSION) {
            return DropReason.IP_VERSION;
        }
        if (header.payloadLength() > length - Ipv6Flyweight.LENGTH) {
            return DropReason.IP6_LEN;
        }
        return chain.isHopByHopMalformed() ? DropReason.IP6_HBH : null;
    }

    private DropReason messageFault() {
        if (chain.isFragment()) {
            return DropReason.IP_FRAG;
        }
        if (chain.isOptionRefused()) {
            return DropReason.IP_OPT;
        }
        return chain.upperProtocol() == IpProtocol.ICMPV6 ? null : DropReason.IP_PROTO;
    }
}
