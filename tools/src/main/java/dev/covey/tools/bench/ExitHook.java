package dev.covey.tools.bench;

/** Work that is done when the program is stopped from outside, unless this is closed before. */
public final class ExitHook implements AutoCloseable {
    private final Thread hook;

    /**
     * Do something at the end of the program; at once, where that has begun already.
     *
     * @param name of the thread that does it.
     * @param work to be done, in a thread of its own or in this one.
     */
    public ExitHook(final String name, final Runnable work) {
        hook = new Thread(work, name);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (final IllegalStateException stopping) {
            work.run();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException stopping) {
            // It is being done, and there is nothing left to be begun by who wanted it.
            Thread.currentThread().interrupt();
        }
    }
}
