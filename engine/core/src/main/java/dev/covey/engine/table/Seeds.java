package dev.covey.engine.table;

/** Independent secrets drawn from one seed: the finalizer of SplitMix64 over a Weyl sequence. */
final class Seeds {
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private Seeds() {}

    static long draw(final long seed, final int index) {
        long mixed = seed + STEP * (index + 1);
        mixed = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
