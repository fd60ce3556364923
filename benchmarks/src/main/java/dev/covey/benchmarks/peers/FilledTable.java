package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;

/**
 * A table that holds groups, some of them verified, and has room for those that a writer puts in and takes out again.
 */
final class FilledTable {
    /** Groups whose values are compared, beside the count of all that were found. */
    static final int VERIFIED = 1 << 16;

    /** Groups of the writer that are there at once. */
    static final int WRITER_WINDOW = 64;

    private static final int BATCH = 32;
    private static final int WARM_WRITES = 1 << 20;

    private final LookupTable table;
    private final int count;
    private final int churned;

    /**
     * Fill a table.
     *
     * @param count of groups.
     * @param readers that look at once.
     * @param writerNs between two writes beside them, or 0 if nobody writes.
     * @throws IllegalArgumentException if there is no such peer, or it is not made for that.
     * @throws IllegalStateException if it gives a wrong answer.
     */
    FilledTable(final String peer, final AddressFamily family, final int count, final int readers, final int writerNs) {
        this.count = count;
        this.churned = count / 8 + 2 * WRITER_WINDOW;
        table = LookupTable.create(peer, family, count + churned, writerNs);
        if (readers > 1 && !table.isForReaders() || writerNs > 0 && !table.isForWriter()) {
            throw new IllegalArgumentException("not made for so many threads: peer=" + peer + ", readers=" + readers
                    + ", writers=" + (writerNs > 0 ? 1 : 0));
        }
        table.fill(count);
        verify();
    }

    private void verify() {
        final long absent = (long) count + churned;
        try (LookupReader reader = table.openReader("verify")) {
            for (int i = 0; i < Math.min(count, VERIFIED); i++) {
                if (!reader.find(i) || reader.value() != table.valueOf(i)) {
                    throw new IllegalStateException("wrong value: number=" + i);
                }
                if (reader.find(absent + i)) {
                    throw new IllegalStateException("found what is not there: number=" + (absent + i));
                }
                reader.quiescent();
            }
        }
    }

    /**
     * Ask for batches of groups that are there and groups that are not, in turns. For after the measurement: what the
     * compiler has seen of such batches decides what it makes of others.
     *
     * @throws IllegalStateException if an answer is not what the group alone was answered.
     */
    void verifyBatches() {
        final long absent = (long) count + churned;
        final int verified = Math.min(count, VERIFIED);
        final long[] numbers = new long[BATCH];
        final long[] values = new long[BATCH];
        try (LookupReader reader = table.openReader("verify")) {
            for (int first = 0; first < verified; first += BATCH / 2) {
                for (int i = 0; i < BATCH; i++) {
                    final int number = (first + i / 2) % verified;
                    numbers[i] = i % 2 == 0 ? number : absent + number;
                }
                final int found = reader.findAll(numbers);
                reader.findAll(numbers, values);
                for (int i = 0; i < BATCH; i++) {
                    final long expected = i % 2 == 0 ? table.valueOf(numbers[i]) : LookupReader.ABSENT;
                    if (found != BATCH / 2 || values[i] != expected) {
                        throw new IllegalStateException("wrong answer in a batch: number=" + numbers[i] + ", expected="
                                + expected + ", value=" + values[i] + ", found=" + found);
                    }
                }
                reader.quiescent();
            }
        }
    }

    /** A way to look for the thread that calls this. */
    LookupReader openReader(final String name) {
        return table.openReader(name);
    }

    /** Groups to look for; the writer's are not among them. */
    GroupDraw draw(final long seed, final int percent) {
        return new GroupDraw(seed, count, churned, percent);
    }

    /** Write so much, on this thread, that the writer's code is compiled. */
    void warmWriter() {
        for (int turn = 0; turn < WARM_WRITES; turn++) {
            insert(turn);
            if (turn >= WRITER_WINDOW) {
                remove(turn - WRITER_WINDOW);
            }
        }
        for (int turn = WARM_WRITES - WRITER_WINDOW; turn < WARM_WRITES; turn++) {
            remove(turn);
        }
        table.writerIsDone();
    }

    /** Insert a group that is not looked for. The writer's thread only. */
    void insert(final long turn) {
        table.insert(count + turn % churned);
    }

    /** Take one out that was inserted. The writer's thread only. */
    void remove(final long turn) {
        table.remove(count + turn % churned);
    }

    /** The writer's thread ends; another may come. */
    void writerIsDone() {
        table.writerIsDone();
    }

    long bytes() {
        return table.bytes();
    }
}
