package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long random runs of both families against the model: state, timers, querier, queries, changes and forwarding. */
class RouterRandomTest {
    private static final int EVENTS = 150_000;
    private static final List<String> IPV4_GROUPS = List.of("239.1.1.1", "224.0.0.251", "239.9.9.9", "232.1.1.1");
    private static final List<String> IPV6_GROUPS = List.of("ff15::1", "ff02::fb", "ff08::9", "ff3e::8000:1");
    private static final List<String> IPV4_SOURCES =
            List.of("10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.4", "127.0.0.1", "224.1.1.1", "0.0.0.0");
    private static final List<String> IPV6_SOURCES =
            List.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "fe80::4", "::1", "ff02::9", "::");
    private static final long[] STEPS_NS = {
        1, SECOND_NS / 2, SECOND_NS, SECOND_NS, 2 * SECOND_NS, 5 * SECOND_NS, 20 * SECOND_NS, 130 * SECOND_NS
    };

    private Random random;
    private ModelComparison comparison;

    @Test
    void shouldAgreeWithTheModelWhateverHappens() {
        for (final long seed : new long[] {1, 77, 20_260_101}) {
            run(seed);
        }
    }

    private void run(final long seed) {
        random = new Random(seed);
        int event = 0;
        try (ModelComparison compared = new ModelComparison()) {
            comparison = compared;
            for (; event < EVENTS / 3; event++) {
                step();
                compared.assertEqual();
                if (event % 64 == 0) {
                    compared.router.check();
                    compared.assertEqualForwarding(false, IPV4_GROUPS, IPV4_SOURCES.subList(0, 5));
                    compared.assertEqualForwarding(true, IPV6_GROUPS, IPV6_SOURCES.subList(0, 5));
                }
            }
            assertTrue(compared.router.limits.isEmpty());
            compared.router.closeAndCheck();
        } catch (final AssertionError | RuntimeException failure) {
            throw new AssertionError("seed=" + seed + ", event=" + event + ": " + failure.getMessage(), failure);
        }
    }

    private void step() {
        final boolean isIpv6 = random.nextBoolean();
        final int dice = random.nextInt(100);
        if (dice < 30) {
            comparison.advance(STEPS_NS[random.nextInt(STEPS_NS.length)]);
        } else if (dice < 80) {
            comparison.begin(isIpv6);
            for (int records = 1 + random.nextInt(3); records > 0; records--) {
                final GroupRecordType type = GroupRecordType.ofCode(random.nextInt(7));
                comparison.addRecord(isIpv6, type, group(isIpv6), sources(isIpv6));
            }
            comparison.end(isIpv6);
        } else if (dice < 85) {
            final MessageKind kind = isIpv6
                    ? MessageKind.MLD_V1_REPORT
                    : random.nextInt(3) == 0 ? MessageKind.V1_REPORT : MessageKind.V2_REPORT;
            comparison.older(isIpv6, kind, group(isIpv6));
        } else if (dice < 90) {
            comparison.older(isIpv6, isIpv6 ? MessageKind.MLD_DONE : MessageKind.LEAVE, group(isIpv6));
        } else {
            query(isIpv6);
        }
    }

    private void query(final boolean isIpv6) {
        final int host = 1 + random.nextInt(4);
        final String from = isIpv6 ? "fe80::" + host : host == 4 ? "0.0.0.0" : "10.0.0." + host;
        final String group = random.nextInt(4) == 0 ? null : group(isIpv6);
        // At least a tenth of a second: 0 in an old query would make it one of IGMPv1.
        final long maxResponseNs = new long[] {SECOND_NS / 10, SECOND_NS, 10 * SECOND_NS}[random.nextInt(3)];
        if (random.nextInt(4) == 0) {
            comparison.query(isIpv6, from, group, maxResponseNs, false, -1, 0);
            return;
        }
        final List<String> sources = group == null || random.nextBoolean() ? List.of() : sources(isIpv6);
        comparison.query(
                isIpv6,
                from,
                group,
                random.nextInt(8) == 0 ? 0 : maxResponseNs,
                random.nextInt(4) == 0,
                random.nextInt(8),
                new long[] {0, 20 * SECOND_NS, 60 * SECOND_NS, 125 * SECOND_NS}[random.nextInt(4)],
                sources.toArray(String[]::new));
    }

    private String group(final boolean isIpv6) {
        final List<String> groups = isIpv6 ? IPV6_GROUPS : IPV4_GROUPS;
        return groups.get(random.nextInt(groups.size()));
    }

    private List<String> sources(final boolean isIpv6) {
        final List<String> all = isIpv6 ? IPV6_SOURCES : IPV4_SOURCES;
        final List<String> result = new ArrayList<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            result.add(all.get(random.nextInt(all.size())));
        }
        return result;
    }
}
