package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.counter;
import static dev.covey.engine.HostProbe.digits;
import static dev.covey.engine.HostProbe.drops;
import static dev.covey.engine.HostProbe.igmpMessage;
import static dev.covey.engine.HostProbe.mldMessage;
import static dev.covey.engine.HostProbe.receive;
import static dev.covey.engine.HostProbe.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets that brought other systems down: what must hold here instead. */
class VulnerabilitiesInputTest {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1";
    private static final String S1 = "192.0.2.101";
    private static final String QUERIER = "192.0.2.1";
    private static final String QUERIER6 = "fe80::1";

    private static HostHarness member(final HostVariables variables) {
        final HostHarness host = new HostHarness(variables);
        host.join(GROUP).join(GROUP6).at(20_000).sent();
        return host;
    }

    /** An IGMPv3 query, its count of sources and its sources apart from each other. */
    private static PacketSpec v3Query(final String group, final int code, final int count, final String sources) {
        final String destination = group.equals("0.0.0.0") ? "224.0.0.1" : group;
        return PacketSpec.igmp(
                QUERIER, destination, igmpMessage(0x11, code, group) + String.format("027d%04x", count) + sources);
    }

    private static PacketSpec mldV2Query(final String group, final int code, final int count, final String sources) {
        final String destination = group.equals("::") ? "ff02::1" : group;
        return PacketSpec.mld(
                QUERIER6, destination, mldMessage(130, code, group) + String.format("027d%04x", count) + sources);
    }

    /** A report of one record: its type, what it says of its length, and what follows its group. */
    private static PacketSpec v3Report(final int type, final int auxWords, final int count, final String rest) {
        return PacketSpec.igmp(
                "192.0.2.77",
                "224.0.0.22",
                String.format("2200000000000001%02x%02x%04x", type, auxWords, count) + digits(GROUP) + rest);
    }

