package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.RouterGroupFlyweight;

/** What routers know of the groups on their links, by interface and address (RFC 9776 section 6.2). */
public final class RouterGroupTable {
    private final RecordStore store;
    private final Slab slab;
    private final AddressIndex index;
    private final RecordList ofInterface;
    private final OwnedLink interfaceLink;
    private final RouterGroupFlyweight flyweight = new RouterGroupFlyweight();

    RouterGroupTable(final RecordStore store, final Slab slab, final AddressIndex index, final RecordList ofInterface) {
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofInterface = ofInterface;
        this.interfaceLink =
                new OwnedLink(store, RouterGroupDescriptor.KIND, RouterGroupDescriptor.INTERFACE_HANDLE_OFFSET);
        store.onReclaim(RouterGroupDescriptor.KIND, this::reclaim);
    }

    /**
     * Find a group. Any thread inside an epoch.
     *
     * @param interfaceSlot of the link.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final int interfaceSlot, final long addressHigh, final long addressLow) {
        return index.find(interfaceSlot, addressHigh, addressLow);
    }

    /**
     * Find a batch of groups, and read a little of what changing them will read, so that it is near.
     *
     * @param batch of groups, by slot of the interface and address; gets their slots, or {@link Slab#NULL_SLOT}.
     * @return what was read; it means nothing.
     */
    public long find(final AddressBatch batch) {
        index.find(batch);
        final RecordMemory memory = slab.memory();
        long sum = 0;
        for (int i = 0, size = batch.size(); i < size; i++) {
            final int slot = batch.value(i);
            if (slot != AddressIndex.MISS) {
                sum += memory.getLong(slab.offset(slot));
            }
        }
        return sum;
    }

    /**
     * Make a group findable, in INCLUDE mode and without sources, as a router begins (RFC 9776 section 6.2.1).
     *
     * @param interfaceHandle of the link; attached.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long interfaceHandle, final long addressHigh, final long addressLow) {
        final Lease lease = store.allocate(RouterGroupDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        final int interfaceSlot = Handle.slot(interfaceHandle);
        try (Lease onInterface = store.acquire(interfaceHandle)) {
            interfaceLink.move(onInterface, slot);
        }
        flyweight
                .wrap(slab, slot)
                .addressHigh(addressHigh)
                .addressLow(addressLow)
                .mode(FilterMode.INCLUDE);
        store.publish(lease);
        if (!index.insert(interfaceSlot, addressHigh, addressLow, slot)) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofInterface.add(interfaceSlot, slot);
        return lease;
    }

    /**
     * Take a group out of sight. Its timer is cancelled and its sources are gone.
     *
     * @param slot of the group.
     */
    public void unlink(final int slot) {
        flyweight.wrap(slab, slot);
        final int interfaceSlot = interfaceSlot(slot);
        index.remove(interfaceSlot, flyweight.addressHigh(), flyweight.addressLow());
        ofInterface.remove(interfaceSlot, slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(interfaceSlot(slot), flyweight.addressHigh(), flyweight.addressLow(), slot);
        return 0;
    }

    /**
     * Interface of a group.
     *
     * @param slot of the group.
     * @return the interface's handle.
     */
    public long interfaceHandle(final int slot) {
        return interfaceLink.get(slot);
    }

    private int interfaceSlot(final int slot) {
        return Handle.slot(interfaceLink.get(slot));
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
     * The groups of each interface.
     *
     * @return their lists.
     */
    public RecordList ofInterface() {
        return ofInterface;
    }

    AddressIndex index() {
        return index;
    }
}
