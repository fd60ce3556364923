package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.PACKET;
import static dev.covey.engine.ingress.EventDescriptor.PADDING;
import static dev.covey.engine.ingress.IngressStatus.BACK_PRESSURED;
import static dev.covey.engine.ingress.IngressStatus.CLOSED;
import static dev.covey.engine.ingress.IngressStatus.TOO_LONG;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import dev.covey.engine.memory.NativeMemory;
import org.agrona.DirectBuffer;

/**
 * The ring between any number of producers and the one writer. The Disruptor hands out places; the bytes lie in
 * {@link SlotMemory}, laid out as in {@link EventDescriptor}.
 *
 * <p><b>Full.</b> Nobody ever waits: an event that finds no room is refused and counted. A packet is refused as well
 * when fewer slots would stay free than the reserve, so that a flood of packets cannot keep commands out. Threads that
 * offer packets at the same moment can overlook each other's claims: all but one of them may take one packet's slots
 * out of the reserve.
 *
 * <p><b>Closing.</b> After {@link #close()} offers answer {@link IngressStatus#CLOSED}; what was published before is
 * still consumed. The first poll that sees the ring closed seals it: from then on the sequence that gates the producers
 * stands still, and every slot that is left is claimed as padding. No claim can succeed any more, however long ago its
 * thread saw the ring open, and what was claimed until then has to be published before {@link #isDrained()} answers
 * true. The rule is: <b>poll until drained, then free</b>. A producer that claims and never publishes keeps the memory;
 * it never writes to memory that is gone.
 *
 * <p>Threading: any thread offers, claims, publishes, aborts and closes; that is lock-free and allocates nothing. One
 * thread at a time polls, asks whether the ring is drained, and frees.
 */
public final class IngressRing {
    private final SlotSequencer sequencer;
    private final NativeMemory memory;
    private final SlotMemory slots;
    private final IngressLimits limits;
    private volatile boolean isClosed;

    // Sequences are padded longs: producers of packets and of commands do not slow each other down by counting.
    private final Sequence refusedPackets = new Sequence(0);
    private final Sequence refusedCommands = new Sequence(0);
    private final Sequence tooLong = new Sequence(0);

    private final EventFlyweight event = new EventFlyweight();

    /**
     * An empty ring.
     *
     * @param memory to reserve the slots from.
     * @param limits its sizes.
     * @throws IllegalStateException if the memory cannot be had.
     */
    public IngressRing(final NativeMemory memory, final IngressLimits limits) {
        this(memory, limits, new BusySpinWaitStrategy());
    }

    /** The strategy is signalled after each slot that is published: a test looks between the steps. */
    IngressRing(final NativeMemory memory, final IngressLimits limits, final WaitStrategy waitStrategy) {
        this.memory = memory;
        this.limits = limits;
        this.slots = new SlotMemory(memory, limits.slotCount(), EventDescriptor.slotCount(limits.maxPayloadLength()));
        this.sequencer = new SlotSequencer(limits.slotCount(), waitStrategy);
    }

    /**
     * Copy an event into the ring.
     *
     * @param kind {@link EventDescriptor#PACKET}, or a command's, which is higher.
     * @param interfaceHandle that the event belongs to, or 0.
     * @param timeNs of the event in nanoseconds.
     * @param source of the payload.
     * @param offset of the payload in the source.
     * @param lengthBytes of the payload.
     * @param attachment given to the handler as it is, or null.
     * @return its sequence, or a negative {@link IngressStatus}: nothing was kept then.
     * @throws IllegalArgumentException if the kind or the length cannot be: nothing was kept.
     * @throws IndexOutOfBoundsException if the payload is not inside of the source: nothing was kept.
     */
    public long offer(
            final int kind,
            final long interfaceHandle,
            final long timeNs,
            final DirectBuffer source,
            final int offset,
            final int lengthBytes,
            final Object attachment) {
        final long sequence = claim(kind, lengthBytes);
        if (sequence >= 0) {
            boolean isFilled = false;
            try {
                slots.fill(sequence, interfaceHandle, timeNs, source, offset, lengthBytes);
                isFilled = true;
            } finally {
                if (!isFilled) {
                    abort(sequence);
                }
            }
            publish(sequence, attachment);
        }
        return sequence;
    }

    /**
     * Claim room for an event, to be filled in place by {@link #wrap}. Its fields are zero, its payload is undefined.
     * Exactly one {@link #publish} or {@link #abort} has to follow, and soon: what is published behind it waits.
     *
     * @param kind {@link EventDescriptor#PACKET}, or a command's, which is higher.
     * @param payloadLength in bytes.
     * @return its sequence, or a negative {@link IngressStatus}.
     * @throws IllegalArgumentException if the kind is no such number or the length is negative.
     */
    public long claim(final int kind, final int payloadLength) {
        if (kind < PACKET || payloadLength < 0) {
            throw new IllegalArgumentException("no such event: kind=" + kind + ", payloadLength=" + payloadLength);
        }
        if (isClosed) {
            return CLOSED;
        }
        if (payloadLength > limits.maxPayloadLength()) {
            tooLong.incrementAndGet();
            return TOO_LONG;
        }
        return claimSlots(kind, payloadLength);
    }

