package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;

/** Records of one kind, one for each link and family, found through the interface record. */
abstract class FamilyTable {
    private final RecordStore store;
    private final Slab slab;
    private final Slab interfaces;
    private final OwnedLink interfaceLink;
    private final int igmpFieldOffset;
    private final int mldFieldOffset;

    /**
     * A table without records.
     *
     * @param store of the records.
     * @param slab of the records.
     * @param interfaces slab of the interfaces.
     * @param interfaceHandleOffset of the owned link in a record.
     * @param igmpFieldOffset of the field of an interface that leads to its record of IGMP.
     * @param mldFieldOffset of the field of an interface that leads to its record of MLD.
     */
    FamilyTable(
            final RecordStore store,
            final Slab slab,
            final Slab interfaces,
            final int interfaceHandleOffset,
            final int igmpFieldOffset,
            final int mldFieldOffset) {
        this.store = store;
        this.slab = slab;
        this.interfaces = interfaces;
        this.interfaceLink = new OwnedLink(store, slab.layout().kind(), interfaceHandleOffset);
        this.igmpFieldOffset = igmpFieldOffset;
        this.mldFieldOffset = mldFieldOffset;
    }

    /** Where a record says its family. */
    abstract void putFamily(int slot, boolean isIpv6);

    abstract boolean isIpv6(int slot);

    private int field(final int interfaceSlot, final boolean isIpv6) {
        return interfaces.offset(interfaceSlot) + (isIpv6 ? mldFieldOffset : igmpFieldOffset);
    }

    /**
     * Make the record of a link and family.
     *
     * @param interfaceHandle of the link; attached.
     * @param isIpv6 true for MLD.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public final Lease create(final long interfaceHandle, final boolean isIpv6) {
        final Lease lease = store.allocate(slab.layout().kind());
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        try (Lease onInterface = store.acquire(interfaceHandle)) {
            interfaceLink.move(onInterface, slot);
        }
        putFamily(slot, isIpv6);
        store.publish(lease);
        interfaces.memory().putInt(field(Handle.slot(interfaceHandle), isIpv6), slot + 1);
        return lease;
    }

    /**
     * Find the record of a link and family.
     *
     * @param interfaceSlot of the link.
     * @param isIpv6 true for MLD.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public final int find(final int interfaceSlot, final boolean isIpv6) {
        return interfaces.memory().getInt(field(interfaceSlot, isIpv6)) - 1;
    }

    /**
     * Take a record out of sight. Its timer is cancelled.
     *
     * @param slot of the record.
     */
    public final void unlink(final int slot) {
        interfaces.memory().putInt(field(Handle.slot(interfaceLink.get(slot)), isIpv6(slot)), 0);
        store.unlink(slab.handle(slot));
    }

    /**
     * Interface of a record.
     *
     * @param slot of the record.
     * @return the interface's handle.
     */
    public final long interfaceHandle(final int slot) {
        return interfaceLink.get(slot);
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public final Slab slab() {
        return slab;
    }
}
