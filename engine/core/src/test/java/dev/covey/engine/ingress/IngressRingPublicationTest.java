package dev.covey.engine.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a consumer sees between the steps of publishing an event of several slots. */
class IngressRingPublicationTest {
    private static final int SLOTS = 16;
    private static final int COMMAND = 2;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final BetweenSteps betweenSteps = new BetweenSteps();
    private final IngressRing ring = new IngressRing(memory, new IngressLimits(SLOTS, 0, 1_000), betweenSteps);
    private final List<Integer> handledAfterStep = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final EventHandler recorder = (event, attachment) -> lengths.add(event.payloadLength());

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldShowAnEventOnlyWhenItsLastSlotIsPublished() {
        final long sequence = ring.claim(COMMAND, EventDescriptor.maxPayloadLength(5));
        betweenSteps.action = () -> handledAfterStep.add(ring.poll(recorder, 10));

        ring.publish(sequence, null);

        assertEquals(List.of(0, 0, 0, 0, 1), handledAfterStep);
        assertEquals(List.of(EventDescriptor.maxPayloadLength(5)), lengths);
    }

    @Test
    void shouldShowNoPartOfAnEventWhenTheOneBeforeIsWhole() {
        final long first = ring.claim(COMMAND, EventDescriptor.maxPayloadLength(2));
        final long second = ring.claim(COMMAND, EventDescriptor.maxPayloadLength(3));
        betweenSteps.action = () -> handledAfterStep.add(ring.poll(recorder, 10));

        ring.publish(first, null);
        ring.publish(second, null);

        assertEquals(List.of(0, 1, 0, 0, 1), handledAfterStep);
    }

    @Test
    void shouldReuseNoSlotWhileItIsStillBeingPublished() {
        final long sequence = ring.claim(COMMAND, EventDescriptor.maxPayloadLength(5));
        betweenSteps.action = () -> {
            betweenSteps.action = null;
            ring.poll(recorder, 10);
            for (long next = ring.claim(COMMAND, 0); next >= 0; next = ring.claim(COMMAND, 0)) {
                ring.publish(next, null);
            }
        };

        ring.publish(sequence, null);

        // Eleven more fitted beside the five slots; had those been free, sixteen would have, and some would be lost
        // now.
        assertEquals(12, ring.poll(recorder, 100));
        assertEquals(SLOTS, ring.freeSlotCount());
    }

    /** Why the order matters: what happens in the Disruptor when the mark of a slot comes after the slot was reused. */
    @Test
    void shouldLoseASlotOfTheNextRoundWhenAMarkComesLate() {
        final Sequence gate = new Sequence();
        final RingBuffer<Object> disruptor =
                RingBuffer.create(ProducerType.MULTI, Object::new, SLOTS, new BusySpinWaitStrategy());
        disruptor.addGatingSequences(gate);
        final long last = disruptor.next(3);
        disruptor.publish(last - 2);
        gate.set(last);

        disruptor.publish(last - 2 + SLOTS);
        disruptor.publish(last - 1 + SLOTS);
        assertTrue(disruptor.isAvailable(last - 1 + SLOTS));
        disruptor.publish(last - 1);

        assertTrue(disruptor.isAvailable(last - 2 + SLOTS));
        assertFalse(disruptor.isAvailable(last - 1 + SLOTS));
    }

    /** The Disruptor tells its wait strategy of every publication; ours takes the chance to look. */
    private static final class BetweenSteps implements WaitStrategy {
        private Runnable action;

        @Override
        public long waitFor(
                final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier) {
            throw new AssertionError("nobody waits on this ring");
        }

        @Override
        public void signalAllWhenBlocking() {
            if (action != null) {
                action.run();
            }
        }
    }
}
