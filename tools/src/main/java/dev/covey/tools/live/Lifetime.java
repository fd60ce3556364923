package dev.covey.tools.live;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long a command runs: until its time is over, or the process is told to end (SIGINT, SIGTERM, SIGHUP). The process
 * then waits until this is closed, for a while: the command has last words to say.
 */
public final class Lifetime implements AutoCloseable {
    private static final long LAST_WORDS_TIMEOUT_S = 15;

    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final Thread atExit = new Thread(this::awaitLastWords);
    private final long startNs = System.nanoTime();
    private final long durationNs;
    private final Runnable complaint;
    private volatile boolean isEnding;

    /**
     * Begin.
     *
     * @param durationNs to live, at most.
     * @param complaint run if the command does not find its end in time.
     */
    public Lifetime(final long durationNs, final Runnable complaint) {
        this.durationNs = durationNs;
        this.complaint = complaint;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** True once the command is to end. */
    public boolean isOver() {
        return isEnding || System.nanoTime() - startNs >= durationNs;
    }

    /** The process ends when this returns. */
    private void awaitLastWords() {
        isEnding = true;
        try {
            if (!isClosed.await(LAST_WORDS_TIMEOUT_S, TimeUnit.SECONDS)) {
                complaint.run();
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to be said. */
    @Override
    public void close() {
        isClosed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException isExiting) {
            // The process is ending already, and the hook is what waits for this.
            return;
        }
    }
}