    /** What a thread that saw the ring open does next, be it that the memory is freed by then. */
    long claimSlots(final int kind, final int payloadLength) {
        final int slotCount = EventDescriptor.slotCount(payloadLength);
        final long sequence = sequencer.tryClaim(slotCount, kind == PACKET ? limits.packetReserve() : 0);
        if (sequence != SlotSequencer.NO_ROOM) {
            slots.begin(sequence, kind, payloadLength);
            return sequence;
        }
        if (isClosed) {
            return CLOSED;
        }
        (kind == PACKET ? refusedPackets : refusedCommands).incrementAndGet();
        return BACK_PRESSURED;
    }

    /**
     * Look at an event that the calling thread has claimed and not yet published.
     *
     * @param sequence that {@link #claim} returned.
     * @param flyweight of the calling thread.
     * @return the flyweight, around the event.
     */
    public EventFlyweight wrap(final long sequence, final EventFlyweight flyweight) {
        return slots.wrap(sequence, flyweight);
    }

    /**
     * Hand a claimed event to the consumer.
     *
     * @param sequence that {@link #claim} returned.
     * @param attachment given to the handler as it is, or null.
     */
    public void publish(final long sequence, final Object attachment) {
        if (attachment != null) {
            sequencer.attachmentHolder(sequence).put(attachment);
        }
        sequencer.publish(sequence, slots.slotCount(sequence));
    }

    /**
     * Give a claimed event up: the handler never sees it.
     *
     * @param sequence that {@link #claim} returned.
     */
    public void abort(final long sequence) {
        slots.pad(sequence);
        sequencer.publish(sequence, slots.slotCount(sequence));
    }

    /**
     * Give the handler what is published, in order.
     *
     * @param handler of the events. If it throws, the event counts as consumed and the exception comes out of here.
     * @param limit most events to handle.
     * @return how many were handled.
     */
    public int poll(final EventHandler handler, final int limit) {
        if (isClosed && !sequencer.isSealed()) {
            seal();
        }
        final long begin = sequencer.nextToConsume();
        long sequence = begin;
        int handled = 0;
        try {
            // The Disruptor's own poller would look at every slot up to the cursor at each call, whatever the limit,
            // and would give an event again and again whose handler throws.
            while (handled < limit && sequencer.isPublished(sequence)) {
                slots.wrap(sequence, event);
                final Object attachment = sequencer.attachmentHolder(sequence).take();
                sequence += slots.slotCount(sequence);
                if (event.kind() != PADDING) {
                    handled++;
                    handler.onEvent(event, attachment);
                }
            }
        } finally {
            if (sequence != begin) {
                sequencer.consume(sequence - 1);
            }
        }
        return handled;
    }

    /** Close the ring. Offers answer {@link IngressStatus#CLOSED} from now on; closing again changes nothing. */
    public void close() {
        isClosed = true;
    }

    /**
     * Is the ring closed, everything that was ever claimed consumed, and no claim possible any more?
     *
     * @return true if the memory can be freed.
     */
    public boolean isDrained() {
        return sequencer.isSealed() && sequencer.isEmpty();
    }

    /**
     * Give the memory back.
     *
     * @throws IllegalStateException if the ring is not drained, or was freed before.
     */
    public void free() {
        if (!isDrained()) {
            throw new IllegalStateException("ring is not drained: " + this);
        }
        slots.free(memory);
    }

    /**
     * Slots of the ring.
     *
     * @return their number.
     */
    public int slotCount() {
        return limits.slotCount();
    }

    /**
     * Slots that no event holds now.
     *
     * @return 0 to the slot count.
     */
    public int freeSlotCount() {
        return sequencer.freeSlotCount();
    }

    /**
     * Packets refused because the ring had no room for them beside the reserve.
     *
     * @return count since the ring was made.
     */
    public long refusedPacketCount() {
        return refusedPackets.get();
    }

    /**
     * Commands refused because the ring was full.
     *
     * @return count since the ring was made.
     */
    public long refusedCommandCount() {
        return refusedCommands.get();
    }

    /**
     * Events refused because their payload was too long.
     *
     * @return count since the ring was made.
     */
    public long tooLongCount() {
        return tooLong.get();
    }

    private void seal() {
        sequencer.seal();
        // An attempt fails only if another producer's succeeds, and there is no more to claim than what is left.
        for (int left = freeSlotCount(); left > 0; left = freeSlotCount()) {
            final long sequence = sequencer.tryClaim(left, 0);
            if (sequence != SlotSequencer.NO_ROOM) {
                slots.begin(sequence, PADDING, EventDescriptor.maxPayloadLength(left));
                sequencer.publish(sequence, left);
            }
        }
    }

    @Override
    public String toString() {
        return "IngressRing{limits=" + limits + ", sequencer=" + sequencer + ", isClosed=" + isClosed
                + ", refusedPackets="
                + refusedPacketCount() + ", refusedCommands=" + refusedCommandCount() + ", tooLong="
                + tooLongCount() + '}';
    }
}
