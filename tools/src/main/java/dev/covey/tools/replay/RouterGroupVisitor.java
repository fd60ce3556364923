package dev.covey.tools.replay;

import dev.covey.engine.record.FilterMode;

/** Is shown what a router knows of the groups on its links: each group, then its sources. */
public interface RouterGroupVisitor {
    /** Stands for a timer that is not running. */
    long NO_TIMER = -1;

    /**
     * One group.
     *
     * @param linkHandle where it is.
     * @param groupHigh its address, high half.
     * @param groupLow its address, low half.
     * @param mode of the group.
     * @param timerNs what is left of the group timer, or {@link #NO_TIMER}.
     * @param reporterHigh host that reported last, high half of its address; 0 if none did.
     * @param reporterLow host that reported last, low half of its address; 0 if none did.
     * @param version of IGMP or MLD that the oldest host on the link speaks.
     */
    void onGroup(
            long linkHandle,
            long groupHigh,
            long groupLow,
            FilterMode mode,
            long timerNs,
            long reporterHigh,
            long reporterLow,
            int version);

    /**
     * One source of the group that was shown last.
     *
     * @param sourceHigh its address, high half.
     * @param sourceLow its address, low half.
     * @param timerNs what is left of the source timer, or {@link #NO_TIMER}.
     * @param isBlocked whether packets from it are not forwarded.
     */
    void onSource(long sourceHigh, long sourceLow, long timerNs, boolean isBlocked);
}
