package dev.covey.engine.protocol;

import dev.covey.engine.wire.InternetAddress;

/** The groups that are only received from named sources (RFC 4607 section 1). */
public final class SourceSpecificRange {
    private static final long IPV4_PREFIX = 232;
    private static final int IPV4_PREFIX_SHIFT = 24;
    private static final long IPV6_PREFIX_MASK = 0xfff0_ffff_ffff_ffffL;
    private static final long IPV6_PREFIX = 0xff30_0000_0000_0000L;

    private SourceSpecificRange() {}

    /**
     * Is a multicast address one of 232.0.0.0/8 or ff3x::/96?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if so.
     */
    public static boolean contains(final long high, final long low) {
        return InternetAddress.isIpv4(high, low)
                ? (low >>> IPV4_PREFIX_SHIFT & 0xff) == IPV4_PREFIX
                : (high & IPV6_PREFIX_MASK) == IPV6_PREFIX && low >>> Integer.SIZE == 0;
    }
}
