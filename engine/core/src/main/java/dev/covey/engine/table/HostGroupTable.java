package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.HostGroupFlyweight;

/** The merged reception state of interfaces, by interface and group (RFC 9776 section 3.2). */
public final class HostGroupTable {
    private final RecordStore store;
    private final Slab slab;
    private final AddressIndex index;
    private final RecordList ofHost;
    private final HostTable hosts;
    private final OwnedLink hostLink;
    private final HostGroupFlyweight flyweight = new HostGroupFlyweight();

    HostGroupTable(
            final RecordStore store,
            final Slab slab,
            final HostTable hosts,
            final AddressIndex index,
            final RecordList ofHost) {
        this.hosts = hosts;
        this.store = store;
        this.slab = slab;
        this.index = index;
        this.ofHost = ofHost;
        this.hostLink = new OwnedLink(store, HostGroupDescriptor.KIND, HostGroupDescriptor.HOST_HANDLE_OFFSET);
        store.onReclaim(HostGroupDescriptor.KIND, this::reclaim);
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
     * Make a group findable, as nobody's: in INCLUDE mode and without sources.
     *
     * @param hostSlot of the host.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final int hostSlot, final long addressHigh, final long addressLow) {
        final Lease lease = store.allocate(HostGroupDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        try (Lease onHost = store.acquire(hosts.slab().handle(hostSlot))) {
            hostLink.move(onHost, slot);
        }
        flyweight
                .wrap(slab, slot)
                .addressHigh(addressHigh)
                .addressLow(addressLow)
                .mode(FilterMode.INCLUDE);
        store.publish(lease);
        if (!index.insert(interfaceSlot(slot), addressHigh, addressLow, slot)) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofHost.add(hostSlot, slot);
        return lease;
    }

    /**
     * Take a group out of sight. Its timer is cancelled and its sources are gone.
     *
     * @param slot of the group.
     */
    public void unlink(final int slot) {
        flyweight.wrap(slab, slot);
        index.remove(interfaceSlot(slot), flyweight.addressHigh(), flyweight.addressLow());
        ofHost.remove(host(slot), slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(interfaceSlot(slot), flyweight.addressHigh(), flyweight.addressLow(), slot);
        return 0;
    }

    /**
     * Host of a group.
     *
     * @param slot of the group.
     * @return the host's slot.
     */
    public int host(final int slot) {
        return Handle.slot(hostLink.get(slot));
    }

    private int interfaceSlot(final int slot) {
        return Handle.slot(hosts.interfaceHandle(host(slot)));
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
     * The groups of each host.
     *
     * @return their lists.
     */
    public RecordList ofHost() {
        return ofHost;
    }

    AddressIndex index() {
        return index;
    }
}
