package dev.covey.engine.table;

/** Keys that meet in one line of an index, and the writer's side of a list. */
public final class TableAccess {
    /** More than any index in the stress tests has: keys that agree in them have one home line. */
    private static final int HOME_BITS = 16;

    private TableAccess() {}

    /**
     * Keys of a {@link NarrowIndex} with one home line.
     *
     * @param seed of the index.
     * @param count of keys.
     * @return the keys.
     */
    public static long[] narrowKeys(final long seed, final int count) {
        final KeyPermutation permutation = new KeyPermutation(seed);
        final long[] keys = new long[count];
        int found = 0;
        for (long key = 0; found < count; key++) {
            if (permutation.permute(key) >>> (Long.SIZE - HOME_BITS) == 1) {
                keys[found++] = key;
            }
        }
        return keys;
    }

    /**
     * Take everything out of the filter of a key's home.
     *
     * @param index whose filter.
     * @param seed of the index.
     * @param key of the home.
     */
    public static void emptyFilter(final NarrowIndex index, final long seed, final long key) {
        final Generation generation = index.current();
        final int home = generation.home(new KeyPermutation(seed).permute(key));
        generation.putLongRelease(generation.filterOffset(home), 0L);
    }

    /**
     * Low halves of addresses in a {@link WideIndex} with one home line.
     *
     * @param seed of the index.
     * @param owner of the addresses.
     * @param high half of the addresses.
     * @param count of addresses.
     * @return their low halves.
     */
    public static long[] wideLows(final long seed, final int owner, final long high, final int count) {
        final WideHash hash = new WideHash(seed);
        final long[] lows = new long[count];
        int found = 0;
        for (long low = 0; found < count; low++) {
            if (hash.hash(owner, high, low) >>> (Long.SIZE - HOME_BITS) == 1) {
                lows[found++] = low;
            }
        }
        return lows;
    }

    /**
     * Add a record in front of a list.
     *
     * @param list to change.
     * @param owner of it.
     * @param slot of the record.
     */
    public static void add(final RecordList list, final int owner, final int slot) {
        list.add(owner, slot);
    }

    /**
     * Take a record out of a list.
     *
     * @param list to change.
     * @param owner of it.
     * @param slot of the record.
     */
    public static void remove(final RecordList list, final int owner, final int slot) {
        list.remove(owner, slot);
    }
}
