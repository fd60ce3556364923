package dev.covey.engine.wire;

/** What a packet's first octet belongs to. */
public enum LinkType {
    /** An Ethernet header, possibly with VLAN tags. */
    ETHERNET,
    /** An IP header; the version field says which. */
    INTERNET,
    /** A Linux cooked header, 16 octets, as in captures on all interfaces. */
    LINUX_COOKED,
    /** A Linux cooked header of version 2, 20 octets. */
    LINUX_COOKED_V2
}
