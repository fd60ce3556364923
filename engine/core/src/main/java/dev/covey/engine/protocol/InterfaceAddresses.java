package dev.covey.engine.protocol;

import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;

/** The addresses of an interface with the lengths of their prefixes. Never changes; asking it allocates nothing. */
public final class InterfaceAddresses {
    /** No address at all. */
    public static final InterfaceAddresses NONE = new InterfaceAddresses(new long[0], new long[0], new int[0]);

    private static final int IPV4_MAPPED_PREFIX = 96;

    private final long[] highs;
    private final long[] lows;
    private final int[] prefixLengths;

    private InterfaceAddresses(final long[] highs, final long[] lows, final int[] prefixLengths) {
        this.highs = highs;
        this.lows = lows;
        this.prefixLengths = prefixLengths;
    }

    /**
     * These and one more.
     *
     * @param high half of the address, IPv4-mapped where it is IPv4.
     * @param low half of the address.
     * @param prefixLength of the address's subnet in its own family: 0 to 32, or 0 to 128.
     * @return the addresses.
     * @throws IllegalArgumentException if the address cannot be an interface's, or the length is out of range.
     */
    public InterfaceAddresses with(final long high, final long low, final int prefixLength) {
        final boolean isIpv4 = InternetAddress.isIpv4(high, low);
        final int maximum = isIpv4 ? Integer.SIZE : 2 * Long.SIZE;
        if (prefixLength < 0 || prefixLength > maximum) {
            throw new IllegalArgumentException(
                    "out of range: prefixLength=" + prefixLength + ", minimum=0, maximum=" + maximum);
        }
        if (InternetAddress.isMulticast(high, low)
                || InternetAddress.isUnspecified(high, low)
                || InternetAddress.isLimitedBroadcast(high, low)) {
            throw new IllegalArgumentException(
                    "no address of an interface: address=" + InternetAddress.toString(high, low));
        }
        final int length = highs.length;
        final long[] newHighs = Arrays.copyOf(highs, length + 1);
        final long[] newLows = Arrays.copyOf(lows, length + 1);
        final int[] newPrefixLengths = Arrays.copyOf(prefixLengths, length + 1);
        newHighs[length] = high;
        newLows[length] = low;
        newPrefixLengths[length] = isIpv4 ? prefixLength + IPV4_MAPPED_PREFIX : prefixLength;
        return new InterfaceAddresses(newHighs, newLows, newPrefixLengths);
    }

    /**
     * How many there are.
     *
     * @return the number.
     */
    public int count() {
        return highs.length;
    }

    /**
     * High half of an address.
     *
     * @param index of the address, from 0.
     * @return the high half.
     */
    public long high(final int index) {
        return highs[index];
    }

    /**
     * Low half of an address.
     *
     * @param index of the address, from 0.
     * @return the low half.
     */
    public long low(final int index) {
        return lows[index];
    }

    /**
     * Is an address one of these?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return true if so.
     */
    public boolean contains(final long high, final long low) {
        for (int i = 0; i < highs.length; i++) {
            if (highs[i] == high && lows[i] == low) {
                return true;
            }
        }
        return false;
    }

    /**
     * Is an address in the subnet of one of these?
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return length of the longest prefix that it shares with one, 0 to 128 (96 more than usual for IPv4), or -1.
     */
    public int longestPrefix(final long high, final long low) {
        int longest = -1;
        for (int i = 0; i < highs.length; i++) {
            final int length = prefixLengths[i];
            final long highMask = length >= Long.SIZE ? -1L : ~(-1L >>> length);
            final long lowMask =
                    length <= Long.SIZE ? 0 : length == 2 * Long.SIZE ? -1L : ~(-1L >>> (length - Long.SIZE));
            if (((highs[i] ^ high) & highMask) == 0 && ((lows[i] ^ low) & lowMask) == 0) {
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    /**
     * The address that membership messages come from: the first of IPv4, the first link-local one of IPv6 (RFC 9776
     * section 4.2.13, RFC 9777 section 5.2.13).
     *
     * @param isIpv6 true for MLD.
     * @return its index, or -1 if there is none: then messages come from 0.0.0.0 or {@code ::} (RFC 3590).
     */
    public int reportSource(final boolean isIpv6) {
        for (int i = 0; i < highs.length; i++) {
            final boolean isIpv4 = InternetAddress.isIpv4(highs[i], lows[i]);
            if (isIpv6 ? InternetAddress.isLinkLocal(highs[i], lows[i]) && !isIpv4 : isIpv4) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof InterfaceAddresses addresses
                && Arrays.equals(highs, addresses.highs)
                && Arrays.equals(lows, addresses.lows)
                && Arrays.equals(prefixLengths, addresses.prefixLengths);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(highs) + Arrays.hashCode(lows);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("InterfaceAddresses{");
        for (int i = 0; i < highs.length; i++) {
            text.append(i == 0 ? "" : ", ");
            InternetAddress.append(text, highs[i], lows[i]);
        }
        return text.append('}').toString();
    }
}
