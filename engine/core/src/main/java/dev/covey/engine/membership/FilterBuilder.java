package dev.covey.engine.membership;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SourceTable;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.SourceRules;

/** Builds source filters beside the ones that are in use, and reads them. */
final class FilterBuilder {
    private final RecordStore store;
    private final FilterTable filters;
    private final SourceTable sources;
    private final int maxSources;
    private final SourceFlyweight flyweight = new SourceFlyweight();

    FilterBuilder(final RecordTables tables, final int maxSources) {
        this.store = tables.store();
        this.filters = tables.filters();
        this.sources = tables.sources();
        this.maxSources = maxSources;
    }

    /** EXCLUDE of nothing needs no record. */
    boolean isAnySource(final FilterMode mode, final SourceList list) {
        return mode == FilterMode.EXCLUDE && list.count() == 0;
    }

    int check(final SourceList list, final boolean isIpv4) {
        if (list.count() > maxSources) {
            return OperationStatus.NO_ROOM;
        }
        for (int i = 0; i < list.count(); i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (!SourceRules.isUsable(high, low) || InternetAddress.isIpv4(high, low) != isIpv4) {
                return OperationStatus.INVALID;
            }
        }
        return OperationStatus.OK;
    }

    /** An empty lease means EXCLUDE of nothing, or no room. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    Lease build(final FilterMode mode, final SourceList list) {
        if (isAnySource(mode, list)) {
            return store.none();
        }
        final Lease filter = filters.create(mode);
        for (int i = 0; i < list.count() && !filter.isEmpty(); i++) {
            final long handle = filter.handle();
            if (sources.find(handle, list.high(i), list.low(i)) == NULL_SLOT
                    && sources.add(handle, list.high(i), list.low(i)) == NULL_SLOT) {
                filter.release();
            }
        }
        return filter;
    }

    int forEachSource(final long filterHandle, final FilterVisitor visitor) {
        if (filterHandle == NULL_HANDLE) {
            return 0;
        }
        for (int slot = sources.first(filterHandle); slot != NULL_SLOT; slot = sources.next(slot)) {
            flyweight.wrap(sources.slab(), slot);
            visitor.onSource(flyweight.addressHigh(), flyweight.addressLow());
        }
        return sources.count(filterHandle);
    }
}
