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
     * Make a socket findable. What it sends comes back to this host's members until it says otherwise.
     *
     * @param cookie what the embedder calls it.
     * @param isInternal whether it is the engine's own, never named by a delivery.
     * @param maxMemberships that it can have.
     * @param maxSources that a filter of it can list.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long cookie, final boolean isInternal, final int maxMemberships, final int maxSources) {
        final Lease lease = store.allocate(SocketDescriptor.KIND);
        if (!lease.isEmpty()) {
            flyweight
                    .wrap(slab, lease.slot())
                    .cookie(cookie)
                    .isInternal(isInternal)
                    .maxMemberships(maxMemberships)
                    .maxSources(maxSources);
            isLoopback(lease.slot(), true);
            store.publish(lease);
        }
        return lease;
    }

    /**
     * Does what a socket sends come back to this host's members? Any thread inside an epoch.
     *
     * @param slot of the socket.
     * @return true if so.
     */
    public boolean isLoopback(final int slot) {
        // Pairs with the release below.
        return slab.memory().getIntAcquire(slab.offset(slot) + SocketDescriptor.IS_LOOPBACK_OFFSET) != 0;
    }

    /**
     * Set whether what a socket sends comes back to this host's members.
     *
     * @param slot of the socket.
     * @param value true if so.
     */
    public void isLoopback(final int slot, final boolean value) {
        slab.memory().putIntRelease(slab.offset(slot) + SocketDescriptor.IS_LOOPBACK_OFFSET, value ? 1 : 0);
    }

    /**
     * Is a socket the engine's own?
     *
     * @param slot of the socket.
     * @return true if so: no delivery names it.
     */
    public boolean isInternal(final int slot) {
        return flyweight.wrap(slab, slot).isInternal();
    }

    /**
     * Most memberships that a socket can have.
     *
     * @param slot of the socket.
     * @return their number.
     */
    public int maxMemberships(final int slot) {
        return flyweight.wrap(slab, slot).maxMemberships();
    }

    /**
     * Most sources that a filter of a socket can list.
     *
     * @param slot of the socket.
     * @return their number.
     */
    public int maxSources(final int slot) {
        return flyweight.wrap(slab, slot).maxSources();
    }

    /**
     * Set the limits of a socket. What it has stays.
     *
     * @param slot of the socket.
     * @param maxMemberships that it can have.
     * @param maxSources that a filter of it can list.
     */
    public void limit(final int slot, final int maxMemberships, final int maxSources) {
        flyweight.wrap(slab, slot).maxMemberships(maxMemberships).maxSources(maxSources);
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
