package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.OK;
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

/**
 * Builds source filters beside the ones that are in use, and reads them.
 *
 * <p>EXCLUDE of nothing needs no record: its handle is {@code NULL_HANDLE}, its lease is empty. An empty lease also
 * means that a filter could not be built; {@link #refusal()} tells them apart.
 */
final class FilterBuilder {
    private final RecordStore store;
    private final FilterTable filters;
    private final SourceTable sources;
    private final SourceFlyweight flyweight = new SourceFlyweight();

    private int bound;
    private Limit boundLimit;
    private int boundValue;
    private long refusal;

    FilterBuilder(final RecordTables tables) {
        this.store = tables.store();
        this.filters = tables.filters();
        this.sources = tables.sources();
    }

    /** Can these be the sources of a filter for a group of the family? */
    static int check(final SourceList list, final boolean isIpv4) {
        for (int i = 0; i < list.count(); i++) {
            if (!isSource(list.high(i), list.low(i), isIpv4)) {
                return OperationStatus.INVALID;
            }
        }
        return OK;
    }

    static boolean isSource(final long high, final long low, final boolean isIpv4) {
        return SourceRules.isUsable(high, low) && InternetAddress.isIpv4(high, low) == isIpv4;
    }

    /**
     * Say how many sources the next filter may list. A filter that is longer already, because the limit was lowered
     * since, may stay as long as it is.
     */
    FilterBuilder bound(final int maxOfSocket, final int maxOfInterface, final long filterInUse) {
        boundLimit = maxOfSocket <= maxOfInterface ? Limit.SOURCES_PER_FILTER : Limit.SOURCES_PER_GROUP;
        boundValue = Math.min(maxOfSocket, maxOfInterface);
        bound = Math.max(boundValue, count(filterInUse));
        return this;
    }

    /** Why the last filter could not be built, or OK. */
    long refusal() {
        return refusal;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    Lease build(final FilterMode mode, final SourceList list) {
        refusal = OK;
        if (mode == FilterMode.EXCLUDE && list.count() == 0) {
            return store.none();
        }
        final Lease filter = begin(mode);
        for (int i = 0; i < list.count() && !filter.isEmpty(); i++) {
            add(filter, list.high(i), list.low(i));
        }
        return filter;
    }

    /** A filter of one source. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    Lease buildSingle(final FilterMode mode, final long sourceHigh, final long sourceLow) {
        refusal = OK;
        final Lease filter = begin(mode);
        if (!filter.isEmpty()) {
            add(filter, sourceHigh, sourceLow);
        }
        return filter;
    }

    /** A filter of no source, behind {@link #buildSingle}, whose refusal stays. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    Lease buildNothing(final FilterMode mode) {
        return mode == FilterMode.EXCLUDE || refusal != OK ? store.none() : begin(mode);
    }

    /** May a filter in use have one source more? */
    long room(final long filterInUse) {
        return count(filterInUse) >= boundValue ? OperationStatus.exceeds(boundLimit, boundValue) : OK;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    private Lease begin(final FilterMode mode) {
        final Lease filter = filters.create(mode);
        if (filter.isEmpty()) {
            refusal = OperationStatus.noRoom(Limit.FILTERS, filters.slab());
        }
        return filter;
    }

    /** Add a source, or let the filter go. */
    private void add(final Lease filter, final long high, final long low) {
        final long handle = filter.handle();
        if (sources.find(handle, high, low) != NULL_SLOT) {
            return;
        }
        if (sources.count(handle) >= bound) {
            refusal = OperationStatus.exceeds(boundLimit, boundValue);
        } else if (sources.add(handle, high, low) == NULL_SLOT) {
            refusal = OperationStatus.noRoom(Limit.SOURCES, sources.slab());
        }
        if (refusal != OK) {
            filter.release();
        }
    }

    FilterMode mode(final long filterHandle) {
        return filters.mode(filterHandle);
    }

    int count(final long filterHandle) {
        return filterHandle == NULL_HANDLE ? 0 : sources.count(filterHandle);
    }

    int find(final long filterHandle, final long sourceHigh, final long sourceLow) {
        return filterHandle == NULL_HANDLE ? NULL_SLOT : sources.find(filterHandle, sourceHigh, sourceLow);
    }

    int visit(final long filterHandle, final FilterVisitor visitor) {
        visitor.onMode(filters.mode(filterHandle));
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
