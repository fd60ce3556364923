package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.HostProbe.words;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Defects 11 to 20 that a modern kernel has: what must hold here instead. */
class KernelDefects11To20Test {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1";
    private static final String S1 = "192.0.2.101";
    private static final String S2 = "192.0.2.102";
    private static final String S3 = "192.0.2.103";
    private static final String S4 = "192.0.2.104";
    private static final String S5 = "192.0.2.105";

    /** The merged filter of a group, sources sorted. */
    private static String merged(final HostHarness host, final String group) {
        final InternetAddress to = address(group);
        final TreeSet<String> sources = new TreeSet<>();
        final FilterMode mode = host.harness
                .engine
                .view()
                .hosts()
                .forEachSource(
                        host.eth0,
                        to.high(),
                        to.low(),
                        (high, low) -> sources.add(InternetAddress.toString(high, low)));
        return mode + " " + sources;
    }

    @Test
    void shouldKernel11UndoTheMergeWhenAJoinFails() {
        final TableSizes sizes = new TableSizes(4, 4, 4, 1, 4, 4, 4);
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, new EngineContext().tableSizes(sizes))) {
            host.include(GROUP, S1).at(10_000).sent();
            final long other = host.harness.open();
            assertThat(OperationStatus.describe(host.harness.join(other, host.eth0, GROUP)))
                    .isEqualTo("ENOBUFS: memberships=1");
            assertThat(merged(host, GROUP)).isEqualTo("INCLUDE [192.0.2.101]");
            assertThat(host.at(20_000).sent()).isEmpty();
            host.query("0.0.0.0", 1000).at(21_000);
            assertThat(words(host.sent())).containsExactly("IS_IN 239.1.1.1 {192.0.2.101}");
            host.leave(GROUP);
            assertThat(words(host.sent())).containsExactly("BLOCK 239.1.1.1 {192.0.2.101}");
            host.harness.close(other);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel12KeepOtherSocketsSourcesWhenASetFilterFails() {
        final FailingGate gate = new FailingGate();
        final EngineContext context = new EngineContext().tableSizes(SMALL).allocationGate(gate);
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, context)) {
            final long other = host.harness.open();
            host.include(GROUP, S1, S2);
            assertThat(host.harness.setFilter(other, host.eth0, GROUP, FilterMode.INCLUDE, S2, S3))
                    .isZero();
            host.at(10_000).sent();
            int failures = 0;
            boolean isFailing = true;
            while (isFailing) {
                gate.refuse(failures + 1);
                final long status = host.harness.setFilter(other, host.eth0, GROUP, FilterMode.INCLUDE, S3, S4, S5);
                gate.open();
                isFailing = status != OK;
                if (isFailing) {
                    failures++;
                    assertThat(OperationStatus.errno(status)).isEqualTo("ENOBUFS");
                    assertThat(merged(host, GROUP)).isEqualTo("INCLUDE [192.0.2.101, 192.0.2.102, 192.0.2.103]");
                    assertThat(host.harness.filter(other, host.eth0, GROUP)).isEqualTo("INCLUDE " + S2 + "," + S3);
                    assertThat(host.sent()).isEmpty();
                    host.harness.assertClean();
                }
            }
            // The filter and its three sources, and two sources of the host that are new.
            assertThat(failures).isEqualTo(6);
            assertThat(words(host.sent())).containsExactly("ALLOW 239.1.1.1 {192.0.2.104, 192.0.2.105}");
            host.harness.close(other);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel13CountASourceDownOnceWhenItIsDroppedAndTheSocketCloses() {
        try (HostHarness host = new HostHarness()) {
            for (int i = 0; i < 100; i++) {
                final long socket = host.harness.open();
                assertThat(host.harness.joinSource(socket, host.eth0, GROUP, S1))
                        .isZero();
                assertThat(host.harness.leaveSource(socket, host.eth0, GROUP, S1))
                        .isZero();
                assertThat(host.harness.leave(socket, host.eth0, GROUP)).isEqualTo(NOT_JOINED);
                assertThat(host.harness.close(socket)).isZero();
                host.at(host.nowMs() + 5000).sent();
                host.harness.settle();
                assertThat(host.harness.audit().live())
                        .containsEntry("host source", 0)
                        .containsEntry("host group", 0);
            }
            // Nothing is owed: one member more is one member, and none is none.
            host.include(GROUP, S1);
            assertThat(words(host.sent())).containsExactly("ALLOW 239.1.1.1 {192.0.2.101}");
            host.at(host.nowMs() + 5000).sent();
            host.leave(GROUP);
            assertThat(words(host.sent())).containsExactly("BLOCK 239.1.1.1 {192.0.2.101}");
        }
    }

    @Test
    void shouldKernel14TakeAFilterOfNothingForWhatItSays() {
        try (HostHarness host = new HostHarness()) {
            host.exclude(GROUP, S1, S2).at(10_000).sent();
            host.exclude(GROUP);
            assertThat(merged(host, GROUP)).isEqualTo("EXCLUDE []");
            assertThat(words(host.sent())).containsExactly("ALLOW 239.1.1.1 {192.0.2.101, 192.0.2.102}");
            assertThat(host.harness.deliver(host.eth0, GROUP, S1)).containsExactly(host.socket);
            host.at(20_000).sent();
            host.include(GROUP);
            assertThat(words(host.sent())).containsExactly("TO_IN 239.1.1.1 {}");
            assertThat(host.harness.leave(host.socket, host.eth0, GROUP)).isEqualTo(NOT_JOINED);
            host.at(30_000).sent();
            host.include(GROUP, S1, S2).at(40_000).sent();
            host.include(GROUP);
            assertThat(words(host.sent())).containsExactly("BLOCK 239.1.1.1 {192.0.2.101, 192.0.2.102}");
            assertThat(host.harness.deliver(host.eth0, GROUP, S1)).isEmpty();
            host.at(50_000).sent();
            host.query("0.0.0.0", 1000).at(60_000);
            assertThat(host.sent()).isEmpty();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel15LeaveTheMembersOfASharedGroupAloneWhenAJoinFails() {
        final FailingGate gate = new FailingGate();
        final EngineContext context = new EngineContext().tableSizes(SMALL).allocationGate(gate);
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, context)) {
            host.join(GROUP6).at(10_000).sent();
            final long other = host.harness.open();
            gate.refuse(1);
            assertThat(OperationStatus.errno(host.harness.join(other, host.eth0, GROUP6)))
                    .isEqualTo("ENOBUFS");
            gate.open();
            for (int call = 1; call <= 4; call++) {
                gate.refuse(call);
                assertThat(OperationStatus.errno(
                                host.harness.setFilter(other, host.eth0, GROUP6, FilterMode.EXCLUDE, "2001:db8::1")))
                        .as("call=%d", call)
                        .isEqualTo("ENOBUFS");
                gate.open();
                assertThat(host.harness.deliver(host.eth0, GROUP6, "2001:db8::1"))
                        .containsExactly(host.socket);
                assertThat(merged(host, GROUP6)).isEqualTo("EXCLUDE []");
                assertThat(host.harness.linkFilter).containsExactly("+333300000001");
                host.harness.assertClean();
            }
            assertThat(host.at(20_000).sent()).isEmpty();
            host.query("::", 1000).at(21_000);
            assertThat(words(host.sent())).containsExactly("IS_EX ff15::1 {}");
            host.harness.close(other);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel16JoinOrRefuseWhenASocketIsClosedMeanwhile() throws InterruptedException {
        try (HostHarness host = new HostHarness()) {
            final InternetAddress group = address(GROUP6);
            for (int round = 0; round < 50; round++) {
                final long socket = host.harness.open();
                final Completion joined = new Completion();
                final Completion closed = new Completion();
                final EngineClient joiner = host.harness.engine.newClient();
                final EngineClient closer = host.harness.engine.newClient();
                final Thread join = new Thread(() -> joiner.join(socket, host.eth0, group.high(), group.low(), joined));
                final Thread close = new Thread(() -> closer.closeSocket(socket, closed));
                join.start();
                close.start();
                while (!joined.isDone() || !closed.isDone()) {
                    host.harness.engine.agent().doWork();
                }
                join.join();
                close.join();
                assertThat(closed.result()).isZero();
                assertThat(joined.result()).isIn((long) OK, (long) BAD_SOCKET);
                host.at(host.nowMs() + 10_000);
                // Said twice each, or not at all.
                assertThat(words(host.sent()))
                        .isEqualTo(
                                joined.result() == OK
                                        ? List.of("TO_EX ff15::1 {}", "TO_IN ff15::1 {}", "TO_IN ff15::1 {}")
                                        : List.of());
                host.harness.settle();
                host.harness.assertClean();
                assertThat(host.harness.audit().live()).containsEntry("group", 0);
            }
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKernel17JoinAnIpv6GroupWithTheFilterThatWasGiven() {
        try (HostHarness host = new HostHarness()) {
            host.include(GROUP6, "2001:db8::1");
            assertThat(words(host.sent())).containsExactly("ALLOW ff15::1 {2001:db8::1}");
            assertThat(host.harness.deliver(host.eth0, GROUP6, "2001:db8::1")).hasSize(1);
            assertThat(host.harness.deliver(host.eth0, GROUP6, "2001:db8::2")).isEmpty();
            final long other = host.harness.open();
            assertThat(host.harness.setFilter(other, host.eth0, "ff15::2", FilterMode.EXCLUDE, "2001:db8::1"))
                    .isZero();
            assertThat(words(host.sent())).containsExactly("TO_EX ff15::2 {2001:db8::1}");
            assertThat(host.harness.deliver(host.eth0, "ff15::2", "2001:db8::1"))
                    .isEmpty();
            assertThat(host.harness.deliver(host.eth0, "ff15::2", "2001:db8::2"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldKernel18TouchNothingThroughAMembershipWhoseInterfaceIsGone() {
        try (HostHarness host = new HostHarness()) {
            host.include(GROUP, S1, S2).exclude(GROUP6, "2001:db8::1").sent();
            host.harness.detach(host.eth0);
            assertThat(host.harness.setFilter(host.socket, host.eth0, GROUP, FilterMode.EXCLUDE, S3))
                    .isEqualTo(INTERFACE_GONE);
            assertThat(host.harness.leaveSource(host.socket, host.eth0, GROUP, S1))
                    .isEqualTo(INTERFACE_GONE);
            assertThat(host.harness.blockSource(host.socket, host.eth0, GROUP6, "2001:db8::2"))
                    .isEqualTo(INTERFACE_GONE);
            assertThat(host.harness.leave(host.socket, host.eth0, GROUP)).isZero();
            assertThat(host.harness.close(host.socket)).isZero();
            assertThat(host.at(100_000).sent()).isEmpty();
            host.harness.assertEmpty();
        }
    }

    @Test
    void shouldKernel19NeverDivideByAnIntervalOfNothing() {
        assertThatThrownBy(() ->
                        HostVariables.builder().unsolicitedReportIntervalNs(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unsolicitedReportIntervalNs=0");
        final HostVariables shortest = HostVariables.builder()
                .robustness(7)
                .unsolicitedReportIntervalNs(1)
                .build();
        try (HostHarness host = new HostHarness(shortest)) {
            host.join(GROUP).at(1);
            assertThat(words(host.sent())).hasSize(7).containsOnly("TO_EX 239.1.1.1 {}");
            host.query("0.0.0.0", 0);
            assertThat(words(host.sent())).containsExactly("IS_EX 239.1.1.1 {}");
            host.query(GROUP, 0);
            assertThat(words(host.sent())).containsExactly("IS_EX 239.1.1.1 {}");
            host.query(GROUP, 0, S1);
            assertThat(words(host.sent())).containsExactly("IS_IN 239.1.1.1 {192.0.2.101}");
        }
    }

    @Test
    void shouldKernel20AnswerAGeneralQueryForEveryGroup() {
        try (HostHarness host = new HostHarness()) {
            final int groups = 600;
            final List<String> expected = new ArrayList<>();
            for (int i = 0; i < groups; i++) {
                final String group = "239.4." + i / 250 + "." + i % 250;
                host.join(group);
                expected.add("IS_EX " + group + " {}");
            }
            host.at(10_000).sent();
            // Those with a question of their own pending are in it as well; one that is left is not, and its leave is
            // repeated all the same.
            for (int i = 0; i < 20; i++) {
                host.query("239.4.0." + i, 10_000);
            }
            host.query("0.0.0.0", 1000).leave("239.4.0.30");
            expected.remove("IS_EX 239.4.0.30 {}");
            final List<String> records = new ArrayList<>();
            for (final String line : words(host.at(11_000).sent())) {
                records.addAll(Arrays.asList(line.split("; ")));
            }
            assertThat(records).containsAll(expected);
            assertThat(records.stream().filter(record -> record.equals("TO_IN 239.4.0.30 {}")))
                    .hasSize(2);
            assertThat(records).doesNotContain("IS_EX 239.4.0.30 {}");
            // Four packets of at most 183 records are one answer of all; hardly anybody is said twice.
            assertThat(records).hasSizeBetween(groups + 1, groups + 1 + 20);
        }
    }
}
