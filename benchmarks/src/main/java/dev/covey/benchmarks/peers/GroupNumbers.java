package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;

/** Which interface and group a number stands for, the same as in the native peers. */
final class GroupNumbers {
    /** Interfaces that the groups are on, turn by turn. */
    static final int INTERFACES = 16;

    /** High half of every IPv6 group. */
    static final long IPV6_HIGH = 0xff15_0000_0000_0000L;

    private static final int INTERFACE_SHIFT = 4;
    private static final int IPV4_PREFIX = 239 << 24;
    private static final int IPV4_MASK = (1 << 24) - 1;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private GroupNumbers() {}

    /** Index of the interface. */
    static int interfaceOf(final long number) {
        return (int) number & INTERFACES - 1;
    }

    /** The IPv4 group, as an unsigned number of 32 bits. */
    static int ipv4(final long number) {
        return IPV4_PREFIX | (int) ((number >>> INTERFACE_SHIFT) * MULTIPLIER) & IPV4_MASK;
    }

    /** Low half of the IPv6 group. */
    static long ipv6Low(final long number) {
        final long product = (number >>> INTERFACE_SHIFT) * MULTIPLIER;
        return product ^ product >>> 32;
    }

    static long high(final AddressFamily family) {
        return family == AddressFamily.IPV4 ? 0 : IPV6_HIGH;
    }

    static long low(final AddressFamily family, final long number) {
        return family == AddressFamily.IPV4 ? InternetAddress.ipv4Low(ipv4(number)) : ipv6Low(number);
    }
}
