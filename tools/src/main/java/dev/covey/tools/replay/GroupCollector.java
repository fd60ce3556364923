package dev.covey.tools.replay;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/** Makes values of what an engine shows, which is valid only while it shows it. */
final class GroupCollector implements RouterGroupVisitor {
    /** Addresses as numbers: IPv4 before IPv6 groups. */
    static final Comparator<InternetAddress> BY_ADDRESS = (a, b) -> {
        final int order = Long.compareUnsigned(a.high(), b.high());
        return order != 0 ? order : Long.compareUnsigned(a.low(), b.low());
    };

    private final LongFunction<String> linkNames;
    private final List<GroupState> groups = new ArrayList<>();
    private List<SourceState> sources = new ArrayList<>();

    GroupCollector(final LongFunction<String> linkNames) {
        this.linkNames = linkNames;
    }

    @Override
    public void onGroup(
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long timerNs,
            final long reporterHigh,
            final long reporterLow,
            final int version) {
        sources = new ArrayList<>();
        groups.add(new GroupState(
                linkNames.apply(linkHandle),
                linkHandle,
                new InternetAddress(groupHigh, groupLow),
                mode,
                sources,
                timerNs,
                addressOrNull(reporterHigh, reporterLow),
                version));
    }

    @Override
    public void onSource(final long sourceHigh, final long sourceLow, final long timerNs, final boolean isBlocked) {
        sources.add(new SourceState(new InternetAddress(sourceHigh, sourceLow), timerNs, isBlocked));
    }

    /** The address, or null for the zero that stands for none. */
    static InternetAddress addressOrNull(final long high, final long low) {
        return high == 0 && low == 0 ? null : new InternetAddress(high, low);
    }

    /** Everything shown since the last call, sorted by link and address. */
    List<GroupState> drain() {
        final List<GroupState> drained = new ArrayList<>(groups);
        groups.clear();
        for (final GroupState group : drained) {
            group.sources().sort(Comparator.comparing(SourceState::address, BY_ADDRESS));
        }
        drained.sort(Comparator.comparing(GroupState::link).thenComparing(GroupState::group, BY_ADDRESS));
        return drained;
    }
}
