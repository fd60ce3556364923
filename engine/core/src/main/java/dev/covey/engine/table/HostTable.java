package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.InterfaceDescriptor;

/** The host side of each link, one record per link and family, found through the interface record. */
public final class HostTable {
    private final RecordStore store;
    private final Slab slab;
    private final Slab interfaces;
    private final OwnedLink interfaceLink;
    private final HostFlyweight flyweight = new HostFlyweight();

    HostTable(final RecordStore store, final Slab slab, final Slab interfaces) {
        this.store = store;
        this.slab = slab;
        this.interfaces = interfaces;
        this.interfaceLink = new OwnedLink(store, HostDescriptor.KIND, HostDescriptor.INTERFACE_HANDLE_OFFSET);
    }

    private static int field(final boolean isIpv6) {
        return isIpv6 ? InterfaceDescriptor.MLD_HOST_OFFSET : InterfaceDescriptor.IGMP_HOST_OFFSET;
    }

    /**
     * Make the host record of a link and family.
     *
     * @param interfaceHandle of the link; attached.
     * @param isIpv6 true for MLD.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long interfaceHandle, final boolean isIpv6) {
        final Lease lease = store.allocate(HostDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        try (Lease onInterface = store.acquire(interfaceHandle)) {
            interfaceLink.move(onInterface, slot);
        }
        flyweight.wrap(slab, slot).isIpv6(isIpv6);
        store.publish(lease);
        interfaces.buffer().putInt(interfaces.offset(Handle.slot(interfaceHandle)) + field(isIpv6), slot + 1);
        return lease;
    }

    /**
     * Find the host record of a link and family.
     *
     * @param interfaceSlot of the link.
     * @param isIpv6 true for MLD.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final int interfaceSlot, final boolean isIpv6) {
        return interfaces.buffer().getInt(interfaces.offset(interfaceSlot) + field(isIpv6)) - 1;
    }

    /**
     * Take a host record out of sight. Its timer is cancelled.
     *
     * @param slot of the record.
     */
    public void unlink(final int slot) {
        final int interfaceSlot = Handle.slot(interfaceLink.get(slot));
        interfaces
                .buffer()
                .putInt(
                        interfaces.offset(interfaceSlot)
                                + field(flyweight.wrap(slab, slot).isIpv6()),
                        0);
        store.unlink(slab.handle(slot));
    }

    /**
     * Interface of a host record.
     *
     * @param slot of the record.
     * @return the interface's handle.
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
}
