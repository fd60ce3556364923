package dev.covey.engine.wire;

/** Which internet protocol a packet belongs to, and so whether its membership messages are IGMP or MLD. */
public enum AddressFamily {
    /** Not an IP packet. */
    NONE,
    /** IPv4, with IGMP. */
    IPV4,
    /** IPv6, with MLD. */
    IPV6
}
