package dev.covey.engine.memory;

/**
 * Leases for reuse. An operation holds a handful at a time, closed in reverse order; the pool grows to the deepest one.
 */
final class LeasePool {
    private static final int INITIAL_DEPTH = 8;

    private final RecordStore store;
    private Lease[] stack = new Lease[0];
    private int open;

    LeasePool(final RecordStore store) {
        this.store = store;
        grow(INITIAL_DEPTH);
    }

    Lease take(final long handle) {
        if (open == stack.length) {
            grow(2 * stack.length);
        }
        final Lease lease = stack[open];
        lease.open(open, handle);
        open++;
        return lease;
    }

    void giveBack(final int depth) {
        if (depth != open - 1) {
            throw new IllegalStateException("leases are closed in reverse order: depth=" + depth + ", open=" + open);
        }
        open = depth;
    }

    void release(final long handle) {
        store.release(handle);
    }

    int open() {
        return open;
    }

    private void grow(final int depth) {
        final Lease[] deeper = new Lease[depth];
        System.arraycopy(stack, 0, deeper, 0, stack.length);
        for (int i = stack.length; i < depth; i++) {
            deeper[i] = new Lease(this);
        }
        stack = deeper;
    }
}
