package dev.covey.engine.protocol;

/** Shown what a router knows of the querier of a link and family. */
@FunctionalInterface
public interface QuerierVisitor {
    /**
     * The querier.
     *
     * @param isOther whether it is another router; else nobody is known and the link is ours.
     * @param addressHigh half of the other router's address, or 0.
     * @param addressLow half of that address, or 0.
     * @param remainingNs until the other router counts as gone, 0 if that is overdue, or
     *     {@link RouterGroupVisitor#NOT_RUNNING}.
     * @param robustness Robustness Variable in force.
     * @param queryIntervalNs Query Interval in force.
     * @param queryResponseIntervalNs Query Response Interval in force.
     */
    void onQuerier(
            boolean isOther,
            long addressHigh,
            long addressLow,
            long remainingNs,
            int robustness,
            long queryIntervalNs,
            long queryResponseIntervalNs);
}
