package dev.covey.engine.membership;

import dev.covey.engine.record.FilterMode;

/** Told what a source filter says. */
public interface FilterVisitor {
    /**
     * The mode, before any source.
     *
     * @param mode of the filter.
     */
    void onMode(FilterMode mode);

    /**
     * One source, in no order.
     *
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     */
    void onSource(long sourceHigh, long sourceLow);
}
