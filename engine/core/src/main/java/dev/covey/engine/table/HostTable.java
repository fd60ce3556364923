package dev.covey.engine.table;

import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.InterfaceDescriptor;

/** The host side of each link, one record per link and family, found through the interface record. */
public final class HostTable extends FamilyTable {
    private final HostFlyweight flyweight = new HostFlyweight();

    HostTable(final RecordStore store, final Slab slab, final Slab interfaces) {
        super(
                store,
                slab,
                interfaces,
                HostDescriptor.INTERFACE_HANDLE_OFFSET,
                InterfaceDescriptor.IGMP_HOST_OFFSET,
                InterfaceDescriptor.MLD_HOST_OFFSET);
    }

    @Override
    void putFamily(final int slot, final boolean isIpv6) {
        flyweight.wrap(slab(), slot).isIpv6(isIpv6);
    }

    @Override
    boolean isIpv6(final int slot) {
        return flyweight.wrap(slab(), slot).isIpv6();
    }
}
