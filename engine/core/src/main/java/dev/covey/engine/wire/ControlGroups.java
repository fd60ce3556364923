package dev.covey.engine.wire;

/** The multicast addresses a protocol sends its own messages to. */
enum ControlGroups {
    IGMP(
            WellKnownGroup.IPV4_HIGH,
            WellKnownGroup.ALL_SYSTEMS_LOW,
            WellKnownGroup.ALL_ROUTERS_LOW,
            WellKnownGroup.IGMPV3_ROUTERS_LOW),
    MLD(
            WellKnownGroup.LINK_SCOPE_HIGH,
            WellKnownGroup.ALL_NODES_LOW,
            WellKnownGroup.ALL_MLD_ROUTERS_LOW,
            WellKnownGroup.MLDV2_ROUTERS_LOW);

    /** High half of all three. */
    final long high;

    /** General queries. */
    final long allSystemsLow;

    /** Leave and done messages. */
    final long allRoutersLow;

    /** Reports with records. */
    final long reportRoutersLow;

    ControlGroups(final long high, final long allSystemsLow, final long allRoutersLow, final long reportRoutersLow) {
        this.high = high;
        this.allSystemsLow = allSystemsLow;
        this.allRoutersLow = allRoutersLow;
        this.reportRoutersLow = reportRoutersLow;
    }

    static ControlGroups of(final AddressFamily family) {
        return family == AddressFamily.IPV6 ? MLD : IGMP;
    }
}
