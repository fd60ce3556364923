package dev.covey.engine.protocol;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The variables of a host on one interface, for IGMP and MLD alike (RFC 9776 section 8, RFC 9777 section 9). Those that
 * the last query carried hold instead, once one was heard. Never changes.
 */
public final class HostVariables {
    /** All defaults. */
    public static final HostVariables DEFAULT = builder().build();

    private final int igmpVersion;
    private final int mldVersion;
    private final int robustness;
    private final int minimumRobustness;
    private final long queryIntervalNs;
    private final long queryResponseIntervalNs;
    private final long unsolicitedReportIntervalNs;
    private final long olderUnsolicitedReportIntervalNs;
    private final long olderVersionQuerierPresentNs;
    private final int maxQueriedSources;
    private final boolean isLegacyReportSuppressed;
    private final boolean isLinkLocalReported;
    private final boolean isLeaveAlwaysSent;
    private final boolean isSsmAware;
    private final SourceSpecificRange ssmRange;
    private final boolean isLightweight;

    private HostVariables(final Builder builder) {
        igmpVersion = builder.igmpVersion;
        mldVersion = builder.mldVersion;
        robustness = builder.robustness;
        minimumRobustness = builder.minimumRobustness;
        queryIntervalNs = builder.queryIntervalNs;
        queryResponseIntervalNs = builder.queryResponseIntervalNs;
        unsolicitedReportIntervalNs = builder.unsolicitedReportIntervalNs;
        olderUnsolicitedReportIntervalNs = builder.olderUnsolicitedReportIntervalNs;
        olderVersionQuerierPresentNs = builder.olderVersionQuerierPresentNs;
        maxQueriedSources = builder.maxQueriedSources;
        isLegacyReportSuppressed = builder.isLegacyReportSuppressed;
        isLinkLocalReported = builder.isLinkLocalReported;
        isLeaveAlwaysSent = builder.isLeaveAlwaysSent;
        isSsmAware = builder.isSsmAware;
        ssmRange = builder.ssmRange;
        isLightweight = builder.isLightweight;
    }

    /**
     * Start from the defaults.
     *
     * @return a builder.
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Start from these.
     *
     * @return a builder.
     */
    public Builder toBuilder() {
        final Builder builder = new Builder();
        builder.igmpVersion = igmpVersion;
        builder.mldVersion = mldVersion;
        builder.robustness = robustness;
        builder.minimumRobustness = minimumRobustness;
        builder.queryIntervalNs = queryIntervalNs;
        builder.queryResponseIntervalNs = queryResponseIntervalNs;
        builder.unsolicitedReportIntervalNs = unsolicitedReportIntervalNs;
        builder.olderUnsolicitedReportIntervalNs = olderUnsolicitedReportIntervalNs;
        builder.olderVersionQuerierPresentNs = olderVersionQuerierPresentNs;
        builder.maxQueriedSources = maxQueriedSources;
        builder.isLegacyReportSuppressed = isLegacyReportSuppressed;
        builder.isLinkLocalReported = isLinkLocalReported;
        builder.isLeaveAlwaysSent = isLeaveAlwaysSent;
        builder.isSsmAware = isSsmAware;
        builder.ssmRange = ssmRange;
        builder.isLightweight = isLightweight;
        return builder;
    }

    /**
     * Newest version of IGMP that is spoken.
     *
     * @return 1 to 3, or 0 for none.
     */
    public int igmpVersion() {
        return igmpVersion;
    }

    /**
     * Newest version of MLD that is spoken.
     *
     * @return 1 or 2, or 0 for none.
     */
    public int mldVersion() {
        return mldVersion;
    }

    /**
     * Robustness Variable: how often each change is announced.
     *
     * @return 1 to 255.
     */
    public int robustness() {
        return robustness;
    }

    /**
     * Least Robustness Variable that is adopted from a query.
     *
     * @return 1 to 7.
     */
    public int minimumRobustness() {
        return minimumRobustness;
    }

    /**
     * Query Interval, while no query has told another.
     *
     * @return nanoseconds.
     */
    public long queryIntervalNs() {
        return queryIntervalNs;
    }

    /**
     * Query Response Interval, while no query has told another.
     *
     * @return nanoseconds.
     */
    public long queryResponseIntervalNs() {
        return queryResponseIntervalNs;
    }

    /**
     * Unsolicited Report Interval of IGMPv3 and MLDv2: the longest wait before a change is announced again.
     *
     * @return nanoseconds.
     */
    public long unsolicitedReportIntervalNs() {
        return unsolicitedReportIntervalNs;
    }

    /**
     * Unsolicited Report Interval of IGMPv1, IGMPv2 and MLDv1.
     *
     * @return nanoseconds.
     */
    public long olderUnsolicitedReportIntervalNs() {
        return olderUnsolicitedReportIntervalNs;
    }

