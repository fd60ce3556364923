package dev.covey.engine;

import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.atNs;
import static dev.covey.engine.HostProbe.deadlineNs;
import static dev.covey.engine.HostProbe.milliseconds;
import static dev.covey.engine.HostProbe.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostGroupVisitor;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Defects 1 to 16 of a kernel's MLDv1, its arithmetic of time and its states: what must hold here instead, for MLDv1,
 * and for IGMPv2 where it has the same rule.
 */
class SeedFindings01To16Test {
    private static final String GROUP = "ff15::1";
    private static final String GROUP4 = "239.1.1.1";
    private static final String REPORT = "MLD_V1_REPORT ff15::1";
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** With one group, whose first announcements are over. */
    private static HostHarness listener(final String group) {
        final HostHarness host = new HostHarness(OLDER);
        host.join(group).at(20_000).sent();
        return host;
    }

    private static String anyQuery(final String group) {
        return group.contains(":") ? "::" : "0.0.0.0";
    }

    private static HostHarness foreignReport(final HostHarness host, final String group) {
        return group.contains(":")
                ? host.olderReport(MessageKind.MLD_V1_REPORT, "fe80::77", group)
                : host.olderReport(MessageKind.V2_REPORT, "192.0.2.77", group);
    }

    @Test
    void shouldSeed01FireExactlyOnTheSecondAndAcrossIt() {
        try (HostHarness host = listener(GROUP)) {
            // A delay of at most 1 ms is 1 ms. The sum is a whole second, then one nanosecond short of the next.
            for (final long start : new long[] {21 * SECOND_NS - 1_000_000, 22 * SECOND_NS - 1_000_001}) {
                atNs(host, start).olderQuery("::", 1);
                assertThat(deadlineNs(host, GROUP)).isEqualTo(start + 1_000_000);
                assertThat(atNs(host, start + 999_999).sent()).isEmpty();
                assertThat(words(atNs(host, start + 1_000_000).sent())).containsExactly(REPORT);
            }
        }
    }

    @Test
    void shouldSeed02FireTenThousandTimersWithoutDrift() {
        final int count = 10_000;
        try (HostHarness host = HostProbe.withGroups(OLDER, count)) {
            final long start = host.harness.time.timeNs();
            host.olderQuery("::", 1000);
            final List<Long> deadlines = new ArrayList<>();
            host.harness.engine.view().hosts().forEachGroup(host.eth0, (high, low, mode, sources, due, from, by) -> {
                assertThat(due - start).isBetween(1L, SECOND_NS);
                deadlines.add(TimeUnit.NANOSECONDS.toMillis(due));
            });
            host.at(11_000);
            assertThat(HostProbe.timesMs(host.sent())).hasSize(count).containsExactlyInAnyOrderElementsOf(deadlines);
        }
        try (HostHarness host = listener(GROUP)) {
            // One after the other, 1 ms each: after as many of them it is as many milliseconds later.
            final long start = host.harness.time.timeNs();
            for (int i = 0; i < count; i++) {
                host.olderQuery("::", 1);
                atNs(host, deadlineNs(host, GROUP));
            }
            assertThat(host.sent()).hasSize(count);
            assertThat(host.harness.time.timeNs() - start).isEqualTo(count * 1_000_000L);
        }
    }

    @Test
    void shouldSeed03KeepItsTimersWhateverClockTheEngineIsGiven() {
        final long hour = TimeUnit.HOURS.toNanos(1);
        final List<List<Long>> runs = new ArrayList<>();
        // The last one passes the end of the clock's range.
        for (final long start : new long[] {0, hour, Long.MAX_VALUE - 5 * SECOND_NS}) {
            try (HostHarness host = new HostHarness(OLDER)) {
                atNs(host, start).join(GROUP);
                final List<Long> sentNs = new ArrayList<>();
                for (long elapsed = 0; elapsed <= 30 * SECOND_NS; elapsed += 1_000_000) {
                    if (elapsed == 15 * SECOND_NS) {
                        host.olderQuery("::", 10_000);
                    }
                    atNs(host, start + elapsed);
                    for (int i = host.sent().size(); i > 0; i--) {
                        sentNs.add(elapsed);
                    }
                }
                runs.add(sentNs);
            }
        }
        assertThat(runs.get(0)).hasSize(3);
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isEqualTo(runs.get(0));
        try (HostHarness host = listener(GROUP)) {
            host.olderQuery("::", 10_000);
            final long deadline = deadlineNs(host, GROUP);
            // A packet whose time stamp is an hour old does not turn the clock back.
            final UnsafeBuffer packet = new UnsafeBuffer(new byte[128]);
            final InternetAddress other = InternetAddress.parse("ff15::99");
            final int length = new GroupMessageEncoder(
                            new PacketEnvelope(AddressFamily.IPV6).source(0xfe80_0000_0000_0000L, 0x77))
                    .report(packet, 0, MessageKind.MLD_V1_REPORT, other.high(), other.low());
            final long early = host.harness.time.timeNs() - hour;
            assertThat(host.harness.client.offer(host.eth0, LinkType.INTERNET, packet, 0, length, early))
                    .isNotNegative();
            assertThat(atNs(host, deadline - 1).sent()).isEmpty();
            assertThat(words(atNs(host, deadline).sent())).containsExactly(REPORT);
        }
    }

