package dev.covey.engine.table;

/**
 * A batch of addresses to find at once, with room for the answers. Fill it, have it found, read it, clear it; each
 * reading thread has its own.
 */
public final class AddressBatch {
    /** Most addresses of one batch. */
    public static final int CAPACITY = FindScratch.BATCH_LIMIT;

    final FindScratch scratch = new FindScratch();
    final long[] narrowKeys = new long[CAPACITY];
    final int[] narrowPositions = new int[CAPACITY];
    final long[] wideOwners = new long[CAPACITY];
    final long[] wideAddresses = new long[2 * CAPACITY];
    final int[] widePositions = new int[CAPACITY];
    final int[] found = new int[CAPACITY];

    private final int[] values = new int[CAPACITY];
    private int narrowCount;
    private int wideCount;

    /**
     * Add an address.
     *
     * @param interfaceSlot of the interface, 0 to 1,048,575.
     * @param high half of the address.
     * @param low half of the address; IPv4 is mapped into IPv6.
     * @return its position in the batch.
     * @throws IndexOutOfBoundsException if the batch is full.
     */
    public int add(final int interfaceSlot, final long high, final long low) {
        final int position = size();
        if (AddressIndex.isNarrow(high, low)) {
            narrowKeys[narrowCount] = AddressIndex.narrowKey(interfaceSlot, low);
            narrowPositions[narrowCount++] = position;
        } else {
            wideOwners[wideCount] = interfaceSlot;
            wideAddresses[2 * wideCount] = high;
            wideAddresses[2 * wideCount + 1] = low;
            widePositions[wideCount++] = position;
        }
        return position;
    }

    /**
     * Addresses in the batch.
     *
     * @return their number.
     */
    public int size() {
        return narrowCount + wideCount;
    }

    /**
     * The answer for an address.
     *
     * @param position of the address.
     * @return its value as of the last {@link AddressIndex#find(AddressBatch)}, or {@link AddressIndex#MISS}; anything
     *     before that.
     */
    public int value(final int position) {
        return values[position];
    }

    /** Remove all addresses. */
    public void clear() {
        narrowCount = 0;
        wideCount = 0;
    }

    void find(final NarrowIndex narrow, final WideIndex wide) {
        if (wideCount == 0) {
            narrow.find(narrowKeys, values, 0, narrowCount, scratch);
        } else if (narrowCount == 0) {
            wide.find(wideOwners, wideAddresses, values, 0, wideCount, scratch);
        } else {
            narrow.find(narrowKeys, found, 0, narrowCount, scratch);
            store(narrowPositions, narrowCount);
            wide.find(wideOwners, wideAddresses, found, 0, wideCount, scratch);
            store(widePositions, wideCount);
        }
    }

    private void store(final int[] positions, final int count) {
        for (int i = 0; i < count; i++) {
            values[positions[i]] = found[i];
        }
    }
}
