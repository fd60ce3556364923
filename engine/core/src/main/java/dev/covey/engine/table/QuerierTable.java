package dev.covey.engine.table;

import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.QuerierFlyweight;

/** What routers know of the queriers, one record per link and family, found through the interface record. */
public final class QuerierTable extends FamilyTable {
    private final QuerierFlyweight flyweight = new QuerierFlyweight();

    QuerierTable(final RecordStore store, final Slab slab, final Slab interfaces) {
        super(
                store,
                slab,
                interfaces,
                QuerierDescriptor.INTERFACE_HANDLE_OFFSET,
                InterfaceDescriptor.IGMP_QUERIER_OFFSET,
                InterfaceDescriptor.MLD_QUERIER_OFFSET);
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
