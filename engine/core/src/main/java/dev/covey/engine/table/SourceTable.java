package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.record.SourceFlyweight;

/**
 * The source sets of filters and of router groups, in one index by owner and address: whether a source is in a set
 * costs the same whatever the size of the set.
 */
public final class SourceTable {
    private final RecordStore store;
    private final Slab slab;
    private final WideIndex index;
    private final RecordList ofFilter;
    private final RecordList ofRouterGroup;
    private final SourceFlyweight flyweight = new SourceFlyweight();

    SourceTable(
            final RecordStore store,
            final Slab slab,
            final WideIndex index,
            final RecordList ofFilter,
            final RecordList ofRouterGroup) {
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofFilter = ofFilter;
        this.ofRouterGroup = ofRouterGroup;
        store.onReclaim(SourceDescriptor.KIND, this::reclaim);
    }

    /** Owners are slots of two slabs: the lowest bit tells which. */
    private static int key(final int ownerKind, final int ownerSlot) {
        return ownerSlot << 1 | (ownerKind == RouterGroupDescriptor.KIND ? 1 : 0);
    }

    private static int key(final long ownerHandle) {
        return key(Handle.kind(ownerHandle), Handle.slot(ownerHandle));
    }

    private RecordList lists(final long ownerHandle) {
        return Handle.kind(ownerHandle) == FilterDescriptor.KIND ? ofFilter : ofRouterGroup;
    }

    /**
     * Find a source in a set. Any thread inside an epoch.
     *
     * @param ownerHandle filter or router group.
     * @param addressHigh of the source.
     * @param addressLow of the source.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final long ownerHandle, final long addressHigh, final long addressLow) {
        return index.find(key(ownerHandle), addressHigh, addressLow);
    }

    /**
     * Find a source in a filter. Any thread inside an epoch.
     *
     * @param filterSlot of the filter.
     * @param addressHigh of the source.
     * @param addressLow of the source.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    int findInFilter(final int filterSlot, final long addressHigh, final long addressLow) {
        return index.find(filterKey(filterSlot), addressHigh, addressLow);
    }

    /** Find a batch of sources, each in its filter. Any thread inside an epoch. */
    void find(final SourceBatch batch) {
        index.find(batch.owners, batch.addresses, batch.found, 0, batch.size(), batch.scratch);
    }

    /** What a filter's sources are in the index by. */
    static int filterKey(final int filterSlot) {
        return key(FilterDescriptor.KIND, filterSlot);
    }

    /**
     * Add a source to a set that does not have it.
     *
     * @param ownerHandle filter or router group.
     * @param addressHigh of the source.
     * @param addressLow of the source.
     * @return its slot, or {@link Slab#NULL_SLOT} if there is no room.
     */
    public int add(final long ownerHandle, final long addressHigh, final long addressLow) {
        try (Lease lease = store.allocate(SourceDescriptor.KIND)) {
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
            if (!index.insert(key(ownerHandle), addressHigh, addressLow, slot)) {
                store.unlink(lease.handle());
                return NULL_SLOT;
            }
            lists(ownerHandle).add(Handle.slot(ownerHandle), slot);
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
        index.remove(key(ownerHandle), flyweight.addressHigh(), flyweight.addressLow());
        lists(ownerHandle).remove(Handle.slot(ownerHandle), slot);
        store.unlink(slab.handle(slot));
    }

    /**
     * Does a router group have sources? The writer's question, who need not make a handle of the slot for it.
     *
     * @param routerGroupSlot of the group.
     * @return false if its set is empty.
     */
    public boolean hasAny(final int routerGroupSlot) {
        return ofRouterGroup.count(routerGroupSlot) != 0;
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(key(flyweight.ownerHandle()), flyweight.addressHigh(), flyweight.addressLow(), slot);
        return 0;
    }

    /**
     * First source of a set.
     *
     * @param ownerHandle filter or router group.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int first(final long ownerHandle) {
        return lists(ownerHandle).first(Handle.slot(ownerHandle));
    }

    /**
     * Source behind another in its set. Asked before that one is removed.
     *
     * @param slot of the source in front.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int next(final int slot) {
        // Both kinds of set run through the same fields of the source.
        return ofFilter.next(slot);
    }

    /**
     * Number of sources in a set.
     *
     * @param ownerHandle filter or router group.
     * @return the number, 32 bit.
     */
    public int count(final long ownerHandle) {
        return lists(ownerHandle).count(Handle.slot(ownerHandle));
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }

    RecordList ofFilter() {
        return ofFilter;
    }

    RecordList ofRouterGroup() {
        return ofRouterGroup;
    }

    WideIndex index() {
        return index;
    }
}
