package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
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
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostGroupVisitor;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketSpec;
import dev.covey.engine.wire.ReceiveProfile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Defects 29 to 37 of a kernel's MLDv1, its input and output: what must hold here instead. */
class SeedFindings29To37Test {
    private static final String GROUP = "ff15::1";
    private static final String REPORT = "MLD_V1_REPORT ff15::1";
    private static final String ROUTER = "fe80::1";
    private static final int QUERY_TYPE = 130;
    private static final int REPORT_TYPE = 131;
    private static final long SEED = 20_020_508;

    private static HostHarness listener() {
        final HostHarness host = new HostHarness(OLDER);
        host.join(GROUP).at(20_000).sent();
        return host;
    }

    private static PacketSpec query(final String destination, final int delayMs, final String group) {
        return PacketSpec.mld(ROUTER, destination, mldMessage(QUERY_TYPE, delayMs, group));
    }

    private static PacketSpec report(final String source, final String destination, final String group) {
        return PacketSpec.mld(source, destination, mldMessage(REPORT_TYPE, 0, group));
    }

    @Test
    void shouldSeed29SendAfterTheOperationAndNotWithinIt() {
        final List<String> log = new ArrayList<>();
        final Completion completion = new Completion();
        final AtomicReference<Thread> writer = new AtomicReference<>();
        final PacketSink sink = (timeNs, handle, buffer, offset, length) -> {
            log.add("sent, isDone=" + completion.isDone());
            writer.set(Thread.currentThread());
            return true;
        };
        final EngineContext context =
                new EngineContext().tableSizes(SMALL).packetSink(sink).stepListener(step -> log.add(step.name()));
        try (EngineHarness own = new EngineHarness(context)) {
            final long eth0 = own.attach(HostHarness.configuration(OLDER).build());
            final long socket = own.open();
            final InternetAddress group = address(GROUP);
            log.clear();
            own.client.join(socket, eth0, group.high(), group.low(), completion);
            own.engine.agent().doWork();
            assertThat(log).hasSize(5).endsWith("MEMBERSHIP_LINKED", "sent, isDone=true");
            log.clear();
            own.client.leave(socket, eth0, group.high(), group.low(), completion.reset());
            own.engine.agent().doWork();
            assertThat(log).containsExactly("MEMBERSHIP_UNLINKED", "GROUP_UNLINKED", "sent, isDone=true");
            assertThat(writer.get()).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void shouldSeed30And31HoldNothingAfterMalformedInput() {
        final SplittableRandom random = new SplittableRandom(SEED);
        try (HostHarness host = listener()) {
            final byte[][] whole = {
                query("ff02::1", 1000, "::").build(),
                query(GROUP, 1000, GROUP).build(),
                report("fe80::77", GROUP, GROUP).build(),
                PacketSpec.mld(
                                "fe80::77",
                                "ff02::16",
                                "8f000000 00000001 04000001" + HostProbe.digits(GROUP)
                                        + HostProbe.digits("2001:db8::1"))
                        .build(),
                PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164000000000000").build()
            };
            final long records = counter(host, EngineCounter.ENGINE_RECORDS);
            final long reserved = counter(host, EngineCounter.ENGINE_MEMORY_RESERVED);
            for (final byte[] packet : whole) {
                for (int length = 0; length < packet.length; length++) {
                    final byte[] cut = Arrays.copyOf(packet, length);
                    receive(host, cut);
                }
                for (int i = 0; i < 4000; i++) {
                    final byte[] spoilt = packet.clone();
                    for (int flips = random.nextInt(4); flips >= 0; flips--) {
                        spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    receive(host, spoilt);
                }
            }
            host.at(host.nowMs() + 1_000_000);
            host.harness.settle();
            assertThat(counter(host, EngineCounter.ENGINE_RECORDS))
                    .as("seed=%d", SEED)
                    .isEqualTo(records);
            assertThat(counter(host, EngineCounter.ENGINE_MEMORY_RESERVED)).isEqualTo(reserved);
            assertThat(drops(host, DropReason.ENGINE_RX_RING_FULL)).isZero();
            host.harness.assertClean();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed31CountAMessageThatIsTooShortOnce() {
        try (HostHarness host = listener()) {
            final String message = mldMessage(QUERY_TYPE, 0, "::");
            for (int octets = 1; octets < 24; octets++) {
                receive(host, PacketSpec.mld(ROUTER, "ff02::1", message.substring(0, 2 * octets)));
                assertThat(drops(host, DropReason.MLD_TOOSHORT)).isEqualTo(octets);
            }
            assertThat(counter(host, EngineCounter.MLD_RX_TOTAL)).isEqualTo(23);
            assertThat(host.sent()).isEmpty();
            assertThat(words(receive(host, query("ff02::1", 0, "::")).sent())).containsExactly(REPORT);
        }
    }

    @Test
    void shouldSeed32CountBadSourcesWithoutAWordAndDecideAboutTheUnspecifiedOne() {
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        final int count = 20_000;
        try (HostHarness host = listener();
                PrintStream spy = new PrintStream(written, true, StandardCharsets.UTF_8)) {
            System.setOut(spy);
            System.setErr(spy);
            final byte[] bad = PacketSpec.mld("2001:db8::1", "ff02::1", mldMessage(QUERY_TYPE, 0, "::"))
                    .build();
            for (int i = 0; i < count; i++) {
                receive(host, bad);
            }
            assertThat(drops(host, DropReason.MLD_BADSOURCE)).isEqualTo(count);
            // RFC 3590: hosts without a valid address report from :: , which only snoopers take.
            receive(host, report("::", GROUP, GROUP));
            receive(host, PacketSpec.mld("::", "ff02::1", mldMessage(QUERY_TYPE, 0, "::")));
            assertThat(drops(host, DropReason.MLD_BADSOURCE)).isEqualTo(count + 2);
            assertThat(host.sent()).isEmpty();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(written.size()).isZero();
    }

    @Test
    void shouldSeed32NotBeSuppressedByAReportThatRoutersDiscard() {
        final EngineContext context = new EngineContext()
                .tableSizes(SMALL)
                .receiveProfile(ReceiveProfile.STRICT.withUnspecifiedMldSource(true));
        try (HostHarness host = new HostHarness(OLDER, context)) {
            host.join(GROUP).at(20_000).sent();
            host.olderQuery("::", 10_000);
            receive(host, report("::", GROUP, GROUP));
            assertThat(counter(host, EngineCounter.MLD_RX_V1REPORT)).isEqualTo(1);
            assertThat(words(host.at(30_000).sent())).containsExactly(REPORT);
            assertThat(words(host.leave(GROUP).sent())).containsExactly("MLD_DONE ff15::1");
        }
    }

    @Test
    void shouldSeed33TellQueriesApartByTheirLength() {
        try (HostHarness host = listener()) {
            final String v1 = mldMessage(QUERY_TYPE, 0x8000, "::");
            // As MLDv1, 32.768 s; 25 to 27 octets are neither; as MLDv2 the code is 0x1000 << 3 units: 32.768 s too,
            // and 0xffff, read as MLDv2, is 2 h 19 min.
            receive(host, PacketSpec.mld(ROUTER, "ff02::1", v1));
            assertThat(responseMs(host)).isEqualTo(32_768);
            final String longest = mldMessage(QUERY_TYPE, 0xffff, "::");
            receive(host, PacketSpec.mld(ROUTER, "ff02::1", longest));
            assertThat(responseMs(host)).isEqualTo(65_535);
            for (int more = 1; more <= 3; more++) {
                receive(host, PacketSpec.mld(ROUTER, "ff02::1", longest + "00".repeat(more)));
                assertThat(drops(host, DropReason.MLD_BADQUERYLEN)).isEqualTo(more);
            }
            assertThat(responseMs(host)).isEqualTo(65_535);
            receive(host, PacketSpec.mld(ROUTER, "ff02::1", longest + "027d0000"));
            assertThat(responseMs(host)).isEqualTo(8_387_584);
            receive(host, PacketSpec.mld(ROUTER, "ff02::1", mldMessage(QUERY_TYPE, 0x8001, "::") + "027d0000"));
            assertThat(responseMs(host)).isEqualTo(0x1001 << 3);
            assertThat(counter(host, EngineCounter.MLD_RX_QUERY)).isEqualTo(4);
        }
    }

    private static long responseMs(final HostHarness host) {
        return TimeUnit.NANOSECONDS.toMillis(
                host.harness.engine.view().hosts().queryResponseIntervalNs(host.eth0, true));
    }

    @Test
    void shouldSeed34DropAQueryThatDidNotComeFromTheLinkOrWentToTheWrongPlace() {
        try (HostHarness host = listener()) {
            for (final int hopLimit : new int[] {0, 2, 64, 255}) {
                final PacketSpec far = query("ff02::1", 0, "::");
                far.hopLimit = hopLimit;
                receive(host, far);
            }
            assertThat(drops(host, DropReason.MLD_BADHLIM)).isEqualTo(4);
            final PacketSpec plain = query("ff02::1", 0, "::");
            plain.protocol = 58;
            plain.options = "";
            receive(host, plain);
            assertThat(drops(host, DropReason.MLD_NORA)).isEqualTo(1);
            // General to another group, or to somebody else; specific to another group, or to somebody else.
            receive(host, query("ff02::16", 0, "::"));
            receive(host, query("fe80::99", 0, "::"));
            receive(host, query("ff15::2", 0, GROUP));
            receive(host, query("fe80::99", 0, GROUP));
            assertThat(drops(host, DropReason.MLD_BADQUERY)).isEqualTo(4);
            receive(host, query("ff02::1", 0, "fe80::5"));
            assertThat(drops(host, DropReason.MLD_BADGROUP)).isEqualTo(1);
            assertThat(counter(host, EngineCounter.MLD_RX_QUERY)).isZero();
            assertThat(host.at(100_000).sent()).isEmpty();
            // To an address of ours (RFC 9777 section 5.1.15), to all nodes, to the group.
            receive(host, query("fe80::10", 0, "::"));
            receive(host, query("ff02::1", 0, "::"));
            receive(host, query(GROUP, 0, GROUP));
            assertThat(words(host.sent())).containsExactly(REPORT, REPORT, REPORT);
        }
    }

    @Test
    void shouldSeed35BelieveAReportOnlyWhereItSaysWhereItWent() {
        try (HostHarness host = listener()) {
            host.olderQuery("::", 10_000);
            final long deadline = deadlineNs(host, GROUP);
            // To all nodes, another group, one host; of a scope that nobody reports; of no group at all.
            receive(host, report("fe80::77", "ff02::1", GROUP));
            receive(host, report("fe80::77", "ff15::2", GROUP));
            receive(host, report("fe80::77", "fe80::10", GROUP));
            assertThat(drops(host, DropReason.MLD_BADREPORT)).isEqualTo(3);
            receive(host, report("fe80::77", "ff01::1", "ff01::1"));
            receive(host, report("fe80::77", "ff00::1", "ff00::1"));
            receive(host, report("fe80::77", "fe80::10", "fe80::10"));
            assertThat(drops(host, DropReason.MLD_BADGROUP)).isEqualTo(3);
            assertThat(counter(host, EngineCounter.MLD_RX_V1REPORT)).isZero();
            assertThat(deadlineNs(host, GROUP)).isEqualTo(deadline);
            receive(host, report("fe80::77", GROUP, GROUP));
            assertThat(deadlineNs(host, GROUP)).isEqualTo(HostGroupVisitor.NOT_PENDING);
        }
    }

    @Test
    void shouldSeed36NotBeSuppressedByItsOwnReportThatALoopBringsBack() {
        try (HostHarness host = listener()) {
            host.olderQuery("::", 10_000);
            receive(host, report("fe80::10", GROUP, GROUP));
            assertThat(words(host.at(30_000).sent())).containsExactly(REPORT);
            receive(host, report("fe80::10", GROUP, GROUP));
            assertThat(words(host.leave(GROUP).sent())).containsExactly("MLD_DONE ff15::1");
            host.join("239.1.1.1").at(60_000).sent();
            host.olderQuery("0.0.0.0", 10_000).olderReport(MessageKind.V2_REPORT, "192.0.2.10", "239.1.1.1");
            assertThat(words(host.at(70_000).sent())).containsExactly("V2_REPORT 239.1.1.1");
        }
        // Without an address what comes back comes from 0.0.0.0, as it went.
        final EngineContext context = new EngineContext().tableSizes(SMALL);
        try (HostHarness host = new HostHarness(OLDER, context)) {
            host.harness.configure(
                    host.eth0,
                    HostHarness.configuration(OLDER)
                            .addresses(InterfaceAddresses.NONE)
                            .build());
            host.join("239.1.1.1").at(60_000).sent();
            host.olderQuery("0.0.0.0", 10_000).olderReport(MessageKind.V2_REPORT, "0.0.0.0", "239.1.1.1");
            assertThat(words(host.at(70_000).sent())).containsExactly("V2_REPORT 239.1.1.1");
        }
    }

    @Test
    void shouldSeed37LookAGroupUpOnTheInterfaceThatTheReportCameInOn() {
        try (HostHarness host = listener()) {
            final long eth1 = host.harness.attach(InterfaceConfiguration.builder(2, 0x0200_0000_0002L)
                    .addresses(HostHarness.addresses("fe80::20"))
                    .hostVariables(OLDER)
                    .build());
            assertThat(host.harness.join(host.socket, eth1, GROUP)).isZero();
            host.at(40_000).sent();
            host.olderQuery("::", 10_000);
            final byte[] foreign = report("fe80::77", GROUP, GROUP).build();
            host.harness.client.offer(
                    eth1, LinkType.INTERNET, new UnsafeBuffer(foreign), 0, foreign.length, host.harness.time.timeNs());
            host.harness.engine.agent().doWork();
            assertThat(words(host.at(50_000).sent())).containsExactly(REPORT);
            host.harness.detach(eth1);
        }
    }
}
