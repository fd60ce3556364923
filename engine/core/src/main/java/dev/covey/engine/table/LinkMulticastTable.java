package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.LinkMulticastDescriptor;
import dev.covey.engine.record.LinkMulticastFlyweight;

/** The link-layer addresses that interfaces receive, by interface and address. */
public final class LinkMulticastTable {
    private final RecordStore store;
    private final Slab slab;
    private final WideIndex index;
    private final RecordList ofInterface;
    private final OwnedLink interfaceLink;
    private final LinkMulticastFlyweight flyweight = new LinkMulticastFlyweight();

    LinkMulticastTable(final RecordStore store, final Slab slab, final WideIndex index, final RecordList ofInterface) {
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofInterface = ofInterface;
        this.interfaceLink =
                new OwnedLink(store, LinkMulticastDescriptor.KIND, LinkMulticastDescriptor.INTERFACE_HANDLE_OFFSET);
        store.onReclaim(LinkMulticastDescriptor.KIND, this::reclaim);
    }

    /**
     * Find the record of an address, or make it: one more reference either way.
     *
     * @param interfaceHandle that receives it; attached.
     * @param macAddress of the group, 48 bit.
     * @return a lease on the record, empty if there is no room. A new record is known by its group count of 0.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease acquire(final long interfaceHandle, final long macAddress) {
        final int interfaceSlot = Handle.slot(interfaceHandle);
        final int found = index.find(interfaceSlot, 0, macAddress);
        if (found != WideIndex.MISS) {
            return store.acquire(slab.handle(found));
        }
        final Lease lease = store.allocate(LinkMulticastDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        try (Lease onInterface = store.acquire(interfaceHandle)) {
            interfaceLink.move(onInterface, lease.slot());
        }
        flyweight.wrap(slab, lease.slot()).macAddress(macAddress);
        store.publish(lease);
        if (!index.insert(interfaceSlot, 0, macAddress, lease.slot())) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofInterface.add(interfaceSlot, lease.slot());
        return lease;
    }

    /**
     * Count one more group that needs an address.
     *
     * @param slot of the record.
     * @return true if it is the first: the interface has to begin to receive the address.
     */
    public boolean addGroup(final int slot) {
        flyweight.wrap(slab, slot);
        final int groups = flyweight.groupCount() + 1;
        flyweight.groupCount(groups);
        return groups == 1;
    }

    /**
     * Count one group less. With the last one the record goes out of sight.
     *
     * @param slot of the record.
     * @return true if it was the last: the interface need not receive the address any more.
     */
    public boolean removeGroup(final int slot) {
        flyweight.wrap(slab, slot);
        final int groups = flyweight.groupCount() - 1;
        flyweight.groupCount(groups);
        if (groups == 0) {
            unlink(slot);
        }
        return groups == 0;
    }

    /**
     * Take a record out of sight that was made for a group that failed.
     *
     * @param slot of the record; one that groups need stays.
     */
    public void unlinkUnused(final int slot) {
        if (flyweight.wrap(slab, slot).groupCount() == 0) {
            unlink(slot);
        }
    }

    private void unlink(final int slot) {
        final int interfaceSlot = Handle.slot(interfaceLink.get(slot));
        index.remove(interfaceSlot, 0, flyweight.macAddress());
        ofInterface.remove(interfaceSlot, slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(Handle.slot(interfaceLink.get(slot)), 0, flyweight.macAddress(), slot);
        return 0;
    }

    /**
     * Interface of a record.
     *
     * @param slot of the record.
     * @return the interface's handle; pinned, perhaps detached.
     */
    public long interfaceHandle(final int slot) {
        return interfaceLink.get(slot);
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
     * The records of each interface.
     *
     * @return their lists.
     */
    public RecordList ofInterface() {
        return ofInterface;
    }

    WideIndex index() {
        return index;
    }
}
