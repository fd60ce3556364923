package dev.covey.tools.observe;

import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.List;

/**
 * One change of a router's knowledge of a group.
 *
 * @param timeNs when, in nanoseconds since the Unix epoch.
 * @param link where: its name.
 * @param group address of the group.
 * @param change why.
 * @param mode of the group, after the change.
 * @param sources included or excluded ones, by the mode, after the change.
 * @param reporter host that reported or left the group last, or null if there is none.
 */
public record MembershipEvent(
        long timeNs,
        String link,
        InternetAddress group,
        MembershipChange change,
        FilterMode mode,
        List<InternetAddress> sources,
        InternetAddress reporter) {}
