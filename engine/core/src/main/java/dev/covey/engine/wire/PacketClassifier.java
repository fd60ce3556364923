package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;
import org.agrona.DirectBuffer;

/**
 * Reads a packet once and says what it is: an IGMP or MLD message, for us or to be dropped for exactly one reason; a
 * multicast datagram; or none of our business.
 *
 * <p>Whatever the octets are, no exception is thrown and nothing outside the given range is read. The order of the
 * checks, and so the reason of a packet with several faults, is that of {@link DropReason} within its protocol.
 *
 * <p>Allocates nothing. Not thread safe: every thread has its own.
 */
public final class PacketClassifier {
    private static final int COOKED_LENGTH = 16;
    private static final int COOKED_ETHER_TYPE_OFFSET = 14;
    private static final int COOKED_V2_LENGTH = 20;
    private static final int COOKED_V2_ETHER_TYPE_OFFSET = 0;

    private final ReceiveProfile profile;
    private final Ipv4Decoder ipv4Decoder = new Ipv4Decoder();
    private final Ipv6Decoder ipv6Decoder = new Ipv6Decoder();
    private final DecodedPacket packet = new DecodedPacket();

    /** A classifier with the default profile, {@link ReceiveProfile#STRICT}. */
    public PacketClassifier() {
        this(ReceiveProfile.STRICT);
    }

    /**
     * A classifier with a profile of its own.
     *
     * @param profile to check messages by.
     */
    public PacketClassifier(final ReceiveProfile profile) {
        this.profile = profile;
    }

    /**
     * Classify a packet by this classifier's profile.
     *
     * @param buffer containing it.
     * @param offset of its first octet.
     * @param length in octets.
     * @param linkType what its first octet belongs to.
     * @return what it is, until the next call.
     * @throws IndexOutOfBoundsException if the range is not within the buffer.
     */
    public DecodedPacket classify(
            final DirectBuffer buffer, final int offset, final int length, final LinkType linkType) {
        return classify(buffer, offset, length, linkType, profile);
    }

    /**
     * Classify a packet by the profile of the interface it came in on.
     *
     * @param buffer containing it.
     * @param offset of its first octet.
     * @param length in octets.
     * @param linkType what its first octet belongs to.
     * @param interfaceProfile to check messages by.
     * @return what it is, until the next call.
     * @throws IndexOutOfBoundsException if the range is not within the buffer.
     */
    // The link layer is read in here and not by methods of its own: at more than 325 bytecodes the JIT compiles this
    // by itself, always, and has room for all it calls. Taken into a caller, it would use up what that may grow to,
    // and whatever follows there, as the loop over the records of a report, would be left in pieces: three times as
    // slow, in some processes and not in others.
    public DecodedPacket classify(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final LinkType linkType,
            final ReceiveProfile interfaceProfile) {
        buffer.boundsCheck(offset, length);
        packet.reset();
        final int limit = offset + length;
        int headerLength = 0;
        int etherTypeOffset = 0;
        boolean isTagged = false;
        switch (linkType) {
            case ETHERNET -> {
                headerLength = EthernetFlyweight.MIN_LENGTH;
                etherTypeOffset = offset + EthernetFlyweight.ETHER_TYPE_OFFSET;
                isTagged = true;
            }
            case LINUX_COOKED -> {
                headerLength = COOKED_LENGTH;
                etherTypeOffset = offset + COOKED_ETHER_TYPE_OFFSET;
                isTagged = true;
            }
            case LINUX_COOKED_V2 -> {
                headerLength = COOKED_V2_LENGTH;
                etherTypeOffset = offset + COOKED_V2_ETHER_TYPE_OFFSET;
            }
            case INTERNET -> {}
        }
        if (length < headerLength) {
            packet.drop(DropReason.IP_SHORT);
            return packet;
        }
        final int etherType;
        int payloadOffset = offset + headerLength;
        if (headerLength == 0) {
            // By version; a packet of neither is looked at as IPv4, where the fault has a name.
            final boolean isIpv6 = length > 0 && (Octets.getByte(buffer, offset) & 0xf0) == 0x60;
            etherType = isIpv6 ? EtherType.IPV6 : EtherType.IPV4;
        } else if (isTagged) {
            // A link header that ends with an EtherType, in front of which there may be VLAN tags.
            final int lastOffset = VlanTags.etherTypeOffset(buffer, etherTypeOffset, limit);
            if (lastOffset == VlanTags.CUT) {
                packet.drop(DropReason.IP_SHORT);
                return packet;
            }
            if (lastOffset != etherTypeOffset) {
                packet.outerVlanId = VlanTags.outerVlanId(buffer, etherTypeOffset, lastOffset);
                packet.innerVlanId = VlanTags.innerVlanId(buffer, etherTypeOffset, lastOffset);
            }
            etherType = VlanTags.etherType(buffer, lastOffset);
            payloadOffset = lastOffset + Short.BYTES;
        } else {
            etherType = VlanTags.etherType(buffer, etherTypeOffset);
        }
        if (etherType == EtherType.IPV4) {
            ipv4Decoder.decode(buffer, payloadOffset, limit - payloadOffset, interfaceProfile, packet);
        } else if (etherType == EtherType.IPV6) {
            ipv6Decoder.decode(buffer, payloadOffset, limit - payloadOffset, interfaceProfile, packet);
        } else {
            packet.verdict = Verdict.OTHER;
        }
        return packet;
    }

    @Override
    public String toString() {
        return "PacketClassifier{profile=" + profile + ", packet=" + packet + '}';
    }
}
