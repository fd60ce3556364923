package dev.covey.engine.wire;

/** The groups that IGMP and MLD messages themselves are sent to, as halves of addresses. */
public final class WellKnownGroup {
    /** High half of every IPv4 address. */
    public static final long IPV4_HIGH = 0;

    /** Low half of 224.0.0.1, all systems on this link. */
    public static final long ALL_SYSTEMS_LOW = 0xffff_e000_0001L;

    /** Low half of 224.0.0.2, all routers on this link. */
    public static final long ALL_ROUTERS_LOW = 0xffff_e000_0002L;

    /** Low half of 224.0.0.22, all IGMPv3-capable routers. */
    public static final long IGMPV3_ROUTERS_LOW = 0xffff_e000_0016L;

    /** High half of ff02::/64. */
    public static final long LINK_SCOPE_HIGH = 0xff02_0000_0000_0000L;

    /** Low half of ff02::1, all nodes on this link. */
    public static final long ALL_NODES_LOW = 0x1;

    /** Low half of ff02::2, all routers on this link. */
    public static final long ALL_MLD_ROUTERS_LOW = 0x2;

    /** Low half of ff02::16, all MLDv2-capable routers. */
    public static final long MLDV2_ROUTERS_LOW = 0x16;

    private WellKnownGroup() {}
}
