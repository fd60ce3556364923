package dev.covey.engine.table;

/**
 * A batch of sources, each to be passed through a filter. Fill it, pass it, clear it; each reading thread has its own.
 */
public final class SourceBatch {
    final FindScratch scratch = new FindScratch();
    final long[] owners = new long[FindScratch.BATCH_LIMIT];
    final long[] addresses = new long[2 * FindScratch.BATCH_LIMIT];
    final int[] found = new int[FindScratch.BATCH_LIMIT];
    final int[] filters = new int[FindScratch.BATCH_LIMIT];
    final int[] positions = new int[FindScratch.BATCH_LIMIT];

    private int size;

    /**
     * Add a source.
     *
     * @param filter slot of the filter.
     * @param high half of the source's address.
     * @param low half of the source's address; IPv4 is mapped into IPv6.
     * @param position where the answer is to be stored.
     * @throws IndexOutOfBoundsException if the batch is full.
     */
    public void add(final int filter, final long high, final long low, final int position) {
        owners[size] = SourceTable.filterKey(filter);
        addresses[2 * size] = high;
        addresses[2 * size + 1] = low;
        filters[size] = filter;
        positions[size] = position;
        size++;
    }

    /**
     * Sources in the batch.
     *
     * @return their number.
     */
    public int size() {
        return size;
    }

    /** Remove all sources. */
    public void clear() {
        size = 0;
    }
}
