package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.counter;
import static dev.covey.engine.HostProbe.group;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.memory.Slab.NULL_SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Defects 17 to 28 of a kernel's MLDv1, its counts and lifetimes: what must hold here instead. */
class SeedFindings17To28Test {
    private static final String GROUP = "ff15::1";
    private static final InternetAddress ADDRESS = address(GROUP);
    private static final InternetAddress SOURCE = address("2001:db8::1");
    private static final long SEED = 20_010_404;
    private static final int LENGTH = 128;

    /** Speaks for no one: the messages of another host, of which nothing is allocated. */
    private static final class Peer {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        private final GroupMessageEncoder encoder =
                new GroupMessageEncoder(new PacketEnvelope(AddressFamily.IPV6).source(0xfe80_0000_0000_0000L, 0x77));
        private final EngineHarness harness;
        private final EngineClient client;

        Peer(final EngineHarness harness) {
            this.harness = harness;
            client = harness.engine.newClient();
        }

        boolean query(final long interfaceHandle, final InternetAddress about, final long maxResponseNs) {
            return offer(interfaceHandle, encoder.mldV1Query(buffer, 0, about.high(), about.low(), maxResponseNs));
        }

        boolean report(final long interfaceHandle, final InternetAddress about) {
            return offer(
                    interfaceHandle, encoder.report(buffer, 0, MessageKind.MLD_V1_REPORT, about.high(), about.low()));
        }

        private boolean offer(final long interfaceHandle, final int length) {
            return client.offer(interfaceHandle, LinkType.INTERNET, buffer, 0, length, harness.time.timeNs()) >= 0;
        }
    }

    private static EngineContext context() {
        return new EngineContext().tableSizes(SMALL);
    }

    private static InterfaceConfiguration configuration(final HostVariables variables) {
        return HostHarness.configuration(variables).build();
    }

    @Test
    void shouldSeed17TakeAStormOfQueriesDuringAStormOfJoinsAndLeaves() {
        final SplittableRandom random = new SplittableRandom(SEED);
        final InternetAddress any = address("::");
        try (HostHarness host = new HostHarness(OLDER)) {
            final Peer peer = new Peer(host.harness);
            final TreeSet<Integer> joined = new TreeSet<>();
            for (int i = 0; i < 10_000; i++) {
                final int index = random.nextInt(64);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        if (joined.add(index)) {
                            assertThat(host.harness.join(host.socket, host.eth0, group(index)))
                                    .isZero();
                        } else {
                            joined.remove(index);
                            assertThat(host.harness.leave(host.socket, host.eth0, group(index)))
                                    .isZero();
                        }
                    }
                    case 1 -> peer.query(host.eth0, any, random.nextInt(20) * 1_000_000L);
                    case 2 -> peer.query(host.eth0, group(index), random.nextInt(20) * 1_000_000L);
                    default -> peer.report(host.eth0, group(index));
                }
                host.at(host.nowMs() + random.nextInt(3));
            }
            host.harness.settle();
            host.harness.assertClean();
            host.at(host.nowMs() + 100_000).sent();
            host.olderQuery("::", 1000).at(host.nowMs() + 1000);
            assertThat(HostProbe.words(host.sent()))
                    .as("seed=%d", SEED)
                    .containsExactlyInAnyOrderElementsOf(joined.stream()
                            .map(index -> "MLD_V1_REPORT " + group(index))
                            .toList());
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed18NeverShowAHalfBuiltGroup() {
        final List<String> seen = new ArrayList<>();
        final EngineHarness[] holder = new EngineHarness[1];
        final long[] eth0 = new long[1];
        final EngineContext context = context().stepListener(step -> {
            if (holder[0] == null) {
                return;
            }
            final List<String> shown = new ArrayList<>();
            final EngineView view = holder[0].engine.view();
            view.hosts().forEachGroup(eth0[0], (high, low, mode, sources, due, from, by) -> {
                final int[] listed = {0};
                view.hosts().forEachSource(eth0[0], high, low, (sourceHigh, sourceLow) -> listed[0]++);
                shown.add(mode + " " + sources + "=" + listed[0]);
            });
            final int found = view.lookup()
                    .deliver(eth0[0], ADDRESS.high(), ADDRESS.low(), SOURCE.high(), SOURCE.low(), new long[4]);
            seen.add(shown + " " + found);
        });
        try (EngineHarness own = new EngineHarness(context)) {
            eth0[0] = own.attach(configuration(HostVariables.DEFAULT));
            final long socket = own.open();
            holder[0] = own;
            assertThat(own.setFilter(socket, eth0[0], GROUP, FilterMode.INCLUDE, "2001:db8::1", "2001:db8::2"))
                    .isZero();
            assertThat(seen).containsExactly("[] 0", "[] 0", "[] 0", "[INCLUDE 2=2] 1");
            seen.clear();
            assertThat(own.setFilter(socket, eth0[0], GROUP, FilterMode.EXCLUDE, "2001:db8::1"))
                    .isZero();
            assertThat(seen).containsExactly("[INCLUDE 2=2] 1", "[EXCLUDE 1=1] 0");
            seen.clear();
            assertThat(own.leave(socket, eth0[0], GROUP)).isZero();
            assertThat(seen).containsOnly("[] 0");
            holder[0] = null;
        }
    }

