package dev.covey.engine.membership;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.ReceiveProfile;
import java.util.Objects;

/**
 * What an interface is: its addresses, its roles, and what holds on its link. Never changes; to change an interface,
 * give it another one.
 */
public final class InterfaceConfiguration {
    private final long cookie;
    private final String name;
    private final long macAddress;
    private final int mtu;
    private final boolean isUp;
    private final boolean isMulticast;
    private final boolean isLoopback;
    private final boolean isHost;
    private final boolean isRouter;
    private final boolean isSolicitedNodeJoined;
    private final InterfaceAddresses addresses;
    private final HostVariables hostVariables;
    private final ReceiveProfile receiveProfile;
    private final Dialect dialect;
    private final int maxGroups;
    private final int maxSources;
    private final int maxLinkAddresses;

    private InterfaceConfiguration(final Builder builder) {
        cookie = builder.cookie;
        name = builder.name;
        macAddress = builder.macAddress;
        mtu = builder.mtu;
        isUp = builder.isUp;
        isMulticast = builder.isMulticast;
        isLoopback = builder.isLoopback;
        isHost = builder.isHost;
        isRouter = builder.isRouter;
        isSolicitedNodeJoined = builder.isSolicitedNodeJoined;
        addresses = builder.addresses;
        hostVariables = builder.hostVariables;
        receiveProfile = builder.receiveProfile;
        dialect = builder.dialect;
        maxGroups = builder.maxGroups;
        maxSources = builder.maxSources;
        maxLinkAddresses = builder.maxLinkAddresses;
    }

    /**
     * Start from the defaults.
     *
     * @param cookie what the embedder calls it, for example its interface index.
     * @param macAddress link-layer address, 48 bit.
     * @return a builder.
     */
    public static Builder builder(final long cookie, final long macAddress) {
        final Builder builder = new Builder();
        builder.cookie = cookie;
        builder.macAddress = macAddress;
        return builder;
    }

    /**
     * Start from these.
     *
     * @return a builder.
     */
    public Builder toBuilder() {
        final Builder builder = new Builder();
        builder.cookie = cookie;
        builder.name = name;
        builder.macAddress = macAddress;
        builder.mtu = mtu;
        builder.isUp = isUp;
        builder.isMulticast = isMulticast;
        builder.isLoopback = isLoopback;
        builder.isHost = isHost;
        builder.isRouter = isRouter;
        builder.isSolicitedNodeJoined = isSolicitedNodeJoined;
        builder.addresses = addresses;
        builder.hostVariables = hostVariables;
        builder.receiveProfile = receiveProfile;
        builder.dialect = dialect;
        builder.maxGroups = maxGroups;
        builder.maxSources = maxSources;
        builder.maxLinkAddresses = maxLinkAddresses;
        return builder;
    }

    /**
     * What the embedder calls it, for example its interface index.
     *
     * @return any number.
     */
    public long cookie() {
        return cookie;
    }

    /**
     * What people know it by.
     *
     * @return its name; unless set, {@code #} and the cookie.
     */
    public String name() {
        return name == null ? "#" + cookie : name;
    }

    /**
     * Link-layer address.
     *
     * @return 48 bit.
     */
    public long macAddress() {
        return macAddress;
    }

    /**
     * Largest IP packet.
     *
     * @return bytes.
     */
    public int mtu() {
        return mtu;
    }

    /**
     * Whether packets may be sent and received.
     *
     * @return true if so.
     */
    public boolean isUp() {
        return isUp;
    }

    /**
     * Whether the link carries multicast; without, nothing can be joined: {@code EADDRNOTAVAIL} in every dialect, as
     * FreeBSD has it. Linux would let a group be joined that never receives anything.
     *
     * @return true if so.
     */
    public boolean isMulticast() {
        return isMulticast;
    }

