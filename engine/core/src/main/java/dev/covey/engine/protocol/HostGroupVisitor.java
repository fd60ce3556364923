package dev.covey.engine.protocol;

import dev.covey.engine.record.FilterMode;

/** Shown the groups of a host. Must not call the engine's operations. */
@FunctionalInterface
public interface HostGroupVisitor {
    /** There is no answer pending. */
    long NOT_PENDING = Long.MIN_VALUE;

    /**
     * A group that a socket has joined.
     *
     * @param groupHigh half of the address.
     * @param groupLow half of the address.
     * @param mode merged filter mode.
     * @param sources in the merged filter.
     * @param answerDeadlineNs when an answer to a query about this group is due, or {@link #NOT_PENDING}.
     * @param lastReporterHigh who reported the group last on the link; {@code ::} if nobody has.
     * @param lastReporterLow who reported the group last on the link.
     */
    void onGroup(
            long groupHigh,
            long groupLow,
            FilterMode mode,
            int sources,
            long answerDeadlineNs,
            long lastReporterHigh,
            long lastReporterLow);
}
