package dev.covey.engine.protocol;

import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;

/**
 * The groups that are only received from named sources (RFC 4607 section 1). Never changes; asking it allocates
 * nothing.
 */
public final class SourceSpecificRange {
    private static final int IPV4_MAPPED_PREFIX = 96;

    /** Of each range: high and low half of its first group, then of its mask. */
    private static final int WORDS = 4;

    /** No group at all. */
    public static final SourceSpecificRange NONE = new SourceSpecificRange(new long[0]);

    /** What is assigned for it: 232.0.0.0/8 and ff3x::/96, with any scope x. */
    public static final SourceSpecificRange STANDARD = NONE.with(0, InternetAddress.ipv4Low(232 << 24), 8)
            .withMasked(0xff30_0000_0000_0000L, 0, 0xfff0_ffff_ffff_ffffL, 0xffff_ffff_0000_0000L);

    private final long[] ranges;

    private SourceSpecificRange(final long[] ranges) {
        this.ranges = ranges;
    }

    /**
     * These groups and more.
     *
     * @param high half of the first group, IPv4-mapped where it is IPv4.
     * @param low half of the first group.
     * @param prefixLength that the groups share, in bits of their own family: 0 to 32, or 0 to 128.
     * @return all of them.
     * @throws IllegalArgumentException if the first is no multicast address, or the length is out of range.
     */
    public SourceSpecificRange with(final long high, final long low, final int prefixLength) {
        final boolean isIpv4 = InternetAddress.isIpv4(high, low);
        final int maximum = isIpv4 ? Integer.SIZE : 2 * Long.SIZE;
        if (prefixLength < 0 || prefixLength > maximum || !InternetAddress.isMulticast(high, low)) {
            throw new IllegalArgumentException("no range of groups: group=" + InternetAddress.toString(high, low)
                    + ", prefixLength=" + prefixLength + ", maximum=" + maximum);
        }
        final int length = isIpv4 ? prefixLength + IPV4_MAPPED_PREFIX : prefixLength;
        final long highMask = length >= Long.SIZE ? -1L : ~(-1L >>> length);
        final long lowMask = length <= Long.SIZE ? 0 : length == 2 * Long.SIZE ? -1L : ~(-1L >>> (length - Long.SIZE));
        return withMasked(high, low, highMask, lowMask);
    }

    private SourceSpecificRange withMasked(final long high, final long low, final long highMask, final long lowMask) {
        final long[] more = Arrays.copyOf(ranges, ranges.length + WORDS);
        more[ranges.length] = high & highMask;
        more[ranges.length + 1] = low & lowMask;
        more[ranges.length + 2] = highMask;
        more[ranges.length + 3] = lowMask;
        return new SourceSpecificRange(more);
    }

    /**
     * Is a group one of these?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if so.
     */
    public boolean contains(final long high, final long low) {
        for (int i = 0; i < ranges.length; i += WORDS) {
            if ((high & ranges[i + 2]) == ranges[i] && (low & ranges[i + 3]) == ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SourceSpecificRange range && Arrays.equals(ranges, range.ranges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("SourceSpecificRange{");
        for (int i = 0; i < ranges.length; i += WORDS) {
            text.append(i == 0 ? "" : ", ");
            InternetAddress.append(text, ranges[i], ranges[i + 1]);
        }
        return text.append('}').toString();
    }
}
