package dev.covey.tools.observe;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.util.List;

/** Hears what the engine does with packets: adds it up, and makes events of the changes somebody wants to see. */
public final class Observer implements MembershipListener {
    private final Summary summary;
    private final InternetAddress filter;
    private final Listener listener;
    private ObservedEngine engine;
    private LinkNames links;

    /** Told what an observer sees. */
    @FunctionalInterface
    public interface Listener {
        /** A membership changed. */
        void onMembership(MembershipEvent event);

        /** A query was accepted; it takes effect after this call. */
        default void onQuery(
                final long linkHandle, final MessageKind kind, final long sourceHigh, final long sourceLow) {}
    }

    /** @param filter the only group to make events of, or null for all. */
    public Observer(final Summary summary, final InternetAddress filter, final Listener listener) {
        this.summary = summary;
        this.filter = filter;
        this.listener = listener;
    }

    /** Must be called before the first packet: an engine wants its listener first. */
    public void observe(final ObservedEngine observed, final LinkNames observedLinks) {
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
        final InternetAddress reporter = GroupCollector.addressOrNull(reporterHigh, reporterLow);
        final boolean hasMember = GroupCollector.hasMember(mode, sources);
        summary.onMembership(timeNs, linkHandle, link, groupHigh, groupLow, hasMember, reporter);
        if (filter == null || (filter.high() == groupHigh && filter.low() == groupLow)) {
            listener.onMembership(new MembershipEvent(
                    timeNs,
                    link,
                    new InternetAddress(groupHigh, groupLow),
                    change,
                    mode,
                    GroupCollector.filterSources(mode, sources),
                    reporter));
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
        if (kind.isQuery()) {
            listener.onQuery(linkHandle, kind, sourceHigh, sourceLow);
        }
    }

    @Override
    public void onReporter(
            final long timeNs,
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        summary.onReporter(linkHandle, groupHigh, groupLow, new InternetAddress(reporterHigh, reporterLow));
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
        summary.onData(timeNs, linkHandle, links.nameOf(linkHandle), groupHigh, groupLow, isWanted);
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
