package dev.covey.engine.table;

/** Working space of batch finds. Each reading thread has its own. */
public final class FindScratch {
    /** Most keys of one batch. */
    public static final int BATCH_LIMIT = 64;

    final long[] hashes = new long[BATCH_LIMIT];
    final long[] headers = new long[BATCH_LIMIT];
    final int[] slots = new int[BATCH_LIMIT];
    final long[] words = new long[BATCH_LIMIT];
    final long[] candidates = new long[BATCH_LIMIT];
    final int[] positions = new int[BATCH_LIMIT];

    /** Were most keys of the last batch of a narrow index absent? Then those of the next one are expected to be. */
    boolean isNarrowMissing;

    /** The same of the last batch of a wide index: where one scratch serves both, each has its own. */
    boolean isWideMissing;

    /**
     * Were so many keys of a batch absent that those of the next one are expected to be? More than three of four: where
     * hits are among them, the filters save few lines, and which they save cannot be foreseen.
     */
    static boolean isMostlyMissing(final int found, final int n) {
        return 4 * found < n;
    }

    static void check(final int n) {
        if (n < 0 || n > BATCH_LIMIT) {
            throw new IllegalArgumentException("batch out of range: n=" + n + ", maximum=" + BATCH_LIMIT);
        }
    }
}
