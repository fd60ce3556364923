package dev.covey.engine.protocol;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.TimerPosition;

/**
 * Where hosts and their groups, router groups and their sources, and the queriers keep the positions of their timers.
 */
public final class RecordTimerPositions implements TimerPosition {
    private final Slab groups;
    private final Slab sources;
    private final Slab queriers;
    private final Slab hosts;
    private final Slab hostGroups;

    /**
     * The positions in the records of some tables.
     *
     * @param tables of the records.
     */
    public RecordTimerPositions(final RecordTables tables) {
        groups = tables.routerGroups().slab();
        sources = tables.sources().slab();
        queriers = tables.queriers().slab();
        hosts = tables.hosts().slab();
        hostGroups = tables.hostGroups().slab();
    }

    @Override
    public void position(final long handle, final int position) {
        switch (Handle.kind(handle)) {
            case SourceDescriptor.KIND -> put(sources, handle, SourceDescriptor.TIMER_POSITION_OFFSET, position);
            case RouterGroupDescriptor.KIND ->
                put(groups, handle, RouterGroupDescriptor.TIMER_POSITION_OFFSET, position);
            case QuerierDescriptor.KIND -> put(queriers, handle, QuerierDescriptor.TIMER_POSITION_OFFSET, position);
            case HostDescriptor.KIND -> put(hosts, handle, HostDescriptor.TIMER_POSITION_OFFSET, position);
            case HostGroupDescriptor.KIND ->
                put(hostGroups, handle, HostGroupDescriptor.TIMER_POSITION_OFFSET, position);
            default -> throw new IllegalArgumentException("a record without a timer: " + Handle.describe(handle));
        }
    }

    private static void put(final Slab slab, final long handle, final int fieldOffset, final int position) {
        slab.memory().putInt(slab.offset(Handle.slot(handle)) + fieldOffset, position);
    }
}
