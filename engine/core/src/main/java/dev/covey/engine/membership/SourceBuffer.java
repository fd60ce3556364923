package dev.covey.engine.membership;

import dev.covey.engine.record.FilterMode;
import java.util.Arrays;

/**
 * A caller's room for a filter: its mode, as many of its sources as fit, and how many there are. Allocates nothing when
 * it is used again. Not thread-safe.
 */
public final class SourceBuffer implements FilterVisitor {
    private final long[] addresses;
    private FilterMode mode;
    private int total;

    /**
     * Room for some sources.
     *
     * @param maxSources that fit, 0 or more.
     */
    public SourceBuffer(final int maxSources) {
        addresses = new long[Math.multiplyExact(2, maxSources)];
    }

    @Override
    public void onMode(final FilterMode filterMode) {
        mode = filterMode;
        total = 0;
    }

    @Override
    public void onSource(final long sourceHigh, final long sourceLow) {
        if (total < addresses.length / 2) {
            addresses[2 * total] = sourceHigh;
            addresses[2 * total + 1] = sourceLow;
        }
        total++;
    }

    /**
     * Mode of the filter.
     *
     * @return the mode, or null before a filter was read.
     */
    public FilterMode mode() {
        return mode;
    }

    /**
     * How many sources the filter has, also those that did not fit.
     *
     * @return their number.
     */
    public int total() {
        return total;
    }

    /**
     * How many sources are here.
     *
     * @return their number, at most {@link #total()}.
     */
    public int count() {
        return Math.min(total, addresses.length / 2);
    }

    /**
     * High half of a source. In no order.
     *
     * @param index of the source, from 0, below {@link #count()}.
     * @return the high half.
     */
    public long high(final int index) {
        return addresses[2 * index];
    }

    /**
     * Low half of a source.
     *
     * @param index of the source, from 0, below {@link #count()}.
     * @return the low half.
     */
    public long low(final int index) {
        return addresses[2 * index + 1];
    }

    @Override
    public String toString() {
        return "SourceBuffer{mode=" + mode + ", total=" + total + ", addresses="
                + Arrays.toString(Arrays.copyOf(addresses, 2 * count())) + '}';
    }
}
