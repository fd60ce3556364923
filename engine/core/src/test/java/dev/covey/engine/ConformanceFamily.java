package dev.covey.engine;

import dev.covey.engine.wire.MessageKind;

/** The names of things in each of the two families, so that one test is for IGMP and for MLD. */
enum ConformanceFamily {
    IGMP(3, "239.1.1.", "203.0.113.", "0.0.0.0", "192.0.2.1", "192.0.2.10", "192.0.2.77"),
    MLD(2, "ff05::1:", "2001:db8::", "::", "fe80::1", "fe80::10", "fe80::77");

    /** The newest version: 3 or 2. */
    final int newest;

    /** No group at all, as in a general query, or no address. */
    final String any;

    final String querier;
    final String ours;
    final String other;
    private final String groupPrefix;
    private final String sourcePrefix;

    ConformanceFamily(
            final int newest,
            final String groupPrefix,
            final String sourcePrefix,
            final String any,
            final String querier,
            final String ours,
            final String other) {
        this.newest = newest;
        this.groupPrefix = groupPrefix;
        this.sourcePrefix = sourcePrefix;
        this.any = any;
        this.querier = querier;
        this.ours = ours;
        this.other = other;
    }

    boolean isIpv6() {
        return this == MLD;
    }

    /** A group, numbered from 1 to 9. */
    String group(final int number) {
        return groupPrefix + number;
    }

    String group() {
        return group(1);
    }

    /** One of many groups, numbered from 0. */
    String manyGroup(final int index) {
        return this == IGMP ? "239.2." + (index >>> 8) + '.' + (index & 0xff) : "ff05::2:" + Integer.toHexString(index);
    }

    /** A source, numbered from 1 to 9. */
    String source(final int number) {
        return sourcePrefix + number;
    }

    /** Some sources, numbered from 0, whose text is sorted as their numbers are. */
    String[] manySources(final int count) {
        final String[] sources = new String[count];
        for (int i = 0; i < count; i++) {
            sources[i] = this == IGMP
                    ? "10." + (100 + i / 10_000) + '.' + (100 + i / 100 % 100) + '.' + (100 + i % 100)
                    : "2001:db8::" + Integer.toHexString(0x1000 + i);
        }
        return sources;
    }

    /** Sources as the harness writes a list: sorted, in braces. */
    String list(final int... numbers) {
        final StringBuilder text = new StringBuilder("{");
        for (final int number : numbers) {
            text.append(text.length() == 1 ? "" : ", ").append(source(number));
        }
        return text.append('}').toString();
    }

    /** A record about the first group as the harness writes it. */
    String record(final String type, final int... numbers) {
        return type + ' ' + group() + ' ' + list(numbers);
    }

    /** The report of the version before the newest one, as the harness writes it. */
    String olderReport(final String group) {
        return olderReport() + " " + group;
    }

    MessageKind olderReport() {
        return this == IGMP ? MessageKind.V2_REPORT : MessageKind.MLD_V1_REPORT;
    }

    /** The leave of the version before the newest one, as the harness writes it. */
    String olderLeave(final String group) {
        return (this == IGMP ? MessageKind.LEAVE : MessageKind.MLD_DONE) + " " + group;
    }
}
