package dev.covey.engine.ingress;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;

/**
 * Hands out the places of the ring: the Disruptor's multi-producer sequencer, and one consumer that asks it for whole
 * events.
 *
 * <p>A place is a sequence that never repeats; its slot is the sequence modulo the slot count. The Disruptor marks each
 * place that is published with the round it belongs to.
 */
final class SlotSequencer {
    /** Instead of a sequence: there is no room. */
    static final long NO_ROOM = -1;

    private final RingBuffer<AttachmentHolder> ring;

    // Sequences are padded longs: what one side writes shares no cache line with what the other side reads.
    private final Sequence consumed = new Sequence();
    // What gates the producers: the same as consumed, until the ring is sealed.
    private final Sequence reusable = new Sequence();

    private boolean isSealed;

    SlotSequencer(final int slotCount, final WaitStrategy waitStrategy) {
        ring = RingBuffer.create(ProducerType.MULTI, AttachmentHolder::new, slotCount, waitStrategy);
        ring.addGatingSequences(reusable);
    }

    /**
     * Claim consecutive places, if there are enough.
     *
     * @param slotCount places to claim.
     * @param reserve places that have to stay free besides.
     * @return sequence of the first one, or {@link #NO_ROOM}.
     */
    long tryClaim(final int slotCount, final int reserve) {
        if (!ring.hasAvailableCapacity(slotCount + reserve)) {
            return NO_ROOM;
        }
        try {
            return ring.tryNext(slotCount) - slotCount + 1;
        } catch (final InsufficientCapacityException overtaken) {
            // Another producer took the room since we looked. The exception is the Disruptor's one instance.
            return NO_ROOM;
        }
    }

    /**
     * Publish every place of an event, the first one last.
     *
     * <p>The consumer asks for the first place alone and then frees them all. Were that one published first, as the
     * Disruptor does it with a range, the event could be consumed and its slots claimed anew before the last marks of
     * the old round are set; a late mark would overwrite that of the new round and stop the consumer there for ever.
     */
    void publish(final long first, final int slotCount) {
        for (long sequence = first + slotCount - 1; sequence >= first; sequence--) {
            // A release store; pairs with the acquiring load in isPublished.
            ring.publish(sequence);
        }
    }

    /** Is the event published that begins at this place? Then all of its places are, and its bytes can be read. */
    boolean isPublished(final long first) {
        return ring.isAvailable(first);
    }

    AttachmentHolder attachmentHolder(final long first) {
        return ring.get(first);
    }

    /** The place where the consumer's next event begins. */
    long nextToConsume() {
        return consumed.get() + 1;
    }

    /** All places up to this one, which ends an event, have been consumed. */
    void consume(final long last) {
        consumed.set(last);
        if (!isSealed) {
            // A release store; pairs with the acquiring load in a producer's claim: what we read of the slots, we read
            // before anybody overwrites it.
            reusable.set(last);
        }
    }

    /** From now on no place is used again. What is free now can still be claimed. */
    void seal() {
        isSealed = true;
    }

    boolean isSealed() {
        return isSealed;
    }

    /** Has every place that was claimed been consumed? */
    boolean isEmpty() {
        return consumed.get() == ring.getCursor();
    }

    int slotCount() {
        return ring.getBufferSize();
    }

    int freeSlotCount() {
        return (int) ring.remainingCapacity();
    }

    @Override
    public String toString() {
        return "SlotSequencer{slotCount=" + slotCount() + ", freeSlotCount=" + freeSlotCount() + ", claimed="
                + ring.getCursor() + ", consumed=" + consumed.get() + ", isSealed=" + isSealed + '}';
    }
}
