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
    private static final int VERSION_SHIFT = 60;

    /** Of the length in units of four octets, so that the length in octets is what is left of it. */
    private static final int HEADER_LENGTH_SHIFT = 54;

    private static final int HEADER_LENGTH_MASK = 0xf << 2;
    private static final int TOTAL_LENGTH_SHIFT = 32;
    private static final int TIME_TO_LIVE_SHIFT = 56;
    private static final int PROTOCOL_SHIFT = 48;

    private final Ipv4Flyweight header = new Ipv4Flyweight();
    private final IgmpCheck igmpCheck = new IgmpCheck();

    /** The first eight octets of the header, and the next eight: each field read by itself is twenty looks. */
    private long first;

    private long second;

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
        first = header.bits64(0);
        second = header.bits64(Long.BYTES);
        packet.protocol = protocol();
        packet.hopLimit = (int) (second >>> TIME_TO_LIVE_SHIFT);
        packet.sourceLow = InternetAddress.ipv4Low((int) second);
        packet.destinationLow = header.destinationLow();

        final boolean isMembership = protocol() == IpProtocol.IGMP || protocol() == IpProtocol.ICMPV6;
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

        packet.messageOffset = offset + headerLength();
        packet.messageLength = totalLength() - headerLength();
        igmpCheck.check(buffer, packet, profile);
    }

    private DropReason headerFault(final int length) {
        if (version() != VERSION) {
            return DropReason.IP_VERSION;
        }
        if (!isHeaderWhole(length)) {
            return DropReason.IP_HLEN;
        }
        if (!header.isChecksumCorrect()) {
            return DropReason.IP_CSUM;
        }
        final boolean isLengthWrong = totalLength() < headerLength() || totalLength() > length;
        return isLengthWrong ? DropReason.IP_LEN : null;
    }

    private DropReason messageFault(final DecodedPacket packet) {
        if (((int) first & Ipv4Flyweight.MORE_FRAGMENTS_AND_OFFSET) != 0) {
            return DropReason.IP_FRAG;
        }
        packet.hasRouterAlert = isRouterAlertAlone();
        if (!packet.hasRouterAlert) {
            final Ipv4Flyweight.Options options = header.options();
            if (options == Ipv4Flyweight.Options.MALFORMED) {
                return DropReason.IP_OPT;
            }
            packet.hasRouterAlert = options == Ipv4Flyweight.Options.ROUTER_ALERT;
        }
        return protocol() == IpProtocol.IGMP ? null : DropReason.IP_PROTO;
    }

    /** As every sender of these messages has it: no other option, which would have to be gone through. */
    private boolean isRouterAlertAlone() {
        return headerLength() == Ipv4Flyweight.MIN_LENGTH + Ipv4Flyweight.ROUTER_ALERT_LENGTH
                && header.bits32(Ipv4Flyweight.OPTIONS_OFFSET) == Ipv4Flyweight.ROUTER_ALERT;
    }

    private boolean isHeaderWhole(final int length) {
        return version() == VERSION && headerLength() >= Ipv4Flyweight.MIN_LENGTH && headerLength() <= length;
    }

    private int version() {
        return (int) (first >>> VERSION_SHIFT);
    }

    private int headerLength() {
        return (int) (first >>> HEADER_LENGTH_SHIFT) & HEADER_LENGTH_MASK;
    }

    private int totalLength() {
        return (int) (first >>> TOTAL_LENGTH_SHIFT) & 0xffff;
    }

    private int protocol() {
        return (int) (second >>> PROTOCOL_SHIFT) & 0xff;
    }
}