    /**
     * Whether it leads back to this host only; then no membership is reported.
     *
     * @return true if so.
     */
    public boolean isLoopback() {
        return isLoopback;
    }

    /**
     * Whether memberships are reported on its link.
     *
     * @return true if so.
     */
    public boolean isHost() {
        return isHost;
    }

    /**
     * Whether the memberships on its link are learned.
     *
     * @return true if so.
     */
    public boolean isRouter() {
        return isRouter;
    }

    /**
     * Whether it joins the solicited-node groups of its own IPv6 addresses (RFC 4291 section 2.7.1).
     *
     * @return true if so.
     */
    public boolean isSolicitedNodeJoined() {
        return isSolicitedNodeJoined;
    }

    /**
     * Its own addresses.
     *
     * @return the addresses.
     */
    public InterfaceAddresses addresses() {
        return addresses;
    }

    /**
     * Variables of the host on its link.
     *
     * @return the variables.
     */
    public HostVariables hostVariables() {
        return hostVariables;
    }

    /**
     * How strictly packets are checked.
     *
     * @return the profile, or null for that of the engine.
     */
    public ReceiveProfile receiveProfile() {
        return receiveProfile;
    }

    /**
     * Whose answers the calls of RFC 3678 give on it.
     *
     * @return the dialect.
     */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Most groups that sockets can join on it.
     *
     * @return positive.
     */
    public int maxGroups() {
        return maxGroups;
    }

    /**
     * Most sources that a filter can list for a group on it.
     *
     * @return positive.
     */
    public int maxSources() {
        return maxSources;
    }

    /**
     * Link-layer multicast addresses that its hardware filter holds; above, it receives them all.
     *
     * @return 0 or more.
     */
    public int maxLinkAddresses() {
        return maxLinkAddresses;
    }

    @Override
    public String toString() {
        return "InterfaceConfiguration{cookie=" + cookie
                + ", macAddress=" + macAddress
                + ", mtu=" + mtu
                + ", isUp=" + isUp
                + ", isMulticast=" + isMulticast
                + ", isLoopback=" + isLoopback
                + ", isHost=" + isHost
                + ", isRouter=" + isRouter
                + ", isSolicitedNodeJoined=" + isSolicitedNodeJoined
                + ", addresses=" + addresses
                + ", hostVariables=" + hostVariables
                + ", receiveProfile=" + receiveProfile
                + ", dialect=" + dialect
                + ", maxGroups=" + maxGroups
                + ", maxSources=" + maxSources
                + ", maxLinkAddresses=" + maxLinkAddresses
                + '}';
    }

    /** Collects values; {@link #build()} checks them. */
    public static final class Builder {
        private long cookie;
        private String name;
        private long macAddress;
        private int mtu = 1500;
        private boolean isUp = true;
        private boolean isMulticast = true;
        private boolean isLoopback = false;
        private boolean isHost = true;
        private boolean isRouter = false;
        private boolean isSolicitedNodeJoined = false;
        private InterfaceAddresses addresses = InterfaceAddresses.NONE;
        private HostVariables hostVariables = HostVariables.DEFAULT;
        private ReceiveProfile receiveProfile;
        private Dialect dialect = Dialect.FREEBSD;
        private int maxGroups = Integer.MAX_VALUE;
        private int maxSources = Integer.MAX_VALUE;
        private int maxLinkAddresses = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Set what the embedder calls it.
         *
         * @param value any number.
         * @return this, for chaining.
         */
        public Builder cookie(final long value) {
            cookie = value;
            return this;
        }

        /**
         * Set what people know it by, default {@code #} and the cookie.
         *
         * @param value any text.
         * @return this, for chaining.
         */
        public Builder name(final String value) {
            name = value;
            return this;
        }

        /**
         * Set the link-layer address.
         *
         * @param value 48 bit.
         * @return this, for chaining.
         */
        public Builder macAddress(final long value) {
            macAddress = value;
            return this;
        }

