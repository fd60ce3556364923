package dev.covey.tools.replay;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.util.List;
import java.util.function.Consumer;

/** Hears what the engine does with a capture: adds it up, and makes events of the changes somebody wants to see. */
final class Observer implements MembershipListener {
    private final Summary summary;
    private final InternetAddress filter;
    private final Consumer<MembershipEvent> events;
    private ReplayEngine engine;
    private Links links;

    /** @param filter the only group to make events of, or null for all. */
    Observer(final Summary summary, final InternetAddress filter, final Consumer<MembershipEvent> events) {
        this.summary = summary;
        this.filter = filter;
        this.events = events;
    }

    /** Must be called before the first packet: an engine wants its listener first. */
    void observe(final ReplayEngine observed, final Links observedLinks) {
        this.engine = observed;
        this.links = observedLinks;
    }

    @Override
    public void onMembershipChange(
            final long timeNs,
            final long linkHandle,
            final MembershipChange change,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long reporterHigh,
            final long reporterLow) {
        final List<SourceState> sources =
                GroupCollector.sources(engine, engine.findGroup(linkHandle, groupHigh, groupLow));
        final String link = links.nameOf(linkHandle);
        final GroupActivity activity = summary.activity(linkHandle, link, groupHigh, groupLow);
        if (activity != null) {
            activity.onMembership(timeNs, GroupCollector.hasMember(mode, sources));
        }
        if (filter == null || (filter.high() == groupHigh && filter.low() == groupLow)) {
            events.accept(new MembershipEvent(
                    timeNs,
                    link,
                    new InternetAddress(groupHigh, groupLow),
                    change,
                    mode,
                    GroupCollector.filterSources(mode, sources),
                    GroupCollector.addressOrNull(reporterHigh, reporterLow)));
        }
    }

    @Override
    public void onMessage(
            final long timeNs,
            final long linkHandle,
            final MessageKind kind,
            final long sourceHigh,
            final long sourceLow) {
        summary.onMessage(kind);
    }

    @Override
    public void onReporter(
            final long timeNs,
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        final GroupActivity activity = summary.activity(linkHandle, links.nameOf(linkHandle), groupHigh, groupLow);
        if (activity != null) {
            activity.onReporter(new InternetAddress(reporterHigh, reporterLow));
        }
    }

    @Override
    public void onDrop(final long timeNs, final long linkHandle, final DropReason reason) {
        summary.onDrop(reason);
    }

    @Override
    public void onData(
            final long timeNs,
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final boolean isWanted) {
        summary.onData();
        final GroupActivity activity = summary.activity(linkHandle, links.nameOf(linkHandle), groupHigh, groupLow);
        if (activity != null) {
            activity.onData(timeNs, isWanted);
        }
    }

    @Override
    public void onLimit(final long timeNs, final long linkHandle, final DropReason reason) {
        summary.onLimit(reason);
    }

    @Override
    public void onOther(final long timeNs, final long linkHandle) {
        summary.onOther();
    }
}
