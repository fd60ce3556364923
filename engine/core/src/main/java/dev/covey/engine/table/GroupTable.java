package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.GroupDescriptor;
import dev.covey.engine.record.GroupFlyweight;

/**
 * The groups that sockets have joined, by interface and address.
 *
 * <p>A group of a detached interface stays until its last membership ends, so that a late leave finds it. Its
 * interface's slot is not used again before that: it can be found by nobody else.
 */
public final class GroupTable {
    private final RecordStore store;
    private final Slab slab;
    private final AddressIndex index;
    private final RecordList ofInterface;
    private final OwnedLink linkMulticastLink;
    private final GroupFlyweight flyweight = new GroupFlyweight();

    GroupTable(final RecordStore store, final Slab slab, final AddressIndex index, final RecordList ofInterface) {
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofInterface = ofInterface;
        this.linkMulticastLink =
                new OwnedLink(store, GroupDescriptor.KIND, GroupDescriptor.LINK_MULTICAST_HANDLE_OFFSET);
        store.onReclaim(GroupDescriptor.KIND, this::reclaim);
    }

    /**
     * Find a group. Any thread inside an epoch.
     *
     * @param interfaceSlot it was joined on.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final int interfaceSlot, final long addressHigh, final long addressLow) {
        return index.find(interfaceSlot, addressHigh, addressLow);
    }

    /**
     * Take a reference on a group that is in the table.
     *
     * @param slot of the group.
     * @return a lease on it.
     */
    @MustBeClosed
    public Lease acquire(final int slot) {
        return store.acquire(slab.handle(slot));
    }

    /**
     * Make a group findable.
     *
     * @param interfaceSlot it is joined on.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @param linkMulticast that it needs; moved into the group.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(
            final int interfaceSlot, final long addressHigh, final long addressLow, final Lease linkMulticast) {
        final Lease lease = store.allocate(GroupDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        flyweight
                .wrap(slab, slot)
                .addressHigh(addressHigh)
                .addressLow(addressLow)
                .interfaceSlot(interfaceSlot);
        linkMulticastLink.move(linkMulticast, slot);
        store.publish(lease);
        if (!index.insert(interfaceSlot, addressHigh, addressLow, slot)) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofInterface.add(interfaceSlot, slot);
        return lease;
    }

    /**
     * Take a group out of sight.
     *
     * @param slot of the group.
     */
    public void unlink(final int slot) {
        flyweight.wrap(slab, slot);
        index.remove(flyweight.interfaceSlot(), flyweight.addressHigh(), flyweight.addressLow());
        ofInterface.remove(flyweight.interfaceSlot(), slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(flyweight.interfaceSlot(), flyweight.addressHigh(), flyweight.addressLow(), slot);
        return 0;
    }

    /**
     * Link multicast record of a group.
     *
     * @param slot of the group.
     * @return its slot.
     */
    public int linkMulticast(final int slot) {
        return Handle.slot(linkMulticastLink.get(slot));
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