    /**
     * How long an older querier counts as present after its last query.
     *
     * @return nanoseconds, or 0 for what the RFC makes of the variables in force.
     */
    public long olderVersionQuerierPresentNs() {
        return olderVersionQuerierPresentNs;
    }

    /**
     * Most sources that are remembered from queries for one group; above, the whole state is the answer.
     *
     * @return positive.
     */
    public int maxQueriedSources() {
        return maxQueriedSources;
    }

    /**
     * Whether a report of an older version that is heard takes the place of a pending record (RFC 9776 section 7.2.2).
     *
     * @return true if so.
     */
    public boolean isLegacyReportSuppressed() {
        return isLegacyReportSuppressed;
    }

    /**
     * Whether groups of 224.0.0.0/24 and of link-local scope are reported.
     *
     * @return true if so.
     */
    public boolean isLinkLocalReported() {
        return isLinkLocalReported;
    }

    /**
     * Whether IGMPv2 and MLDv1 say leave and done although another member has reported last.
     *
     * @return true if so.
     */
    public boolean isLeaveAlwaysSent() {
        return isLeaveAlwaysSent;
    }

    /**
     * Whether source-specific groups are joined by named sources only (RFC 4604).
     *
     * @return true if so.
     */
    public boolean isSsmAware() {
        return isSsmAware;
    }

    /**
     * Whether a group is joined by named sources only.
     *
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return true if so.
     */
    public boolean isSourceSpecific(final long groupHigh, final long groupLow) {
        return isSsmAware && ssmRange.contains(groupHigh, groupLow);
    }

    /**
     * Whether only what lightweight IGMPv3 and MLDv2 know is said (RFC 5790).
     *
     * @return true if so.
     */
    public boolean isLightweight() {
        return isLightweight;
    }

    boolean hasSameIntervals(final HostVariables other) {
        return robustness == other.robustness
                && queryIntervalNs == other.queryIntervalNs
                && queryResponseIntervalNs == other.queryResponseIntervalNs;
    }

    @Override
    public String toString() {
        return "HostVariables{igmpVersion=" + igmpVersion
                + ", mldVersion=" + mldVersion
                + ", robustness=" + robustness
                + ", minimumRobustness=" + minimumRobustness
                + ", queryIntervalNs=" + queryIntervalNs
                + ", queryResponseIntervalNs=" + queryResponseIntervalNs
                + ", unsolicitedReportIntervalNs=" + unsolicitedReportIntervalNs
                + ", olderUnsolicitedReportIntervalNs=" + olderUnsolicitedReportIntervalNs
                + ", olderVersionQuerierPresentNs=" + olderVersionQuerierPresentNs
                + ", maxQueriedSources=" + maxQueriedSources
                + ", isLegacyReportSuppressed=" + isLegacyReportSuppressed
                + ", isLinkLocalReported=" + isLinkLocalReported
                + ", isLeaveAlwaysSent=" + isLeaveAlwaysSent
                + ", isSsmAware=" + isSsmAware
                + ", ssmRange=" + ssmRange
                + ", isLightweight=" + isLightweight
                + '}';
    }

    /** Collects values; {@link #build()} checks them. */
    public static final class Builder {
        private int igmpVersion = 3;
        private int mldVersion = 2;
        private int robustness = 2;
        private int minimumRobustness = 2;
        private long queryIntervalNs = TimeUnit.SECONDS.toNanos(125);
        private long queryResponseIntervalNs = TimeUnit.SECONDS.toNanos(10);
        private long unsolicitedReportIntervalNs = TimeUnit.SECONDS.toNanos(1);
        private long olderUnsolicitedReportIntervalNs = TimeUnit.SECONDS.toNanos(10);
        private long olderVersionQuerierPresentNs = 0;
        private int maxQueriedSources = 256;
        private boolean isLegacyReportSuppressed = false;
        private boolean isLinkLocalReported = true;
        private boolean isLeaveAlwaysSent = false;
        private boolean isSsmAware = true;
        private SourceSpecificRange ssmRange = SourceSpecificRange.STANDARD;
        private boolean isLightweight = false;

        private Builder() {}

        /**
         * Set the newest version of IGMP that is spoken, default 3.
         *
         * @param value 1 to 3, or 0 for none.
         * @return this, for chaining.
         */
        public Builder igmpVersion(final int value) {
            igmpVersion = value;
            return this;
        }

        /**
         * Set the newest version of MLD that is spoken, default 2.
         *
         * @param value 1 or 2, or 0 for none.
         * @return this, for chaining.
         */
        public Builder mldVersion(final int value) {
            mldVersion = value;
            return this;
        }

        /**
         * Set the Robustness Variable, default 2.
         *
         * @param value 1 to 255.
         * @return this, for chaining.
         */
        public Builder robustness(final int value) {
            robustness = value;
            return this;
        }

