package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The heap against a sorted map that does the same the slow way. */
class DeadlineHeapPropertyTest {
    private static final int HANDLES = 300;
    private static final int CAPACITY = 250;
    private static final int STEPS = 40_000;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final int[] positions = new int[HANDLES + 1];
    private final Key[] keys = new Key[HANDLES + 1];
    private final TreeMap<Key, Integer> model = new TreeMap<>();
    private final DeadlineHeap heap =
            new DeadlineHeap(CAPACITY, memory, (handle, position) -> positions[(int) handle] = position);

    private Random random;
    private String context;
    private int spreadNs;
    private int intervals;
    private long nowNs;
    private long sequence;

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    /** With a number of intervals, nearly all deadlines are one of those ahead of now: such timers wait in runs. */
    @ParameterizedTest(name = "seed {0}, from {1} ns, spread {2} ns, {3} intervals")
    @CsvSource({
        "1, 0, 10, 0",
        "2, 0, 1000000, 0",
        "3, 9223372036854775000, 500, 0",
        "4, -9223372036854775808, 500, 0",
        "5, -3000, 40, 0",
        "6, 9223372036854700000, 1, 0",
        "7, 0, 1000, 1",
        "8, 9223372036854775000, 500, 3",
        "9, -3000, 40, 6"
    })
    void shouldFireWhatASortedMapWouldWhenArmedRearmedAndCancelledAtRandom(
            final long seed, final long startNs, final int spreadNs, final int intervals) {
        this.random = new Random(seed);
        this.spreadNs = spreadNs;
        this.intervals = intervals;
        this.nowNs = startNs;

        for (int step = 0; step < STEPS; step++) {
            context = "seed=" + seed + ", step=" + step;
            final int handle = 1 + random.nextInt(HANDLES);
            final int choice = random.nextInt(100);
            if (choice < 45) {
                arm(handle);
            } else if (choice < 70) {
                rearm(handle);
            } else if (choice < 90) {
                cancel(handle);
            } else {
                poll();
            }
            verifyHead();
        }
        verifyAll();
    }

    private void arm(final int handle) {
        if (keys[handle] == null) {
            final Key key = nextKey();
            final boolean isRoom = model.size() < CAPACITY;
            assertEquals(isRoom, heap.arm(handle, key.deadlineNs), context);
            if (isRoom) {
                put(handle, key);
            }
        }
    }

    private void rearm(final int handle) {
        if (keys[handle] != null) {
            model.remove(keys[handle]);
            final Key key = nextKey();
            heap.rearm(positions[handle], key.deadlineNs);
            put(handle, key);
        }
    }

    private void cancel(final int handle) {
        assertEquals(keys[handle] != null, heap.cancel(positions[handle]), context);
        if (keys[handle] != null) {
            model.remove(keys[handle]);
            keys[handle] = null;
        }
    }

    private void poll() {
        nowNs += random.nextInt(spreadNs + 1);
        final int limit = random.nextInt(40);
        final int[] count = new int[1];
        final int fired = heap.poll(
                nowNs,
                (handle, deadlineNs) -> {
                    count[0]++;
                    final Map.Entry<Key, Integer> expected = model.pollFirstEntry();
                    assertEquals((long) expected.getValue(), handle, context);
                    assertEquals(expected.getKey().deadlineNs, deadlineNs, context);
                    assertTrue(deadlineNs - nowNs <= 0, context);
                    keys[(int) handle] = null;
                    // A third of the handlers do what state machines do: arm this one, re-arm or cancel another one.
                    switch (random.nextInt(9)) {
                        case 0 -> arm((int) handle);
                        case 1 -> rearm(1 + random.nextInt(HANDLES));
                        case 2 -> cancel(1 + random.nextInt(HANDLES));
                        default -> {}
                    }
                },
                limit);
        assertEquals(count[0], fired, context);
        assertTrue(
                fired == limit || model.isEmpty() || model.firstKey().deadlineNs - nowNs > 0,
                () -> context + ": something due was left");
    }

    private Key nextKey() {
        final long deadlineNs = intervals == 0 || random.nextInt(50) == 0
                ? nowNs - spreadNs / 4 + random.nextInt(spreadNs)
                : nowNs + (1L + random.nextInt(intervals)) * spreadNs;
        return new Key(deadlineNs, sequence++);
    }

    private void put(final int handle, final Key key) {
        keys[handle] = key;
        model.put(key, handle);
    }

    private void verifyHead() {
        assertEquals(model.size(), heap.size(), context);
        assertEquals(model.isEmpty(), heap.isEmpty(), context);
        if (!model.isEmpty()) {
            assertEquals(model.firstKey().deadlineNs, heap.nextDeadlineNs(), context);
        }
    }

    private void verifyAll() {
        for (int handle = 1; handle <= HANDLES; handle++) {
            if (keys[handle] == null) {
                assertEquals(DeadlineHeap.NOT_ARMED, positions[handle], context);
            } else {
                assertEquals(handle, heap.handle(positions[handle]), context);
                assertEquals(keys[handle].deadlineNs, heap.deadlineNs(positions[handle]), context);
            }
        }
    }

    private static final class Key implements Comparable<Key> {
        private final long deadlineNs;
        private final long sequence;

        private Key(final long deadlineNs, final long sequence) {
            this.deadlineNs = deadlineNs;
            this.sequence = sequence;
        }

        @Override
        public int compareTo(final Key other) {
            final int byDeadline = Long.signum(deadlineNs - other.deadlineNs);
            return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key && compareTo(key) == 0;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }
}
