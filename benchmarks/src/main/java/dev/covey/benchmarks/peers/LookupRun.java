package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * How long does a table take to find an (interface, group)? One at a time, each depending on the last, or 32 at once;
 * with one reader or two, or both in turns, and with a writer beside it or not. All of what is looked for is there, or
 * nothing, or each with a chance of one half.
 */
final class LookupRun {
    /** Groups whose values are compared, beside the count of all that were found. */
    static final int VERIFIED = 1 << 16;

    private static final int BATCH = 32;
    private static final int HALF = 50;
    private static final int CHUNK = 1 << 13;
    private static final int WARM_CHUNKS = 1000;

    /** Rounds before the first that is measured, unless they take too long. */
    private static final int WARM_ROUNDS = 40;

    /**
     * Compiling what one form and share of hits needs takes the compiler up to a quarter of a second, a round of a
     * million lookups a hundredth: less warming would measure how soon it is compiled.
     */
    private static final long WARM_NS = 500_000_000;

    private static final int WARM_WRITES = 1 << 20;
    private static final int WRITER_WINDOW = 64;

    private final String peer;
    private final AddressFamily family;
    private final String[] forms;
    private final String[] hits;
    private final int n;
    private final int chunks;
    private final int rounds;
    private final int[] readers;
    private final int writerNs;
    private final int churned;

    /** Not final, and never anything but zero: the compiler cannot know, so what is masked has to be waited for. */
    private long dependencyMask;

    private LookupTable table;
    private volatile boolean isStopped;

    LookupRun(final PeerArguments arguments) {
        peer = arguments.word("peer", "covey");
        family = arguments.family();
        forms = arguments.words("form", "scalar");
        hits = arguments.words("hits", "100");
        n = arguments.number("n", 1000, 1, 100_000_000);
        chunks = Math.max(1, arguments.number("lookups", 1_000_000, 1, 1_000_000_000) / CHUNK);
        rounds = arguments.rounds();
        readers = arguments.numbers("readers", 1, 1, 2);
        writerNs = arguments.number("writer_ns", 0, 0, 1_000_000_000);
        churned = n / 8 + 2 * WRITER_WINDOW;
        if (Arrays.stream(readers).anyMatch(count -> count > 1) && writerNs > 0) {
            throw new IllegalArgumentException("one reader beside a writer");
        }
        dependencyMask = arguments.number("dependency_mask", 0, 0, 0);
    }

    void run() {
        table = LookupTable.create(peer, family, n + churned, writerNs);
        table.fill(n);
        verify();
        if (writerNs > 0) {
            warmWriter();
        }
        for (final String form : forms) {
            for (final String percent : hits) {
                measure(form, percentOf(percent));
            }
        }
    }

    private static int percentOf(final String hits) {
        return switch (hits) {
            case "0" -> 0;
            case "50" -> HALF;
            case "100" -> 100;
            default -> throw new IllegalArgumentException("0, 50 or 100: hits=" + hits);
        };
    }

    private void verify() {
        try (LookupReader reader = table.openReader("verify")) {
            for (int i = 0; i < Math.min(n, VERIFIED); i++) {
                if (!reader.find(i) || reader.value() != table.valueOf(i)) {
                    throw new IllegalStateException("wrong value: number=" + i);
                }
                if (reader.find((long) n + churned + i)) {
                    throw new IllegalStateException("found what is not there: number=" + ((long) n + churned + i));
                }
                reader.quiescent();
            }
        }
    }

    /** What writes while the readers are measured has been compiled before. */
    private void warmWriter() {
        for (int turn = 0; turn < WARM_WRITES; turn++) {
            table.insert(n + turn % churned);
            if (turn >= WRITER_WINDOW) {
                table.remove(n + (turn - WRITER_WINDOW) % churned);
            }
        }
        for (int turn = WARM_WRITES - WRITER_WINDOW; turn < WARM_WRITES; turn++) {
            table.remove(n + turn % churned);
        }
        table.writerIsDone();
    }

    private void measure(final String form, final int percent) {
        final ReaderThread warm = new ReaderThread(0, form, percent, 0, null);
        final long startNs = System.nanoTime();
        for (int i = 0; i < WARM_ROUNDS && System.nanoTime() - startNs < WARM_NS; i++) {
            warm.look(Math.min(WARM_CHUNKS, chunks));
        }
        warm.close();
        final Question[] questions = new Question[readers.length];
        Arrays.setAll(questions, i -> new Question(form, percent, readers[i]));
        // Beside a writer one round more, before the others: a compiler at work takes a processor from one of the two.
        for (int round = writerNs > 0 ? -1 : 0; round < rounds; round++) {
            for (final Question question : questions) {
                question.ask(round);
            }
        }
        for (final Question question : questions) {
            question.print();
        }
    }

    /** One figure: what so many readers together ask, round after round. */
    private final class Question {
        private final String form;
        private final int percent;
        private final int readers;
        private final double[] times = new double[rounds];
        private long expected;
        private long checked;
        private double writtenNs;
        private double allocatedBytes;

        Question(final String form, final int percent, final int readers) {
            this.form = form;
            this.percent = percent;
            this.readers = readers;
        }