        /**
         * Set the largest IP packet, default 1,500.
         *
         * @param value in bytes, from 68.
         * @return this, for chaining.
         */
        public Builder mtu(final int value) {
            mtu = value;
            return this;
        }

        /**
         * Set whether packets may be sent and received, default true.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder up(final boolean value) {
            isUp = value;
            return this;
        }

        /**
         * Set whether the link carries multicast, default true.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder multicast(final boolean value) {
            isMulticast = value;
            return this;
        }

        /**
         * Set whether it leads back to this host only, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder loopback(final boolean value) {
            isLoopback = value;
            return this;
        }

        /**
         * Set whether memberships are reported on its link, default true.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder host(final boolean value) {
            isHost = value;
            return this;
        }

        /**
         * Set whether the memberships on its link are learned, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder router(final boolean value) {
            isRouter = value;
            return this;
        }

        /**
         * Set whether it joins the solicited-node groups of its own IPv6 addresses, default false.
         *
         * @param value true if so.
         * @return this, for chaining.
         */
        public Builder solicitedNodeJoined(final boolean value) {
            isSolicitedNodeJoined = value;
            return this;
        }

        /**
         * Set its own addresses, default none.
         *
         * @param value the addresses.
         * @return this, for chaining.
         */
        public Builder addresses(final InterfaceAddresses value) {
            addresses = Objects.requireNonNull(value);
            return this;
        }

        /**
         * Set the variables of the host on its link.
         *
         * @param value the variables.
         * @return this, for chaining.
         */
        public Builder hostVariables(final HostVariables value) {
            hostVariables = Objects.requireNonNull(value);
            return this;
        }

        /**
         * Set how strictly packets are checked, default as the engine does.
         *
         * @param value the profile, or null for that of the engine.
         * @return this, for chaining.
         */
        public Builder receiveProfile(final ReceiveProfile value) {
            receiveProfile = value;
            return this;
        }

        /**
         * Set whose answers the calls of RFC 3678 give on it, default FreeBSD's.
         *
         * @param value the dialect.
         * @return this, for chaining.
         */
        public Builder dialect(final Dialect value) {
            dialect = Objects.requireNonNull(value);
            return this;
        }

        /**
         * Set the most groups that sockets can join on it, default as many as the tables hold.
         *
         * @param value positive; what is joined stays when it is lowered.
         * @return this, for chaining.
         */
        public Builder maxGroups(final int value) {
            maxGroups = value;
            return this;
        }

        /**
         * Set the most sources that a filter can list for a group on it, default as many as the tables hold.
         *
         * @param value positive; filters that are set stay when it is lowered.
         * @return this, for chaining.
         */
        public Builder maxSources(final int value) {
            maxSources = value;
            return this;
        }

        /**
         * Set how many link-layer multicast addresses its hardware filter holds, default any number.
         *
         * @param value 0 or more.
         * @return this, for chaining.
         */
        public Builder maxLinkAddresses(final int value) {
            maxLinkAddresses = value;
            return this;
        }

        /**
         * Check everything.
         *
         * @return what was collected.
         * @throws IllegalArgumentException if something is out of range, named with its value.
         */
        public InterfaceConfiguration build() {
            check("macAddress", macAddress, 0, (1L << 48) - 1);
            check("mtu", mtu, 68, 65_535);
            check("maxGroups", maxGroups, 1, Integer.MAX_VALUE);
            check("maxSources", maxSources, 1, Integer.MAX_VALUE);
            check("maxLinkAddresses", maxLinkAddresses, 0, Integer.MAX_VALUE);
            return new InterfaceConfiguration(this);
        }

        private static void check(final String name, final long value, final long minimum, final long maximum) {
            if (value < minimum || value > maximum) {
                throw new IllegalArgumentException(
                        "out of range: " + name + "=" + value + ", minimum=" + minimum + ", maximum=" + maximum);
            }
        }
    }
}
