package dev.covey.tools.observe;

import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.tools.drive.PacketSummary;
import dev.covey.tools.observe.QuerierEvent.Change;
import java.util.List;
import java.util.function.Consumer;

/** Follows who the querier of one link is, in both families. */
public final class QuerierTracker {
    private final Family igmp = new Family(AddressFamily.IPV4, 3);
    private final Family mld = new Family(AddressFamily.IPV6, 2);

    /** One family's querier as it was when it was looked at last, and who asked last. */
    private static final class Family {
        private final AddressFamily family;
        private final int newestVersion;
        private long high;
        private long low;
        private int version;
        private long heardHigh;
        private long heardLow;
        private int heardVersion;

        private Family(final AddressFamily family, final int newestVersion) {
            this.family = family;
            this.newestVersion = newestVersion;
        }

        private boolean isPresent() {
            return version != 0;
        }
    }

    /** A query was heard, of whomever. */
    public void onQuery(final MessageKind kind, final long sourceHigh, final long sourceLow) {
        final Family state = kind.family() == AddressFamily.IPV4 ? igmp : mld;
        state.heardHigh = sourceHigh;
        state.heardLow = sourceLow;
        state.heardVersion = PacketSummary.version(kind);
    }

    /** Look at the engine, and tell what is not as it was. */
    public void follow(
            final ObservedEngine engine,
            final long linkHandle,
            final String link,
            final long timeNs,
            final Consumer<QuerierEvent> events) {
        follow(igmp, engine, linkHandle, link, timeNs, events);
        follow(mld, engine, linkHandle, link, timeNs, events);
    }

    private static void follow(
            final Family state,
            final ObservedEngine engine,
            final long linkHandle,
            final String link,
            final long timeNs,
            final Consumer<QuerierEvent> events) {
        final boolean isIpv6 = state.family == AddressFamily.IPV6;
        engine.querier(linkHandle, isIpv6, (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) -> {
            if (!isOther) {
                if (state.isPresent()) {
                    events.accept(event(state, link, timeNs, Change.GONE));
                    forget(state);
                }
                return;
            }
            final boolean wasPresent = state.isPresent();
            final boolean isSame = wasPresent && state.high == high && state.low == low;
            final boolean isHeard = state.heardHigh == high && state.heardLow == low && state.heardVersion != 0;
            final int before = isSame ? state.version : state.newestVersion;
            final int version = isHeard ? state.heardVersion : before;
            if (!isSame || version != state.version) {
                state.high = high;
                state.low = low;
                state.version = version;
                events.accept(event(state, link, timeNs, wasPresent ? Change.CHANGED : Change.SEEN));
            }
        });
    }

    private static QuerierEvent event(final Family state, final String link, final long timeNs, final Change change) {
        return new QuerierEvent(
                timeNs, link, state.family, change, new InternetAddress(state.high, state.low), state.version);
    }

    /** The link is gone, and whoever asked there. */
    public void forget() {
        forget(igmp);
        forget(mld);
    }

    private static void forget(final Family state) {
        state.version = 0;
        state.heardVersion = 0;
    }

    /** What is known now: of IGMP, then of MLD. */
    public List<QuerierState> states(final ObservedEngine engine, final long linkHandle) {
        return List.of(state(igmp, engine, linkHandle), state(mld, engine, linkHandle));
    }

    private static QuerierState state(final Family state, final ObservedEngine engine, final long linkHandle) {
        final boolean isIpv6 = state.family == AddressFamily.IPV6;
        final QuerierState[] seen = {
            new QuerierState(state.family, null, state.newestVersion, RouterGroupVisitor.NOT_RUNNING, 0, 0, 0)
        };
        engine.querier(
                linkHandle,
                isIpv6,
                (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) -> seen[0] = new QuerierState(
                        state.family,
                        isOther ? new InternetAddress(high, low) : null,
                        isOther && state.isPresent() ? state.version : state.newestVersion,
                        remainingNs,
                        robustness,
                        intervalNs,
                        responseNs));
        return seen[0];
    }
}
