package dev.covey.engine.table;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.FilterFlyweight;
import dev.covey.engine.record.FilterMode;

/** The source filters of memberships, by handle. */
public final class FilterTable {
    private static final int MODE_OFFSET = FilterDescriptor.MODE_OFFSET;

    /** As a constant of its own: on the way of a packet no enum is looked at. */
    private static final int INCLUDE = FilterMode.INCLUDE.code();

    private final RecordStore store;
    private final Slab slab;
    private final SourceTable sources;
    private final FilterFlyweight flyweight = new FilterFlyweight();

    FilterTable(final RecordStore store, final Slab slab, final SourceTable sources) {
        this.store = store;
        this.slab = slab;
        this.sources = sources;
        store.onReclaim(FilterDescriptor.KIND, this::reclaim);
    }

    /**
     * Begin a filter. Sources are added through {@link SourceTable#add} before it is moved into a membership.
     *
     * @param mode of the filter.
     * @return a lease on it, empty if there is no room. Its sources go with it, whatever happens.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final FilterMode mode) {
        final Lease lease = store.allocate(FilterDescriptor.KIND);
        if (!lease.isEmpty()) {
            flyweight.wrap(slab, lease.slot()).mode(mode);
        }
        return lease;
    }

    /**
     * Does a filter let a source through? Any thread inside an epoch.
     *
     * @param filterHandle of the filter, {@link Handle#NULL_HANDLE} for EXCLUDE of nothing.
     * @param sourceHigh of the sender.
     * @param sourceLow of the sender.
     * @return true if what it sends is wanted.
     */
    public boolean passes(final long filterHandle, final long sourceHigh, final long sourceLow) {
        if (filterHandle == NULL_HANDLE) {
            return true;
        }
        return passes(Handle.slot(filterHandle), sourceHigh, sourceLow);
    }

    /**
     * Does a filter let a source through? Any thread inside an epoch.
     *
     * @param slot of the filter.
     * @param sourceHigh of the sender.
     * @param sourceLow of the sender.
     * @return true if what it sends is wanted.
     */
    public boolean passes(final int slot, final long sourceHigh, final long sourceLow) {
        return passes(slot, sources.findInFilter(slot, sourceHigh, sourceLow));
    }

    /**
     * Pass a batch of sources through their filters: the memory accesses of many run at once. Any thread inside an
     * epoch.
     *
     * @param batch of the calling thread.
     * @param results out, at the position of each source: the number of its filter's group, or {@link Slab#NULL_SLOT}
     *     if the filter does not let it through.
     * @return how many are let through.
     */
    public int pass(final SourceBatch batch, final int[] results) {
        sources.find(batch);
        int passed = 0;
        for (int i = 0; i < batch.size(); i++) {
            final int filter = batch.filters[i];
            final boolean isPassed = passes(filter, batch.found[i]);
            results[batch.positions[i]] = isPassed ? group(filter) : NULL_SLOT;
            passed += isPassed ? 1 : 0;
        }
        return passed;
    }

    /**
     * Group whose membership a filter is for. Any thread inside an epoch.
     *
     * @param slot of the filter, in use by a membership.
     * @return slot of the group.
     */
    public int group(final int slot) {
        return slab.memory().getInt(slab.offset(slot) + FilterDescriptor.GROUP_SLOT_OFFSET);
    }

    private boolean passes(final int slot, final int source) {
        final int mode = slab.memory().getInt(slab.offset(slot) + MODE_OFFSET);
        return (source != NULL_SLOT) == (mode == INCLUDE);
    }

    /**
     * Mode of a filter.
     *
     * @param filterHandle of the filter, {@link Handle#NULL_HANDLE} for EXCLUDE of nothing.
     * @return its mode.
     */
    public FilterMode mode(final long filterHandle) {
        return filterHandle == NULL_HANDLE
                ? FilterMode.EXCLUDE
                : flyweight.wrap(slab, Handle.slot(filterHandle)).mode();
    }

    private int reclaim(final int slot, final int limit) {
        final long handle = slab.handle(slot);
        int taken = 0;
        for (int source = sources.first(handle); source != NULL_SLOT && taken < limit; source = sources.first(handle)) {
            sources.remove(source);
            taken++;
        }
        return taken;
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
