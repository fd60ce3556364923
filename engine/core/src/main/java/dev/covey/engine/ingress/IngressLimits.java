package dev.covey.engine.ingress;

import org.agrona.BitUtil;

/**
 * The sizes of an {@link IngressRing}.
 *
 * @param slotCount slots of {@link EventDescriptor#SLOT_LENGTH} bytes: a power of two, {@link #MIN_SLOT_COUNT} to
 *     {@link #MAX_SLOT_COUNT}.
 * @param packetReserve slots that packets leave free for commands, 0 or more.
 * @param maxPayloadLength of an event in bytes, 0 or more. The longest event has to fit beside the reserve.
 */
public record IngressLimits(int slotCount, int packetReserve, int maxPayloadLength) {
    /** Fewest slots. */
    public static final int MIN_SLOT_COUNT = 16;

    /** Most slots. */
    public static final int MAX_SLOT_COUNT = 1 << 20;

    /** 64 k slots, an eighth of them reserved, and room for the longest IPv6 packet on Ethernet with two VLAN tags. */
    public static final IngressLimits DEFAULT = new IngressLimits(1 << 16, 1 << 13, 22 + 40 + 65_535);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one of them is out of range.
     */
    public IngressLimits {
        if (slotCount < MIN_SLOT_COUNT || slotCount > MAX_SLOT_COUNT || !BitUtil.isPowerOfTwo(slotCount)) {
            throw new IllegalArgumentException("slot count must be a power of two: slotCount=" + slotCount
                    + ", minimum=" + MIN_SLOT_COUNT + ", maximum=" + MAX_SLOT_COUNT);
        }
        if (packetReserve < 0 || packetReserve >= slotCount) {
            throw new IllegalArgumentException(
                    "packet reserve out of range: packetReserve=" + packetReserve + ", slotCount=" + slotCount);
        }
        final int longest = EventDescriptor.maxPayloadLength(slotCount - packetReserve);
        if (maxPayloadLength < 0 || maxPayloadLength > longest) {
            throw new IllegalArgumentException("payload must fit beside the reserve: maxPayloadLength="
                    + maxPayloadLength + ", maximum=" + longest);
        }
    }
}
