package dev.covey.engine.wire;

/** The IP protocol and IPv6 next header numbers that matter here (IANA protocol numbers). */
final class IpProtocol {
    static final int HOP_BY_HOP_OPTIONS = 0;
    static final int IGMP = 2;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    static final int ICMPV6 = 58;
    static final int DESTINATION_OPTIONS = 60;
    static final int MOBILITY = 135;
    static final int HOST_IDENTITY = 139;
    static final int SHIM6 = 140;

    /** The packet ended before the number could be read. */
    static final int UNREADABLE = -1;

    private IpProtocol() {}
}
