package dev.covey.engine.timer;

/**
 * Delays that follow from a seed alone, the same on every JDK.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood 2014): a counter that steps by the golden ratio, and a mix of its
 * bits. It has one long of state and a period of 2<sup>64</sup>. A delay is the upper half of the product of a random
 * number and the range, redrawn in the few cases that would favour some delays (Lemire 2019), so every delay is equally
 * likely and no division is needed as a rule.
 *
 * <p>Threading: belongs to one thread.
 */
public final class SeededJitterSource implements JitterSource {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;
    private long state;

    /**
     * A source that starts from a seed.
     *
     * @param seed any number.
     */
    public SeededJitterSource(final long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Does not use up a random number if the answer is 0.
     */
    @Override
    public long nextDelayNs(final long maxDelayNs) {
        if (maxDelayNs <= 0) {
            return 0;
        }
        long random = nextLong();
        long low = random * maxDelayNs;
        if (Long.compareUnsigned(low, maxDelayNs) < 0) {
            // 2^64 modulo the range: as many random numbers are too many for every delay to get its equal share.
            final long surplus = Long.remainderUnsigned(-maxDelayNs, maxDelayNs);
            while (Long.compareUnsigned(low, surplus) < 0) {
                random = nextLong();
                low = random * maxDelayNs;
            }
        }
        return 1 + unsignedMultiplyHigh(random, maxDelayNs);
    }

    private long nextLong() {
        state += GOLDEN_GAMMA;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Upper half of the product of an unsigned and a positive number; Math has it from JDK 18 on only. */
    private static long unsignedMultiplyHigh(final long unsigned, final long positive) {
        return Math.multiplyHigh(unsigned, positive) + ((unsigned >> 63) & positive);
    }

    @Override
    public String toString() {
        return "SeededJitterSource{seed=" + seed + ", state=" + state + '}';
    }
}
