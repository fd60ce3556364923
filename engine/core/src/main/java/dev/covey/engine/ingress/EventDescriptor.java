package dev.covey.engine.ingress;

import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

import org.agrona.BitUtil;

/**
 * Layout of one event in the ring: a header of 32 bytes, and its payload right behind.
 *
 * <p>An event begins at a slot and takes as many consecutive ones as it needs; continuation slots hold payload only. A
 * payload of up to 96 bytes fits one slot: an MLDv2 report of one group on Ethernet with a VLAN tag has 94.
 *
 * <pre>
 *   0    4        8         16       24       32                                       128
 *   +----+--------+---------+--------+--------+------------------------------------------+
 *   |kind|payload |interface|time    |argument|payload …                                 |
 *   |    |length  |handle   |ns      |        |                                          |
 *   +----+--------+---------+--------+--------+------------------------------------------+
 *   |… payload of the same event, contiguous, up to the payload length                   |
 *   +------------------------------------------------------------------------------------+
 *    ring ring     producer  producer producer producer
 * </pre>
 *
 * <p>The bottom row says who writes the field, and when: <i>ring</i> while claiming; <i>producer</i> between claiming
 * and publishing. From then until it is consumed nobody writes, and after that the bytes mean nothing.
 */
public final class EventDescriptor {
    /** Length of a slot in bytes: two cache lines, which is what processors fetch together. */
    public static final int SLOT_LENGTH = 128;

    /** Offset of the kind, an int. */
    public static final int KIND_OFFSET = 0;

    /** Offset of the length of the payload in bytes, an int. */
    public static final int PAYLOAD_LENGTH_OFFSET = KIND_OFFSET + SIZE_OF_INT;

    /** Offset of the handle of the interface that the event belongs to, a long; 0 if to none. */
    public static final int INTERFACE_HANDLE_OFFSET = PAYLOAD_LENGTH_OFFSET + SIZE_OF_INT;

    /** Offset of the time of the event in nanoseconds, a long. */
    public static final int TIME_OFFSET = INTERFACE_HANDLE_OFFSET + SIZE_OF_LONG;

    /** Offset of a long whose meaning depends on the kind, such as the handle of a socket or a correlation id. */
    public static final int ARGUMENT_OFFSET = TIME_OFFSET + SIZE_OF_LONG;

    /** Offset of the payload, aligned to 8 bytes. */
    public static final int PAYLOAD_OFFSET = ARGUMENT_OFFSET + SIZE_OF_LONG;

    /**
     * Kind of slots that hold nothing: an aborted claim, or the rest of a ring that is being closed. Never delivered.
     */
    public static final int PADDING = 0;

    /** Kind of a packet, the only kind that leaves a reserve to others. Every higher kind is a command. */
    public static final int PACKET = 1;

    static {
        if (PAYLOAD_OFFSET != 32) {
            throw new ExceptionInInitializerError("header must be 32 bytes: length=" + PAYLOAD_OFFSET);
        }
    }

    private EventDescriptor() {}

    /**
     * How many slots an event takes.
     *
     * @param payloadLength in bytes, 0 or more.
     * @return slots, 1 or more.
     */
    public static int slotCount(final int payloadLength) {
        return BitUtil.align(PAYLOAD_OFFSET + payloadLength, SLOT_LENGTH) / SLOT_LENGTH;
    }

    /**
     * How long a payload may be so that the event takes no more than some slots.
     *
     * @param slotCount 1 or more.
     * @return length in bytes.
     */
    public static int maxPayloadLength(final int slotCount) {
        return slotCount * SLOT_LENGTH - PAYLOAD_OFFSET;
    }
}
