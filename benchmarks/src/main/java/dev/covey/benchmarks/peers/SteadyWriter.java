package dev.covey.benchmarks.peers;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Inserts, and removes again 64 inserts later, at a steady rate, away from the groups that are looked for. */
final class SteadyWriter extends Thread {
    private final FilledTable table;
    private final int writerNs;
    private final CyclicBarrier barrier;
    private Throwable fault;
    private long writes;
    private double writtenNs;
    private volatile boolean isStopped;

    /**
     * A writer, to be started.
     *
     * @param writerNs between two writes.
     * @param barrier that it waits at, once, before it writes.
     */
    SteadyWriter(final FilledTable table, final int writerNs, final CyclicBarrier barrier) {
        super("writer");
        this.table = table;
        this.writerNs = writerNs;
        this.barrier = barrier;
    }

    @Override
    public void run() {
        try {
            barrier.await();
            write();
        } catch (final RuntimeException | Error | InterruptedException | BrokenBarrierException failure) {
            fault = failure;
        }
    }

    private void write() {
        final long startNs = System.nanoTime();
        long inserted = 0;
        while (!isStopped) {
            table.insert(inserted);
            waitUntil(startNs + ++writes * writerNs);
            if (inserted >= FilledTable.WRITER_WINDOW) {
                table.remove(inserted - FilledTable.WRITER_WINDOW);
                waitUntil(startNs + ++writes * writerNs);
            }
            inserted++;
        }
        writtenNs = (System.nanoTime() - startNs) / (double) writes;
        for (long i = Math.max(0, inserted - FilledTable.WRITER_WINDOW); i < inserted; i++) {
            table.remove(i);
        }
        table.writerIsDone();
    }

    private void waitUntil(final long timeNs) {
        while (System.nanoTime() - timeNs < 0 && !isStopped) {
            Thread.onSpinWait();
        }
    }

    /**
     * End it, and leave nothing of its own in the table.
     *
     * @throws IllegalStateException if it could not write.
     */
    void finish() {
        isStopped = true;
        try {
            join();
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
        if (fault != null) {
            throw new IllegalStateException("the writer has failed: " + fault, fault);
        }
    }

    /** How many inserts and removals it came to. For after its end, as what follows. */
    long writes() {
        return writes;
    }

    /** Time between two of them. */
    double writtenNs() {
        return writtenNs;
    }
}
