package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
    private static final int CAPACITY = 64;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final int[] positions = new int[1_000];
    private final DeadlineHeap heap =
            new DeadlineHeap(CAPACITY, memory, (handle, position) -> positions[(int) handle] = position);
    private final List<Long> fired = new ArrayList<>();
    private final TimerHandler recorder = (handle, deadlineNs) -> fired.add(handle);

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldFireAtTheDeadlineAndNotOneTickBefore() {
        heap.arm(1, 1_000);

        assertEquals(0, heap.poll(999, recorder, 10));
        assertEquals(1, heap.poll(1_000, recorder, 10));
        assertEquals(List.of(1L), fired);
    }

    @Test
    void shouldTellTheDeadlineWhenFired() {
        heap.arm(7, 1_000);

        heap.poll(5_000, (handle, deadlineNs) -> fired.add(deadlineNs), 10);

        assertEquals(List.of(1_000L), fired);
    }

    @Test
    void shouldFireByDeadlineWhenArmedInAnotherOrder() {
        heap.arm(3, 30);
        heap.arm(1, 10);
        heap.arm(4, 40);
        heap.arm(2, 20);

        heap.poll(40, recorder, 10);

        assertEquals(List.of(1L, 2L, 3L, 4L), fired);
    }

    @Test
    void shouldFireInOrderOfArmingWhenDeadlinesAreEqual() {
        final List<Long> armed = new ArrayList<>();
        for (long handle = CAPACITY; handle > 0; handle--) {
            heap.arm(handle, 10);
            armed.add(handle);
        }

        heap.poll(10, recorder, CAPACITY);

        assertEquals(armed, fired);
    }

    @Test
    void shouldComeLastAmongEqualsWhenArmedAgain() {
        heap.arm(1, 10);
        heap.arm(2, 10);
        heap.arm(3, 10);
        heap.rearm(positions[1], 10);

        heap.poll(10, recorder, 10);

        assertEquals(List.of(2L, 3L, 1L), fired);
    }

    @Test
    void shouldKeepPositionInTheRecordFromArmingToFiring() {
        assertEquals(DeadlineHeap.NOT_ARMED, positions[1]);
        heap.arm(1, 10);
        heap.arm(2, 5);
        assertEquals(1, heap.handle(positions[1]));
        assertEquals(10, heap.deadlineNs(positions[1]));
        assertEquals(2, heap.handle(positions[2]));
        assertEquals(5, heap.deadlineNs(positions[2]));

        heap.poll(5, recorder, 10);
        heap.cancel(positions[1]);

        assertEquals(DeadlineHeap.NOT_ARMED, positions[1]);
        assertEquals(DeadlineHeap.NOT_ARMED, positions[2]);
    }

    @Test
    void shouldRefuseWhenFullAndAcceptAgainWhenOneIsGone() {
        for (int handle = 1; handle <= CAPACITY; handle++) {
            assertTrue(heap.arm(handle, handle));
        }
        assertFalse(heap.arm(CAPACITY + 1, 0));
        assertEquals(DeadlineHeap.NOT_ARMED, positions[CAPACITY + 1]);
        assertEquals(CAPACITY, heap.size());
        assertEquals(1, heap.nextDeadlineNs());

        heap.rearm(positions[1], CAPACITY);
        assertTrue(heap.cancel(positions[CAPACITY]));

        assertTrue(heap.arm(CAPACITY + 1, 0));
        assertEquals(0, heap.nextDeadlineNs());
    }

    @Test
    void shouldFireTheSameWhenDeadlinesWrap() {
        final long nowNs = new VirtualTimeSource(Long.MAX_VALUE - 5).timeNs();
        heap.arm(2, nowNs + 10);
        heap.arm(1, nowNs + 1);
        heap.arm(3, nowNs + 1_000);

        assertEquals(nowNs + 1, heap.nextDeadlineNs());
        assertEquals(0, heap.poll(nowNs, recorder, 10));
        assertEquals(2, heap.poll(nowNs + 10, recorder, 10));
        assertEquals(0, heap.poll(nowNs + 999, recorder, 10));
        assertEquals(1, heap.poll(nowNs + 1_000, recorder, 10));
        assertEquals(List.of(1L, 2L, 3L), fired);
    }

    @Test
    void shouldStopAtTheLimitAndGoOnInOrder() {
        for (int handle = 1; handle <= 5; handle++) {
            heap.arm(handle, 10);
        }

        assertEquals(2, heap.poll(10, recorder, 2));
        assertEquals(List.of(1L, 2L), fired);
        assertEquals(0, heap.poll(10, recorder, 0));
        assertEquals(3, heap.poll(10, recorder, 10));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), fired);
    }

    @Test
    void shouldLetTheHandlerArmCancelAndRearmAnyTimer() {
        heap.arm(1, 10);
        heap.arm(2, 20);
        heap.arm(3, 30);
        heap.arm(4, 40);

        heap.poll(
                35,
                (handle, deadlineNs) -> {
                    fired.add(handle);
                    if (handle == 1 && deadlineNs == 10) {
                        assertEquals(DeadlineHeap.NOT_ARMED, positions[1]);
                        heap.cancel(positions[2]);
                        heap.rearm(positions[4], 25);
                        heap.arm(5, 5);
                        heap.arm(1, 28);
                    }
                },
                10);

        assertEquals(List.of(1L, 5L, 4L, 1L, 3L), fired);
        assertTrue(heap.isEmpty());
    }

    @Test
    void shouldNotFireForEverWhenTheHandlerArmsForNow() {
        heap.arm(1, 10);

        final int count = heap.poll(
                10,
                (handle, deadlineNs) -> {
                    fired.add(handle);
                    heap.arm(handle, 10);
                },
                3);

        assertEquals(3, count);
        assertEquals(1, heap.size());
    }

    @Test
    void shouldKeepTheOthersWhenTheHandlerThrows() {
        heap.arm(1, 10);
        heap.arm(2, 20);

        assertThrows(
                IllegalStateException.class,
                () -> heap.poll(
                        20,
                        (handle, deadlineNs) -> {
                            throw new IllegalStateException("handle=" + handle);
                        },
                        10));
        assertEquals(DeadlineHeap.NOT_ARMED, positions[1]);

        heap.poll(20, recorder, 10);
        assertEquals(List.of(2L), fired);
    }

    @Test
    void shouldDoNothingWhenCancellingWhatIsNotArmed() {
        heap.arm(1, 10);

        assertFalse(heap.cancel(positions[2]));
        assertEquals(1, heap.size());
    }

    @Test
    void shouldRejectPositionsWhereNoTimerIs() {
        heap.arm(1, 10);

        for (final int position : new int[] {-1, 2, CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> heap.cancel(position));
            assertThrows(IllegalArgumentException.class, () -> heap.rearm(position, 5));
            assertThrows(IllegalArgumentException.class, () -> heap.handle(position));
            assertThrows(IllegalArgumentException.class, () -> heap.deadlineNs(position));
        }
        assertThrows(IllegalArgumentException.class, () -> heap.rearm(DeadlineHeap.NOT_ARMED, 5));
        assertEquals(10, heap.nextDeadlineNs());
    }

    @Test
    void shouldSayThatItIsEmpty() {
        assertTrue(heap.isEmpty());
        assertEquals(0, heap.poll(Long.MAX_VALUE, recorder, 10));
        assertThrows(IllegalStateException.class, heap::nextDeadlineNs);

        heap.arm(1, 10);

        assertFalse(heap.isEmpty());
        assertEquals(1, heap.size());
        assertEquals(CAPACITY, heap.capacity());
    }

    @Test
    void shouldShowEveryTimerOnceToTheAudit() {
        for (int handle = 1; handle <= 20; handle++) {
            heap.arm(handle, 100 - handle);
        }
        final List<Long> seen = new ArrayList<>();

        heap.forEach((handle, deadlineNs, position) -> {
            seen.add(handle);
            assertEquals(100 - handle, deadlineNs);
            assertEquals(positions[(int) handle], position);
        });

        assertEquals(20, seen.size());
        assertEquals(20, seen.stream().distinct().count());
    }

    @Test
    void shouldReserveItsBlockOnceAndRefuseWhenItCannot() {
        final NativeMemory exhausted = new NativeMemory(what -> false);

        final IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> new DeadlineHeap(8, exhausted, (handle, position) -> {}));

        assertTrue(refused.getMessage().contains("capacity=8"), refused.getMessage());
    }

    @Test
    void shouldRejectACapacityOutOfRange() {
        for (final int capacity : new int[] {0, -1, DeadlineHeap.MAX_CAPACITY + 1}) {
            final IllegalArgumentException rejected = assertThrows(
                    IllegalArgumentException.class, () -> new DeadlineHeap(capacity, memory, (handle, position) -> {}));
            assertTrue(rejected.getMessage().contains("capacity=" + capacity), rejected.getMessage());
        }
    }

    @Test
    void shouldHoldTheHighestCapacity() {
        final DeadlineHeap largest = new DeadlineHeap(
                DeadlineHeap.MAX_CAPACITY, memory, (handle, position) -> positions[(int) handle] = position);

        assertTrue(largest.arm(1, 10));
        assertEquals(1, largest.handle(positions[1]));
    }
}
