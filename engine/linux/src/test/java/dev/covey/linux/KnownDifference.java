package dev.covey.linux;

/** Where Linux and we do not do the same, and who does as the RFCs say. */
enum KnownDifference {
    /** Linux answers whatever the time to live. */
    TIME_TO_LIVE(Right.EITHER, "RFC 9776 section 4 tells senders to use 1, and receivers nothing"),
    /** Linux answers IGMP queries without Router Alert. */
    NO_ROUTER_ALERT(Right.OURS, "RFC 9776 section 9.1: hosts should ignore them"),
    /** Linux answers a general query to any group that it has joined. */
    GENERAL_TO_A_GROUP(Right.OURS, "RFC 9776 section 9.1: hosts should ignore them"),
    /** Linux answers a query about a group that was sent to another group that it has joined. */
    DESTINATION_OF_ANOTHER_GROUP(Right.LINUX, "RFC 9776 section 4.1.12; the profile RFC_MINIMUM does so too"),
    /** Of a group in EXCLUDE mode, Linux answers the whole state where sources are asked for. */
    SOURCES_OF_EXCLUDE(Right.OURS, "RFC 9776 and RFC 9777 section 5.2 and 6.2: the sources asked for and wanted"),
    /** Linux puts fragments together and answers. */
    FRAGMENTS(Right.EITHER, "no RFC speaks of fragments of a message that fits every link");

    private final Right right;
    private final String reference;

    /** Who does as the RFCs say. */
    enum Right {
        OURS,
        LINUX,
        EITHER
    }

    KnownDifference(final Right right, final String reference) {
        this.right = right;
        this.reference = reference;
    }

    Right right() {
        return right;
    }

    String reference() {
        return reference;
    }
}
