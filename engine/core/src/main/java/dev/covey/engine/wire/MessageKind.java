package dev.covey.engine.wire;

/** The messages of IGMP and MLD, by protocol version. */
public enum MessageKind {
    /** IGMPv1 query (RFC 1112). */
    V1_QUERY(AddressFamily.IPV4, 0x11, "v1-query"),
    /** IGMPv2 query (RFC 2236). */
    V2_QUERY(AddressFamily.IPV4, 0x11, "v2-query"),
    /** IGMPv3 query (RFC 9776 section 4.1). */
    V3_QUERY(AddressFamily.IPV4, 0x11, "v3-query"),
    /** IGMPv1 report (RFC 1112). */
    V1_REPORT(AddressFamily.IPV4, 0x12, "v1-report"),
    /** IGMPv2 report (RFC 2236). */
    V2_REPORT(AddressFamily.IPV4, 0x16, "v2-report"),
    /** IGMPv3 report (RFC 9776 section 4.2). */
    V3_REPORT(AddressFamily.IPV4, 0x22, "v3-report"),
    /** IGMPv2 leave (RFC 2236). */
    LEAVE(AddressFamily.IPV4, 0x17, "leave"),
    /** MLDv1 query (RFC 2710). */
    MLD_V1_QUERY(AddressFamily.IPV6, 130, "v1-query"),
    /** MLDv2 query (RFC 9777 section 5.1). */
    MLD_V2_QUERY(AddressFamily.IPV6, 130, "v2-query"),
    /** MLDv1 report (RFC 2710). */
    MLD_V1_REPORT(AddressFamily.IPV6, 131, "v1-report"),
    /** MLDv2 report (RFC 9777 section 5.2). */
    MLD_V2_REPORT(AddressFamily.IPV6, 143, "v2-report"),
    /** MLDv1 done (RFC 2710). */
    MLD_DONE(AddressFamily.IPV6, 132, "done");

    private final AddressFamily family;
    private final int type;
    private final String label;

    MessageKind(final AddressFamily family, final int type, final String label) {
        this.family = family;
        this.type = type;
        this.label = label;
    }

    /**
     * The family whose protocol has this message.
     *
     * @return IPv4 for IGMP, IPv6 for MLD.
     */
    public AddressFamily family() {
        return family;
    }

    /**
     * The message's type octet.
     *
     * @return the IGMP or ICMPv6 type, 0 to 255; queries of every version share one.
     */
    public int type() {
        return type;
    }

    /**
     * The message's name within its protocol.
     *
     * @return for example {@code v2-report}.
     */
    public String label() {
        return label;
    }

    /**
     * Is this a question of a querier?
     *
     * @return true for queries of every version.
     */
    public boolean isQuery() {
        return type == V1_QUERY.type || type == MLD_V1_QUERY.type;
    }

    /**
     * Does the message carry group records rather than one group?
     *
     * @return true for IGMPv3 and MLDv2 reports.
     */
    public boolean hasRecords() {
        return this == V3_REPORT || this == MLD_V2_REPORT;
    }

    /**
     * May the message carry a list of sources to ask about?
     *
     * @return true for IGMPv3 and MLDv2 queries.
     */
    public boolean isSourceQuery() {
        return this == V3_QUERY || this == MLD_V2_QUERY;
    }
}
