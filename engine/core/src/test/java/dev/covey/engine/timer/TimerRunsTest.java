package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerRunsTest {
    private static final int CAPACITY = 1_000;
    private static final int RUNS = 4;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final TimerRuns runs = new TimerRuns(CAPACITY, memory);
    private long sequence;

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldKeepWhatComesInOrderInOneRunWhateverIsTakenOutOfItsMiddle() {
        final int[] places = new int[CAPACITY];
        for (int i = 0; i < CAPACITY; i++) {
            places[i] = append(10L * i);
        }
        for (int i = 1; i < CAPACITY; i++) {
            if (i % 3 != 0) {
                runs.remove(places[i]);
                assertFalse(runs.isTaken(places[i]));
            }
        }

        for (int i = 0; i < CAPACITY; i += 3) {
            assertEquals(10L * i, runs.firstDeadlineNs());
            assertEquals(places[i], runs.firstPlace());
            assertEquals(10L * i, runs.handle(runs.firstPlace()));
            runs.remove(runs.firstPlace());
        }
        assertTrue(runs.isEmpty());
        assertEquals(0, runs.size());
        assertEquals(TimerRuns.NONE, runs.nextTaken(0));
    }

    @Test
    void shouldRefuseWhatIsBehindTheEndOfEveryRun() {
        for (int run = RUNS; run > 0; run--) {
            assertNotEquals(TimerRuns.NONE, append(100L * run));
        }

        assertEquals(TimerRuns.NONE, append(99));
        assertNotEquals(TimerRuns.NONE, append(100));
        assertEquals(TimerRuns.NONE, append(99));

        assertEquals(RUNS + 1, runs.size());
        assertEquals(100, runs.firstDeadlineNs());
    }

    @Test
    void shouldJoinTheRunThatEndsLatestWhenSeveralEndBefore() {
        append(300);
        append(200);
        append(100);
        append(250);

        // Had 250 joined the run of 100, this would be the fourth run; the next would find none.
        assertNotEquals(TimerRuns.NONE, append(150));
        assertNotEquals(TimerRuns.NONE, append(50));
        assertEquals(TimerRuns.NONE, append(40));
    }

    @Test
    void shouldUseChunksAgainForEver() {
        long deadlineNs = 0;
        for (; deadlineNs < 100; deadlineNs++) {
            append(deadlineNs);
        }
        for (; deadlineNs < 100L * CAPACITY; deadlineNs++) {
            assertNotEquals(TimerRuns.NONE, append(deadlineNs));
            assertEquals(deadlineNs - 100, runs.firstDeadlineNs());
            runs.remove(runs.firstPlace());
        }
        assertEquals(100, runs.size());
    }

    @Test
    void shouldRefuseWhenChunksAreOutAndAcceptAgainWhenTheFrontHasPassedOne() {
        long deadlineNs = 0;
        while (append(deadlineNs) != TimerRuns.NONE) {
            // All but the first are taken out again, and keep their places until the first is gone.
            if (deadlineNs > 0) {
                runs.remove(runs.nextTaken(runs.firstPlace() + 1));
            }
            deadlineNs++;
        }
        assertTrue(deadlineNs >= CAPACITY, "deadlineNs=" + deadlineNs);
        assertEquals(1, runs.size());

        runs.remove(runs.firstPlace());

        assertTrue(runs.isEmpty());
        assertNotEquals(TimerRuns.NONE, append(0));
    }

    @Test
    void shouldSayWhatCouldNotBeHad() {
        final NativeMemory exhausted = new NativeMemory(what -> false);

        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> new TimerRuns(8, exhausted));

        assertTrue(refused.getMessage().contains("capacity=8"), refused.getMessage());
    }

    /** The handle is the deadline. */
    private int append(final long deadlineNs) {
        return runs.append(deadlineNs, sequence++, deadlineNs);
    }
}
