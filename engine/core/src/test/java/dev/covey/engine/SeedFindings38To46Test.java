package dev.covey.engine;

import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.counter;
import static dev.covey.engine.HostProbe.deadlineNs;
import static dev.covey.engine.HostProbe.drops;
import static dev.covey.engine.HostProbe.mldMessage;
import static dev.covey.engine.HostProbe.receive;
import static dev.covey.engine.HostProbe.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.PacketSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Defects 38 to 46 of a kernel's MLDv1, its output and what it did not have: what must hold here instead. */
class SeedFindings38To46Test {
    private static final String GROUP = "ff15::1";
    private static final String REPORT = "MLD_V1_REPORT ff15::1";
    private static final int DONE_TYPE = 132;

    private static HostHarness listener() {
        final HostHarness host = new HostHarness(OLDER);
        host.join(GROUP).at(20_000).sent();
        return host;
    }

    @Test
    void shouldSeed38KeepAReportThatCouldNotBeSent() {
        try (HostHarness host = new HostHarness(OLDER)) {
            host.isRefusing = true;
            host.join(GROUP).at(35_000);
            assertThat(host.sent()).isEmpty();
            host.isRefusing = false;
            // The first one and its repeat, each within an interval of 10 s.
            assertThat(words(host.at(55_000).sent())).containsExactly(REPORT, REPORT);
            assertThat(host.at(100_000).sent()).isEmpty();
            host.isRefusing = true;
            host.olderQuery("::", 0).at(120_000);
            host.isRefusing = false;
            assertThat(words(host.at(130_000).sent())).containsExactly(REPORT);
            host.isRefusing = true;
            host.leave(GROUP).at(150_000);
            host.isRefusing = false;
            assertThat(words(host.at(160_000).sent())).containsExactly("MLD_DONE ff15::1");
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed38ReportFromTheUnspecifiedAddressUntilThereIsOne() {
        try (HostHarness host = new HostHarness(OLDER)) {
            host.harness.configure(
                    host.eth0,
                    HostHarness.configuration(OLDER)
                            .addresses(HostHarness.addresses("2001:db8::10"))
                            .build());
            host.join(GROUP);
            assertThat(words(host.sent())).containsExactly(REPORT);
            assertThat(host.sender).isEqualTo("::");
            host.at(20_000).sent();
            host.harness.configure(host.eth0, HostHarness.configuration(OLDER).build());
            assertThat(words(host.sent())).containsExactly(REPORT);
            assertThat(host.sender).isEqualTo("fe80::10");
            assertThat(words(host.at(40_000).sent())).containsExactly(REPORT);
        }
    }

    @Test
    void shouldSeed39CountWhatTheDriverTookAndNothingElse() {
        try (HostHarness host = new HostHarness(OLDER)) {
            host.isRefusing = true;
            host.join(GROUP).at(35_000);
            assertThat(counter(host, EngineCounter.MLD_TX_TOTAL)).isZero();
            assertThat(counter(host, EngineCounter.ENGINE_TX_REFUSED)).isGreaterThan(3);
            final long refused = counter(host, EngineCounter.ENGINE_TX_REFUSED);
            host.isRefusing = false;
            host.at(60_000).join("239.1.1.1").leave(GROUP).at(80_000);
            final List<String> sent = words(host.sent());
            assertThat(counter(host, EngineCounter.MLD_TX_TOTAL))
                    .isEqualTo(
                            sent.stream().filter(line -> line.startsWith("MLD")).count())
                    .isEqualTo(3);
            assertThat(counter(host, EngineCounter.IGMP_TX_TOTAL)).isEqualTo(2);
            assertThat(counter(host, EngineCounter.ENGINE_TX_REFUSED)).isEqualTo(refused);
        }
    }

    @Test
    void shouldSeed40NotTakeItselfForTheLastReporterBeforeItHasReported() {
        try (HostHarness host = new HostHarness(OLDER)) {
            host.isRefusing = true;
            host.join(GROUP).join("239.1.1.1");
            host.isRefusing = false;
            assertThat(host.leave(GROUP).leave("239.1.1.1").at(100_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldSeed41ReportAsOftenAndAsFarApartAsTheInterfaceIsToldTo() {
        for (final int robustness : new int[] {1, 2, 5}) {
            for (final long intervalMs : new long[] {1, 100, 60_000}) {
                final HostVariables variables = OLDER.toBuilder()
                        .robustness(robustness)
                        .minimumRobustness(1)
                        .unsolicitedReportIntervalNs(HostProbe.milliseconds(intervalMs))
                        .build();
                try (HostHarness host = new HostHarness(variables)) {
                    final long[] last = {0};
                    host.join(GROUP).at((robustness - 1) * intervalMs);
                    final List<String> sent = host.sent();
                    assertThat(sent).hasSize(robustness);
                    for (final long timeMs : HostProbe.timesMs(sent)) {
                        assertThat(timeMs - last[0]).isLessThanOrEqualTo(intervalMs);
                        last[0] = timeMs;
                    }
                    assertThat(host.at(1_000_000).sent()).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldSeed42RefuseToBeRunByASecondThread() throws InterruptedException {
        final AtomicReference<Throwable> refusal = new AtomicReference<>();
        try (HostHarness host = listener()) {
            host.olderQuery("::", 10_000);
            host.harness.time.advanceTo(TimeUnit.SECONDS.toNanos(40));
            final Thread second = new Thread(
                    () -> {
                        try {
                            host.harness.engine.agent().doWork();
                        } catch (final IllegalStateException refused) {
                            refusal.set(refused);
                        }
                    },
                    "second");
            second.start();
            second.join();
            assertThat(refusal.get()).hasMessageContaining("state belongs to another thread");
            assertThat(host.sent()).isEmpty();
            // The one it belongs to goes on as if nothing had been.
            assertThat(host.at(40_000).sent()).hasSize(1);
        }
    }

    @Test
    void shouldSeed43TouchOneGroupForASpecificQuery() {
        final int count = 10_000;
        try (HostHarness host = HostProbe.withGroups(OLDER, count)) {
            final long fired = counter(host, EngineCounter.ENGINE_TIMERS_FIRED);
            // So many that a walk over all groups for each would show: 10^9 records.
            for (int i = 0; i < 100_000; i++) {
                host.olderQuery(HostProbe.group(i % 3).toString(), 10_000);
            }
            assertThat(HostProbe.pendingAnswers(host)).isEqualTo(3);
            host.at(host.nowMs() + 10_000);
            assertThat(host.sent()).hasSize(3);
            assertThat(counter(host, EngineCounter.ENGINE_TIMERS_FIRED) - fired).isBetween(3L, 30L);
            // Unknown groups cost nothing at all.
            host.olderQuery("ff15::dead", 10_000);
            assertThat(HostProbe.pendingAnswers(host)).isZero();
        }
    }

    @Test
    void shouldSeed44KeepTheSourceListsItPromises() {
        try (HostHarness host = new HostHarness()) {
            host.include(GROUP, "2001:db8::1", "2001:db8::2");
            assertThat(host.sent()).containsExactly("0 ALLOW ff15::1 {2001:db8::1, 2001:db8::2}");
            assertThat(host.harness.deliver(host.eth0, GROUP, "2001:db8::2")).hasSize(1);
            assertThat(host.harness.deliver(host.eth0, GROUP, "2001:db8::3")).isEmpty();
            // With an MLDv1 router nothing can be said of them; they hold nevertheless, and are told again later.
            host.at(20_000).sent();
            host.olderQuery("::", 1000).at(21_000);
            assertThat(words(host.sent())).containsExactly(REPORT);
            assertThat(host.harness.deliver(host.eth0, GROUP, "2001:db8::3")).isEmpty();
            host.at(400_000).query("::", 1000).at(401_000);
            assertThat(words(host.sent())).containsExactly("IS_IN ff15::1 {2001:db8::1, 2001:db8::2}");
        }
    }

    @Test
    void shouldSeed45ReportAgainWhenTheLinkComesUpOrTheAddressChanges() {
        try (HostHarness host = listener()) {
            final InterfaceConfiguration up = HostHarness.configuration(OLDER).build();
            host.harness.configure(host.eth0, up.toBuilder().up(false).build());
            host.olderQuery("::", 1000);
            assertThat(host.at(100_000).sent()).isEmpty();
            host.harness.configure(host.eth0, up);
            assertThat(host.sent()).containsExactly("100000 " + REPORT);
            assertThat(words(host.at(110_000).sent())).containsExactly(REPORT);
            final InterfaceAddresses moved = HostHarness.addresses("192.0.2.10", "fe80::11");
            host.harness.configure(host.eth0, up.toBuilder().addresses(moved).build());
            assertThat(host.sent()).containsExactly("110000 " + REPORT);
            assertThat(host.sender).isEqualTo("fe80::11");
            host.at(120_000).sent();
            host.harness.configure(
                    host.eth0,
                    up.toBuilder()
                            .addresses(moved)
                            .macAddress(HostHarness.MAC + 1)
                            .build());
            assertThat(host.sent()).containsExactly("120000 " + REPORT);
        }
    }

    @Test
    void shouldSeed46CountADoneAndIgnoreIt() {
        try (HostHarness host = listener()) {
            host.olderQuery("::", 10_000);
            final long deadline = deadlineNs(host, GROUP);
            receive(host, PacketSpec.mld("fe80::77", "ff02::2", mldMessage(DONE_TYPE, 0, GROUP)));
            assertThat(counter(host, EngineCounter.MLD_RX_DONE)).isEqualTo(1);
            assertThat(deadlineNs(host, GROUP)).isEqualTo(deadline);
            // What is no MLD message at all is counted as well, and nothing more.
            for (final int type : new int[] {0, 127, 129, 133, 142, 144, 255}) {
                receive(host, PacketSpec.mld("fe80::77", "ff02::1", mldMessage(type, 0, GROUP)));
            }
            assertThat(counter(host, EngineCounter.ENGINE_RX_OTHER) + drops(host, DropReason.MLD_UNKNOWNTYPE))
                    .isEqualTo(7);
            assertThat(words(host.at(30_000).sent())).containsExactly(REPORT);
        }
    }
}
