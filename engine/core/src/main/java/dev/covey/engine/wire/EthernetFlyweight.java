package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * An Ethernet header with any number of VLAN tags (IEEE 802.1Q, 802.1ad).
 *
 * <pre>
 *   0                 6                 12       14
 *   +-----------------+-----------------+--------+---
 *   |destination      |source           |tags and EtherType
 *   +-----------------+-----------------+--------+---
 * </pre>
 *
 * <p>Needs a window of {@link #MIN_LENGTH} octets; the tags are followed to its end and no further.
 */
public final class EthernetFlyweight extends PacketFlyweight {
    /** Length of a header without tags. */
    public static final int MIN_LENGTH = 14;

    /** Below this number an EtherType is the length of an IEEE 802.3 frame, with an LLC header behind it. */
    public static final int MIN_ETHER_TYPE = 0x600;

    /** There is no such VLAN tag, or the frame ends within the tags. */
    public static final int NONE = -1;

    static final int DESTINATION_OFFSET = 0;
    static final int SOURCE_OFFSET = 6;
    static final int ETHER_TYPE_OFFSET = 12;

    /**
     * Look at a frame.
     *
     * @param buffer containing it.
     * @param offset of its first octet.
     * @param length in octets.
     * @return this, for chaining.
     */
    public EthernetFlyweight wrap(final DirectBuffer buffer, final int offset, final int length) {
        window(buffer, offset, length);
        return this;
    }

    /**
     * Destination address.
     *
     * @return in the low 48 bits.
     */
    public long destinationMac() {
        return bits48(DESTINATION_OFFSET);
    }

    /**
     * Source address.
     *
     * @return in the low 48 bits.
     */
    public long sourceMac() {
        return bits48(SOURCE_OFFSET);
    }

    /**
     * Protocol of the payload, behind all tags.
     *
     * @return the EtherType, or {@link #NONE}.
     */
    public int etherType() {
        final int typeOffset = etherTypeOffset();
        return typeOffset == VlanTags.CUT ? NONE : VlanTags.etherType(buffer, typeOffset);
    }

    /**
     * Where the payload starts, behind all tags.
     *
     * @return offset in the buffer, which may be the end of the frame, or {@link #NONE}.
     */
    public int payloadOffset() {
        final int typeOffset = etherTypeOffset();
        return typeOffset == VlanTags.CUT ? NONE : typeOffset + Short.BYTES;
    }

    /**
     * VLAN id of the outermost tag.
     *
     * @return 0 to 4,095, or {@link #NONE}.
     */
    public int outerVlanId() {
        return VlanTags.outerVlanId(buffer, offset + ETHER_TYPE_OFFSET, etherTypeOffset());
    }

    /**
     * VLAN id of the innermost tag; where there is only one it is also the outermost.
     *
     * @return 0 to 4,095, or {@link #NONE}.
     */
    public int innerVlanId() {
        return VlanTags.innerVlanId(buffer, offset + ETHER_TYPE_OFFSET, etherTypeOffset());
    }

    private int etherTypeOffset() {
        return VlanTags.etherTypeOffset(buffer, offset + ETHER_TYPE_OFFSET, offset + length);
    }

    @Override
    public String toString() {
        if (buffer == null || length < MIN_LENGTH) {
            return "EthernetFlyweight{length=" + length + "}";
        }
        final StringBuilder text = new StringBuilder("EthernetFlyweight{destination=");
        AddressFormatter.appendMac(text, destinationMac()).append(", source=");
        return AddressFormatter.appendMac(text, sourceMac())
                .append(", outerVlanId=")
                .append(outerVlanId())
                .append(", innerVlanId=")
                .append(innerVlanId())
                .append(", etherType=0x")
                .append(Integer.toHexString(etherType()))
                .append('}')
                .toString();
    }
}
