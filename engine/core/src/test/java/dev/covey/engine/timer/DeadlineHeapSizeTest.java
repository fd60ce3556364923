package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A million timers, and none of them on the Java heap. */
class DeadlineHeapSizeTest {
    private static final int TIMERS = 1_000_000;
    private static final long SEED = 20260101;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final int[] positions = new int[TIMERS + 1];
    private final DeadlineHeap heap =
            new DeadlineHeap(TIMERS, memory, (handle, position) -> positions[(int) handle] = position);
    private final Random random = new Random(SEED);

    private long lastDeadlineNs = Long.MIN_VALUE;
    private long lastHandle;
    private int outOfOrder;

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldFireAMillionTimersInOrder() {
        for (int handle = 1; handle <= TIMERS; handle++) {
            // Few enough deadlines that ties are common: handles are armed in ascending order, so ties fire so, too.
            assertTrue(heap.arm(handle, random.nextInt(TIMERS / 4)));
        }
        for (int handle = 2; handle <= TIMERS; handle += 2) {
            assertEquals(handle, heap.handle(positions[handle]));
            heap.cancel(positions[handle]);
        }
        assertEquals(TIMERS / 2, heap.size());

        final int fired = heap.poll(TIMERS, this::checkOrder, TIMERS);

        assertEquals(TIMERS / 2, fired);
        assertEquals(0, outOfOrder, "seed=" + SEED);
        assertTrue(heap.isEmpty());
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final TimerHandler handler = (handle, deadlineNs) -> heap.arm(handle, deadlineNs + 1 + (handle & 63));
        exercise(handler, 20_000);

        final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        exercise(handler, 100_000);
        final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

        // Loading a class late may cost something; one object for every operation would be megabytes.
        assertTrue(allocatedBytes < 16_384, "allocatedBytes=" + allocatedBytes);
    }

    private void exercise(final TimerHandler handler, final int operations) {
        for (int handle = 1; handle <= operations; handle++) {
            if (positions[handle] == DeadlineHeap.NOT_ARMED) {
                heap.arm(handle, handle);
            } else {
                heap.rearm(positions[handle], handle + 7L);
            }
            if ((handle & 7) == 0) {
                heap.cancel(positions[handle]);
            }
            heap.poll(handle - 50L, handler, 2);
        }
    }

    private void checkOrder(final long handle, final long deadlineNs) {
        if (deadlineNs < lastDeadlineNs || (deadlineNs == lastDeadlineNs && handle < lastHandle)) {
            outOfOrder++;
        }
        lastDeadlineNs = deadlineNs;
        lastHandle = handle;
    }
}
