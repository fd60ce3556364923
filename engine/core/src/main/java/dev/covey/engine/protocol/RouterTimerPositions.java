package dev.covey.engine.protocol;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.TimerPosition;

/** Where router groups, their sources and the queriers keep the positions of their timers. */
public final class RouterTimerPositions implements TimerPosition {
    private final Slab groups;
    private final Slab sources;
    private final Slab queriers;

    /**
     * The positions in the records of some tables.
     *
     * @param tables of the records.
     */
    public RouterTimerPositions(final RecordTables tables) {
        groups = tables.routerGroups().slab();
        sources = tables.sources().slab();
        queriers = tables.queriers().slab();
    }

    @Override
    public void position(final long handle, final int position) {
        switch (Handle.kind(handle)) {
            case SourceDescriptor.KIND -> put(sources, handle, SourceDescriptor.TIMER_POSITION_OFFSET, position);
            case RouterGroupDescriptor.KIND ->
                put(groups, handle, RouterGroupDescriptor.TIMER_POSITION_OFFSET, position);
            case QuerierDescriptor.KIND -> put(queriers, handle, QuerierDescriptor.TIMER_POSITION_OFFSET, position);
            default -> throw new IllegalArgumentException("no timer of a router: " + Handle.describe(handle));
        }
    }

    private static void put(final Slab slab, final long handle, final int fieldOffset, final int position) {
        slab.buffer().putInt(slab.offset(Handle.slot(handle)) + fieldOffset, position);
    }
}
