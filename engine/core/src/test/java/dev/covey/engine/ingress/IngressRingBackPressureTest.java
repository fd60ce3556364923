package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.PACKET;
import static dev.covey.engine.ingress.IngressStatus.BACK_PRESSURED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IngressRingBackPressureTest {
    private static final int SLOTS = 16;
    private static final int RESERVE = 2;
    private static final int COMMAND = 2;
    private static final int THREE_SLOTS = EventDescriptor.maxPayloadLength(3);

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final IngressRing ring = new IngressRing(memory, new IngressLimits(SLOTS, RESERVE, THREE_SLOTS));
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[THREE_SLOTS]);
    private final EventHandler ignoring = (event, attachment) -> {};

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldLeaveTheReserveToCommandsWhenPacketsFlood() {
        assertEquals(SLOTS - RESERVE, offerUntilRefused(PACKET, 0));
        assertEquals(BACK_PRESSURED, offer(PACKET, 0));
        assertEquals(BACK_PRESSURED, offer(PACKET, 0));
        assertEquals(3, ring.refusedPacketCount());
        assertEquals(0, ring.refusedCommandCount());

        assertEquals(RESERVE, offerUntilRefused(COMMAND, 0));
        assertEquals(1, ring.refusedCommandCount());
        assertEquals(0, ring.freeSlotCount());
        assertEquals(SLOTS, ring.poll(ignoring, 100));
    }

    @Test
    void shouldLetCommandsTakeEverySlot() {
        assertEquals(SLOTS, offerUntilRefused(COMMAND, 0));
        assertEquals(1, ring.refusedCommandCount());
        assertEquals(0, ring.refusedPacketCount());
    }

    @Test
    void shouldTakeThePacketThatLeavesTheReserveAndRefuseTheOneThatDoesNot() {
        offerUntilRefused(COMMAND, 0);

        assertEquals(RESERVE, ring.poll(ignoring, RESERVE));
        assertEquals(BACK_PRESSURED, offer(PACKET, 0));
        assertEquals(1, ring.poll(ignoring, 1));
        assertTrue(offer(PACKET, 0) >= 0);
        assertEquals(BACK_PRESSURED, offer(PACKET, 0));
    }

    @Test
    void shouldCountEverySlotOfAnEvent() {
        assertEquals(4, offerUntilRefused(PACKET, THREE_SLOTS));
        assertEquals(SLOTS - 12, ring.freeSlotCount());
        assertEquals(2, offerUntilRefused(PACKET, 0));

        assertEquals(0, offerUntilRefused(COMMAND, THREE_SLOTS));
        assertEquals(1, offerUntilRefused(COMMAND, EventDescriptor.maxPayloadLength(2)));
        assertEquals(0, ring.freeSlotCount());
        assertEquals(3, ring.refusedPacketCount() + ring.refusedCommandCount() - 1);
    }

    @Test
    void shouldTakeEventsAgainWhenSomeWereConsumed() {
        for (int round = 0; round < 1_000; round++) {
            assertEquals(SLOTS - RESERVE, offerUntilRefused(PACKET, 0));
            assertEquals(5, ring.poll(ignoring, 5));
            assertEquals(5, offerUntilRefused(PACKET, 0));
            assertEquals(SLOTS - RESERVE, ring.poll(ignoring, 100));
        }
        assertEquals(2_000, ring.refusedPacketCount());
    }

    @Test
    void shouldHoldTheLongestPacketBesideTheReserve() {
        final IngressRing tight =
                new IngressRing(memory, new IngressLimits(SLOTS, 13, EventDescriptor.maxPayloadLength(3)));

        assertEquals(0, tight.claim(PACKET, THREE_SLOTS));
        assertEquals(BACK_PRESSURED, tight.claim(PACKET, 0));
    }

    /** Threads overlook each other for one packet each at most; with a wider reserve commands always get through. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldKeepRoomForCommandsWhenSeveralThreadsFlood() throws Exception {
        final int threads = 3;
        final int reserve = 8;
        final IngressRing flooded = new IngressRing(memory, new IngressLimits(64, reserve, 96));
        for (int round = 0; round < 500; round++) {
            final CyclicBarrier start = new CyclicBarrier(threads);
            final Thread[] flood = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                flood[i] = new Thread(() -> {
                    awaitAll(start);
                    while (flooded.offer(PACKET, 0, 0, source, 0, 8, null) >= 0) {
                        Thread.onSpinWait();
                    }
                });
                flood[i].start();
            }
            for (final Thread thread : flood) {
                thread.join();
            }

            final int free = flooded.freeSlotCount();
            assertTrue(free >= reserve - (threads - 1) && free <= reserve, "round=" + round + ", free=" + free);
            for (int i = 0; i < free; i++) {
                assertTrue(flooded.offer(COMMAND, 0, 0, source, 0, 8, null) >= 0);
            }
            assertEquals(64, flooded.poll(ignoring, 100));
        }
        assertEquals(500L * threads, flooded.refusedPacketCount());
        assertEquals(0, flooded.refusedCommandCount());
    }

    private static void awaitAll(final CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (final Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private int offerUntilRefused(final int kind, final int lengthBytes) {
        int accepted = 0;
        while (offer(kind, lengthBytes) >= 0) {
            accepted++;
        }
        return accepted;
    }

    private long offer(final int kind, final int lengthBytes) {
        return ring.offer(kind, 0, 0, source, 0, lengthBytes, null);
    }
}
