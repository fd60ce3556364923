package dev.covey.engine.timer;

import static org.agrona.BitUtil.SIZE_OF_LONG;

import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.memory.RecordMemory;
import org.agrona.BitUtil;

/**
 * The entries of a {@link DeadlineHeap}, by index: the root is 0, the children of {@code i} are {@code 4i + 1} to
 * {@code 4i + 4}.
 *
 * <p>An entry is 24 bytes in two columns of one block, each with room for three entries ahead of the root:
 *
 * <pre>
 *  keys, 16 bytes each                         handles, 8 bytes each
 *  0               48      64              128 0         24     32          64
 *  +---------------+-------+---+---+---+---+   +---------+------+--+--+--+--+
 *  |unused         |root   | 1 | 2 | 3 | 4 |…  |unused   |root  | 1| 2| 3| 4|…
 *  +---------------+-------+---+---+---+---+   +---------+------+--+--+--+--+
 *                   deadline ns, sequence
 * </pre>
 *
 * <p>So the keys of four siblings are exactly one cache line. The way down from the root waits for one line a level:
 * where it goes next depends on keys alone, while handles are moved, and records written, behind it.
 */
final class TimerEntries {
    /** Binary logarithm of the children of an entry. */
    static final int CHILDREN_SHIFT = 2;

    /** Children of an entry. */
    static final int CHILDREN = 1 << CHILDREN_SHIFT;

    private static final int UNUSED_ENTRIES = CHILDREN - 1;
    private static final int SEQUENCE_OFFSET = SIZE_OF_LONG;
    private static final int KEY_LENGTH = SEQUENCE_OFFSET + SIZE_OF_LONG;

    /** Most entries that one block has room for. */
    static final int MAX_CAPACITY =
            (Integer.MAX_VALUE - RecordLayout.CACHE_LINE_LENGTH) / (KEY_LENGTH + SIZE_OF_LONG) - UNUSED_ENTRIES;

    static {
        if (CHILDREN * KEY_LENGTH != RecordLayout.CACHE_LINE_LENGTH) {
            throw new ExceptionInInitializerError("siblings' keys must be one cache line: length=" + KEY_LENGTH);
        }
    }

    private final RecordMemory memory;
    private final int handlesOffset;

    /**
     * Room for entries.
     *
     * @param capacity in entries, 1 to {@link #MAX_CAPACITY}.
     * @param memory to reserve the block from.
     * @throws IllegalArgumentException if the capacity is out of range.
     * @throws IllegalStateException if the block cannot be had.
     */
    TimerEntries(final int capacity, final NativeMemory memory) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "timer capacity out of range: capacity=" + capacity + ", maximum=" + MAX_CAPACITY);
        }
        final int entryCount = capacity + UNUSED_ENTRIES;
        handlesOffset = BitUtil.align(entryCount * KEY_LENGTH, RecordLayout.CACHE_LINE_LENGTH);
        final NativeMemory.Block block = memory.reserve("timer", handlesOffset + entryCount * SIZE_OF_LONG);
        if (block == null) {
            throw new IllegalStateException("no memory: what=timer, capacity=" + capacity);
        }
        this.memory = block.memory();
    }

    void put(final int index, final long deadlineNs, final long sequence, final long handle) {
        final int offset = keyOffset(index);
        memory.putLong(offset, deadlineNs);
        memory.putLong(offset + SEQUENCE_OFFSET, sequence);
        memory.putLong(handleOffset(index), handle);
    }

    long deadlineNs(final int index) {
        return memory.getLong(keyOffset(index));
    }

    long sequence(final int index) {
        return memory.getLong(keyOffset(index) + SEQUENCE_OFFSET);
    }

    long handle(final int index) {
        return memory.getLong(handleOffset(index));
    }

    private static int keyOffset(final int index) {
        return (index + UNUSED_ENTRIES) * KEY_LENGTH;
    }

    private int handleOffset(final int index) {
        return handlesOffset + (index + UNUSED_ENTRIES) * SIZE_OF_LONG;
    }
}
