package dev.covey.tools.replay;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.List;

/**
 * What a router knows of one group on one link.
 *
 * @param link its name.
 * @param linkHandle the engine's handle for the link.
 * @param group address of the group.
 * @param mode of the group.
 * @param sources of the group, sorted by address.
 * @param timerNs what is left of the group timer, or {@link RouterGroupVisitor#NO_TIMER}.
 * @param lastReporter host that reported last, or null.
 * @param version of IGMP or MLD that the oldest host speaks.
 */
public record GroupState(
        String link,
        long linkHandle,
        InternetAddress group,
        FilterMode mode,
        List<SourceState> sources,
        long timerNs,
        InternetAddress lastReporter,
        int version) {

    /**
     * Does any host on the link want packets of this group?
     *
     * @return false if the group is remembered only for sources that are blocked.
     */
    public boolean hasMember() {
        return mode == FilterMode.EXCLUDE || sources.stream().anyMatch(source -> !source.isBlocked());
    }

    /**
     * The sources that the mode is about: those included, or those excluded.
     *
     * @return sorted by address.
     */
    public List<InternetAddress> filterSources() {
        final boolean isExclude = mode == FilterMode.EXCLUDE;
        return sources.stream()
                .filter(source -> source.isBlocked() == isExclude)
                .map(SourceState::address)
                .toList();
    }
}
