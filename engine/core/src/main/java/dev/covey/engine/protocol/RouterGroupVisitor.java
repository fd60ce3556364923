package dev.covey.engine.protocol;

import dev.covey.engine.record.FilterMode;

/** Shown the groups of a link. */
@FunctionalInterface
public interface RouterGroupVisitor {
    /** The remaining time of a timer that is not running. */
    long NOT_RUNNING = -1;

    /**
     * One group.
     *
     * @param groupHandle names it, to ask for its sources.
     * @param groupHigh half of its address.
     * @param groupLow half of its address.
     * @param mode its filter mode.
     * @param remainingNs of its group timer, 0 if it is overdue, or {@link #NOT_RUNNING} in INCLUDE mode.
     * @param version of the protocol that the oldest of its hosts speaks: 1 to 3 for IGMP, 1 or 2 for MLD.
     * @param reporterHigh half of the address of the host that reported or left it last.
     * @param reporterLow half of that address.
     */
    void onGroup(
            long groupHandle,
            long groupHigh,
            long groupLow,
            FilterMode mode,
            long remainingNs,
            int version,
            long reporterHigh,
            long reporterLow);
}
