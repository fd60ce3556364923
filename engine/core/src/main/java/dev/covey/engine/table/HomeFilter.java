package dev.covey.engine.table;

/**
 * What is known of a key that is absent without a look at any line: for each home line a word of its own, in which
 * every entry whose home it is sets up to four bits. A key that finds one of its bits not set is absent.
 *
 * <p>These words stand close together behind the lines: they take an eighth or a sixteenth of the room, and so mostly
 * are in a nearer cache. At the load at which an index grows one absent key in a few hundred finds its bits set.
 *
 * <p>A word may have bits too many, never too few: an entry's bits are set before the entry comes, wherever it is put,
 * and are taken away after it has gone.
 */
final class HomeFilter {
    private static final int FIRST_SHIFT = 16;
    private static final int FIELD_BITS = 6;

    private HomeFilter() {}

    /**
     * Bits that an entry sets: they follow from 24 bits of the hash that choose no line, however many lines there are.
     */
    static long bits(final long hash) {
        // A shift takes the lowest six bits of its distance.
        return 1L << (hash >>> FIRST_SHIFT)
                | 1L << (hash >>> (FIRST_SHIFT + FIELD_BITS))
                | 1L << (hash >>> (FIRST_SHIFT + 2 * FIELD_BITS))
                | 1L << (hash >>> (FIRST_SHIFT + 3 * FIELD_BITS));
    }

    /** May a key be there? False says that it is absent. */
    static boolean isCandidate(final long filter, final long hash) {
        return (bits(hash) & ~filter) == 0;
    }
}
