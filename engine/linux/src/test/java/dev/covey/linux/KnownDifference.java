package dev.covey.linux;

/**
 * Where Linux and we do not do the same, and who does as the RFCs say. Each is a row of
 * {@code engine/docs/conformance.md}, and is seen to happen by at least one test.
 */
enum KnownDifference {
    /** Linux answers IGMP queries whatever their time to live. */
    TIME_TO_LIVE(Right.EITHER, "RFC 9776 section 4"),
    /** Linux answers IGMP queries without Router Alert. */
    NO_ROUTER_ALERT(Right.OURS, "RFC 9776 section 9.1"),
    /** Linux takes a Router Alert of IPv4 for one whatever its value. */
    ROUTER_ALERT_VALUE(Right.EITHER, "RFC 2113 section 2.1"),
    /** Linux answers a general query to any group that it has joined. */
    GENERAL_TO_A_GROUP(Right.OURS, "RFC 9776 section 9.1"),
    /** Linux answers a query about a group that was sent to another group that it has joined. */
    ANOTHER_GROUP(Right.LINUX, "RFC 9776 section 4.1.12, RFC 9777 section 5.1.15"),
    /** Linux answers IGMP queries that are broadcast. */
    BROADCAST(Right.EITHER, "RFC 9776 section 4.1.12"),
    /** Linux answers MLD queries that bear its own address as their source. */
    OWN_ADDRESS(Right.EITHER, "RFC 9777 section 5.1.14"),
    /** Of a group in EXCLUDE mode, Linux answers the whole state where sources are asked for. */
    SOURCES_OF_EXCLUDE(Right.OURS, "RFC 9776 section 5.2, RFC 9777 section 6.2"),
    /** Linux puts fragments together and answers. */
    FRAGMENTS(Right.EITHER, "RFC 9776 section 4, RFC 9777 section 5"),
    /** An older query about one group has Linux speak the older version from then on. */
    OLDER_GROUP_QUERY(Right.OURS, "RFC 9776 section 7.2.1, RFC 9777 section 8.2.1"),
    /** Linux reports groups of the source-specific range in older versions. */
    OLDER_SOURCE_SPECIFIC(Right.OURS, "RFC 4604 section 2.2"),
    /** Linux forgets an older IGMP querier without regard to the response time of its query. */
    OLDER_QUERIER_TIME(Right.OURS, "RFC 9776 section 8.12"),
    /** A socket of Linux gets of a group what any other on the host has joined, unless IP_MULTICAST_ALL is off. */
    MULTICAST_ALL(Right.OURS, "RFC 9776 section 2, RFC 3678 section 3"),
    /** A socket of Linux gets of an IPv6 group that it has joined what comes in by other interfaces. */
    ANOTHER_INTERFACE(Right.OURS, "RFC 9777 section 3, RFC 3678 section 3"),
    /** A source join of a group that is joined for any source turns the filter of Linux around. */
    SOURCE_JOIN_OF_ANY_SOURCE(Right.OURS, "RFC 3678 section 4.1.3; dialect LINUX does it too");

    private final Right right;
    private final String reference;

    /** Who does as the RFCs say; either, where they leave it open. */
    enum Right {
        OURS("we"),
        LINUX("Linux"),
        EITHER("either");

        private final String word;

        Right(final String word) {
            this.word = word;
        }

        /** As the page says it. */
        String word() {
            return word;
        }
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
