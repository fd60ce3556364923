package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;

/**
 * The right to a record: one counted reference, owned by the block of code that opened it.
 *
 * <p>Every lease is closed by try-with-resources, which gives the reference back unless it was moved into a record
 * through an {@link OwnedLink}. A way out of an operation that forgets what it took cannot be written. Leases are
 * reused: opening one allocates nothing.
 */
public final class Lease implements AutoCloseable {
    private static final int CLOSED = -1;

    private final LeasePool pool;
    private int depth = CLOSED;
    private long handle;

    Lease(final LeasePool pool) {
        this.pool = pool;
    }

    void open(final int depth, final long handle) {
        this.depth = depth;
        this.handle = handle;
    }

    /**
     * Is there nothing in it: not allocated, not found, or moved away?
     *
     * @return true if it holds no reference.
     */
    public boolean isEmpty() {
        return handle == NULL_HANDLE;
    }

    /**
     * The record it holds.
     *
     * @return its handle, or {@link Handle#NULL_HANDLE}.
     */
    public long handle() {
        return handle;
    }

    /**
     * Slot of the record it holds.
     *
     * @return the slot.
     * @throws IllegalStateException if the lease is empty.
     */
    public int slot() {
        if (isEmpty()) {
            throw new IllegalStateException("empty lease has no slot");
        }
        return Handle.slot(handle);
    }

    /**
     * Give the reference back before the end of the block.
     *
     * @return this, empty now.
     */
    public Lease release() {
        if (handle != NULL_HANDLE) {
            pool.release(moveOut());
        }
        return this;
    }

    /** Take the reference out, to be stored by the owned link that calls this. */
    long moveOut() {
        final long moved = handle;
        handle = NULL_HANDLE;
        return moved;
    }

    @Override
    public void close() {
        if (depth == CLOSED) {
            throw new IllegalStateException("lease was closed before");
        }
        // First, because it throws if this is not the newest lease; nothing has changed then.
        pool.giveBack(depth);
        depth = CLOSED;
        release();
    }

    @Override
    public String toString() {
        return "Lease{" + Handle.describe(handle) + '}';
    }
}
