package dev.covey.tools.watch;

import dev.covey.linux.InterfaceFacts;
import dev.covey.tools.observe.QuerierState;
import dev.covey.tools.observe.Summary;
import java.util.List;

/**
 * What is known of the link as of one moment.
 *
 * @param facts of the interface, or null while it is gone.
 * @param summary of what was seen, with the groups.
 * @param queriers of IGMP and MLD; none while the interface is gone.
 * @param lostFrames that came when there was no room for them.
 */
record WatchState(InterfaceFacts facts, Summary summary, List<QuerierState> queriers, long lostFrames) {
    long relativeNs() {
        return summary.endTimeNs() - summary.firstTimeNs();
    }
}
