package dev.covey.benchmarks.peers;

/** Random numbers, by the generator of the native peers. */
class Draw {
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;
    private static final long FIRST_MULTIPLIER = 0xbf58_476d_1ce4_e5b9L;
    private static final long SECOND_MULTIPLIER = 0x94d0_49bb_1331_11ebL;

    private long state;

    Draw(final long seed) {
        state = seed;
    }

    /**
     * The next number.
     *
     * @param limit above it, of at most 31 bits.
     * @param dependency added to the state: something that is not known before a lookup has ended, or 0.
     */
    final long next(final long limit, final long dependency) {
        state += STEP + dependency;
        long z = state;
        z = (z ^ z >>> 30) * FIRST_MULTIPLIER;
        z = (z ^ z >>> 27) * SECOND_MULTIPLIER;
        return (z >>> 32) * limit >>> 32;
    }
}
