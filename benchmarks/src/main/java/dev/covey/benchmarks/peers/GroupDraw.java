package dev.covey.benchmarks.peers;

/** Groups to look for, by number: all of them are there, or none, or each with a chance of one half. */
final class GroupDraw extends Draw {
    private static final int ALL = 100;
    private static final int HALF = 50;

    private final int count;
    private final int gap;
    private final int percent;
    private final long base;

    /**
     * A draw.
     *
     * @param count of the groups that are there, numbered from 0.
     * @param gap numbers behind them that are not asked for; after these nothing is there.
     * @param percent of what is asked for is there: 0, 50 or 100.
     */
    GroupDraw(final long seed, final int count, final int gap, final int percent) {
        super(seed);
        if (percent != 0 && percent != HALF && percent != ALL) {
            throw new IllegalArgumentException("0, 50 or 100: hits=" + percent);
        }
        this.count = count;
        this.gap = gap;
        this.percent = percent;
        this.base = percent == 0 ? (long) count + gap : 0;
    }

    /**
     * The next group.
     *
     * @param dependency as of {@link Draw#next}.
     */
    long nextGroup(final long dependency) {
        if (percent != HALF) {
            return base + next(count, dependency);
        }
        final long drawn = next(2L * count, dependency);
        // The upper half is moved on to where nothing is; without a branch, which nobody could foresee.
        return drawn + (count - 1 - drawn >> Long.SIZE - 1 & gap);
    }

    /** How many of so many groups that this draws next, without dependency, are there. They are drawn then. */
    long present(final long draws) {
        if (percent != HALF) {
            return percent == 0 ? 0 : draws;
        }
        long present = 0;
        for (long i = 0; i < draws; i++) {
            present += nextGroup(0) < count ? 1 : 0;
        }
        return present;
    }
}