        /**
         * Set the least Robustness Variable that is adopted from a query, default 2.
         *
         * @param value 1 to 7.
         * @return this, for chaining.
         */
        public Builder minimumRobustness(final int value) {
            minimumRobustness = value;
            return this;
        }

        /**
         * Set the Query Interval, default 125 s.
         *
         * @param value in nanoseconds.
         * @return this, for chaining.
         */
        public Builder queryIntervalNs(final long value) {
            queryIntervalNs = value;
            return this;
        }

        /**
         * Set the Query Response Interval, default 10 s.
         *
         * @param value in nanoseconds.
         * @return this, for chaining.
         */
        public Builder queryResponseIntervalNs(final long value) {
            queryResponseIntervalNs = value;
            return this;
        }

        /**
         * Set the Unsolicited Report Interval of all versions; by default it is 1 s for IGMPv3 and MLDv2, 10 s for
         * older.
         *
         * @param value in nanoseconds, positive.
         * @return this, for chaining.
         */
        public Builder unsolicitedReportIntervalNs(final long value) {
            unsolicitedReportIntervalNs = value;
            olderUnsolicitedReportIntervalNs = value;
            return this;
        }

        /**
         * Set the Unsolicited Report Interval of IGMPv1, IGMPv2 and MLDv1 alone.
         *
         * @param value in nanoseconds, positive.
         * @return this, for chaining.
         */
        public Builder olderUnsolicitedReportIntervalNs(final long value) {
            olderUnsolicitedReportIntervalNs = value;
            return this;
        }

        /**
         * Set how long an older querier counts as present after its last query.
         *
         * @param value in nanoseconds, or 0, the default, for what the RFC makes of the variables in force.
         * @return this, for chaining.
         */
        public Builder olderVersionQuerierPresentNs(final long value) {
            olderVersionQuerierPresentNs = value;
            return this;
        }

        /**
         * Set the most sources that are remembered from queries for one group, default 256.
         *
         * @param value positive.
         * @return this, for chaining.
         */
        public Builder maxQueriedSources(final int value) {
            maxQueriedSources = value;
            return this;
        }

        /**
         * Set whether a report of an older version that is heard takes the place of a pending record, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder legacyReportSuppressed(final boolean value) {
            isLegacyReportSuppressed = value;
            return this;
        }

        /**
         * Set whether groups of 224.0.0.0/24 and of link-local scope are reported, default true.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder linkLocalReported(final boolean value) {
            isLinkLocalReported = value;
            return this;
        }

        /**
         * Set whether leave and done are said although another member has reported last, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder leaveAlwaysSent(final boolean value) {
            isLeaveAlwaysSent = value;
            return this;
        }

        /**
         * Set whether source-specific groups are joined by named sources only, default true.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder ssmAware(final boolean value) {
            isSsmAware = value;
            return this;
        }

        /**
         * Set which groups are source-specific, default {@link SourceSpecificRange#STANDARD}.
         *
         * @param value the groups.
         * @return this, for chaining.
         */
        public Builder ssmRange(final SourceSpecificRange value) {
            ssmRange = Objects.requireNonNull(value);
            return this;
        }

        /**
         * Set whether only what lightweight IGMPv3 and MLDv2 know is said, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder lightweight(final boolean value) {
            isLightweight = value;
            return this;
        }

        /**
         * Check everything.
         *
         * @return what was collected.
         * @throws IllegalArgumentException if something is out of range, named with its value.
         */
        public HostVariables build() {
            check("igmpVersion", igmpVersion, 0, 3);
            check("mldVersion", mldVersion, 0, 2);
            check("robustness", robustness, 1, 255);
            check("minimumRobustness", minimumRobustness, 1, 7);
            check("queryIntervalNs", queryIntervalNs, 1, RouterVariables.MAX_INTERVAL_NS);
            check("queryResponseIntervalNs", queryResponseIntervalNs, 0, RouterVariables.MAX_INTERVAL_NS);
            check("unsolicitedReportIntervalNs", unsolicitedReportIntervalNs, 1, RouterVariables.MAX_INTERVAL_NS);
            check(
                    "olderUnsolicitedReportIntervalNs",
                    olderUnsolicitedReportIntervalNs,
                    1,
                    RouterVariables.MAX_INTERVAL_NS);
            check("olderVersionQuerierPresentNs", olderVersionQuerierPresentNs, 0, RouterVariables.MAX_INTERVAL_NS);
            check("maxQueriedSources", maxQueriedSources, 1, Integer.MAX_VALUE);
            return new HostVariables(this);
        }

        private static void check(final String name, final long value, final long minimum, final long maximum) {
            if (value < minimum || value > maximum) {
                throw new IllegalArgumentException(
                        "out of range: " + name + "=" + value + ", minimum=" + minimum + ", maximum=" + maximum);
            }
        }
    }
}
