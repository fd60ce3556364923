package dev.covey.benchmarks;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.SplittableRandom;

/**
 * Addresses by number: distinct, spread over their range, and the same in every run.
 *
 * <p>The high half is the same for all of one kind; IPv4 addresses are IPv4-mapped.
 */
final class Addresses {
    /** What every benchmark draws its order from. */
    static final long SEED = 0x2236_3810_9776_9777L;

    /** Most addresses of one kind. */
    static final int LIMIT = 1 << 24;

    private static final int IPV4_GROUPS = 239 << 24;
    private static final int IPV4_SOURCES = 10 << 24;
    private static final long IPV6_GROUPS_HIGH = 0xff15_0000_0000_0000L;
    private static final long IPV6_SOURCES_HIGH = 0x2001_0db8_0000_0000L;

    /** What an address has to be combined with, by exclusive or, to be one of nobody's. */
    static final long ABSENT = 1L << 24;

    /** Odd: the multiples of it meet every number once, be it modulo 2^24 or 2^64. */
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final boolean isIpv4;
    private final int ipv4Prefix;
    private final long high;

    private Addresses(final AddressFamily family, final int ipv4Prefix, final long ipv6High) {
        this.isIpv4 = family == AddressFamily.IPV4;
        this.ipv4Prefix = ipv4Prefix;
        this.high = isIpv4 ? 0 : ipv6High;
    }

    /** Groups that anybody may report: 239.0.0.0/8, or ff15::/64. */
    static Addresses groups(final AddressFamily family) {
        return new Addresses(family, IPV4_GROUPS, IPV6_GROUPS_HIGH);
    }

    /** Unicast addresses: 10.0.0.0/8, or 2001:db8::/64. */
    static Addresses sources(final AddressFamily family) {
        return new Addresses(family, IPV4_SOURCES, IPV6_SOURCES_HIGH);
    }

    long high() {
        return high;
    }

    /** Low half of an address, numbered from 0 to below {@link #LIMIT}. */
    long low(final int number) {
        final long product = number * MULTIPLIER;
        return isIpv4 ? InternetAddress.ipv4Low(ipv4Prefix | (int) product & LIMIT - 1) : product ^ product >>> 32;
    }

    /** Low halves of the addresses from a number on, in a random order. */
    long[] shuffledLows(final int from, final int count) {
        final long[] lows = new long[count];
        final int[] order = shuffled(count);
        for (int i = 0; i < count; i++) {
            lows[i] = low(from + order[i]);
        }
        return lows;
    }

    /** The numbers from 0 to below a limit in a random order. */
    static int[] shuffled(final int count) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            final int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }
}
