package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.SocketDescriptor;
import dev.covey.engine.record.SocketFlyweight;

/** The open sockets, by handle. */
public final class SocketTable {
    private final RecordStore store;
    private final Slab slab;
    private final SocketFlyweight flyweight = new SocketFlyweight();

    SocketTable(final RecordStore store, final Slab slab) {
        this.store = store;
        this.slab = slab;
    }

    /**
     * Make a socket findable.
     *
     * @param cookie what the embedder calls it.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long cookie) {
        final Lease lease = store.allocate(SocketDescriptor.KIND);
        if (!lease.isEmpty()) {
            flyweight.wrap(slab, lease.slot()).cookie(cookie);
            store.publish(lease);
        }
        return lease;
    }

    /**
     * Find an open socket.
     *
     * @param handle of the socket.
     * @return its slot, or {@link Slab#NULL_SLOT} if it was closed or never was one.
     */
    public int resolve(final long handle) {
        return slab.resolve(handle);
    }

    /**
     * Take a socket out of sight, once.
     *
     * @param handle of the socket.
     * @return true if this call did it.
     */
    public boolean unlink(final long handle) {
        return store.unlink(handle);
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }
}
