package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.mldMessage;
import static dev.covey.engine.HostProbe.receive;
import static dev.covey.engine.HostProbe.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.HostView;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Defects 1 to 10 that a modern kernel has: what must hold here instead. */
class KernelDefects01To10Test {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1";
    private static final String S1 = "192.0.2.101";
    private static final String S2 = "192.0.2.102";
    private static final String S3 = "192.0.2.103";
    private static final long SEED = 13_0;

    private static HostView view(final HostHarness host) {
        return host.harness.engine.view().hosts();
    }

    /** Sources from 10.0.0.1 or 2001:db8::1 on. */
    private static String[] sources(final boolean isIpv6, final int first, final int count) {
        final String[] sources = new String[count];
        for (int i = 0; i < count; i++) {
            final int number = first + i + 1;
            sources[i] = isIpv6
                    ? InternetAddress.toString(0x2001_0db8_0000_0000L, number)
                    : InternetAddress.toString(0, 0xffff_0a00_0000L + number);
        }
        return sources;
    }

    /** The addresses between the braces of a record in text. */
    private static List<String> listed(final String line) {
        final String list = line.substring(line.indexOf('{') + 1, line.indexOf('}'));
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(", "));
    }

    private static List<String> records(final List<String> lines) {
        final List<String> records = new ArrayList<>();
        for (final String line : words(lines)) {
            records.addAll(Arrays.asList(line.split("; ")));
        }
        return records;
    }

    /** RFC 9776 section 4.1.1, written down once more. */
    private static long igmpValue(final int code) {
        return code < 128 ? code : (long) (code % 16 + 16) << (code / 16 % 8 + 3);
    }

    /** RFC 9777 section 5.1.3, written down once more. */
    private static long mldValue(final int code) {
        return code < 32_768 ? code : (long) (code % 4096 + 4096) << (code / 4096 % 8 + 3);
    }

    @Test
    void shouldKernel01DecodeEveryCodeOfIgmp() {
        assertThat(igmpValue(0x80)).isEqualTo(128);
        try (HostHarness host = new HostHarness()) {
            for (int code = 0; code <= 0xff; code++) {
                receive(
                        host,
                        PacketSpec.igmp(
                                "192.0.2.1",
                                "224.0.0.1",
                                String.format("11%02x0000000000000%x%02x0000", code, 2, code)));
                assertThat(view(host).queryResponseIntervalNs(host.eth0, false))
                        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(100 * igmpValue(code)));
                assertThat(view(host).queryIntervalNs(host.eth0, false))
                        .isEqualTo(TimeUnit.SECONDS.toNanos(code == 0 ? 125 : igmpValue(code)));
            }
        }
    }

    @Test
    void shouldKernel02DecodeEveryCodeOfMld() {
        try (HostHarness host = new HostHarness()) {
            final PacketSpec query = PacketSpec.mld("fe80::1", "ff02::1", mldMessage(130, 0, "::") + "02000000");
            for (int code = 0; code <= 0xffff; code++) {
                query.message[4] = (byte) (code >> 8);
                query.message[5] = (byte) code;
                query.message[25] = (byte) code;
                receive(host, query);
                assertThat(view(host).queryResponseIntervalNs(host.eth0, true))
                        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(mldValue(code)));
                final int interval = code & 0xff;
                assertThat(view(host).queryIntervalNs(host.eth0, true))
                        .isEqualTo(TimeUnit.SECONDS.toNanos(interval == 0 ? 125 : igmpValue(interval)));
            }
        }
    }

    @Test
    void shouldKernel03ForgetAnOlderQuerierAfterTheSecondsThatTheRfcsSay() {
        try (HostHarness host = new HostHarness()) {
            // 2 x 125 s and ten, or one, response intervals of 10 s (RFC 9776 section 8.12, RFC 9777 section 9.12).
            host.at(1000).olderQuery("0.0.0.0", 10_000).olderQuery("::", 10_000);
            host.at(1000 + 260_000 - 1);
            assertThat(view(host).version(host.eth0, true)).isEqualTo(1);
            host.at(1000 + 260_000);
            assertThat(view(host).version(host.eth0, true)).isEqualTo(2);
            host.at(1000 + 350_000 - 1);
            assertThat(view(host).version(host.eth0, false)).isEqualTo(2);
            host.at(1000 + 350_000);
            assertThat(view(host).version(host.eth0, false)).isEqualTo(3);
        }
    }

    @Test
    void shouldKernel04SuppressTheAnswersThatOthersGave() {
        try (HostHarness host = new HostHarness(OLDER)) {
            for (int i = 0; i < 100; i++) {
                host.join("239.1.1." + i).join("ff15::1:" + i);
            }
            host.at(20_000).sent();
            host.olderQuery("0.0.0.0", 10_000).olderQuery("::", 10_000);
            final List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                if (i % 2 == 0) {
                    host.olderReport(MessageKind.V2_REPORT, "192.0.2.77", "239.1.1." + i);
                    host.olderReport(MessageKind.MLD_V1_REPORT, "fe80::77", "ff15::1:" + i);
                } else {
                    expected.add("V2_REPORT 239.1.1." + i);
                    expected.add("MLD_V1_REPORT ff15::1:" + i);
                }
            }
            assertThat(words(host.at(100_000).sent())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void shouldKernel05AnswerAQueryOfSourcesInEveryMode() {
        try (HostHarness host = new HostHarness()) {
            host.join(GROUP).at(10_000).sent();
            host.query(GROUP, 1000, S1, S2).at(11_000);
            assertThat(words(host.sent())).containsExactly("IS_IN 239.1.1.1 {192.0.2.101, 192.0.2.102}");
            host.exclude(GROUP, S1).at(20_000).sent();
            host.query(GROUP, 1000, S1, S2).at(21_000);
            assertThat(words(host.sent())).containsExactly("IS_IN 239.1.1.1 {192.0.2.102}");
            host.query(GROUP, 1000, S1).at(22_000);
            assertThat(host.sent()).isEmpty();
            host.include(GROUP, S1, S3).at(30_000).sent();
            host.query(GROUP, 1000, S1, S2).at(31_000);
            assertThat(words(host.sent())).containsExactly("IS_IN 239.1.1.1 {192.0.2.101}");
            host.query(GROUP, 1000, S2).at(32_000);
            assertThat(host.sent()).isEmpty();
            host.join(GROUP6).at(40_000).sent();
            host.query(GROUP6, 1000, "2001:db8::1").at(41_000);
            assertThat(words(host.sent())).containsExactly("IS_IN ff15::1 {2001:db8::1}");
        }
    }

    @Test
    void shouldKernel06LeaveAllRoomToFiltersWhateverSourcesQueriesName() {
        final SplittableRandom random = new SplittableRandom(SEED);
        try (HostHarness host = new HostHarness()) {
            final int groups = 100;
            for (int i = 0; i < groups; i++) {
                host.join("239.1.1." + i);
            }
            host.at(10_000).sent();
            for (int i = 0; i < 500; i++) {
                final String[] named = new String[200];
                for (int j = 0; j < named.length; j++) {
                    named[j] = "198.18." + random.nextInt(256) + "." + random.nextInt(1, 255);
                }
                host.query("239.1.1." + i % 50, 60_000, named);
            }
            // Asked once, for an answer that is a long way off: these are remembered, and their number is bounded.
            for (int i = 0; i < 50; i++) {
                host.query("239.1.1." + (50 + i), 60_000, sources(false, 10_000 + 50 * i, 50));
            }
            assertThat(host.harness.audit().live().get("host source")).isBetween(400, SMALL.sources() / 5);
            // As many sources as the tables are made for, in eight filters.
            final int perFilter = SMALL.sources() / 8;
            for (int i = 0; i < 8; i++) {
                assertThat(host.harness.setFilter(
                                host.harness.open(),
                                host.eth0,
                                "239.2.2." + i,
                                FilterMode.INCLUDE,
                                sources(false, i * perFilter, perFilter)))
                        .as("seed=%d, filter=%d", SEED, i)
                        .isZero();
            }
            host.at(100_000);
            host.harness.settle();
            assertThat(host.harness.audit().live()).containsEntry("host source", SMALL.sources());
            host.harness.assertClean();
        }
    }

    @Test
    void shouldKernel07NeverSplitARecordOfExcludeMode() {
        for (final boolean isIpv6 : new boolean[] {false, true}) {
            try (HostHarness host = new HostHarness()) {
                final String group = isIpv6 ? GROUP6 : GROUP;
                final String[] sources = sources(isIpv6, 0, 400);
                // 1500 octets less the headers of IP, report and record, by the length of an address.
                final int room = isIpv6 ? (1500 - 48 - 8 - 20) / 16 : (1500 - 24 - 8 - 8) / 4;
                host.exclude(group, sources).at(10_000);
                host.query(isIpv6 ? "::" : "0.0.0.0", 1000).at(20_000);
                final List<String> sent = words(host.sent());
                assertThat(sent).hasSize(3);
                for (int i = 0; i < 3; i++) {
                    assertThat(sent.get(i)).startsWith((i < 2 ? "TO_EX " : "IS_EX ") + group);
                    assertThat(listed(sent.get(i)))
                            .hasSize(room)
                            .doesNotHaveDuplicates()
                            .isSubsetOf(sources);
                }
            }
        }
    }

    @Test
    void shouldKernel08SendNoPacketThatIsLongerThanTheMtu() {
        for (int mtu = 68; mtu <= 100; mtu++) {
            checkLengths(mtu, false);
        }
        for (int mtu = 1280; mtu <= 1300; mtu += 3) {
            checkLengths(mtu, true);
        }
    }

    private static void checkLengths(final int mtu, final boolean isIpv6) {
        try (HostHarness host = new HostHarness()) {
            final InterfaceConfiguration configuration =
                    HostHarness.configuration(HostVariables.DEFAULT).mtu(mtu).build();
            assertThat(host.harness.configure(host.eth0, configuration)).isZero();
            final int most = isIpv6 ? 200 : 40;
            final String group = isIpv6 ? GROUP6 : GROUP;
            for (int i = 0; i < 20; i++) {
                host.join((isIpv6 ? "ff15::2:" : "239.2.2.") + i);
            }
            for (int count = 1; count <= most; count += isIpv6 ? 33 : 3) {
                host.include(group, sources(isIpv6, 0, count)).sent();
                host.at(host.nowMs() + 5000).sent();
                host.query(isIpv6 ? "::" : "0.0.0.0", 1000).at(host.nowMs() + 1000);
                final TreeSet<String> told = new TreeSet<>();
                final TreeSet<String> groups = new TreeSet<>();
                for (final String record : records(host.sent())) {
                    groups.add(record.substring(record.indexOf(' ') + 1, record.lastIndexOf(" {")));
                    if (record.startsWith("IS_IN")) {
                        assertThat(listed(record)).isNotEmpty();
                        told.addAll(listed(record));
                    }
                }
                assertThat(told).containsExactlyInAnyOrder(sources(isIpv6, 0, count));
                assertThat(groups).hasSize(21);
                assertThat(host.longest).isLessThanOrEqualTo(mtu);
                host.leave(group).at(host.nowMs() + 5000).sent();
            }
        }
    }

    @Test
    void shouldKernel09LoseAndRepeatNothingWhenTheDriverIsFull() {
        try (HostHarness host = new HostHarness()) {
            final int groups = 1000;
            for (int i = 0; i < groups; i++) {
                host.join("239.3." + i / 250 + "." + i % 250);
            }
            host.at(10_000).sent();
            host.query("0.0.0.0", 10_000);
            // It takes 183 records a packet: six packets. Every second one is refused.
            final List<String> records = new ArrayList<>();
            boolean isTaken = false;
            for (int i = 0; i < 40_000; i++) {
                host.isRefusing = !isTaken;
                host.at(host.nowMs() + 1);
                if (!host.sent.isEmpty()) {
                    records.addAll(records(host.sent()));
                    isTaken = false;
                } else if (i % 50 == 0) {
                    isTaken = true;
                }
            }
            assertThat(records).hasSize(groups).doesNotHaveDuplicates();
            host.harness.assertClean();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel10RepeatTheFirstChangeThoughASecondOneComes() {
        for (final int robustness : new int[] {2, 3, 7}) {
            final HostVariables variables =
                    HostVariables.builder().robustness(robustness).build();
            try (HostHarness host = new HostHarness(variables)) {
                host.include(GROUP, S1);
                assertThat(host.harness.joinSource(host.socket, host.eth0, GROUP, S2))
                        .isZero();
                assertThat(host.harness.leaveSource(host.socket, host.eth0, GROUP, S1))
                        .isZero();
                host.at(20_000);
                int allowed = 0;
                int blocked = 0;
                int firstAllowed = 0;
                for (final String record : records(host.sent())) {
                    firstAllowed += record.startsWith("ALLOW") && listed(record).contains(S1) ? 1 : 0;
                    allowed += record.startsWith("ALLOW") && listed(record).contains(S2) ? 1 : 0;
                    blocked += record.startsWith("BLOCK") && listed(record).contains(S1) ? 1 : 0;
                }
                // S1 came, came with S2, and went: it is not said to come again, and that it went is said in full.
                assertThat(firstAllowed).isEqualTo(2);
                assertThat(allowed).isEqualTo(robustness);
                assertThat(blocked).isEqualTo(robustness);
                // A change of mode outranks one of sources, and says the list of its time (RFC 9776 section 5.1).
                host.exclude(GROUP, S1);
                host.exclude(GROUP, S1, S2).at(40_000);
                final List<String> sent = words(host.sent());
                assertThat(sent.get(0)).isEqualTo("TO_EX 239.1.1.1 {192.0.2.101}");
                assertThat(sent.get(1)).isEqualTo("TO_EX 239.1.1.1 {192.0.2.101, 192.0.2.102}");
                assertThat(sent.stream().filter(line -> line.startsWith("TO_EX")))
                        .hasSize(robustness);
                assertThat(sent.stream().filter(line -> line.contains(S2))).hasSize(robustness);
            }
        }
    }
}
