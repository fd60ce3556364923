package dev.covey.tools.observe;

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
 * @param timerNs what is left of the group timer, or {@link dev.covey.engine.protocol.RouterGroupVisitor#NOT_RUNNING}.
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
        int version) {}
