package dev.covey.linux;

/**
 * How good a {@link MemoryLink} is. All chances are drawn for each frame and each port that is to get it.
 *
 * @param loss chance that the frame does not come, from 0 to 1.
 * @param duplication chance that it comes twice, from 0 to 1.
 * @param reordering chance that it is held back, so that later ones may overtake it, from 0 to 1.
 * @param delayNs how long every frame takes, at least; not negative.
 * @param jitterNs how much longer it may take, uniformly; not negative. Frames do not overtake each other for that.
 * @param holdNs how long one that is reordered is held back in addition, uniformly, at most; not negative.
 */
public record LinkQuality(
        double loss, double duplication, double reordering, long delayNs, long jitterNs, long holdNs) {
    /** Every frame comes at once, in order. */
    public static final LinkQuality PERFECT = new LinkQuality(0, 0, 0, 0, 0, 0);

    /**
     * Check it.
     *
     * @throws IllegalArgumentException if a value is out of its range.
     */
    public LinkQuality {
        requireChance("loss", loss);
        requireChance("duplication", duplication);
        requireChance("reordering", reordering);
        requireNotNegative("delayNs", delayNs);
        requireNotNegative("jitterNs", jitterNs);
        requireNotNegative("holdNs", holdNs);
        if (reordering > 0 && holdNs == 0) {
            throw new IllegalArgumentException(
                    "nothing is reordered that is not held back: reordering=" + reordering + ", holdNs=" + holdNs);
        }
    }

    private static void requireChance(final String name, final double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("out of range: " + name + "=" + value + ", minimum=0, maximum=1");
        }
    }

    private static void requireNotNegative(final String name, final long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + name + "=" + value);
        }
    }

    /**
     * This with another chance of loss.
     *
     * @param chance from 0 to 1.
     * @return the quality.
     */
    public LinkQuality withLoss(final double chance) {
        return new LinkQuality(chance, duplication, reordering, delayNs, jitterNs, holdNs);
    }

    /**
     * This with another chance of duplication.
     *
     * @param chance from 0 to 1.
     * @return the quality.
     */
    public LinkQuality withDuplication(final double chance) {
        return new LinkQuality(loss, chance, reordering, delayNs, jitterNs, holdNs);
    }

    /**
     * This with another chance of reordering.
     *
     * @param chance from 0 to 1.
     * @param longestHoldNs how long a frame is held back, at most; positive if there is a chance.
     * @return the quality.
     */
    public LinkQuality withReordering(final double chance, final long longestHoldNs) {
        return new LinkQuality(loss, duplication, chance, delayNs, jitterNs, longestHoldNs);
    }

    /**
     * This with another delay.
     *
     * @param fixedNs how long every frame takes, at least.
     * @param rangeNs how much longer it may take.
     * @return the quality.
     */
    public LinkQuality withDelay(final long fixedNs, final long rangeNs) {
        return new LinkQuality(loss, duplication, reordering, fixedNs, rangeNs, holdNs);
    }
}
