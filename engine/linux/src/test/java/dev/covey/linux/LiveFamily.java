package dev.covey.linux;

import dev.covey.engine.wire.InternetAddress;
import java.util.List;

/** The addresses that the tests beside a kernel host use, by family; both families have the same parts to play. */
enum LiveFamily {
    IPV4("239.99.0.", "232.99.0.1", "224.0.0.99", "224.0.0.1", "224.0.0.2", "10.77.0.", "10.99.0.1", "10.99.0.2"),
    IPV6(
            "ff15::99:",
            "ff35::99:1",
            "ff02::9999",
            "ff02::1",
            "ff02::2",
            "2001:db8:77::",
            "fe80::ff:fe00:a",
            "fe80::ff:fe00:b");

    private final String groupPrefix;
    private final String sourceSpecific;
    private final String linkLocal;
    private final String allSystems;
    private final String allRouters;
    private final String sourcePrefix;
    private final String host;
    private final String querier;

    LiveFamily(
            final String groupPrefix,
            final String sourceSpecific,
            final String linkLocal,
            final String allSystems,
            final String allRouters,
            final String sourcePrefix,
            final String host,
            final String querier) {
        this.groupPrefix = groupPrefix;
        this.sourceSpecific = sourceSpecific;
        this.linkLocal = linkLocal;
        this.allSystems = allSystems;
        this.allRouters = allRouters;
        this.sourcePrefix = sourcePrefix;
        this.host = host;
        this.querier = querier;
    }

    boolean isIpv6() {
        return this == IPV6;
    }

    /** A group, by a number from 1 to 9. */
    String group(final int number) {
        return groupPrefix + number;
    }

    /** A source, by a number from 1 to 9. */
    String source(final int number) {
        return sourcePrefix + number;
    }

    List<String> sources(final int... numbers) {
        return java.util.Arrays.stream(numbers).mapToObj(this::source).toList();
    }

    /** A group of the source-specific range. */
    String sourceSpecific() {
        return sourceSpecific;
    }

    /** A group that stays on the link, but not one that everybody is in. */
    String linkLocal() {
        return linkLocal;
    }

    String allSystems() {
        return allSystems;
    }

    String allRouters() {
        return allRouters;
    }

    /** Address of the host, on its link. */
    String host() {
        return host;
    }

    /** Address of who asks, on the same link. */
    String querier() {
        return querier;
    }

    /** Is it a group of the tests, and not one that a kernel has joined for itself? */
    boolean isOfTests(final String group) {
        return group.startsWith(groupPrefix) || group.equals(sourceSpecific) || group.equals(linkLocal);
    }

    /** An address as it stands in packets. */
    static byte[] octets(final String address) {
        final InternetAddress parsed = InternetAddress.parse(address);
        final boolean isIpv4 = InternetAddress.isIpv4(parsed.high(), parsed.low());
        final java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(isIpv4 ? Integer.BYTES : 2 * Long.BYTES);
        if (isIpv4) {
            buffer.putInt((int) parsed.low());
        } else {
            buffer.putLong(parsed.high()).putLong(parsed.low());
        }
        return buffer.array();
    }
}
