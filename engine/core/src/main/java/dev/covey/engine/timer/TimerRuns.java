package dev.covey.engine.timer;

import static org.agrona.BitUtil.SIZE_OF_LONG;

import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.memory.RecordMemory;
import java.util.Arrays;

/**
 * Timers that were armed in the order of their deadlines, as those of one interval are: a few queues, each of them in
 * order by itself, so that arming is a store at the end and the earliest is at the front of one of them.
 *
 * <p>A timer joins the queue whose last deadline is the latest that is not behind its own, else an empty one; where
 * neither is, it is not for here. An entry never moves. One that is taken out of the middle is marked, and stepped over
 * when its turn comes.
 *
 * <p>A queue is a chain of chunks out of one block, each of which goes back when the queue's front has passed it:
 *
 * <pre>
 *  0            8              64         72         80      88
 *  +------------+--------------+----------+----------+-------+---
 *  |next chunk  |unused        |deadline  |sequence  |handle | …  256 entries
 *  |            |              |ns        |or -1     |       |
 *  +------------+--------------+----------+----------+-------+---
 * </pre>
 *
 * <p>Places are numbered through all chunks. Threading: belongs to the writer.
 */
final class TimerRuns {
    /** There is no such place. */
    static final int NONE = -1;

    private static final int RUNS = 4;
    private static final int CHUNK_SHIFT = 8;
    private static final int ENTRIES_PER_CHUNK = 1 << CHUNK_SHIFT;
    private static final int LAST_IN_CHUNK = ENTRIES_PER_CHUNK - 1;
    private static final int ENTRIES_OFFSET = RecordLayout.CACHE_LINE_LENGTH;
    private static final int SEQUENCE_OFFSET = SIZE_OF_LONG;
    private static final int HANDLE_OFFSET = SEQUENCE_OFFSET + SIZE_OF_LONG;
    private static final int ENTRY_LENGTH = HANDLE_OFFSET + SIZE_OF_LONG;
    private static final int CHUNK_LENGTH = ENTRIES_OFFSET + ENTRIES_PER_CHUNK * ENTRY_LENGTH;
    private static final int MAX_CHUNKS = (Integer.MAX_VALUE - RecordLayout.CACHE_LINE_LENGTH) / CHUNK_LENGTH;

    /** Sequence of a place where no timer is. */
    private static final long VACANT = -1;

    private final RecordMemory memory;
    private final int chunkCount;
    private int usedChunks;
    private int freeChunk = NONE;
    private int size;

    private final int[] front = new int[RUNS];
    private final int[] back = new int[RUNS];
    private final long[] frontDeadlineNs = new long[RUNS];
    private final long[] frontSequence = new long[RUNS];
    private final long[] backDeadlineNs = new long[RUNS];

    /** The queue with the earliest timer, or {@link #NONE}. */
    private int first = NONE;

    /**
     * Queues without timers.
     *
     * @param capacity timers for which there is room if none is taken out of the middle.
     * @param memory to reserve the block from.
     * @throws IllegalStateException if the block cannot be had.
     */
    TimerRuns(final int capacity, final NativeMemory memory) {
        chunkCount = Math.min(MAX_CHUNKS, (capacity >>> CHUNK_SHIFT) + 2 * RUNS);
        final NativeMemory.Block block = memory.reserve("timer", chunkCount * CHUNK_LENGTH);
        if (block == null) {
            throw new IllegalStateException("no memory: what=timer, capacity=" + capacity);
        }
        this.memory = block.memory();
        Arrays.fill(front, NONE);
    }

    /**
     * Put a timer at the end of a queue.
     *
     * @param deadlineNs from which on it is due.
     * @param sequence higher than any before.
     * @param handle of its record.
     * @return its place, or {@link #NONE} if it fits no queue.
     */
    int append(final long deadlineNs, final long sequence, final long handle) {
        final int run = runFor(deadlineNs);
        if (run == NONE) {
            return NONE;
        }
        final boolean isAlone = front[run] == NONE;
        final int place = isAlone ? beginRun() : placeBehind(back[run]);
        if (place == NONE) {
            return NONE;
        }
        final int offset = offset(place);
        memory.putLong(offset, deadlineNs);
        memory.putLong(offset + SEQUENCE_OFFSET, sequence);
        memory.putLong(offset + HANDLE_OFFSET, handle);
        back[run] = place;
        backDeadlineNs[run] = deadlineNs;
        size++;
        if (isAlone) {
            bringToFront(run, place);
            findFirst();
        }
        return place;
    }

    private int runFor(final long deadlineNs) {
        int chosen = NONE;
        int empty = NONE;
        for (int run = 0; run < RUNS; run++) {
            if (front[run] == NONE) {
                empty = run;
            } else if (deadlineNs - backDeadlineNs[run] >= 0
                    && (chosen == NONE || backDeadlineNs[run] - backDeadlineNs[chosen] > 0)) {
                chosen = run;
            }
        }
        return chosen == NONE ? empty : chosen;
    }