    @Test
    void shouldSeed04CompareTheTimeLeftAndTheTimeAskedForInOneUnit() {
        for (final String group : new String[] {GROUP, GROUP4}) {
            try (HostHarness host = listener(group)) {
                long left = 0;
                long deadline = 0;
                while (left < 3 * SECOND_NS) {
                    host.at(host.nowMs() + 10_000).olderQuery(anyQuery(group), 10_000);
                    deadline = deadlineNs(host, group);
                    left = deadline - host.harness.time.timeNs();
                }
                host.sent();
                final long now = deadline - 3 * SECOND_NS;
                atNs(host, now).olderQuery(anyQuery(group), 10_000);
                assertThat(deadlineNs(host, group)).isEqualTo(deadline);
                host.olderQuery(anyQuery(group), 3000);
                assertThat(deadlineNs(host, group)).isEqualTo(deadline);
                host.olderQuery(anyQuery(group), 1000);
                final long again = deadlineNs(host, group);
                assertThat(again - now).isBetween(1L, SECOND_NS);
                assertThat(atNs(host, again - 1).sent()).isEmpty();
                assertThat(atNs(host, again).sent()).hasSize(1);
                assertThat(atNs(host, now + 20 * SECOND_NS).sent()).isEmpty();
            }
        }
    }

    @Test
    void shouldSeed05SpreadAnswersOverAllOfTheTimeThatIsAskedFor() {
        try (HostHarness host = HostProbe.withGroups(OLDER, 10_000)) {
            final long startMs = host.nowMs();
            host.olderQuery("::", 10_000).at(startMs + 10_000);
            final List<Long> delays = HostProbe.timesMs(host.sent()).stream()
                    .map(timeMs -> timeMs - startMs)
                    .toList();
            assertThat(delays).hasSize(10_000);
            HostProbe.assertUniform(delays, 10_000);
        }
    }

    @Test
    void shouldSeed06TakeEveryMaximumResponseDelay() {
        try (HostHarness host = listener(GROUP)) {
            long now = host.nowMs();
            for (int delay = 0; delay <= 0xffff; delay++) {
                host.olderQuery("::", delay);
                final long deadline = deadlineNs(host, GROUP);
                if (delay == 0) {
                    assertThat(host.sent()).hasSize(1);
                    continue;
                }
                assertThat(deadline - milliseconds(now)).isBetween(1L, milliseconds(delay));
                now += delay;
                host.at(now);
                assertThat(host.sent()).hasSize(1);
            }
        }
    }

    @Test
    void shouldSeed06TakeEveryMaximumResponseCodeOfIgmp() {
        try (HostHarness host = listener(GROUP4)) {
            for (int code = 1; code <= 0xff; code++) {
                final long start = host.nowMs();
                host.olderQuery("0.0.0.0", 100L * code).at(start + 100L * code);
                assertThat(host.sent()).hasSize(1);
            }
            final long start = host.nowMs();
            host.v1Query().at(start + 10_000);
            assertThat(host.sent()).hasSize(1);
        }
    }

