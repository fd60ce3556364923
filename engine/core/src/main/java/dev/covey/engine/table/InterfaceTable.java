package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.InterfaceFlyweight;

/** The interfaces. An interface is known by its handle; its slot is its number in the keys of the other tables. */
public final class InterfaceTable {
    private final RecordStore store;
    private final Slab slab;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    InterfaceTable(final RecordStore store, final Slab slab) {
        this.store = store;
        this.slab = slab;
    }

    /**
     * Make an interface findable.
     *
     * @param cookie what the embedder calls it.
     * @param macAddress of the interface, 48 bit.
     * @param mtu in bytes.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long cookie, final long macAddress, final int mtu) {
        final Lease lease = store.allocate(InterfaceDescriptor.KIND);
        if (!lease.isEmpty()) {
            flyweight
                    .wrap(slab, lease.slot())
                    .cookie(cookie)
                    .macAddress(macAddress)
                    .mtu(mtu)
                    .isUp(true);
            store.publish(lease);
        }
        return lease;
    }

    /**
     * Find an attached interface.
     *
     * @param handle of the interface.
     * @return its slot, or {@link Slab#NULL_SLOT} if it was detached or never was one.
     */
    public int resolve(final long handle) {
        return slab.resolve(handle);
    }

    /**
     * Find an interface that is attached, or was detached while memberships still pin it.
     *
     * @param handle of the interface.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int resolvePinned(final long handle) {
        return slab.resolveReferenced(handle);
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }

    /**
     * Take an interface out of sight, once. Records that own it keep its slot from being used again.
     *
     * @param handle of the interface.
     * @return true if this call did it.
     */
    public boolean unlink(final long handle) {
        return store.unlink(handle);
    }
}
