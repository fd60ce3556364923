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
    private static final int BATCH = 32;
    private static final int CHUNK = 1 << 13;
    private static final int WARM_CHUNKS = 1000;

    /** Rounds before the first that is measured, unless they take too long. */
    private static final int WARM_ROUNDS = 40;

    /**
     * Compiling what one form and share of hits needs takes the compiler up to a quarter of a second, a round of a
     * million lookups a hundredth: less warming would measure how soon it is compiled.
     */
    private static final long WARM_NS = 500_000_000;

    private final String peer;
    private final AddressFamily family;
    private final String[] forms;
    private final int[] hits;
    private final int n;
    private final int chunks;
    private final int rounds;
    private final int[] readers;
    private final int writerNs;

    /** Not final, and never anything but zero: the compiler cannot know, so what is masked has to be waited for. */
    private long dependencyMask;

    private FilledTable table;

    LookupRun(final PeerArguments arguments) {
        peer = arguments.word("peer", "covey");
        family = arguments.family();
        forms = arguments.words("form", "scalar");
        hits = arguments.numbers("hits", 100, 0, 100);
        n = arguments.number("n", 1000, 1, 100_000_000);
        chunks = Math.max(1, arguments.number("lookups", 1_000_000, 1, 1_000_000_000) / CHUNK);
        rounds = arguments.rounds();
        readers = arguments.numbers("readers", 1, 1, 2);
        writerNs = arguments.number("writer_ns", 0, 0, 1_000_000_000);
        if (Arrays.stream(readers).anyMatch(count -> count > 1) && writerNs > 0) {
            throw new IllegalArgumentException("one reader beside a writer");
        }
        dependencyMask = arguments.number("dependency_mask", 0, 0, 0);
    }

    void run() {
        table = new FilledTable(peer, family, n, Arrays.stream(readers).max().orElseThrow(), writerNs);
        if (writerNs > 0) {
            table.warmWriter();
        }
        for (final String form : forms) {
            for (final int percent : hits) {
                measure(form, percent);
            }
        }
        table.verifyBatches();
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
            final CyclicBarrier barrier = new CyclicBarrier(readers + (writerNs > 0 ? 1 : 0));
            final SteadyWriter writer = writerNs > 0 ? new SteadyWriter(table, writerNs, barrier) : null;
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
                thread.finish();
                rate += 1 / thread.ns;
                checked += thread.found;
                expected += thread.expected();
                allocatedBytes = round < 0 ? 0 : Math.max(allocatedBytes, thread.allocatedBytes);
            }
            if (writer != null) {
                writer.finish();
                writtenNs += round < 0 ? 0 : writer.writtenNs() / rounds;
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
        private final GroupDraw draw;
        private final String form;
        private final long seed;
        private final int percent;
        private final int count;
        private long found;
        private double ns;
        private double allocatedBytes;
        private Throwable fault;

        ReaderThread(
                final long seed, final String form, final int percent, final int count, final CyclicBarrier barrier) {
            this.count = count;
            this.draw = table.draw(seed, percent);
            this.form = form;
            this.seed = seed;
            this.percent = percent;
            this.barrier = barrier;
        }

        @Override
        public void run() {
            try {
                await(barrier);
                final long allocatedBefore = AllocationMeter.bytes();
                final long startNs = System.nanoTime();
                look(count);
                ns = (double) (System.nanoTime() - startNs) / count / CHUNK;
                allocatedBytes = (double) (AllocationMeter.bytes() - allocatedBefore) / count / CHUNK;
                close();
            } catch (final RuntimeException | Error failure) {
                fault = failure;
            }
        }

        /** Wait for its end. */
        void finish() {
            try {
                join();
            } catch (final InterruptedException interrupted) {
                throw new IllegalStateException("interrupted", interrupted);
            }
            if (fault != null) {
                throw new IllegalStateException("a reader has failed: " + fault, fault);
            }
        }

        void close() {
            reader.close();
        }

        /** What should be found: so much as the same draws say again. */
        long expected() {
            return table.draw(seed, percent).present((long) count * CHUNK);
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
                hit += reader.find(draw.nextGroup(0)) ? 1 : 0;
                if (i % BATCH == 0) {
                    reader.quiescent();
                }
            }
            return hit;
        }

        private int dependents() {
            int hit = 0;
            for (int i = 0; i < CHUNK; i++) {
                hit += reader.find(draw.nextGroup(reader.value() & dependencyMask)) ? 1 : 0;
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
                    numbers[k] = draw.nextGroup(0);
                }
                hit += reader.findAll(numbers);
                reader.quiescent();
            }
            return hit;
        }
    }
}
