package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.ARGUMENT_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.KIND_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.PAYLOAD_LENGTH_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.PAYLOAD_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.SLOT_LENGTH;
import static dev.covey.engine.ingress.EventDescriptor.TIME_OFFSET;

import dev.covey.engine.memory.NativeMemory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of the ring: one slot for each place of the sequencer, and behind the last slot a tail that is as long as
 * the largest event but one slot.
 *
 * <pre>
 *   slot 0   slot 1            slot n-2 slot n-1 tail
 *   +--------+--------+-   -+--------+--------+--------+--------+-   -+
 *   |unused this round|  …  |        |event begins here and goes on   |
 *   +--------+--------+-   -+--------+--------+--------+--------+-   -+
 * </pre>
 *
 * <p>An event that begins near the end is written on into the tail, so its bytes are contiguous wherever it begins; the
 * first slots, which it has claimed as well, stay unused that round.
 *
 * <p>One tail is enough. In a ring of n slots, an event in the tail holds a sequence {@code kn - 1}, the last of a
 * round, and {@code kn}, the first of the next. A later event of that sort ends at {@code (k + 1)n} or beyond, and the
 * sequencer hands that out only when the sequence n before it, {@code kn} or beyond, has been freed. The consumer frees
 * whole events only, so the earlier one is over by then.
 *
 * <p>Fields are accessed plainly: the sequencer orders the producer's writes before the consumer's reads, and those
 * before the writes of the next round.
 */
final class SlotMemory {
    private final NativeMemory.Block block;
    private final UnsafeBuffer buffer;
    private final int slotMask;

    SlotMemory(final NativeMemory memory, final int slotCount, final int maxEventSlotCount) {
        final int lengthBytes = (slotCount + maxEventSlotCount - 1) * SLOT_LENGTH;
        block = memory.reserve("ingress", lengthBytes);
        if (block == null) {
            throw new IllegalStateException("no memory: what=ingress, lengthBytes=" + lengthBytes);
        }
        buffer = block.buffer();
        slotMask = slotCount - 1;
    }

    EventFlyweight wrap(final long sequence, final EventFlyweight flyweight) {
        return flyweight.wrap(buffer, offsetOf(sequence));
    }

    /** Begin an event: what its producer does not set has to be zero, not what the last event in the slot left. */
    void begin(final long sequence, final int kind, final int payloadLength) {
        final int offset = offsetOf(sequence);
        buffer.putInt(offset + KIND_OFFSET, kind);
        buffer.putInt(offset + PAYLOAD_LENGTH_OFFSET, payloadLength);
        buffer.putLong(offset + INTERFACE_HANDLE_OFFSET, 0);
        buffer.putLong(offset + TIME_OFFSET, 0);
        buffer.putLong(offset + ARGUMENT_OFFSET, 0);
    }

    void fill(
            final long sequence,
            final long interfaceHandle,
            final long timeNs,
            final DirectBuffer source,
            final int sourceOffset,
            final int lengthBytes) {
        final int offset = offsetOf(sequence);
        buffer.putLong(offset + INTERFACE_HANDLE_OFFSET, interfaceHandle);
        buffer.putLong(offset + TIME_OFFSET, timeNs);
        buffer.putBytes(offset + PAYLOAD_OFFSET, source, sourceOffset, lengthBytes);
    }

    /** Turn an event into padding of the same length. */
    void pad(final long sequence) {
        buffer.putInt(offsetOf(sequence) + KIND_OFFSET, EventDescriptor.PADDING);
    }

    /** How many slots the event takes that begins at a place. */
    int slotCount(final long sequence) {
        return EventDescriptor.slotCount(buffer.getInt(offsetOf(sequence) + PAYLOAD_LENGTH_OFFSET));
    }

    void free(final NativeMemory memory) {
        memory.free(block);
    }

    private int offsetOf(final long sequence) {
        return ((int) sequence & slotMask) * SLOT_LENGTH;
    }
}
