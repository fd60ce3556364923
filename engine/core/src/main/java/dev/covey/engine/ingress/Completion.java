package dev.covey.engine.ingress;

/**
 * Where the answer to a command arrives. Its owner may use it again and again, for one command at a time.
 *
 * <p>Threading: the writer completes it; any thread may look.
 */
public final class Completion {
    private static final long[] NO_SOCKETS = {};
    private static final long PENDING = Long.MIN_VALUE;

    private final long[] sockets;
    private volatile long result = PENDING;

    /** For commands that answer with a number. */
    public Completion() {
        this.sockets = NO_SOCKETS;
    }

    /**
     * For lookups that answer with sockets too.
     *
     * @param maxSockets that fit.
     */
    public Completion(final int maxSockets) {
        this.sockets = new long[maxSockets];
    }

    /**
     * Is the answer there?
     *
     * @return true once it is.
     */
    public boolean isDone() {
        return result != PENDING;
    }

    /**
     * The answer.
     *
     * @return a handle, a count or 0 when done; a negative {@code OperationStatus} when refused.
     * @throws IllegalStateException if it is not there yet.
     */
    public long result() {
        final long answer = result;
        if (answer == PENDING) {
            throw new IllegalStateException("command is not done yet");
        }
        return answer;
    }

    /**
     * Sockets that a lookup found; as many as {@link #result()} says and fit.
     *
     * @return their handles.
     */
    public long[] sockets() {
        return sockets;
    }

    /**
     * Get ready for another command.
     *
     * @return this, for chaining.
     */
    public Completion reset() {
        result = PENDING;
        return this;
    }

    void complete(final long answer) {
        // Volatile: who sees the answer sees the sockets written before it.
        result = answer;
    }
}
