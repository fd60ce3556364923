package dev.covey.engine.inspect;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of an engine as of one moment, in another process.
 *
 * @param timeNs when, on the engine's clock.
 * @param interfaces that are attached, in no particular order.
 */
public record EngineSnapshot(long timeNs, List<Interface> interfaces) {
    /** What stands for the remaining time of a timer that does not run. */
    public static final long NOT_RUNNING = StateWriter.NOT_RUNNING;

    /**
     * An interface.
     *
     * @param handle of the interface.
     * @param cookie what the embedder calls it.
     * @param name what people know it by.
     * @param macAddress its link-layer address.
     * @param mtu largest IP packet in bytes.
     * @param options what is set, see the methods.
     * @param minimumRobustness least Robustness Variable of its host.
     * @param igmp what is in force for IGMP.
     * @param mld what is in force for MLD.
     * @param hostGroups groups that its sockets have joined.
     * @param routerGroups groups that have members on its link.
     */
    public record Interface(
            long handle,
            long cookie,
            String name,
            long macAddress,
            int mtu,
            long options,
            int minimumRobustness,
            Family igmp,
            Family mld,
            List<Group> hostGroups,
            List<Group> routerGroups) {
        /**
         * Whether packets are sent and received.
         *
         * @return true if so.
         */
        public boolean isUp() {
            return (options & StateWriter.IS_UP) != 0;
        }

        /**
         * Whether memberships are reported on its link.
         *
         * @return true if so.
         */
        public boolean isHost() {
            return (options & StateWriter.IS_HOST) != 0;
        }

        /**
         * Whether the memberships on its link are learned.
         *
         * @return true if so.
         */
        public boolean isRouter() {
            return (options & StateWriter.IS_ROUTER) != 0;
        }

        /**
         * Whether an older version's report is held back that another host has sent.
         *
         * @return true if so.
         */
        public boolean isLegacyReportSuppressed() {
            return (options & StateWriter.IS_LEGACY_SUPPRESSED) != 0;
        }

        /**
         * Whether groups of 224.0.0.0/24 are reported.
         *
         * @return true if so.
         */
        public boolean isLinkLocalReported() {
            return (options & StateWriter.IS_LINK_LOCAL_REPORTED) != 0;
        }

        /**
         * Whether an older version's leave is sent by hosts that were not the last to report.
         *
         * @return true if so.
         */
        public boolean isLeaveAlwaysSent() {
            return (options & StateWriter.IS_LEAVE_ALWAYS_SENT) != 0;
        }

        /**
         * Whether the source-specific range is one.
         *
         * @return true if so.
         */
        public boolean isSsmAware() {
            return (options & StateWriter.IS_SSM_AWARE) != 0;
        }

        /**
         * Whether it speaks the lightweight protocols (RFC 5790).
         *
         * @return true if so.
         */
        public boolean isLightweight() {
            return (options & StateWriter.IS_LIGHTWEIGHT) != 0;
        }
    }

    /**
     * What is in force for one protocol on a link.
     *
     * @param version that the host speaks; 0 for none.
     * @param unsolicitedReportIntervalNs of the host.
     * @param olderQuerierPresentNs how long an older querier counts after its last query.
     * @param querier address of the querier heard last, or null.
     * @param querierNs until it counts as gone, or {@link #NOT_RUNNING}.
     * @param robustness Robustness Variable.
     * @param queryIntervalNs Query Interval.
     * @param queryResponseIntervalNs Query Response Interval.
     */
    public record Family(
            int version,
            long unsolicitedReportIntervalNs,
            long olderQuerierPresentNs,
            InternetAddress querier,
            long querierNs,
            int robustness,
            long queryIntervalNs,
            long queryResponseIntervalNs) {}

    /**
     * A group.
     *
     * @param address of the group.
     * @param mode of its filter.
     * @param timerNs until its timer fires, or {@link #NOT_RUNNING}.
     * @param version of the protocol that the oldest host speaks.
     * @param lastReporter who reported it last, or null.
     * @param sources of its filter.
     * @param sockets cookies of the sockets that have joined it.
     */
    public record Group(
            InternetAddress address,
            FilterMode mode,
            long timerNs,
            int version,
            InternetAddress lastReporter,
            List<Source> sources,
            List<Long> sockets) {}

    /**
     * A source.
     *
     * @param address of the source.
     * @param isBlocked whether its datagrams are not wanted.
     * @param timerNs until its timer fires, or {@link #NOT_RUNNING}.
     */
    public record Source(InternetAddress address, boolean isBlocked, long timerNs) {}

    static EngineSnapshot decode(final AnswerReader in) {
        final long timeNs = in.next();
        final List<Interface> interfaces = new ArrayList<>();
        Interface current = null;
        for (long what = in.next(); what != StateWriter.END; what = in.next()) {
            if (what == StateWriter.INTERFACE) {
                current = decodeInterface(in);
                interfaces.add(current);
            } else if (current != null && what == StateWriter.HOST_GROUP) {
                current.hostGroups().add(decodeGroup(in));
            } else if (current != null && what == StateWriter.ROUTER_GROUP) {
                current.routerGroups().add(decodeGroup(in));
            } else {
                throw new IllegalArgumentException("answer is damaged: found=" + what);
            }
        }
        return new EngineSnapshot(timeNs, interfaces);
    }

    private static Interface decodeInterface(final AnswerReader in) {
        final long handle = in.next();
        final long cookie = in.next();
        final long macAddress = in.next();
        final int mtu = (int) in.next();
        final long options = in.next();
        final int minimumRobustness = (int) in.next();
        return new Interface(
                handle,
                cookie,
                in.nextText(),
                macAddress,
                mtu,
                options,
                minimumRobustness,
                decodeFamily(in),
                decodeFamily(in),
                new ArrayList<>(),
                new ArrayList<>());
    }

    private static Family decodeFamily(final AnswerReader in) {
        final int version = (int) in.next();
        final long unsolicitedReportIntervalNs = in.next();
        final long olderQuerierPresentNs = in.next();
        final boolean isKnown = in.next() != 0;
        final InternetAddress querier = new InternetAddress(in.next(), in.next());
        return new Family(
                version,
                unsolicitedReportIntervalNs,
                olderQuerierPresentNs,
                isKnown ? querier : null,
                in.next(),
                (int) in.next(),
                in.next(),
                in.next());
    }

    private static Group decodeGroup(final AnswerReader in) {
        final InternetAddress address = new InternetAddress(in.next(), in.next());
        final FilterMode mode = in.next() != 0 ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
        final long timerNs = in.next();
        final int version = (int) in.next();
        final InternetAddress reporter = new InternetAddress(in.next(), in.next());
        final List<Source> sources = new ArrayList<>();
        for (int left = in.nextCount(); left > 0; left--) {
            sources.add(new Source(new InternetAddress(in.next(), in.next()), in.next() != 0, in.next()));
        }
        final List<Long> sockets = new ArrayList<>();
        for (int left = in.nextCount(); left > 0; left--) {
            sockets.add(in.next());
        }
        final boolean isReported = (reporter.high() | reporter.low()) != 0;
        return new Group(address, mode, timerNs, version, isReported ? reporter : null, sources, sockets);
    }
}