    @Test
    void shouldSeed19And20UndoAFailedJoinAndAlwaysSayThatItFailed() {
        for (final HostVariables variables : List.of(OLDER, HostVariables.DEFAULT)) {
            final FailingGate gate = new FailingGate();
            try (HostHarness host = new HostHarness(variables, context().allocationGate(gate))) {
                host.harness.settle();
                final Map<String, Integer> before = host.harness.audit().live();
                long status = NO_ROOM;
                int failures = 0;
                while (status != OK) {
                    gate.refuse(failures + 1);
                    status = host.harness.setFilter(
                            host.socket, host.eth0, GROUP, FilterMode.INCLUDE, "2001:db8::1", "2001:db8::2");
                    gate.open();
                    host.harness.settle();
                    if (status == OK) {
                        break;
                    }
                    failures++;
                    assertThat(OperationStatus.errno(status)).isEqualTo("ENOBUFS");
                    assertThat(host.harness.audit().live()).isEqualTo(before);
                    assertThat(host.harness.leave(host.socket, host.eth0, GROUP))
                            .isEqualTo(NOT_JOINED);
                    assertThat(host.harness.linkFilter).isEmpty();
                    host.harness.assertClean();
                }
                // Filter, its two sources, link address, group, the host's group and its two sources, membership.
                assertThat(failures).isEqualTo(9);
                assertThat(host.sent()).hasSize(1);
                host.harness.end(host.socket, host.eth0);
            }
        }
    }

    @Test
    void shouldSeed20SayThatAnInterfaceOrASocketCouldNotBeHad() {
        final FailingGate gate = new FailingGate();
        try (EngineHarness own = new EngineHarness(context().allocationGate(gate))) {
            final Map<String, Integer> before = own.audit().live();
            // The interface, its host of each family.
            for (int call = 1; call <= 3; call++) {
                gate.refuse(call);
                assertThat(OperationStatus.errno(own.attach(configuration(OLDER))))
                        .isEqualTo("ENOBUFS");
                gate.open();
                own.settle();
                assertThat(own.audit().live()).isEqualTo(before);
                own.assertClean();
            }
            gate.refuse(1);
            assertThat(OperationStatus.errno(own.open())).isEqualTo("ENOBUFS");
            gate.open();
            assertThat(own.attach(configuration(OLDER))).isPositive();
        }
    }

    /** Two threads join one group at a time, and leave it again, as often as is said. */
    private static void race(final HostHarness host, final int rounds, final Runnable afterJoins) {
        final EngineHarness own = host.harness;
        final long[] sockets = {own.open(), own.open()};
        for (int round = 0; round < rounds; round++) {
            for (final boolean isJoin : new boolean[] {true, false}) {
                final List<Thread> threads = new ArrayList<>();
                final Completion[] completions = {new Completion(), new Completion()};
                for (int i = 0; i < sockets.length; i++) {
                    final EngineClient client = own.engine.newClient();
                    final long socket = sockets[i];
                    final Completion completion = completions[i];
                    threads.add(new Thread(() -> {
                        if (isJoin) {
                            client.join(socket, host.eth0, ADDRESS.high(), ADDRESS.low(), completion);
                        } else {
                            client.leave(socket, host.eth0, ADDRESS.high(), ADDRESS.low(), completion);
                        }
                    }));
                }
                threads.forEach(Thread::start);
                while (!completions[0].isDone() || !completions[1].isDone()) {
                    own.engine.agent().doWork();
                }
                assertThat(completions[0].result()).isZero();
                assertThat(completions[1].result()).isZero();
                if (isJoin) {
                    afterJoins.run();
                }
            }
        }
        own.settle();
        own.close(sockets[0]);
        own.close(sockets[1]);
    }