    @Test
    void shouldCve20120207AnswerAQueryOfCodeZeroAfterAnOlderOne() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            receive(host, PacketSpec.igmp(QUERIER, "224.0.0.1", igmpMessage(0x11, 100, "0.0.0.0")));
            receive(host, v3Query("0.0.0.0", 0, 0, ""));
            receive(host, v3Query(GROUP, 0, 0, ""));
            receive(host, v3Query(GROUP, 0, 1, digits(S1)));
            assertThat(words(host.at(30_000).sent())).containsExactly("V2_REPORT 239.1.1.1");
            receive(host, PacketSpec.mld(QUERIER6, "ff02::1", mldMessage(130, 10_000, "::")));
            receive(host, mldV2Query("::", 0, 0, ""));
            receive(host, mldV2Query(GROUP6, 0, 0, ""));
            receive(host, mldV2Query(GROUP6, 0, 1, digits("2001:db8::1")));
            assertThat(words(host.at(40_000).sent())).containsExactly("MLD_V1_REPORT ff15::1");
            // The same without an older query before.
            host.at(1_000_000).sent();
            receive(host, v3Query(GROUP, 0, 1, digits(S1)));
            receive(host, mldV2Query("::", 0, 0, ""));
            assertThat(words(host.sent()))
                    .containsExactlyInAnyOrder("IS_IN 239.1.1.1 {192.0.2.101}", "IS_EX ff15::1 {}");
        }
    }

    @Test
    void shouldCve20151414ReadNothingBehindACountThatLies() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            final int[] counts = {1, 16_372, 16_373, 16_374, 16_375, 16_376, 16_377, 16_378, 16_384, 65_535};
            for (final int count : counts) {
                receive(host, v3Query(GROUP, 10, count, ""));
                receive(host, v3Report(1, 0, count, ""));
                receive(host, mldV2Query(GROUP6, 10, count, ""));
            }
            assertThat(drops(host, DropReason.IGMP_LYINGCOUNT)).isEqualTo(2L * counts.length);
            assertThat(drops(host, DropReason.MLD_LYINGCOUNT)).isEqualTo(counts.length);
            assertThat(host.at(100_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldCve20041137DropAReportOfThreeHundredSourcesThatHasOne() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            receive(host, v3Report(4, 0, 300, digits(S1)));
            assertThat(drops(host, DropReason.IGMP_LYINGCOUNT)).isEqualTo(1);
            receive(host, v3Report(4, 255, 1, digits(S1)));
            assertThat(drops(host, DropReason.IGMP_LYINGCOUNT)).isEqualTo(2);
            receive(host, v3Report(4, 0, 1, digits(S1)));
            assertThat(counter(host, EngineCounter.IGMP_RX_V3REPORT)).isEqualTo(1);
        }
    }

    @Test
    void shouldCve20195608ReadAQueryTheSameWhereverItLiesInTheRing() {
        final EngineContext context =
                new EngineContext().tableSizes(SMALL).ingressLimits(new IngressLimits(1 << 8, 1 << 5, 4096));
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, context)) {
            host.join(GROUP6).at(20_000).sent();
            for (int i = 0; i < 600; i++) {
                // Lengths that share no factor with the ring's move each one on by another step.
                final int count = i % 37 + 1;
                final TreeSet<String> expected = new TreeSet<>();
                final StringBuilder sources = new StringBuilder();
                for (int j = 0; j < count; j++) {
                    final String source = InternetAddress.toString(0x2001_0db8_0000_0000L, 1000L * i + j);
                    expected.add(source);
                    sources.append(digits(source));
                }
                receive(host, mldV2Query(GROUP6, 0, count, sources.toString()));
                assertThat(words(host.sent())).containsExactly("IS_IN ff15::1 {" + String.join(", ", expected) + "}");
            }
        }
    }

    @Test
    void shouldCve202653275KeepWhatItWasOfferedWhenTheCallersBufferIsOverwritten() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            final byte[] packet =
                    mldV2Query(GROUP6, 0, 1, digits("2001:db8::1")).build();
            final UnsafeBuffer buffer = new UnsafeBuffer(packet);
            assertThat(host.harness.client.offer(
                            host.eth0, LinkType.INTERNET, buffer, 0, packet.length, host.harness.time.timeNs()))
                    .isNotNegative();
            buffer.setMemory(0, packet.length, (byte) 0xa5);
            host.at(host.nowMs());
            assertThat(words(host.sent())).containsExactly("IS_IN ff15::1 {2001:db8::1}");
        }
    }

    @Test
    void shouldCve20220742KeepNothingOfAMillionMessages() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final byte[] query = PacketSpec.mld(QUERIER6, "ff02::1", mldMessage(130, 10, "::"))
                    .build();
            final byte[] report = PacketSpec.mld("fe80::77", "ff15::9", mldMessage(131, 0, "ff15::9"))
                    .build();
            final UnsafeBuffer queries = new UnsafeBuffer(query);
            final UnsafeBuffer reports = new UnsafeBuffer(report);
            host.harness.settle();
            final long records = counter(host, EngineCounter.ENGINE_RECORDS);
            final long reserved = counter(host, EngineCounter.ENGINE_MEMORY_RESERVED);
            final int rounds = 500_000;
            for (int i = 0; i < rounds; i++) {
                final long now = host.harness.time.timeNs();
                host.harness.client.offer(host.eth0, LinkType.INTERNET, queries, 0, query.length, now);
                host.harness.client.offer(host.eth0, LinkType.INTERNET, reports, 0, report.length, now);
                if (i % 128 == 127) {
                    host.harness.engine.agent().doWork();
                }
            }
            host.harness.settle();
            assertThat(counter(host, EngineCounter.MLD_RX_TOTAL)).isEqualTo(2 * rounds);
            assertThat(counter(host, EngineCounter.ENGINE_RECORDS)).isEqualTo(records);
            assertThat(counter(host, EngineCounter.ENGINE_LIMBO)).isZero();
            assertThat(counter(host, EngineCounter.ENGINE_MEMORY_RESERVED)).isEqualTo(reserved);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve201912259SpeakAndListenWithoutAnyAddress() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            host.harness.configure(
                    host.eth0,
                    HostHarness.configuration(HostVariables.DEFAULT)
                            .addresses(InterfaceAddresses.NONE)
                            .build());
            host.at(30_000).sent();
            receive(host, v3Query("0.0.0.0", 0, 0, ""));
            assertThat(host.sender).isEqualTo("0.0.0.0");
            receive(host, mldV2Query("::", 0, 0, ""));
            assertThat(host.sender).isEqualTo("::");
            assertThat(words(host.sent())).containsExactly("IS_EX 239.1.1.1 {}", "IS_EX ff15::1 {}");
            receive(host, PacketSpec.igmp("192.0.2.77", GROUP, igmpMessage(0x16, 0, GROUP)));
            receive(host, PacketSpec.igmp(QUERIER, "192.0.2.10", igmpMessage(0x11, 10, "0.0.0.0")));
            assertThat(drops(host, DropReason.IGMP_BADQUERY)).isEqualTo(1);
            assertThat(host.at(40_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldCve19990918KeepNothingOfFragments() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            final long records = counter(host, EngineCounter.ENGINE_RECORDS);
            // The first, one that overlaps it, one in the middle, the last.
            for (final int field : new int[] {0x2000, 0x2001, 0x2010, 0x0011}) {
                final PacketSpec fragment = v3Query("0.0.0.0", 0, 0, "");
                fragment.fragmentField = field;
                receive(host, fragment);
            }
            assertThat(drops(host, DropReason.IP_FRAG)).isEqualTo(4);
            assertThat(host.at(30_000).sent()).isEmpty();
            assertThat(counter(host, EngineCounter.ENGINE_RECORDS)).isEqualTo(records);
        }
    }

    @Test
    void shouldFrr23427DropALyingHeaderLengthAndASenderThatIsFarAway() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            for (final int words : new int[] {0, 4, 15}) {
                final PacketSpec lying = v3Query("0.0.0.0", 0, 0, "");
                lying.headerWords = words;
                receive(host, lying);
            }
            assertThat(drops(host, DropReason.IP_HLEN)).isEqualTo(3);
            final PacketSpec far = v3Query("0.0.0.0", 0, 0, "");
            far.hopLimit = 255;
            receive(host, far);
            assertThat(drops(host, DropReason.IGMP_BADTTL)).isEqualTo(1);
            assertThat(host.at(100_000).sent()).isEmpty();
        }
    }

    @Test
    void shouldCve20060021SurviveEveryCutAndEveryTypeOfAnIgmpMessage() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            for (int type = 0; type <= 0xff; type++) {
                for (int octets = 0; octets <= 16; octets++) {
                    final String message = String.format("%02x000000%s02000001%s", type, digits(GROUP), digits(S1));
                    receive(host, PacketSpec.igmp(QUERIER, GROUP, message.substring(0, 2 * octets)));
                }
            }
            host.at(100_000).sent();
            host.harness.assertClean();
            host.at(2_000_000).sent();
            receive(host, v3Query("0.0.0.0", 0, 0, ""));
            assertThat(words(host.sent())).containsExactly("IS_EX 239.1.1.1 {}");
        }
    }

    @Test
    void shouldCve20070069AnswerWithItsStateWhenTooManySourcesAreAskedFor() {
        try (HostHarness host = member(HostVariables.DEFAULT)) {
            final int perQuery = 300;
            for (int i = 0; i < 234; i++) {
                final StringBuilder sources = new StringBuilder();
                for (int j = 0; j < perQuery; j++) {
                    sources.append(String.format("0b%06x", 1 + i * perQuery + j));
                }
                receive(host, v3Query(GROUP, 100, perQuery, sources.toString()));
            }
            assertThat(host.harness.audit().live().get("host source"))
                    .isLessThanOrEqualTo(HostVariables.DEFAULT.maxQueriedSources());
            assertThat(words(host.at(host.nowMs() + 10_000).sent())).containsExactly("IS_EX 239.1.1.1 {}");
            host.harness.settle();
            assertThat(host.harness.audit().live()).containsEntry("host source", 0);
            // One too many: the state; as many as are remembered: those.
            final StringBuilder sources = new StringBuilder();
            for (int i = 1; i <= HostVariables.DEFAULT.maxQueriedSources(); i++) {
                sources.append(String.format("0c%06x", i));
            }
            receive(host, v3Query(GROUP, 0, HostVariables.DEFAULT.maxQueriedSources(), sources.toString()));
            assertThat(words(host.sent())).hasSize(1).first().asString().startsWith("IS_IN 239.1.1.1 {12.0.0.1, ");
            sources.append(digits(S1));
            receive(host, v3Query(GROUP, 0, HostVariables.DEFAULT.maxQueriedSources() + 1, sources.toString()));
            assertThat(words(host.sent())).containsExactly("IS_EX 239.1.1.1 {}");
        }
    }

    @Test
    void shouldCve20022185ReportThoughAForgedReportWasSentToItAlone() {
        try (HostHarness host = member(OLDER)) {
            host.olderQuery("0.0.0.0", 10_000).olderQuery("::", 10_000);
            receive(host, PacketSpec.igmp("192.0.2.77", "192.0.2.10", igmpMessage(0x16, 0, GROUP)));
            receive(host, PacketSpec.mld("fe80::77", "fe80::10", mldMessage(131, 0, GROUP6)));
            assertThat(words(host.at(30_000).sent()))
                    .containsExactlyInAnyOrder("V2_REPORT 239.1.1.1", "MLD_V1_REPORT ff15::1");
            receive(host, PacketSpec.igmp("192.0.2.77", "192.0.2.10", igmpMessage(0x16, 0, GROUP)));
            assertThat(words(host.leave(GROUP).sent())).containsExactly("LEAVE 239.1.1.1");
        }
    }

    /** A router beside no host: what reports make of its groups. */
    private static void report(final EngineHarness router, final long eth0, final byte[] packet) {
        assertThat(router.client.offer(
                        eth0, LinkType.INTERNET, new UnsafeBuffer(packet), 0, packet.length, router.time.timeNs()))
                .isNotNegative();
    }

    @Test
    void shouldCve202550681IgnoreARecordOfUnknownTypeAndTakeTheOther() {
        try (EngineHarness router = new EngineHarness()) {
            final long eth0 = router.attach();
            final String records = "c8000001" + digits("239.9.9.9") + "ffffffff" + "04000000" + digits(GROUP);
            report(
                    router,
                    eth0,
                    PacketSpec.igmp("0.0.0.0", "224.0.0.22", "2200000000000002" + records)
                            .build());
            router.settle();
            assertThat(router.engine.view().routers().groupCount(eth0)).isEqualTo(1);
            final InternetAddress group = address(GROUP);
            assertThat(router.engine.view().routers().findGroup(eth0, group.high(), group.low()))
                    .isPositive();
            router.assertClean();
        }
    }

    @Test
    void shouldVppAuxiliaryDataNeverBeTakenForARecord() {
        try (EngineHarness router = new EngineHarness()) {
            final long eth0 = router.attach();
            // Two words of auxiliary data that look like a record of 239.1.1.99.
            final String records =
                    "04020000" + digits("239.1.1.5") + "04000000" + digits("239.1.1.99") + "04000000" + digits(GROUP);
            report(
                    router,
                    eth0,
                    PacketSpec.igmp("192.0.2.77", "224.0.0.22", "2200000000000002" + records)
                            .build());
            router.settle();
            final List<String> groups = new ArrayList<>();
            router.engine
                    .view()
                    .routers()
                    .forEachGroup(
                            eth0,
                            router.time.timeNs(),
                            (handle, high, low, mode, left, version, fromHigh, fromLow) ->
                                    groups.add(InternetAddress.toString(high, low)));
            assertThat(groups).containsExactlyInAnyOrder("239.1.1.5", GROUP);
        }
    }

    @Test
    void shouldCve20110716KeepOneGroupOfAHundredThousandReports() {
        try (EngineHarness router = new EngineHarness()) {
            final long eth0 = router.attach();
            final byte[] packet = PacketSpec.igmp("192.0.2.77", GROUP, igmpMessage(0x16, 0, GROUP))
                    .build();
            for (int i = 0; i < 100_000; i++) {
                report(router, eth0, packet);
                if (i % 128 == 127) {
                    router.engine.agent().doWork();
                }
            }
            router.settle();
            assertThat(router.engine.view().routers().groupCount(eth0)).isEqualTo(1);
            assertThat(router.audit().live()).containsEntry("router group", 1);
            router.assertClean();
        }
    }

    @Test
    void shouldCve20203566HoldItsLimitAgainstAFloodOfGroups() {
        try (EngineHarness router = new EngineHarness()) {
            final long eth0 = router.attach();
            final PacketSpec spec = PacketSpec.igmp("192.0.2.77", GROUP, igmpMessage(0x16, 0, GROUP));
            report(router, eth0, spec.build());
            final int flood = 100_000;
            for (int i = 0; i < flood; i++) {
                final String group = InternetAddress.toString(0, 0xffff_ef10_0000L + i);
                spec.destination = group;
                final byte[] digits = PacketSpec.octets(digits(group));
                System.arraycopy(digits, 0, spec.message, 4, digits.length);
                report(router, eth0, spec.build());
                if (i % 128 == 127) {
                    router.engine.agent().doWork();
                }
            }
            router.settle();
            assertThat(router.engine.view().routers().groupCount(eth0)).isEqualTo(SMALL.routerGroups());
            assertThat(router.engine.counters().get(DropReason.ENGINE_LIMIT_GROUPS))
                    .isEqualTo(flood + 1 - SMALL.routerGroups());
            final InternetAddress first = address(GROUP);
            assertThat(router.engine.view().routers().findGroup(eth0, first.high(), first.low()))
                    .isPositive();
            router.assertClean();
        }
    }
}