    private int beginRun() {
        final int chunk = takeChunk();
        return chunk == NONE ? NONE : chunk << CHUNK_SHIFT;
    }

    private int placeBehind(final int last) {
        if ((last & LAST_IN_CHUNK) != LAST_IN_CHUNK) {
            return last + 1;
        }
        final int chunk = takeChunk();
        if (chunk == NONE) {
            return NONE;
        }
        memory.putInt((last >>> CHUNK_SHIFT) * CHUNK_LENGTH, chunk);
        return chunk << CHUNK_SHIFT;
    }

    /** All places of a chunk that is taken are vacant. */
    private int takeChunk() {
        if (freeChunk != NONE) {
            final int chunk = freeChunk;
            freeChunk = memory.getInt(chunk * CHUNK_LENGTH);
            return chunk;
        }
        if (usedChunks == chunkCount) {
            return NONE;
        }
        final int chunk = usedChunks++;
        for (int i = 0; i < ENTRIES_PER_CHUNK; i++) {
            memory.putLong(offset((chunk << CHUNK_SHIFT) + i) + SEQUENCE_OFFSET, VACANT);
        }
        return chunk;
    }

    private void freeChunk(final int chunk) {
        memory.putInt(chunk * CHUNK_LENGTH, freeChunk);
        freeChunk = chunk;
    }

    /**
     * Take a timer out.
     *
     * @param place of it.
     */
    void remove(final int place) {
        memory.putLong(offset(place) + SEQUENCE_OFFSET, VACANT);
        size--;
        for (int run = 0; run < RUNS; run++) {
            if (front[run] == place) {
                advance(run);
                findFirst();
                return;
            }
        }
    }

    /** The front of a queue is vacant: the next one that is not becomes the front. */
    private void advance(final int run) {
        int place = front[run];
        while (place != back[run]) {
            if ((place & LAST_IN_CHUNK) == LAST_IN_CHUNK) {
                final int passed = place >>> CHUNK_SHIFT;
                place = memory.getInt(passed * CHUNK_LENGTH) << CHUNK_SHIFT;
                freeChunk(passed);
            } else {
                place++;
            }
            if (sequence(place) != VACANT) {
                bringToFront(run, place);
                return;
            }
        }
        freeChunk(place >>> CHUNK_SHIFT);
        front[run] = NONE;
    }

    private void bringToFront(final int run, final int place) {
        front[run] = place;
        frontDeadlineNs[run] = deadlineNs(place);
        frontSequence[run] = sequence(place);
    }

    private void findFirst() {
        int earliest = NONE;
        for (int run = 0; run < RUNS; run++) {
            if (front[run] != NONE && (earliest == NONE || isBefore(run, earliest))) {
                earliest = run;
            }
        }
        first = earliest;
    }

    private boolean isBefore(final int run, final int other) {
        final long difference = frontDeadlineNs[run] - frontDeadlineNs[other];
        return difference < 0 || (difference == 0 && frontSequence[run] < frontSequence[other]);
    }

    /** Is there a timer at a place? */
    boolean isTaken(final int place) {
        return place >= 0 && place >>> CHUNK_SHIFT < usedChunks && sequence(place) != VACANT;
    }

    boolean isEmpty() {
        return first == NONE;
    }

    int size() {
        return size;
    }

    /** Deadline of the earliest timer, of which there is one. */
    long firstDeadlineNs() {
        return frontDeadlineNs[first];
    }

    /** Sequence of the earliest timer, of which there is one. */
    long firstSequence() {
        return frontSequence[first];
    }

    /** Place of the earliest timer, of which there is one. */
    int firstPlace() {
        return front[first];
    }

    long deadlineNs(final int place) {
        return memory.getLong(offset(place));
    }

    private long sequence(final int place) {
        return memory.getLong(offset(place) + SEQUENCE_OFFSET);
    }

    long handle(final int place) {
        return memory.getLong(offset(place) + HANDLE_OFFSET);
    }

    /** The next place with a timer from a place on, or {@link #NONE}: a walk through all timers, in no order. */
    int nextTaken(final int from) {
        for (int place = from, end = usedChunks << CHUNK_SHIFT; place < end; place++) {
            if (sequence(place) != VACANT) {
                return place;
            }
        }
        return NONE;
    }

    private static int offset(final int place) {
        return (place >>> CHUNK_SHIFT) * CHUNK_LENGTH + ENTRIES_OFFSET + (place & LAST_IN_CHUNK) * ENTRY_LENGTH;
    }

    @Override
    public String toString() {
        return "TimerRuns{size=" + size + ", usedChunks=" + usedChunks + ", chunkCount=" + chunkCount + '}';
    }
}
