package dev.covey.engine.protocol;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The variables of RFC 9776 section 8 and RFC 9777 section 9 as they are configured, and the router's limits. While
 * another router is the querier, those that its queries carry hold instead. Never changes.
 */
public final class RouterVariables {
    /** Longest interval in nanoseconds: the longest that a query can carry. */
    public static final long MAX_INTERVAL_NS = TimeUnit.SECONDS.toNanos(31_744);

    /** The defaults of the RFCs, without limits of our own. */
    public static final RouterVariables DEFAULT = builder().build();

    private final int robustness;
    private final int minimumRobustness;
    private final long queryIntervalNs;
    private final long queryResponseIntervalNs;
    private final long lastMemberQueryIntervalNs;
    private final int lastMemberQueryCount;
    private final long groupMembershipIntervalNs;
    private final boolean isSsmAware;
    private final SourceSpecificRange ssmRange;
    private final boolean isFastLeave;
    private final int maxGroups;
    private final int maxSources;

    private RouterVariables(final Builder builder) {
        robustness = builder.robustness;
        minimumRobustness = builder.minimumRobustness;
        queryIntervalNs = builder.queryIntervalNs;
        queryResponseIntervalNs = builder.queryResponseIntervalNs;
        lastMemberQueryIntervalNs = builder.lastMemberQueryIntervalNs;
        lastMemberQueryCount = builder.lastMemberQueryCount;
        groupMembershipIntervalNs = builder.groupMembershipIntervalNs;
        isSsmAware = builder.isSsmAware;
        ssmRange = builder.ssmRange;
        isFastLeave = builder.isFastLeave;
        maxGroups = builder.maxGroups;
        maxSources = builder.maxSources;
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
     * Robustness Variable.
     *
     * @return at least 1.
     */
    public int robustness() {
        return robustness;
    }

    /**
     * Least Robustness Variable that is adopted from a querier; a smaller one is taken for this.
     *
     * @return at least 1.
     */
    public int minimumRobustness() {
        return minimumRobustness;
    }

    /**
     * Query Interval.
     *
     * @return nanoseconds.
     */
    public long queryIntervalNs() {
        return queryIntervalNs;
    }

    /**
     * Query Response Interval.
     *
     * @return nanoseconds, less than the Query Interval.
     */
    public long queryResponseIntervalNs() {
        return queryResponseIntervalNs;
    }

    /**
     * Last Member Query Interval, Last Listener Query Interval in RFC 9777.
     *
     * @return nanoseconds.
     */
    public long lastMemberQueryIntervalNs() {
        return lastMemberQueryIntervalNs;
    }

    /**
     * Last Member Query Count.
     *
     * @param robustnessInForce what it is unless configured.
     * @return the count.
     */
    public int lastMemberQueryCount(final int robustnessInForce) {
        return lastMemberQueryCount == 0 ? robustnessInForce : lastMemberQueryCount;
    }

    /**
     * Group Membership Interval, Multicast Address Listening Interval in RFC 9777.
     *
     * @param robustnessInForce Robustness Variable.
     * @param queryIntervalInForceNs Query Interval.
     * @param queryResponseIntervalInForceNs Query Response Interval.
     * @return nanoseconds: what is configured, else the one that the variables in force make.
     */
    public long groupMembershipIntervalNs(
            final int robustnessInForce, final long queryIntervalInForceNs, final long queryResponseIntervalInForceNs) {
        return groupMembershipIntervalNs == 0
                ? robustnessInForce * queryIntervalInForceNs + 2 * queryResponseIntervalInForceNs
                : groupMembershipIntervalNs;
    }

    /**
     * Whether requests for any source of a source-specific group are ignored (RFC 4604).
     *
     * @return true if so.
     */
    public boolean isSsmAware() {
        return isSsmAware;
    }

    /** Is a group to be asked for by its sources only? */
    boolean isSourceSpecific(final long groupHigh, final long groupLow) {
        return isSsmAware && ssmRange.contains(groupHigh, groupLow);
    }

    /**
     * Whether groups and sources end as soon as one member leaves: for links with one host.
     *
     * @return true if so.
     */
    public boolean isFastLeave() {
        return isFastLeave;
    }

    /**
     * Most groups of a link, both families together.
     *
     * @return at least 1.
     */
    public int maxGroups() {
        return maxGroups;
    }

    /**
     * Most sources of a group.
     *
     * @return at least 1.
     */
    public int maxSources() {
        return maxSources;
    }

    @Override
    public String toString() {
        return "RouterVariables{robustness=" + robustness
                + ", minimumRobustness=" + minimumRobustness
                + ", queryIntervalNs=" + queryIntervalNs
                + ", queryResponseIntervalNs=" + queryResponseIntervalNs
                + ", lastMemberQueryIntervalNs=" + lastMemberQueryIntervalNs
                + ", lastMemberQueryCount=" + lastMemberQueryCount
                + ", groupMembershipIntervalNs=" + groupMembershipIntervalNs
                + ", isSsmAware=" + isSsmAware
                + ", ssmRange=" + ssmRange
                + ", isFastLeave=" + isFastLeave
                + ", maxGroups=" + maxGroups
                + ", maxSources=" + maxSources
                + '}';
    }

    /** Collects variables; {@link #build()} checks them. */
    public static final class Builder {
        private int robustness = 2;
        private int minimumRobustness = 2;
        private long queryIntervalNs = TimeUnit.SECONDS.toNanos(125);
        private long queryResponseIntervalNs = TimeUnit.SECONDS.toNanos(10);
        private long lastMemberQueryIntervalNs = TimeUnit.SECONDS.toNanos(1);
        private int lastMemberQueryCount;
        private long groupMembershipIntervalNs;
        private boolean isSsmAware = true;
        private SourceSpecificRange ssmRange = SourceSpecificRange.STANDARD;
        private boolean isFastLeave;
        private int maxGroups = Integer.MAX_VALUE;
        private int maxSources = Integer.MAX_VALUE;

        private Builder() {}

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
         * Set the least Robustness Variable that is adopted, default 2.
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
         * @param value in nanoseconds, above the Query Response Interval.
         * @return this, for chaining.
         */
        public Builder queryIntervalNs(final long value) {
            queryIntervalNs = value;
            return this;
        }

        /**
         * Set the Query Response Interval, default 10 s.
         *
         * @param value in nanoseconds, below the Query Interval.
         * @return this, for chaining.
         */
        public Builder queryResponseIntervalNs(final long value) {
            queryResponseIntervalNs = value;
            return this;
        }

        /**
         * Set the Last Member Query Interval, default 1 s.
         *
         * @param value in nanoseconds.
         * @return this, for chaining.
         */
        public Builder lastMemberQueryIntervalNs(final long value) {
            lastMemberQueryIntervalNs = value;
            return this;
        }

        /**
         * Set the Last Member Query Count.
         *
         * @param value 1 to 255, or 0, the default, for the Robustness Variable in force.
         * @return this, for chaining.
         */
        public Builder lastMemberQueryCount(final int value) {
            lastMemberQueryCount = value;
            return this;
        }

        /**
         * Set the Group Membership Interval.
         *
         * @param value in nanoseconds, or 0, the default, for what the variables in force make: 270 s.
         * @return this, for chaining.
         */
        public Builder groupMembershipIntervalNs(final long value) {
            groupMembershipIntervalNs = value;
            return this;
        }

        /**
         * Set whether requests for any source of a source-specific group are ignored, default true.
         *
         * @param value true to ignore them.
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
         * Set whether groups and sources end as soon as one member leaves, default false.
         *
         * @param value true to end them.
         * @return this, for chaining.
         */
        public Builder fastLeave(final boolean value) {
            isFastLeave = value;
            return this;
        }

        /**
         * Set the most groups of a link, default as many as the tables hold.
         *
         * @param value at least 1.
         * @return this, for chaining.
         */
        public Builder maxGroups(final int value) {
            maxGroups = value;
            return this;
        }

        /**
         * Set the most sources of a group, default as many as the tables hold.
         *
         * @param value at least 1.
         * @return this, for chaining.
         */
        public Builder maxSources(final int value) {
            maxSources = value;
            return this;
        }

        /**
         * Check the variables.
         *
         * @return them.
         * @throws IllegalArgumentException naming the first that is out of range, and its value.
         */
        public RouterVariables build() {
            require("robustness", robustness, 1, 255);
            require("minimumRobustness", minimumRobustness, 1, 7);
            require("queryIntervalNs", queryIntervalNs, 1, MAX_INTERVAL_NS);
            require("queryResponseIntervalNs", queryResponseIntervalNs, 1, queryIntervalNs - 1);
            require("lastMemberQueryIntervalNs", lastMemberQueryIntervalNs, 1, MAX_INTERVAL_NS);
            require("lastMemberQueryCount", lastMemberQueryCount, 0, 255);
            require("groupMembershipIntervalNs", groupMembershipIntervalNs, 0, 255 * MAX_INTERVAL_NS);
            require("maxGroups", maxGroups, 1, Integer.MAX_VALUE);
            require("maxSources", maxSources, 1, Integer.MAX_VALUE);
            return new RouterVariables(this);
        }

        private static void require(final String name, final long value, final long minimum, final long maximum) {
            if (value < minimum || value > maximum) {
                throw new IllegalArgumentException(
                        "out of range: " + name + "=" + value + ", minimum=" + minimum + ", maximum=" + maximum);
            }
        }
    }
}
