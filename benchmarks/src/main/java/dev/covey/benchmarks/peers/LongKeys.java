package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;

/** Keys for the maps whose keys are longs. */
final class LongKeys {
    private LongKeys() {}

    /** An interface and an IPv4 group. */
    static long ipv4(final long number) {
        return (long) GroupNumbers.interfaceOf(number) << 32 | Integer.toUnsignedLong(GroupNumbers.ipv4(number));
    }

    /** Refuse what does not fit a long. */
    static void requireIpv4(final AddressFamily family) {
        if (family != AddressFamily.IPV4) {
            throw new IllegalArgumentException("an IPv6 group does not fit a key of 64 bits");
        }
    }
}
