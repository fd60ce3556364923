package dev.covey.engine.wire;

/**
 * An IPv4 or IPv6 address as two longs, and what can be said about one.
 *
 * <p>IPv4 addresses are IPv4-mapped: {@code a.b.c.d} is {@code high = 0, low = 0x0000ffff_aabbccdd}. The address
 * {@code 0.0.0.0} therefore differs from {@code ::}, and both are unspecified. The static functions take the halves and
 * allocate nothing; the record itself is for tools, tests and configuration.
 *
 * @param high the first 64 bits in network order.
 * @param low the last 64 bits in network order.
 */
public record InternetAddress(long high, long low) {
    /** Multicast scope that reaches no other host (RFC 4291 section 2.7). */
    public static final int SCOPE_INTERFACE_LOCAL = 1;

    /** Multicast scope of one link. */
    public static final int SCOPE_LINK_LOCAL = 2;

    /** Multicast scope 3, realm-local; IPv4's local scope 239.255.0.0/16 (RFC 2365 section 8). */
    public static final int SCOPE_REALM_LOCAL = 3;

    /** Multicast scope of an organisation; IPv4's 239.192.0.0/14. */
    public static final int SCOPE_ORGANISATION_LOCAL = 8;

    /** Multicast scope without bound. */
    public static final int SCOPE_GLOBAL = 14;

    private static final long IPV4_PREFIX = 0xffffL;
    private static final long IPV4_MASK = 0xffff_ffffL;
    private static final long IPV4_GROUP_MAC_PREFIX = 0x0100_5e00_0000L;
    private static final long IPV6_GROUP_MAC_PREFIX = 0x3333_0000_0000L;

    /**
     * Read an address from text. Never asks a name server.
     *
     * @param text an IPv4 address in four decimal parts, or an IPv6 address without zone.
     * @return the address.
     * @throws IllegalArgumentException saying what is wrong and where, if the text is not an address.
     */
    public static InternetAddress parse(final CharSequence text) {
        return new AddressParser(text).parse();
    }

    /**
     * The low half of an IPv4 address; the high half is zero.
     *
     * @param bits the 32 bits of the address, in network order.
     * @return the low half.
     */
    public static long ipv4Low(final int bits) {
        return (IPV4_PREFIX << 32) | (bits & IPV4_MASK);
    }

    /**
     * Is it an IPv4 address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if it is in ::ffff:0:0/96.
     */
    public static boolean isIpv4(final long high, final long low) {
        return high == 0 && (low >>> 32) == IPV4_PREFIX;
    }

    /**
     * Is it a multicast address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if it is in 224.0.0.0/4 or ff00::/8.
     */
    public static boolean isMulticast(final long high, final long low) {
        return isIpv4(high, low) ? (low >>> 28 & 0xf) == 0xe : high >>> 56 == 0xff;
    }

    /**
     * Is it the address that stands for no address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true for 0.0.0.0 and ::.
     */
    public static boolean isUnspecified(final long high, final long low) {
        return high == 0 && (low == 0 || low == IPV4_PREFIX << 32);
    }

    /**
     * Is it a loopback address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true for 127.0.0.0/8 and ::1.
     */
    public static boolean isLoopback(final long high, final long low) {
        return isIpv4(high, low) ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
    }

    /**
     * Is it IPv4's limited broadcast address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true for 255.255.255.255.
     */
    public static boolean isLimitedBroadcast(final long high, final long low) {
        return high == 0 && low == (IPV4_PREFIX << 32 | IPV4_MASK);
    }

    /**
     * Is it a link-local unicast address?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if it is in 169.254.0.0/16 or fe80::/10.
     */
    public static boolean isLinkLocal(final long high, final long low) {
        return isIpv4(high, low) ? (low >>> 16 & 0xffff) == 0xa9fe : high >>> 54 == 0x3fa;
    }

    /**
     * How far a multicast address reaches, in the numbers of RFC 4291 section 2.7.
     *
     * @param high half of a multicast address.
     * @param low half of a multicast address.
     * @return 0 to 15; for IPv4 the IPv6 scope that RFC 2365 section 8 names as its equivalent.
     */
    public static int multicastScope(final long high, final long low) {
        if (!isIpv4(high, low)) {
            return (int) (high >>> 48) & 0xf;
        }
        if ((low & 0xffff_ff00L) == 0xe000_0000L) {
            return SCOPE_LINK_LOCAL;
        }
        if ((low & 0xffff_0000L) == 0xefff_0000L) {
            return SCOPE_REALM_LOCAL;
        }
        return (low & 0xfffc_0000L) == 0xefc0_0000L ? SCOPE_ORGANISATION_LOCAL : SCOPE_GLOBAL;
    }

    /**
     * Is membership of this group ever reported? Every host is a member of 224.0.0.1 and ff02::1, and what does not
     * leave the host needs no router (RFC 9776 section 5, RFC 9777 section 6).
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return false also if the address is not multicast.
     */
    public static boolean isReportable(final long high, final long low) {
        if (!isMulticast(high, low) || multicastScope(high, low) <= SCOPE_INTERFACE_LOCAL) {
            return false;
        }
        return high == WellKnownGroup.LINK_SCOPE_HIGH
                ? low != WellKnownGroup.ALL_NODES_LOW
                : high != 0 || low != WellKnownGroup.ALL_SYSTEMS_LOW;
    }

    /**
     * The Ethernet address that datagrams to a group are sent to (RFC 1112 section 6.4, RFC 2464 section 7). Several
     * groups share one.
     *
     * @param high half of a multicast address.
     * @param low half of a multicast address.
     * @return the address in the low 48 bits.
     */
    public static long multicastMac(final long high, final long low) {
        return isIpv4(high, low)
                ? IPV4_GROUP_MAC_PREFIX | (low & 0x7f_ffffL)
                : IPV6_GROUP_MAC_PREFIX | (low & IPV4_MASK);
    }

    /**
     * Append an address in the text form of RFC 5952; an IPv4 address in four decimal parts.
     *
     * @param target to append to.
     * @param high half of the address.
     * @param low half of the address.
     * @return the target.
     */
    public static StringBuilder append(final StringBuilder target, final long high, final long low) {
        return AddressFormatter.append(target, high, low);
    }

    /**
     * An address in the text form of RFC 5952; an IPv4 address in four decimal parts.
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return the text.
     */
    public static String toString(final long high, final long low) {
        return append(new StringBuilder(39), high, low).toString();
    }

    @Override
    public String toString() {
        return toString(high, low);
    }
}
