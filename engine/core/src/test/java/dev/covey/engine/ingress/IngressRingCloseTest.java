package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.PACKET;
import static dev.covey.engine.ingress.IngressStatus.CLOSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IngressRingCloseTest {
    private static final int SLOTS = 16;
    private static final int COMMAND = 2;
    private static final byte POISON = 0x5a;
    private static final int ROUNDS = 400;
    private static final long SEED = 1;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final IngressRing ring = newRing();
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[512]);
    private final List<Long> times = new ArrayList<>();
    private final EventHandler recorder = (event, attachment) -> times.add(event.timeNs());

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldRefuseOffersWhenClosedAndStillGiveWhatWasPublished() {
        offer(ring, 1);
        offer(ring, 2);

        ring.close();

        assertEquals(CLOSED, offer(ring, 3));
        assertEquals(CLOSED, ring.claim(PACKET, 100));
        assertEquals(CLOSED, ring.claim(PACKET, 100_000));
        assertFalse(ring.isDrained());
        assertEquals(2, ring.poll(recorder, 10));
        assertTrue(ring.isDrained());
        assertEquals(List.of(1L, 2L), times);
        assertEquals(0, ring.refusedPacketCount() + ring.refusedCommandCount() + ring.tooLongCount());
    }

    @Test
    void shouldGiveWhatWasPublishedWhenClosedFullAndPolledOneByOne() {
        for (int i = 0; i < SLOTS; i++) {
            offer(ring, i);
        }
        ring.close();

        for (int i = 0; i < SLOTS; i++) {
            assertFalse(ring.isDrained());
            assertEquals(CLOSED, ring.claimSlots(COMMAND, 0));
            assertEquals(1, ring.poll(recorder, 1));
        }
        assertTrue(ring.isDrained());
        assertEquals(0, ring.poll(recorder, 1));
        assertEquals(SLOTS, times.size());
    }

    @Test
    void shouldWaitForWhatWasClaimedBeforeItClosed() {
        final long sequence = ring.claim(COMMAND, 400);
        ring.close();
        assertEquals(0, ring.poll(recorder, 10));
        assertEquals(0, ring.poll(recorder, 10));
        assertFalse(ring.isDrained());
        assertThrows(IllegalStateException.class, ring::free);

        ring.publish(sequence, null);

        assertEquals(1, ring.poll(recorder, 10));
        assertTrue(ring.isDrained());
    }

    @Test
    void shouldStillGiveWhatSlippedInWhileItClosed() {
        offer(ring, 1);
        ring.close();

        final long sequence = ring.claimSlots(COMMAND, 0);
        assertTrue(sequence > 0);
        ring.publish(sequence, null);

        assertEquals(2, ring.poll(recorder, 10));
        assertTrue(ring.isDrained());
    }

    @Test
    void shouldRefuseTheThreadThatSawItOpenWhenItIsSealed() {
        offer(ring, 1);
        ring.close();
        ring.poll(recorder, 10);

        assertEquals(CLOSED, ring.claimSlots(COMMAND, 0));
        assertEquals(CLOSED, ring.claimSlots(PACKET, 0));
        assertEquals(0, ring.refusedPacketCount() + ring.refusedCommandCount());
        assertTrue(ring.isDrained());
    }

    @Test
    void shouldGiveTheMemoryBackOnceAndOnlyWhenDrained() {
        final long reservedBytes = memory.reservedBytes();
        assertThrows(IllegalStateException.class, ring::free);
        ring.close();
        assertThrows(IllegalStateException.class, ring::free);
        ring.poll(recorder, 1);

        ring.free();

        assertTrue(memory.reservedBytes() < reservedBytes);
        assertEquals(CLOSED, offer(ring, 1));
        assertEquals(CLOSED, ring.claimSlots(COMMAND, 0));
        assertEquals(0, ring.poll(recorder, 10));
        assertThrows(IllegalStateException.class, ring::free);
    }

    @Test
    void shouldBeDrainedWhenTheHandlerClosesItAndThrows() {
        offer(ring, 1);
        offer(ring, 2);
        assertThrows(
                IllegalStateException.class,
                () -> ring.poll(
                        (event, attachment) -> {
                            ring.close();
                            throw new IllegalStateException("broken on purpose");
                        },
                        10));

        assertEquals(1, ring.poll(recorder, 10));
        ring.close();
        assertTrue(ring.isDrained());
    }

    /** Once the ring says drained its memory is as good as freed: here it is poisoned and has to stay so. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldWriteNothingOnceDrainedWhenProducersRaceWithClosing() throws Exception {
        final Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            final IngressRing raced = newRing();
            final AtomicLong accepted = new AtomicLong();
            final Thread[] producers = new Thread[3];
            for (int i = 0; i < producers.length; i++) {
                producers[i] = new Thread(() -> offerUntilClosed(raced, accepted));
                producers[i].start();
            }
            long handled = 0;
            for (int polls = random.nextInt(300); polls > 0; polls--) {
                handled += raced.poll((event, attachment) -> {}, 5);
            }
            raced.close();
            while (!raced.isDrained()) {
                handled += raced.poll((event, attachment) -> {}, 5);
            }
            final MutableDirectBuffer bytes =
                    raced.wrap(0, new EventFlyweight()).buffer();
            bytes.setMemory(0, bytes.capacity(), POISON);

            for (final Thread producer : producers) {
                producer.join();
            }
            assertEquals(accepted.get(), handled, "seed=" + SEED + ", round=" + round);
            for (int i = 0; i < bytes.capacity(); i++) {
                assertEquals(POISON, bytes.getByte(i), "seed=" + SEED + ", round=" + round + ", index=" + i);
            }
            raced.free();
        }
    }

    private void offerUntilClosed(final IngressRing raced, final AtomicLong accepted) {
        long count = 0;
        for (long sequence = 0; sequence != CLOSED; ) {
            sequence = raced.offer(COMMAND, 0, 0, source, 0, (int) (count & 255), null);
            if (sequence >= 0) {
                count++;
            } else {
                YieldingIdleStrategy.INSTANCE.idle();
            }
        }
        accepted.addAndGet(count);
    }

    private IngressRing newRing() {
        return new IngressRing(memory, new IngressLimits(SLOTS, 2, 512));
    }

    private long offer(final IngressRing target, final long timeNs) {
        return target.offer(COMMAND, 0, timeNs, source, 0, 8, null);
    }
}