    @Test
    void shouldSeed07RepeatTheFirstReportAfterAUniformDelay() {
        try (HostHarness host = new HostHarness(OLDER, new EngineContext().tableSizes(HostProbe.LARGE))) {
            HostProbe.joinAll(host, 10_000);
            assertThat(HostProbe.timesMs(host.sent())).hasSize(10_000).containsOnly(0L);
            final List<Long> delays = HostProbe.timesMs(host.at(10_000).sent());
            assertThat(delays).hasSize(10_000);
            HostProbe.assertUniform(delays, 10_000);
            // Not whole seconds only.
            assertThat(new HashSet<>(delays)).hasSizeGreaterThan(5000);
            assertThat(host.at(60_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldSeed08ReadTheMaximumResponseDelayOnceInMilliseconds() {
        try (HostHarness host = listener(GROUP)) {
            for (final int delay : new int[] {1, 199, 200, 201, 12_345, 0xffff}) {
                host.olderQuery("::", delay);
                assertThat(host.harness.engine.view().hosts().queryResponseIntervalNs(host.eth0, true))
                        .isEqualTo(milliseconds(delay));
                host.at(host.nowMs() + delay);
            }
        }
    }

    @Test
    void shouldSeed09MeasureTimersOfMoreThanADay() {
        try (HostHarness host = new HostHarness()) {
            host.join(GROUP).at(10_000);
            // Robustness 7 x 31,744 s are 61 hours; with the response interval of the MLDv1 query that follows.
            host.query("fe80::1", "::", 1000, 7, 31_744).at(20_000);
            host.olderQuery("::", 10_000);
            final long end = host.nowMs() + 7 * 31_744_000L + 10_000;
            host.at(end - 1).sent();
            assertThat(host.harness.engine.view().hosts().version(host.eth0, true))
                    .isEqualTo(1);
            host.at(end);
            assertThat(host.harness.engine.view().hosts().version(host.eth0, true))
                    .isEqualTo(2);
            // The longest answer time of MLDv2 is 2 h 19 min; it is cut short by a question for 4000 s.
            final long start = host.harness.time.timeNs();
            long deadline = start;
            while (deadline - start <= 4000 * SECOND_NS) {
                atNs(host, deadline).query(GROUP, 8_387_584);
                deadline = deadlineNs(host, GROUP);
            }
            host.query(GROUP, 8_387_584);
            assertThat(deadlineNs(host, GROUP)).isLessThanOrEqualTo(deadline);
            final long before = deadlineNs(host, GROUP);
            host.sent();
            assertThat(atNs(host, before - 1).sent()).isEmpty();
            assertThat(atNs(host, before).sent()).hasSize(1);
        }
    }

    @Test
    void shouldSeed10StaySilentAfterAForeignReport() {
        for (final String group : new String[] {GROUP, GROUP4}) {
            try (HostHarness host = listener(group)) {
                host.olderQuery(anyQuery(group), 10_000);
                assertThat(deadlineNs(host, group)).isNotEqualTo(HostGroupVisitor.NOT_PENDING);
                foreignReport(host, group);
                assertThat(deadlineNs(host, group)).isEqualTo(HostGroupVisitor.NOT_PENDING);
                assertThat(host.at(host.nowMs() + 100_000).sent()).isEmpty();
            }
            try (HostHarness host = new HostHarness(OLDER)) {
                // The repeat of the first report is one of those that it stops.
                assertThat(host.join(group).sent()).hasSize(1);
                foreignReport(host, group);
                assertThat(host.at(100_000).sent()).isEmpty();
            }
        }
    }

    @Test
    void shouldSeed11AnswerTheNextQueryAfterAReportHeardWhileIdle() {
        for (final String group : new String[] {GROUP, GROUP4}) {
            try (HostHarness host = listener(group)) {
                for (int i = 0; i < 100; i++) {
                    foreignReport(host, group);
                    foreignReport(host, group);
                    final long start = host.nowMs();
                    host.olderQuery(anyQuery(group), 10_000).at(start + 10_000);
                    assertThat(host.sent()).hasSize(1);
                }
            }
        }
    }

    @Test
    void shouldSeed12AnswerAQueryAfterOneThatWantedItsAnswerAtOnce() {
        try (HostHarness host = listener(GROUP)) {
            assertThat(words(host.olderQuery("::", 0).sent())).containsExactly(REPORT);
            assertThat(words(host.olderQuery("::", 10_000).at(30_000).sent())).containsExactly(REPORT);
            assertThat(words(host.olderQuery(GROUP, 0).sent())).containsExactly(REPORT);
            assertThat(words(host.olderQuery(GROUP, 10_000).at(40_000).sent())).containsExactly(REPORT);
        }
    }

    @Test
    void shouldSeed13NeverTimeASilentGroupAndNeverMistakeItForARunningOne() {
        try (HostHarness host = listener(GROUP)) {
            final String[] silent = {"ff02::1", "ff01::5", "ff00::5", "224.0.0.1"};
            for (final String group : silent) {
                host.join(group);
            }
            for (final long delay : new long[] {0, 10_000, 0, 10_000}) {
                host.olderQuery("::", delay).olderQuery("ff02::1", delay).olderQuery("0.0.0.0", 10_000);
                for (final String group : silent) {
                    assertThat(deadlineNs(host, group)).isEqualTo(HostGroupVisitor.NOT_PENDING);
                }
                assertThat(words(host.at(host.nowMs() + 10_000).sent())).containsExactly(REPORT);
            }
            for (final String group : silent) {
                host.leave(group);
            }
            assertThat(host.at(host.nowMs() + 100_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldSeed14SayDoneWhenItsAnswerWasTheLastReport() {
        try (HostHarness host = listener(GROUP)) {
            foreignReport(host, GROUP).olderQuery("::", 10_000).at(30_000).sent();
            assertThat(words(host.leave(GROUP).sent())).containsExactly("MLD_DONE ff15::1");
            host.join(GROUP).at(50_000);
            foreignReport(host, GROUP).sent();
            assertThat(host.leave(GROUP).sent()).isEmpty();
        }
        try (HostHarness host = listener(GROUP4)) {
            foreignReport(host, GROUP4).olderQuery("0.0.0.0", 10_000).at(30_000).sent();
            assertThat(words(host.leave(GROUP4).sent())).containsExactly("LEAVE 239.1.1.1");
            host.join(GROUP4).at(50_000);
            foreignReport(host, GROUP4).sent();
            assertThat(host.leave(GROUP4).sent()).isEmpty();
        }
    }

    @Test
    void shouldSeed15SendNothingAndSayWhyWhenTheScopeIsNone() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final long wire = host.harness.attach(InterfaceConfiguration.builder(2, 0x0200_0000_0002L)
                    .multicast(false)
                    .hostVariables(OLDER)
                    .build());
            assertThat(OperationStatus.errno(host.harness.join(host.socket, wire, GROUP)))
                    .isEqualTo("EADDRNOTAVAIL");
            host.harness.detach(wire);
            assertThat(OperationStatus.errno(host.harness.join(host.socket, wire, GROUP)))
                    .isEqualTo("ENODEV");
            assertThat(OperationStatus.errno(host.harness.join(host.socket, host.eth0, "fe80::5")))
                    .isEqualTo("EINVAL");
            final Completion completion = new Completion();
            host.harness.client.join(
                    host.socket, 0, InternetAddress.parse(GROUP).high(), 1, completion);
            host.at(100_000);
            assertThat(OperationStatus.errno(completion.result())).isEqualTo("ENODEV");
            assertThat(host.sent()).isEmpty();
            assertThat(host.harness.engine.counters().get(EngineCounter.MLD_TX_TOTAL))
                    .isZero();
        }
    }

    @Test
    void shouldSeed16KeepToADelayOnceItIsDrawn() {
        final HostVariables slow =
                OLDER.toBuilder().unsolicitedReportIntervalNs(60 * SECOND_NS).build();
        try (HostHarness host = new HostHarness(slow)) {
            for (int i = 1; i <= 100; i++) {
                final long start = host.nowMs();
                assertThat(host.join(GROUP).sent()).hasSize(1);
                // Neither another socket's join nor a question brings the report forward of the drawn time.
                final long other = host.harness.open();
                assertThat(host.harness.join(other, host.eth0, GROUP)).isZero();
                assertThat(host.sent()).isEmpty();
                host.olderQuery("::", 50_000);
                final long deadline = deadlineNs(host, GROUP);
                host.olderQuery("::", 60_000);
                assertThat(deadlineNs(host, GROUP)).isEqualTo(deadline);
                atNs(host, deadline - 1);
                final int repeats = host.sent().size();
                assertThat(repeats).isLessThanOrEqualTo(1);
                assertThat(words(atNs(host, deadline).sent())).contains(REPORT);
                host.at(start + 60_000).sent();
                host.harness.close(other);
                host.leave(GROUP);
                host.sent();
            }
        }
    }
}
