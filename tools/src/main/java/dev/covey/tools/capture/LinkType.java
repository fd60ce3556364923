package dev.covey.tools.capture;

/** What the bytes of a captured packet begin with: the link types of capture files that can be replayed. */
public enum LinkType {
    /** BSD loopback: an address family in the byte order of the capturing host, then the IP packet. */
    NULL,
    /** Ethernet frame. */
    ETHERNET,
    /** IP packet of either version. */
    RAW,
    /** OpenBSD loopback: an address family in network byte order, then the IP packet. */
    LOOP,
    /** Linux cooked capture, version 1. */
    LINUX_SLL,
    /** IPv4 packet. */
    IPV4,
    /** IPv6 packet. */
    IPV6,
    /** Linux cooked capture, version 2: also says on which interface the packet was seen. */
    LINUX_SLL2,
    /** Anything else: such packets are delivered, but nobody knows where the IP packet in them begins. */
    UNKNOWN;

    /**
     * Decode the number a file uses. Numbers 12 and 14 are what BSD and OpenBSD write for 101 (raw IP).
     *
     * @param code in the file.
     * @return {@link #UNKNOWN} for every number that is not listed here.
     */
    public static LinkType of(final int code) {
        return switch (code) {
            case 0 -> NULL;
            case 1 -> ETHERNET;
            case 12, 14, 101 -> RAW;
            case 108 -> LOOP;
            case 113 -> LINUX_SLL;
            case 228 -> IPV4;
            case 229 -> IPV6;
            case 276 -> LINUX_SLL2;
            default -> UNKNOWN;
        };
    }
}
