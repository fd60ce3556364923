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
    public DecodedPacket classify(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final LinkType linkType,
            final ReceiveProfile interfaceProfile) {
        buffer.boundsCheck(offset, length);
        packet.reset();
        switch (linkType) {
            case ETHERNET ->
                decodeTagged(
                        buffer,
                        offset,
                        length,
                        EthernetFlyweight.MIN_LENGTH,
                        EthernetFlyweight.ETHER_TYPE_OFFSET,
                        interfaceProfile);
            case LINUX_COOKED ->
                decodeTagged(buffer, offset, length, COOKED_LENGTH, COOKED_ETHER_TYPE_OFFSET, interfaceProfile);
            case LINUX_COOKED_V2 -> decodeCookedV2(buffer, offset, length, interfaceProfile);
            case INTERNET -> decodeInternet(buffer, offset, length, interfaceProfile);
        }
        return packet;
    }

    /** A link header that ends with an EtherType, in front of which there may be VLAN tags. */
    private void decodeTagged(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final int headerLength,
            final int etherTypeOffset,
            final ReceiveProfile interfaceProfile) {
        final int firstOffset = offset + etherTypeOffset;
        final int lastOffset =
                length < headerLength ? VlanTags.CUT : VlanTags.etherTypeOffset(buffer, firstOffset, offset + length);
        if (lastOffset == VlanTags.CUT) {
            packet.drop(DropReason.IP_SHORT);
            return;
        }
        packet.outerVlanId = VlanTags.outerVlanId(buffer, firstOffset, lastOffset);
        packet.innerVlanId = VlanTags.innerVlanId(buffer, firstOffset, lastOffset);
        final int payloadOffset = lastOffset + Short.BYTES;
        decodePayload(
                buffer,
                payloadOffset,
                offset + length - payloadOffset,
                VlanTags.etherType(buffer, lastOffset),
                interfaceProfile);
    }

    private void decodeCookedV2(
            final DirectBuffer buffer, final int offset, final int length, final ReceiveProfile interfaceProfile) {
        if (length < COOKED_V2_LENGTH) {
            packet.drop(DropReason.IP_SHORT);
            return;
        }
        final int etherType = VlanTags.etherType(buffer, offset + COOKED_V2_ETHER_TYPE_OFFSET);
        decodePayload(buffer, offset + COOKED_V2_LENGTH, length - COOKED_V2_LENGTH, etherType, interfaceProfile);
    }

    /** By version; a packet of neither is looked at as IPv4, where the fault has a name. */
    private void decodeInternet(
            final DirectBuffer buffer, final int offset, final int length, final ReceiveProfile interfaceProfile) {
        final boolean isIpv6 = length > 0 && (buffer.getByte(offset) & 0xf0) == 0x60;
        decodePayload(buffer, offset, length, isIpv6 ? EtherType.IPV6 : EtherType.IPV4, interfaceProfile);
    }

    private void decodePayload(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final int etherType,
            final ReceiveProfile interfaceProfile) {
        switch (etherType) {
            case EtherType.IPV4 -> ipv4Decoder.decode(buffer, offset, length, interfaceProfile, packet);
            case EtherType.IPV6 -> ipv6Decoder.decode(buffer, offset, length, interfaceProfile, packet);
            default -> packet.verdict = Verdict.OTHER;
        }
    }

    @Override
    public String toString() {
        return "PacketClassifier{profile=" + profile + ", packet=" + packet + '}';
    }
}