        void ask(final int round) {
            final int count = round < 0 ? Math.min(WARM_CHUNKS, 4 * chunks) : chunks;
            isStopped = false;
            final CyclicBarrier barrier = new CyclicBarrier(readers + (writerNs > 0 ? 1 : 0));
            final WriterThread writer = writerNs > 0 ? new WriterThread(barrier) : null;
            final ReaderThread[] threads = new ReaderThread[readers];
            for (int i = 0; i < readers; i++) {
                threads[i] = new ReaderThread(round * 64L + i + 1, form, percent, count, barrier);
                threads[i].start();
            }
            if (writer != null) {
                writer.start();
            }
            double rate = 0;
            for (final ReaderThread thread : threads) {
                join(thread);
                rate += 1 / thread.ns;
                checked += thread.found;
                expected += thread.expected();
                allocatedBytes = round < 0 ? 0 : Math.max(allocatedBytes, thread.allocatedBytes);
            }
            isStopped = true;
            if (writer != null) {
                join(writer);
                writtenNs += round < 0 ? 0 : writer.ns / rounds;
            }
            if (round >= 0) {
                times[round] = 1 / rate;
            }
        }

        void print() {
            final PeerFigure figure = new PeerFigure("lookup", peer)
                    .with("family", family == AddressFamily.IPV4 ? "ipv4" : "ipv6")
                    .with("n", n)
                    .with("form", form)
                    .with("hits", percent)
                    .with("readers", readers)
                    .with("writer_ns", writerNs)
                    .with("bytes_per_entry", (double) table.bytes() / n)
                    .with("allocated_bytes", allocatedBytes);
            if (writerNs > 0) {
                figure.with("written_ns", writtenNs);
            }
            figure.print("ns", times, expected, checked);
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void await(final CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (final InterruptedException | BrokenBarrierException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** Looks for groups, a chunk of lookups after the other, so that each chunk is a call of compiled code. */
    private final class ReaderThread extends Thread {
        private final LookupReader reader = table.openReader("reader");
        private final long[] numbers = new long[BATCH];
        private final CyclicBarrier barrier;
        private final Draw draw;
        private final String form;
        private final long seed;
        private final int percent;
        private final long base;
        private final int count;
        private long found;
        private double ns;
        private double allocatedBytes;

        ReaderThread(
                final long seed, final String form, final int percent, final int count, final CyclicBarrier barrier) {
            this.count = count;
            this.draw = new Draw(seed);
            this.form = form;
            this.seed = seed;
            this.percent = percent;
            this.base = percent == 0 ? (long) n + churned : 0;
            this.barrier = barrier;
        }

        @Override
        public void run() {
            await(barrier);
            final long allocatedBefore = AllocationMeter.bytes();
            final long startNs = System.nanoTime();
            look(count);
            ns = (double) (System.nanoTime() - startNs) / count / CHUNK;
            allocatedBytes = (double) (AllocationMeter.bytes() - allocatedBefore) / count / CHUNK;
            close();
        }

        void close() {
            reader.close();
        }

        /** What should be found: of a half, so much as the same draws say again. */
        long expected() {
            if (percent != HALF) {
                return percent == 0 ? 0 : (long) count * CHUNK;
            }
            final Draw again = new Draw(seed);
            long present = 0;
            for (long i = 0; i < (long) count * CHUNK; i++) {
                present += again.next(2L * n, 0) < n ? 1 : 0;
            }
            return present;
        }

        private long next(final long dependency) {
            if (percent != HALF) {
                return base + draw.next(n, dependency);
            }
            final long drawn = draw.next(2L * n, dependency);
            // The upper half is moved on to where nothing is; without a branch, which nobody could foresee.
            return drawn + (n - 1 - drawn >> Long.SIZE - 1 & churned);
        }

        void look(final int count) {
            for (int i = 0; i < count; i++) {
                found += switch (form) {
                    case "scalar" -> singles();
                    case "dependent" -> dependents();
                    case "batch" -> batches();
                    default -> throw new IllegalArgumentException("no such form: " + form);
                };
            }
        }

        private int singles() {
            int hit = 0;
            for (int i = 0; i < CHUNK; i++) {
                hit += reader.find(next(0)) ? 1 : 0;
                if (i % BATCH == 0) {
                    reader.quiescent();
                }
            }
            return hit;
        }

        private int dependents() {
            int hit = 0;
            for (int i = 0; i < CHUNK; i++) {
                hit += reader.find(next(reader.value() & dependencyMask)) ? 1 : 0;
                if (i % BATCH == 0) {
                    reader.quiescent();
                }
            }
            return hit;
        }

        private int batches() {
            int hit = 0;
            for (int i = 0; i < CHUNK; i += BATCH) {
                for (int k = 0; k < BATCH; k++) {
                    numbers[k] = next(0);
                }
                hit += reader.findAll(numbers);
                reader.quiescent();
            }
            return hit;
        }
    }

    /** Inserts, and removes again 64 inserts later, at a steady rate, away from the groups that are looked for. */
    private final class WriterThread extends Thread {
        private final CyclicBarrier barrier;
        private double ns;

        WriterThread(final CyclicBarrier barrier) {
            this.barrier = barrier;
        }

        @Override
        public void run() {
            await(barrier);
            final long startNs = System.nanoTime();
            long writes = 0;
            long inserted = 0;
            while (!isStopped) {
                table.insert(number(inserted));
                waitUntil(startNs + ++writes * writerNs);
                if (inserted >= WRITER_WINDOW) {
                    table.remove(number(inserted - WRITER_WINDOW));
                    waitUntil(startNs + ++writes * writerNs);
                }
                inserted++;
            }
            ns = (System.nanoTime() - startNs) / (double) writes;
            for (long i = Math.max(0, inserted - WRITER_WINDOW); i < inserted; i++) {
                table.remove(number(i));
            }
            table.writerIsDone();
        }

        private long number(final long turn) {
            return n + turn % churned;
        }

        private void waitUntil(final long timeNs) {
            while (System.nanoTime() - timeNs < 0 && !isStopped) {
                Thread.onSpinWait();
            }
        }
    }
}
