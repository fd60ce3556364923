package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.RouterVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets and commands on their way through the whole engine, and what is counted of them. */
class EngineIngressTest {
    private static final String GROUP = "239.1.1.1";

    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[2048]);
    private final GroupMessageEncoder encoder = new GroupMessageEncoder(new PacketEnvelope(AddressFamily.IPV4)
            .source(0, address("192.0.2.9").low()));

    private long offerReport(final EngineHarness harness, final long interfaceHandle, final String group) {
        final InternetAddress to = address(group);
        final int length = encoder.report(packet, 0, MessageKind.V2_REPORT, to.high(), to.low());
        return harness.client.offer(interfaceHandle, LinkType.INTERNET, packet, 0, length, harness.time.timeNs());
    }

    @Test
    void shouldKnowAMemberFromItsReportUntilTheMembershipIntervalIsOver() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attach();
            assertThat(offerReport(harness, eth0, GROUP)).isNotNegative();
            harness.settle();
            assertThat(harness.audit().live()).containsEntry("router group", 1);
            assertThat(harness.engine.counters().get(EngineCounter.IGMP_RX_V2REPORT))
                    .isEqualTo(1);
            assertThat(harness.engine.counters().get(EngineCounter.IGMP_RX_TOTAL))
                    .isEqualTo(1);

            harness.time.advanceTo(TimeUnit.SECONDS.toNanos(270) - 1);
            harness.settle();
            assertThat(harness.audit().live()).containsEntry("router group", 1);
            harness.time.advanceTo(TimeUnit.SECONDS.toNanos(270));
            harness.settle();
            assertThat(harness.audit().live()).containsEntry("router group", 0);
            harness.assertClean();
        }
    }

    @Test
    void shouldForwardToALinkWhileAMemberIsKnownThereAndTheLinkIsAttached() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attach();
            final long eth1 = harness.attach();
            assertThat(isForwarded(harness, eth0)).isFalse();
            offerReport(harness, eth0, GROUP);
            harness.settle();

            assertThat(isForwarded(harness, eth0)).isTrue();
            assertThat(isForwarded(harness, eth1)).isFalse();
            harness.detach(eth0);
            assertThat(isForwarded(harness, eth0)).isFalse();
        }
    }

    private static boolean isForwarded(final EngineHarness harness, final long interfaceHandle) {
        final InternetAddress group = address(GROUP);
        final InternetAddress source = address("198.51.100.7");
        return harness.engine
                .view()
                .routers()
                .isForwarded(interfaceHandle, group.high(), group.low(), source.high(), source.low());
    }

    @Test
    void shouldDropForOneReasonWhenTheInterfaceIsUnknownDownOrDetached() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attach();
            offerReport(harness, 4711, GROUP);
            harness.configure(
                    eth0,
                    InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                            .router(true)
                            .host(false)
                            .up(false)
                            .build());
            offerReport(harness, eth0, GROUP);
            harness.client.detach(eth0, null);
            offerReport(harness, eth0, GROUP);
            harness.settle();
            assertThat(harness.engine.counters().get(DropReason.ENGINE_DROP_NOIFACE))
                    .isEqualTo(3);
            assertThat(harness.engine.counters().get(EngineCounter.IGMP_RX_TOTAL))
                    .isZero();
            harness.assertEmpty();
        }
    }

    @Test
    void shouldCountOneReasonAndChangeNothingWhenAPacketIsBad() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attach();
            final InternetAddress to = address(GROUP);
            final int length = encoder.report(packet, 0, MessageKind.V2_REPORT, to.high(), to.low());
            packet.putByte(length - 1, (byte) ~packet.getByte(length - 1));
            harness.client.offer(eth0, LinkType.INTERNET, packet, 0, length, 0);
            harness.settle();
            assertThat(harness.engine.counters().get(DropReason.IGMP_BADSUM)).isEqualTo(1);
            assertThat(harness.engine.counters().get(EngineCounter.IGMP_RX_TOTAL))
                    .isEqualTo(1);
            assertThat(harness.audit().live()).containsEntry("router group", 0);
        }
    }

    @Test
    void shouldCountAndKeepWhatIsThereWhenTheLimitOfGroupsIsReached() {
        final RouterVariables variables = RouterVariables.builder().maxGroups(2).build();
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(SMALL).routerVariables(variables))) {
            final long eth0 = harness.attach();
            offerReport(harness, eth0, "239.1.1.1");
            offerReport(harness, eth0, "239.1.1.2");
            offerReport(harness, eth0, "239.1.1.3");
            offerReport(harness, eth0, "239.1.1.1");
            harness.settle();
            assertThat(harness.audit().live()).containsEntry("router group", 2);
            assertThat(harness.engine.counters().get(DropReason.ENGINE_LIMIT_GROUPS))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAndCountPacketsButTakeCommandsWhenPacketsFillTheRing() {
        try (EngineHarness harness = new EngineHarness(
                new EngineContext().tableSizes(SMALL).ingressLimits(new IngressLimits(64, 8, 1024)))) {
            final long eth0 = harness.attach();
            final long socket = harness.open();
            int taken = 0;
            while (offerReport(harness, eth0, GROUP) >= 0) {
                taken++;
            }
            assertThat(taken).isEqualTo(64 - 8);
            assertThat(offerReport(harness, eth0, GROUP)).isEqualTo(IngressStatus.BACK_PRESSURED);
            assertThat(harness.join(socket, eth0, GROUP)).isEqualTo(OperationStatus.OK);
            assertThat(harness.engine.counters().get(DropReason.ENGINE_RX_RING_FULL))
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldAnswerALookupAsOfItsPlaceInTheOrder() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attach();
            final long socket = harness.open();
            final InternetAddress to = address(GROUP);
            final List<Completion> before = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                before.add(new Completion(4));
            }
            harness.client.lookup(eth0, to.high(), to.low(), 0, 1, before.get(0));
            harness.client.join(socket, eth0, to.high(), to.low(), null);
            harness.client.lookup(eth0, to.high(), to.low(), 0, 1, before.get(1));
            harness.client.leave(socket, eth0, to.high(), to.low(), null);
            harness.client.lookup(eth0, to.high(), to.low(), 0, 1, before.get(2));
            harness.settle();
            assertThat(before).extracting(Completion::result).containsExactly(0L, 1L, 0L);
            assertThat(before.get(1).sockets()[0]).isEqualTo(socket);
        }
    }

    @Test
    void shouldTellTheWholeCountWhenTheCallersArrayIsTooSmall() {
        try (EngineHarness harness = new EngineHarness();
                MembershipReader reader = harness.engine.openReader("small")) {
            final long eth0 = harness.attach();
            for (int i = 0; i < 5; i++) {
                harness.join(harness.open(), eth0, GROUP);
            }
            final InternetAddress to = address(GROUP);
            assertThat(reader.deliver(eth0, to.high(), to.low(), 0, 1, new long[2]))
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseNewMembershipsButServeTheOldWhenAReaderStallsReclamation() {
        try (EngineHarness harness = new EngineHarness(
                new EngineContext().tableSizes(SMALL).operationLimits(new OperationLimits(100, 100, 8)))) {
            final long eth0 = harness.attach();
            final long socket = harness.open();
            harness.join(socket, eth0, "239.9.9.9");
            try (MembershipReader stalled = harness.engine.openPollingReader("stalled")) {
                long status = OperationStatus.OK;
                for (int i = 0; i < 20 && status == OperationStatus.OK; i++) {
                    status = harness.join(socket, eth0, GROUP);
                    if (status == OperationStatus.OK) {
                        assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(OperationStatus.OK);
                    }
                }
                assertThat(OperationStatus.errno(status)).isEqualTo("EBUSY");
                assertThat(harness.deliver(eth0, "239.9.9.9", "192.0.2.1")).containsExactly(socket);
                assertThat(harness.engine.counters().get(EngineCounter.ENGINE_EPOCH_STALLS))
                        .isPositive();
                assertThat(harness.engine.counters().get(EngineCounter.ENGINE_EPOCH_STALLED_READER))
                        .isEqualTo(1);
                stalled.quiescent();
                assertThat(harness.join(socket, eth0, GROUP)).as("asked anew").isEqualTo(OperationStatus.OK);
                harness.settle();
                stalled.quiescent();
            }
            harness.settle();
            harness.assertClean();
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed later than its engine, which is the point
    void shouldRefuseToGiveMemoryBackWhileAReaderIsInside() {
        final EngineHarness harness = new EngineHarness();
        final MembershipReader reader = harness.engine.openPollingReader("late");
        assertThatThrownBy(harness::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late");
        assertThat(offerReport(harness, 1, GROUP)).isEqualTo(IngressStatus.CLOSED);
        assertThatThrownBy(reader::quiescent).isInstanceOf(IllegalStateException.class);
        reader.close();
        harness.close();
        assertThatThrownBy(() -> harness.engine.openReader("later")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNameWhatIsWrongWithAContext() {
        assertThatThrownBy(() -> new EngineContext().maxReaders(0).conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxReaders=0");
        final EngineContext used = new EngineContext().conclude();
        assertThatThrownBy(() -> used.seed(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTestASourceAgainstAFilterOfSixtyFiveThousand() {
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(2, 2, 2, 2, 2, 1 << 16, 2)))) {
            final int many = 1 << 16;
            final long eth0 = harness.attach();
            final long socket = harness.open();
            final String[] sources = new String[many];
            for (int i = 0; i < many; i++) {
                sources[i] = "10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255);
            }
            assertThat(harness.setFilter(socket, eth0, GROUP, FilterMode.EXCLUDE, sources))
                    .isEqualTo(OperationStatus.OK);
            assertThat(harness.deliver(eth0, GROUP, sources[many - 1])).isEmpty();
            assertThat(harness.deliver(eth0, GROUP, "192.0.2.1")).containsExactly(socket);
            harness.end(socket, eth0);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed at the end, after it has failed
    void shouldStopLoudlyAndLeaveNobodyWaitingWhenAListenerThrows() {
        final MulticastEngine engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(SMALL)
                .timeSource(new VirtualTimeSource(0))
                .listener(new MembershipListener() {
                    @Override
                    public void onOther(final long timeNs, final long interfaceHandle) {
                        throw new AssertionError("listener");
                    }
                }));
        final EngineClient client = engine.newClient();
        final Completion attached = new Completion();
        client.attach(InterfaceConfiguration.builder(1, 1).build(), attached);
        engine.agent().doWork();
        final Completion waiting = new Completion();
        packet.setMemory(0, 64, (byte) 0);
        client.offer(attached.result(), LinkType.ETHERNET, packet, 0, 64, 0);
        client.openSocket(1, waiting);
        assertThatThrownBy(() -> engine.agent().doWork()).hasMessage("listener");
        assertThatThrownBy(() -> engine.agent().doWork()).isInstanceOf(AgentTerminationException.class);
        assertThat(waiting.result()).isEqualTo(OperationStatus.ENGINE_FAILED);
        assertThat(client.openSocket(2, null)).isEqualTo(IngressStatus.CLOSED);
        engine.close();
    }

    @Test
    void shouldReclaimNoMoreThanItsLimitInOneCycleHoweverLargeAFilterIs() {
        try (EngineHarness harness = new EngineHarness(new EngineContext()
                .tableSizes(new TableSizes(2, 8, 8, 8, 8, 1 << 14, 2))
                .reclaimsPerCycle(100))) {
            final long eth0 = harness.attach();
            final long socket = harness.open();
            final String[] sources = new String[5000];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = "10.0." + (i >> 8) + '.' + (i & 255);
            }
            harness.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, sources);
            harness.leave(socket, eth0, GROUP);
            int cycles = 0;
            while (harness.audit().retired() > 0 && cycles < 1000) {
                assertThat(harness.engine.agent().doWork()).isLessThanOrEqualTo(100);
                cycles++;
            }
            // Each source is taken out of its set, and handed back later.
            assertThat(cycles).isBetween(100, 200);
            harness.end(socket, eth0);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // used after it is closed, which is the point
    void shouldAnswerNothingFromMemoryThatMayBeGone() {
        final EngineHarness harness = new EngineHarness();
        final MembershipReader reader = harness.engine.openPollingReader("gone");
        final EngineView view = harness.engine.view();
        reader.close();
        assertThatThrownBy(() -> reader.isWanted(1, 0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
        harness.close();
        assertThatThrownBy(view::audit).isInstanceOf(IllegalStateException.class);
    }
}
