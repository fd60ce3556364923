package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

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
    /** 01:00:5e:00:00:00, what an IPv4 group's address begins with. */
    private static final long IPV4_PREFIX = 0x0100_5e00_0000L;

    private static final long IPV4_SUFFIX_MASK = 0x7f_ffffL;

    /** 224.0.0.0, mapped into IPv6. */
    private static final long FIRST_IPV4_GROUP = 0xffff_e000_0000L;

    private final RecordStore store;
    private final Slab slab;
    private final AddressIndex index;
    private final RecordList ofInterface;
    private final OwnedLink interfaceLink;
    private final LinkMulticastFlyweight flyweight = new LinkMulticastFlyweight();

    LinkMulticastTable(
            final RecordStore store, final Slab slab, final AddressIndex index, final RecordList ofInterface) {
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
        final int found = find(interfaceSlot, macAddress);
        if (found != NULL_SLOT) {
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
        if (!index.insert(interfaceSlot, 0, key(macAddress), lease.slot())) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofInterface.add(interfaceSlot, lease.slot());
        return lease;
    }

    /**
     * Find the record of an address. Writer only.
     *
     * @param interfaceSlot of the interface.
     * @param macAddress in the low 48 bits.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    int find(final int interfaceSlot, final long macAddress) {
        return index.find(interfaceSlot, 0, key(macAddress));
    }

    /** The index is at its best with IPv4 groups: the first that has an address stands for it. */
    private static long key(final long macAddress) {
        return (macAddress & ~IPV4_SUFFIX_MASK) == IPV4_PREFIX
                ? FIRST_IPV4_GROUP | (macAddress & IPV4_SUFFIX_MASK)
                : macAddress;
    }

    /**
     * Count one more group that needs an address.
     *
     * @param slot of the record.
     */
    public void addGroup(final int slot) {
        flyweight.wrap(slab, slot);
        flyweight.groupCount(flyweight.groupCount() + 1);
    }

    /**
     * Begin to receive an address.
     *
     * @param slot of the record.
     * @return true if the interface has to be told; false if it was before.
     */
    public boolean beginReceiving(final int slot) {
        flyweight.wrap(slab, slot);
        if (flyweight.isReceived()) {
            return false;
        }
        flyweight.isReceived(true);
        return true;
    }

    /**
     * Count one group less. With the last one the record goes out of sight.
     *
     * @param slot of the record.
     * @return true if the interface has to be told not to receive the address any more.
     */
    public boolean removeGroup(final int slot) {
        flyweight.wrap(slab, slot);
        final int groups = flyweight.groupCount() - 1;
        flyweight.groupCount(groups);
        if (groups > 0) {
            return false;
        }
        unlink(slot);
        return flyweight.isReceived();
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
        index.remove(interfaceSlot, 0, key(flyweight.macAddress()));
        ofInterface.remove(interfaceSlot, slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(Handle.slot(interfaceLink.get(slot)), 0, key(flyweight.macAddress()), slot);
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

    AddressIndex index() {
        return index;
    }
}
