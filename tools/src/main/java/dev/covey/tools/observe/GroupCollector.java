package dev.covey.tools.observe;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes values of what an engine shows, which is valid only while it shows it. */
public final class GroupCollector {
    /** Addresses as numbers: IPv4 before IPv6 groups. */
    public static final Comparator<InternetAddress> BY_ADDRESS = (a, b) -> {
        final int order = Long.compareUnsigned(a.high(), b.high());
        return order != 0 ? order : Long.compareUnsigned(a.low(), b.low());
    };

    private static final Comparator<SourceState> BY_SOURCE = Comparator.comparing(SourceState::address, BY_ADDRESS);

    private GroupCollector() {}

    /** Every group on every link, sorted by link and address. */
    public static List<GroupState> collect(final ObservedEngine engine, final LinkNames links) {
        final List<GroupState> groups = new ArrayList<>();
        links.forEach((name, linkHandle) -> engine.forEachGroup(
                linkHandle,
                (groupHandle, groupHigh, groupLow, mode, remainingNs, version, reporterHigh, reporterLow) ->
                        groups.add(new GroupState(
                                name,
                                linkHandle,
                                new InternetAddress(groupHigh, groupLow),
                                mode,
                                sources(engine, groupHandle),
                                remainingNs,
                                addressOrNull(reporterHigh, reporterLow),
                                version))));
        groups.sort(Comparator.comparing(GroupState::link).thenComparing(GroupState::group, BY_ADDRESS));
        return groups;
    }

    /** Every source of a group, sorted by address; none if the handle is 0. */
    static List<SourceState> sources(final ObservedEngine engine, final long groupHandle) {
        final List<SourceState> sources = new ArrayList<>();
        if (groupHandle != 0) {
            engine.forEachSource(
                    groupHandle,
                    (sourceHigh, sourceLow, isBlocked, remainingNs) -> sources.add(
                            new SourceState(new InternetAddress(sourceHigh, sourceLow), remainingNs, isBlocked)));
        }
        sources.sort(BY_SOURCE);
        return sources;
    }

    /** Does a group of this mode, with these sources, have a member? */
    static boolean hasMember(final FilterMode mode, final List<SourceState> sources) {
        return mode == FilterMode.EXCLUDE || sources.stream().anyMatch(source -> !source.isBlocked());
    }

    /** The sources that the mode is about: those included, or those excluded. */
    static List<InternetAddress> filterSources(final FilterMode mode, final List<SourceState> sources) {
        return sources.stream()
                .filter(source -> source.isBlocked() == (mode == FilterMode.EXCLUDE))
                .map(SourceState::address)
                .toList();
    }

    /** The address, or null for the zero that stands for none. */
    static InternetAddress addressOrNull(final long high, final long low) {
        return high == 0 && low == 0 ? null : new InternetAddress(high, low);
    }
}
