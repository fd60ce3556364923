package dev.covey.engine.memory;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The claim of one thread to be the only one that changes the engine's state.
 *
 * <p>The first thread that asserts the claim takes it; a loop that moves to another thread releases it first.
 */
public final class SingleWriter {
    private final AtomicReference<Thread> owner = new AtomicReference<>();

    /**
     * Hold, or take, the claim.
     *
     * @throws IllegalStateException if another thread holds it.
     */
    public void assertOwner() {
        final Thread current = Thread.currentThread();
        if (owner.getPlain() != current) {
            claim(current);
        }
    }

    private void claim(final Thread current) {
        if (!owner.compareAndSet(null, current)) {
            final Thread other = owner.get();
            throw new IllegalStateException("state belongs to another thread: owner="
                    + (other == null ? "released" : other.getName()) + ", caller=" + current.getName());
        }
    }

    /** Let go, so that another thread can take over. Only the owner's call does anything. */
    public void release() {
        owner.compareAndSet(Thread.currentThread(), null);
    }
}
