package dev.covey.engine.counters;

/**
 * Why a received message was not processed. A dropped message counts for exactly one of these: the first one in the
 * order of this list, within its protocol, that applies.
 *
 * <p>{@link #label()} is the name of the counter wherever it is seen; {@link #code()} is what is stored. Codes are
 * written out rather than derived from the order of the constants, so that inserting a reason renames no counter of a
 * file written earlier.
 *
 * <p>A packet that is neither IGMP nor MLD is not dropped by the engine and so has no reason here: it is data or it is
 * none of our business.
 */
public enum DropReason {
    /** Too short to hold an IP header. */
    IP_SHORT(1, "ip.short"),
    /** Version field differs from the protocol the link layer announced. */
    IP_VERSION(2, "ip.version"),
    /** IPv4 header length below 20 octets or beyond the end of the packet. */
    IP_HLEN(3, "ip.hlen"),
    /** IPv4 header checksum (RFC 791). */
    IP_CSUM(4, "ip.csum"),
    /** IPv4 total length shorter than the header or beyond the end of the packet. */
    IP_LEN(5, "ip.len"),
    /** IPv6 payload length beyond the end of the packet. */
    IP6_LEN(6, "ip6.len"),
    /** IPv6 hop-by-hop options header that is cut, malformed or not first (RFC 8200 section 4.3). */
    IP6_HBH(7, "ip6.hbh"),
    /** A fragment; IGMP and MLD messages are never fragmented, and are never reassembled here. */
    IP_FRAG(8, "ip.frag"),
    /** IPv4 options or IPv6 extension headers that are malformed or demand that the packet is discarded. */
    IP_OPT(9, "ip.opt"),
    /** IGMP in IPv6 or ICMPv6 in IPv4. */
    IP_PROTO(10, "ip.proto"),

    /** IGMP message shorter than 8 octets. */
    IGMP_TOOSHORT(16, "igmp.tooshort"),
    /** IGMP checksum over the whole IP payload. */
    IGMP_BADSUM(17, "igmp.badsum"),
    /** IGMP message with a time to live other than 1. */
    IGMP_BADTTL(18, "igmp.badttl"),
    /** IGMP message from an address that no host can have. */
    IGMP_BADSOURCE(19, "igmp.badsource"),
    /** IGMP type that is not a query, report or leave. */
    IGMP_UNKNOWNTYPE(20, "igmp.unknowntype"),
    /** IGMP message without Router Alert option. Also counted, without a drop, where the option is not required. */
    IGMP_NORA(21, "igmp.nora"),
    /** IGMP query of 9, 10 or 11 octets (RFC 9776 section 7.1). */
    IGMP_BADQUERYLEN(22, "igmp.badquerylen"),
    /** IGMP number of sources or records that needs more octets than the message has. */
    IGMP_LYINGCOUNT(23, "igmp.lyingcount"),
    /** IGMP group address that is not multicast. */
    IGMP_BADGROUP(24, "igmp.badgroup"),
    /** IGMP query sent to the wrong destination, or general query with sources. */
    IGMP_BADQUERY(25, "igmp.badquery"),
    /** IGMP report or leave sent to the wrong destination. */
    IGMP_BADREPORT(26, "igmp.badreport"),

    /** MLD message shorter than its fixed part. */
    MLD_TOOSHORT(32, "mld.tooshort"),
    /** ICMPv6 checksum of an MLD message. */
    MLD_BADSUM(33, "mld.badsum"),
    /** MLD message with a hop limit other than 1. */
    MLD_BADHLIM(34, "mld.badhlim"),
    /** MLD message from an address that is not link-local. */
    MLD_BADSOURCE(35, "mld.badsource"),
    /** ICMPv6 message that claims by its Router Alert value to be MLD and has no MLD type. */
    MLD_UNKNOWNTYPE(36, "mld.unknowntype"),
    /** MLD message without Router Alert option. */
    MLD_NORA(37, "mld.nora"),
    /** MLD query of 25, 26 or 27 octets (RFC 9777 section 8.1). */
    MLD_BADQUERYLEN(38, "mld.badquerylen"),
    /** MLD number of sources or records that needs more octets than the message has. */
    MLD_LYINGCOUNT(39, "mld.lyingcount"),
    /** MLD multicast address that is not multicast, or that no listener reports. */
    MLD_BADGROUP(40, "mld.badgroup"),
    /** MLD query sent to the wrong destination, or general query with sources. */
    MLD_BADQUERY(41, "mld.badquery"),
    /** MLD report or done sent to the wrong destination. */
    MLD_BADREPORT(42, "mld.badreport"),

    /** The engine's limit of groups is reached. */
    ENGINE_LIMIT_GROUPS(48, "engine.limit.groups"),
    /** The engine's limit of sources is reached. */
    ENGINE_LIMIT_SOURCES(49, "engine.limit.sources"),
    /** The packet came in on an interface that the engine does not know. */
    ENGINE_DROP_NOIFACE(50, "engine.drop.noiface"),
    /** The receive ring was full. */
    ENGINE_RX_RING_FULL(51, "engine.rx.ring_full");

    /**
     * Every {@link #code()} is at least 1 and below this number, so that an array of this length holds a count each.
     */
    public static final int CODE_LIMIT = 64;

    private static final DropReason[] BY_CODE = new DropReason[CODE_LIMIT];

    static {
        for (final DropReason reason : values()) {
            if (BY_CODE[reason.code] != null) {
                throw new ExceptionInInitializerError("drop reason code used twice: code=" + reason.code);
            }
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final String label;

    DropReason(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /**
     * The reason a stored code stands for.
     *
     * @param code as returned by {@link #code()}.
     * @return the reason.
     * @throws IllegalArgumentException if no reason has that code.
     */
    public static DropReason ofCode(final int code) {
        final DropReason reason = findCode(code);
        if (reason == null) {
            throw new IllegalArgumentException("no such drop reason: code=" + code);
        }
        return reason;
    }

    /** The reason of a code that somebody else has written, or null if there is none. */
    static DropReason findCode(final int code) {
        return code >= 0 && code < CODE_LIMIT ? BY_CODE[code] : null;
    }

    /**
     * The number this reason is stored as.
     *
     * @return a number that never changes, from 1 and below {@link #CODE_LIMIT}.
     */
    public int code() {
        return code;
    }

    /**
     * The name of this reason's counter.
     *
     * @return for example {@code igmp.badsum}.
     */
    public String label() {
        return label;
    }

    /**
     * Was the fault found in the IP header, before the message itself was looked at?
     *
     * @return true for {@code ip.*} and {@code ip6.*}.
     */
    public boolean isInternetLayer() {
        return code <= IP_PROTO.code;
    }

    /**
     * Is it counted for each interface as well as for the engine as a whole?
     *
     * @return false where the packet got to no interface.
     */
    public boolean isOfInterface() {
        return this != ENGINE_DROP_NOIFACE && this != ENGINE_RX_RING_FULL;
    }
}