    @Test
    void shouldSeed21EmptyTheLinkFilterAfterJoinsThatRaced() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final int rounds = 50;
            race(host, rounds, () -> {});
            final List<String> expected = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                expected.add("+333300000001");
                expected.add("-333300000001");
            }
            assertThat(host.harness.linkFilter).isEqualTo(expected);
            assertThat(host.harness.audit().live()).containsEntry("link multicast", 0);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed22CountTwoThreadsThatJoinOneGroupAsTwoMembersOfOneRecord() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final EngineHarness own = host.harness;
            race(host, 50, () -> {
                final int slot = own.group(host.eth0, GROUP);
                assertThat(own.references(own.groups(), slot)).isEqualTo(1 + 2);
                // The memberships of the round before may still wait for their readers, and pin their group.
                own.settle();
                assertThat(own.audit().live()).containsEntry("group", 1).containsEntry("host group", 1);
                assertThat(own.deliver(host.eth0, GROUP, "2001:db8::1")).hasSize(2);
            });
            own.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed23DetectAnOverReleaseAndChangeNothing() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final EngineHarness own = host.harness;
            final long other = own.open();
            assertThat(own.join(other, host.eth0, GROUP)).isZero();
            host.join(GROUP).leave(GROUP);
            host.sent();
            assertThat(own.leave(host.socket, host.eth0, GROUP)).isEqualTo(NOT_JOINED);
            assertThat(own.leave(host.socket, host.eth0, GROUP)).isEqualTo(NOT_JOINED);
            assertThat(own.deliver(host.eth0, GROUP, "2001:db8::1")).containsExactly(other);
            assertThat(host.sent()).isEmpty();
            own.assertClean();
            assertThat(own.close(other)).isZero();
            assertThat(own.close(other)).isEqualTo(BAD_SOCKET);
            own.settle();
            // Beneath it all: a record that nobody holds cannot be let go of.
            final Slab groups = own.groups();
            final int slot = 0;
            final long before = groups.lifeWord(slot);
            assertThat(LifeWord.references(before)).isZero();
            assertThatThrownBy(() -> LifeWord.release(groups.buffer(), groups.offset(slot)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("over-release");
            assertThat(groups.lifeWord(slot)).isEqualTo(before);
            own.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed24LeaveAtTheInstantAtWhichATimerFires() {
        final long[] sent = {0};
        final PacketSink sink = (timeNs, handle, buffer, offset, length) -> {
            sent[0]++;
            return true;
        };
        final int rounds = 1 << 17;
        final int batch = 1 << 12;
        try (EngineHarness own = new EngineHarness(
                new EngineContext().tableSizes(HostProbe.LARGE).packetSink(sink))) {
            // Repeats that are a long way off, so that they do not come in between.
            final HostVariables slow = OLDER.toBuilder()
                    .unsolicitedReportIntervalNs(TimeUnit.HOURS.toNanos(8))
                    .build();
            final long eth0 = own.attach(configuration(slow));
            final long socket = own.open();
            final Peer peer = new Peer(own);
            for (int i = 0; i < rounds; i++) {
                // Each event happens at its own time: the answer is due with the leave, or one nanosecond after it.
                own.time.advanceTo(own.time.timeNs() + 1);
                own.client.join(socket, eth0, ADDRESS.high(), ADDRESS.low(), null);
                assertThat(peer.query(eth0, ADDRESS, 1_000_000)).isTrue();
                own.time.advanceTo(own.time.timeNs() + (i % 2 == 0 ? 1_000_000 : 999_999));
                own.client.leave(socket, eth0, ADDRESS.high(), ADDRESS.low(), null);
                if ((i + 1) % batch == 0) {
                    own.settle();
                }
            }
            // Report and done of each round; the answer where it came first.
            assertThat(sent[0]).isEqualTo(2L * rounds + rounds / 2);
            own.time.advanceTo(own.time.timeNs() + 1_000_000_000_000L);
            own.settle();
            assertThat(sent[0]).isEqualTo(2L * rounds + rounds / 2);
            own.end(socket, eth0);
        }
    }

    @Test
    void shouldSeed25LeaveAfterTheInterfaceWasDetached() {
        try (HostHarness host = new HostHarness(OLDER)) {
            host.join(GROUP).olderQuery("::", 10_000).sent();
            host.harness.linkFilter.clear();
            assertThat(host.harness.detach(host.eth0)).isZero();
            host.harness.settle();
            assertThat(host.harness.leave(host.socket, host.eth0, GROUP)).isZero();
            assertThat(host.harness.leave(host.socket, host.eth0, GROUP)).isEqualTo(NOT_JOINED);
            assertThat(host.at(100_000).sent()).isEmpty();
            assertThat(host.harness.linkFilter).isEmpty();
            host.harness.close(host.socket);
            host.harness.assertEmpty();
        }
    }

    @Test
    void shouldSeed26LetAReaderLookWhileGroupsComeAndGo() throws InterruptedException {
        final AtomicReference<String> wrong = new AtomicReference<>();
        final AtomicBoolean isOver = new AtomicBoolean();
        try (HostHarness host = new HostHarness(OLDER)) {
            final EngineHarness own = host.harness;
            final long lasting = own.open();
            final InternetAddress other = group(1);
            assertThat(own.join(lasting, host.eth0, other)).isZero();
            final Thread reader = new Thread(() -> {
                final long[] found = new long[4];
                try (MembershipReader inside = own.engine.openReader("reader")) {
                    while (!isOver.get() && wrong.get() == null) {
                        final int count = inside.deliver(
                                host.eth0, ADDRESS.high(), ADDRESS.low(), SOURCE.high(), SOURCE.low(), found);
                        if (count > 1 || (count == 1 && found[0] != host.socket)) {
                            wrong.set("found " + count + ", first " + found[0]);
                        }
                        if (!inside.isWanted(host.eth0, other.high(), other.low(), SOURCE.high(), SOURCE.low())) {
                            wrong.set("the lasting member is gone");
                        }
                    }
                } catch (final RuntimeException failed) {
                    wrong.set(failed.toString());
                }
            });
            reader.start();
            final Peer peer = new Peer(own);
            for (int i = 0; i < 10_000; i++) {
                own.join(host.socket, host.eth0, ADDRESS);
                peer.query(host.eth0, ADDRESS, 0);
                own.leave(host.socket, host.eth0, ADDRESS);
            }
            isOver.set(true);
            reader.join();
            assertThat(wrong.get()).isNull();
            own.settle();
            own.assertClean();
            own.close(lasting);
            own.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldSeed27DestroyAnInterfaceWithTimersArmed() {
        try (HostHarness host = new HostHarness(OLDER)) {
            final int count = 100;
            HostProbe.joinAll(host, count);
            // The repeats of all are due, and an answer of each.
            host.olderQuery("::", 5000);
            assertThat(HostProbe.pendingAnswers(host)).isEqualTo(count);
            host.sent();
            assertThat(host.harness.detach(host.eth0)).isZero();
            final long fired = counter(host, EngineCounter.ENGINE_TIMERS_FIRED);
            final long again = host.harness.attach(HostHarness.configuration(OLDER)
                    .addresses(HostHarness.ADDRESSES)
                    .build());
            assertThat(host.at(1_000_000).sent()).isEmpty();
            assertThat(counter(host, EngineCounter.ENGINE_TIMERS_FIRED)).isEqualTo(fired);
            host.harness.assertClean();
            assertThat(host.harness.close(host.socket)).isZero();
            assertThat(host.harness.detach(again)).isZero();
            assertThat(host.sent()).isEmpty();
            host.harness.assertEmpty();
        }
    }

    @Test
    void shouldSeed28SendByInterfacesOnlyThatAreThere() {
        final EngineHarness[] holder = new EngineHarness[1];
        final List<Long> by = new ArrayList<>();
        final PacketSink sink = (timeNs, handle, buffer, offset, length) -> {
            assertThat(holder[0].tables().interfaces().resolve(handle)).isNotEqualTo(NULL_SLOT);
            by.add(handle);
            return true;
        };
        try (EngineHarness own = new EngineHarness(context().packetSink(sink))) {
            holder[0] = own;
            final Completion completion = new Completion();
            final long socket = own.open();
            for (int round = 0; round < 100; round++) {
                final long eth0 = own.attach(configuration(OLDER));
                // One batch: the join's report leaves before the interface goes, what follows does not.
                own.client.join(socket, eth0, ADDRESS.high(), ADDRESS.low(), null);
                own.client.detach(eth0, completion.reset());
                own.client.leave(socket, eth0, ADDRESS.high(), ADDRESS.low(), null);
                own.client.join(socket, eth0, ADDRESS.high(), ADDRESS.low(), null);
                own.settle();
                assertThat(completion.result()).isZero();
                assertThat(by).containsExactly(eth0);
                by.clear();
                own.time.advanceTo(own.time.timeNs() + 100_000_000_000L);
                own.settle();
                assertThat(by).isEmpty();
                assertThat(own.join(socket, eth0, ADDRESS)).isEqualTo(INTERFACE_GONE);
            }
            own.close(socket);
            own.assertEmpty();
        }
    }
}
