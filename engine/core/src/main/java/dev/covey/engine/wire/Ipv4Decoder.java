package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;
import org.agrona.DirectBuffer;

/**
 * Looks for an IGMP message in an IPv4 packet.
 *
 * <p>A strict profile drops whatever has a faulty header: who knows then whether its protocol field is true. For any
 * other profile the header's faults are those of an IGMP message, and are counted, only if the protocol field says
 * IGMP; any other packet is its receiver's to judge: its checksum may be left to the hardware, its end cut by a
 * capture. Fragments and options are no faults of data.
 */
final class Ipv4Decoder {
    private static final int VERSION = 4;

    private final Ipv4Flyweight header = new Ipv4Flyweight();
    private final IgmpCheck igmpCheck = new IgmpCheck();

    void decode(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final ReceiveProfile profile,
            final DecodedPacket packet) {
        packet.family = AddressFamily.IPV4;
        packet.ipHeaderOffset = offset;
        if (length < Ipv4Flyweight.MIN_LENGTH) {
            packet.drop(DropReason.IP_SHORT);
            return;
        }
        header.wrap(buffer, offset, length);
        packet.protocol = header.protocol();
        packet.hopLimit = header.timeToLive();
        packet.sourceLow = header.sourceLow();
        packet.destinationLow = header.destinationLow();

        final boolean isMembership = header.protocol() == IpProtocol.IGMP || header.protocol() == IpProtocol.ICMPV6;
        if (!isMembership && !profile.isStrict()) {
            if (isHeaderWhole(length)) {
                packet.passBy();
            }
            return;
        }
        final DropReason headerFault = headerFault(length);
        if (headerFault == null && !isMembership) {
            packet.passBy();
            return;
        }
        final DropReason fault = headerFault == null ? messageFault(packet) : headerFault;
        if (fault != null) {
            packet.drop(fault);
            return;
        }

        packet.messageOffset = offset + header.headerLength();
        packet.messageLength = header.totalLength() - header.headerLength();
        igmpCheck.check(buffer, packet, profile);
    }

    private DropReason headerFault(final int length) {
        if (header.version() != VERSION) {
            return DropReason.IP_VERSION;
        }
        if (!isHeaderWhole(length)) {
            return DropReason.IP_HLEN;
        }
        if (!header.isChecksumCorrect()) {
            return DropReason.IP_CSUM;
        }
        final boolean isLengthWrong = header.totalLength() < header.headerLength() || header.totalLength() > length;
        return isLengthWrong ? DropReason.IP_LEN : null;
    }

    private DropReason messageFault(final DecodedPacket packet) {
        if (header.isFragment()) {
            return DropReason.IP_FRAG;
        }
        final Ipv4Flyweight.Options options = header.options();
        if (options == Ipv4Flyweight.Options.MALFORMED) {
            return DropReason.IP_OPT;
        }
        packet.hasRouterAlert = options == Ipv4Flyweight.Options.ROUTER_ALERT;
        return header.protocol() == IpProtocol.IGMP ? null : DropReason.IP_PROTO;
    }

    private boolean isHeaderWhole(final int length) {
        return header.version() == VERSION
                && header.headerLength() >= Ipv4Flyweight.MIN_LENGTH
                && header.headerLength() <= length;
    }
}
