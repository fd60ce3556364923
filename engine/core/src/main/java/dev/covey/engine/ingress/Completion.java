package dev.covey.engine.ingress;

import dev.covey.engine.membership.SourceBuffer;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Where the answer to a command arrives. Its owner may use it again and again, for one command at a time.
 *
 * <p>Threading: the writer completes it; any thread may look.
 */
public final class Completion {
    private static final long[] NO_SOCKETS = {};
    private static final long PENDING = Long.MIN_VALUE;
    private static final AtomicLongFieldUpdater<Completion> RESULT =
            AtomicLongFieldUpdater.newUpdater(Completion.class, "result");

    private final long[] sockets;
    private final SourceBuffer sources;
    private volatile long result = PENDING;

    /** For commands that answer with a number. */
    public Completion() {
        this(0);
    }

    /**
     * For lookups that answer with sockets too.
     *
     * @param maxSockets that fit.
     */
    public Completion(final int maxSockets) {
        this(maxSockets == 0 ? NO_SOCKETS : new long[maxSockets], new SourceBuffer(0));
    }

    private Completion(final long[] sockets, final SourceBuffer sources) {
        this.sockets = sockets;
        this.sources = sources;
    }

    /**
     * For filters that are read: the answer is the number of sources, and {@link #sources()} has as many as fit.
     *
     * @param maxSources that fit.
     * @return a completion.
     */
    public static Completion forFilter(final int maxSources) {
        return new Completion(NO_SOCKETS, new SourceBuffer(maxSources));
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
     * The filter that was read, once it is there and was not refused.
     *
     * @return its mode and sources.
     */
    public SourceBuffer sources() {
        return sources;
    }

    /**
     * Get ready for another command.
     *
     * @return this, for chaining.
     */
    public Completion reset() {
        // A release store is enough, as the command is published after it: the answer cannot come before.
        RESULT.lazySet(this, PENDING);
        return this;
    }

    void complete(final long answer) {
        // A release store: who sees the answer sees the sockets or sources written before it. A volatile one would be a
        // fence for each command, and the writer looks at nothing that the owner of the completion writes in return.
        RESULT.lazySet(this, answer);
    }
}
