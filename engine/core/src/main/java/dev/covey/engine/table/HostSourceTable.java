package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.HostSourceDescriptor;
import dev.covey.engine.record.HostSourceFlyweight;

/**
 * The sources of host groups, in one index by group and address: finding one costs the same whatever the size of the
 * set.
 */
public final class HostSourceTable {
    private final RecordStore store;
    private final Slab slab;
    private final WideIndex index;
    private final RecordList ofGroup;
    private final HostSourceFlyweight flyweight = new HostSourceFlyweight();

    HostSourceTable(final RecordStore store, final Slab slab, final WideIndex index, final RecordList ofGroup) {
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofGroup = ofGroup;
        store.onReclaim(HostSourceDescriptor.KIND, this::reclaim);
    }

    /**
     * Find a source in a set. Any thread inside an epoch.
     *
     * @param ownerHandle the host group.
     * @param addressHigh of the source.
     * @param addressLow of the source.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final long ownerHandle, final long addressHigh, final long addressLow) {
        return index.find(Handle.slot(ownerHandle), addressHigh, addressLow);
    }

    /**
     * Add a source to a set that does not have it.
     *
     * @param ownerHandle the host group.
     * @param addressHigh of the source.
     * @param addressLow of the source.
     * @return its slot, or {@link Slab#NULL_SLOT} if there is no room.
     */
    public int add(final long ownerHandle, final long addressHigh, final long addressLow) {
        try (Lease lease = store.allocate(HostSourceDescriptor.KIND)) {
            if (lease.isEmpty()) {
                return NULL_SLOT;
            }
            final int slot = lease.slot();
            flyweight
                    .wrap(slab, slot)
                    .addressHigh(addressHigh)
                    .addressLow(addressLow)
                    .ownerHandle(ownerHandle);
            store.publish(lease);
            if (!index.insert(Handle.slot(ownerHandle), addressHigh, addressLow, slot)) {
                store.unlink(lease.handle());
                return NULL_SLOT;
            }
            ofGroup.add(Handle.slot(ownerHandle), slot);
            return slot;
        }
    }

    /**
     * Take a source out of its set. Its timer is not running any more.
     *
     * @param slot of the source.
     */
    public void remove(final int slot) {
        flyweight.wrap(slab, slot);
        final long ownerHandle = flyweight.ownerHandle();
        index.remove(Handle.slot(ownerHandle), flyweight.addressHigh(), flyweight.addressLow());
        ofGroup.remove(Handle.slot(ownerHandle), slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(Handle.slot(flyweight.ownerHandle()), flyweight.addressHigh(), flyweight.addressLow(), slot);
        return 0;
    }

    /**
     * First source of a set.
     *
     * @param ownerHandle the host group.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int first(final long ownerHandle) {
        return ofGroup.first(Handle.slot(ownerHandle));
    }

    /**
     * Source behind another in its set. Asked before that one is removed.
     *
     * @param slot of the source in front.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int next(final int slot) {
        return ofGroup.next(slot);
    }

    /**
     * Number of sources in a set.
     *
     * @param ownerHandle the host group.
     * @return the number, 32 bit.
     */
    public int count(final long ownerHandle) {
        return ofGroup.count(Handle.slot(ownerHandle));
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }

    RecordList ofGroup() {
        return ofGroup;
    }

    WideIndex index() {
        return index;
    }
}
