package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.Limit;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SourceBuffer;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.wire.InternetAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What limits sockets, how a limit is told, and that it takes nothing away. */
class SocketLimitsTest {
    private static final String GROUP = "239.1.1.1";
    private static final String[] SOURCES = {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"};
    private static final int MANY = 70_000;

    @Test
    void shouldNameTheLimitOfASocketAndItsValue() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open(2, 3);
            assertThat(harness.join(socket, eth0, "239.1.1.1")).isEqualTo(OK);
            assertThat(harness.joinSource(socket, eth0, "239.1.1.2", SOURCES[0]))
                    .isEqualTo(OK);

            final long third = harness.join(socket, eth0, "239.1.1.3");
            assertThat(OperationStatus.errno(third)).isEqualTo("ENOBUFS");
            assertThat(OperationStatus.code(third)).isEqualTo(OperationStatus.NO_ROOM);
            assertThat(OperationStatus.limit(third)).isEqualTo(Limit.MEMBERSHIPS_PER_SOCKET);
            assertThat(OperationStatus.limitValue(third)).isEqualTo(2);
            assertThat(described(harness.joinSource(socket, eth0, "239.1.1.3", SOURCES[0])))
                    .isEqualTo("ENOBUFS: membershipsPerSocket=2");
            assertThat(described(harness.setFilter(socket, eth0, "239.1.1.3", FilterMode.INCLUDE, SOURCES[0])))
                    .isEqualTo("ENOBUFS: membershipsPerSocket=2");

            assertThat(described(harness.setFilter(socket, eth0, "239.1.1.2", FilterMode.INCLUDE, SOURCES)))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=3");
            assertThat(harness.filter(socket, eth0, "239.1.1.2")).isEqualTo("INCLUDE 192.0.2.1");
            assertThat(harness.joinSource(socket, eth0, "239.1.1.2", SOURCES[1]))
                    .isEqualTo(OK);
            assertThat(harness.joinSource(socket, eth0, "239.1.1.2", SOURCES[2]))
                    .isEqualTo(OK);
            assertThat(described(harness.joinSource(socket, eth0, "239.1.1.2", SOURCES[3])))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=3");
            assertThat(harness.leave(socket, eth0, "239.1.1.1")).isEqualTo(OK);
            assertThat(harness.join(socket, eth0, "239.1.1.3")).isEqualTo(OK);
            harness.assertClean();
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldCountASourceThatIsListedTwiceOnce() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open(1, 2);
            assertThat(harness.setFilter(
                            socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCES[0], SOURCES[1], SOURCES[0], SOURCES[1]))
                    .isEqualTo(OK);
            assertThat(harness.filter(socket, eth0, GROUP)).isEqualTo("EXCLUDE 192.0.2.1,192.0.2.2");
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldKeepWhatExistsWhenALimitIsLoweredBelowIt() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open();
            harness.join(socket, eth0, "239.1.1.2");
            harness.setFilter(socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCES);

            assertThat(harness.limit(socket, 1, 1)).isEqualTo(OK);
            assertThat(harness.filter(socket, eth0, GROUP))
                    .isEqualTo("EXCLUDE 192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4");
            assertThat(harness.deliver(eth0, "239.1.1.2", SOURCES[0])).containsExactly(socket);
            assertThat(described(harness.join(socket, eth0, "239.1.1.3"))).isEqualTo("ENOBUFS: membershipsPerSocket=1");
            assertThat(described(harness.blockSource(socket, eth0, GROUP, "192.0.2.9")))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=1");
            // What makes a filter shorter, or keeps its length, is not held back by a limit below it.
            assertThat(harness.unblockSource(socket, eth0, GROUP, SOURCES[3])).isEqualTo(OK);
            assertThat(harness.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, SOURCES[0], SOURCES[1], SOURCES[3]))
                    .isEqualTo(OK);
            assertThat(described(harness.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, SOURCES)))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=1");
            assertThat(harness.filter(socket, eth0, GROUP)).isEqualTo("INCLUDE 192.0.2.1,192.0.2.2,192.0.2.4");

            assertThat(harness.limit(socket, 3, 4)).isEqualTo(OK);
            assertThat(harness.joinSource(socket, eth0, GROUP, SOURCES[2])).isEqualTo(OK);
            assertThat(harness.join(socket, eth0, "239.1.1.3")).isEqualTo(OK);
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        try (EngineHarness harness = new EngineHarness()) {
            final long socket = harness.open();
            assertThat(errno(harness.open(0, 0))).isEqualTo("EINVAL");
            assertThat(errno(harness.open(1, 0))).isEqualTo("EINVAL");
            assertThat(errno(harness.open(-1, 1))).isEqualTo("EINVAL");
            assertThat(errno(harness.limit(socket, 0, 1))).isEqualTo("EINVAL");
            assertThat(errno(harness.limit(socket, 1, -1))).isEqualTo("EINVAL");
            harness.close(socket);
            assertThat(errno(harness.limit(socket, 1, 1))).isEqualTo("EBADF");
            assertThat(errno(harness.loopback(socket, false))).isEqualTo("EBADF");
        }
    }

    @Test
    void shouldNameTheLimitsOfAnInterface() {
        try (EngineHarness harness = new EngineHarness()) {
            final InterfaceConfiguration configuration = InterfaceConfiguration.builder(1, 2)
                    .host(false)
                    .maxGroups(2)
                    .maxSources(2)
                    .build();
            final long eth0 = harness.attach(configuration);
            final long eth1 = harness.attachHost();
            final long socket = harness.open();
            final long other = harness.open();
            harness.join(socket, eth0, "239.1.1.1");
            harness.join(other, eth0, "239.1.1.2");
            assertThat(described(harness.join(socket, eth0, "239.1.1.3"))).isEqualTo("ENOBUFS: maxGroups=2");
            // A group that is joined already is not one more, and another interface has limits of its own.
            assertThat(harness.join(socket, eth0, "239.1.1.2")).isEqualTo(OK);
            assertThat(harness.join(socket, eth1, "239.1.1.3")).isEqualTo(OK);
            assertThat(described(harness.setFilter(
                            socket, eth0, "239.1.1.2", FilterMode.EXCLUDE, SOURCES[0], SOURCES[1], SOURCES[2])))
                    .isEqualTo("ENOBUFS: maxSources=2");

            assertThat(harness.configure(
                            eth0, configuration.toBuilder().maxGroups(1).build()))
                    .isEqualTo(OK);
            assertThat(harness.deliver(eth0, "239.1.1.2", SOURCES[0])).containsExactlyInAnyOrder(socket, other);
            assertThat(harness.leave(socket, eth0, "239.1.1.1")).isEqualTo(OK);
            assertThat(described(harness.join(socket, eth0, "239.1.1.1"))).isEqualTo("ENOBUFS: maxGroups=1");
            harness.close(other);
            harness.detach(eth1);
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldNotCountTheGroupsOfTheInterfaceItself() {
        try (EngineHarness harness = new EngineHarness()) {
            final InternetAddress one = EngineHarness.address("fe80::1");
            final InternetAddress two = EngineHarness.address("2001:db8::2");
            final long eth0 = harness.attach(InterfaceConfiguration.builder(1, 2)
                    .addresses(InterfaceAddresses.NONE
                            .with(one.high(), one.low(), 64)
                            .with(two.high(), two.low(), 64))
                    .solicitedNodeJoined(true)
                    .maxGroups(2)
                    .build());
            final long socket = harness.open();
            assertThat(harness.deliver(eth0, "ff02::1:ff00:1", "2001:db8::9")).isEmpty();
            assertThat(harness.join(socket, eth0, "239.1.1.1")).isEqualTo(OK);
            assertThat(harness.join(socket, eth0, "239.1.1.2")).isEqualTo(OK);
            assertThat(described(harness.join(socket, eth0, "239.1.1.3"))).isEqualTo("ENOBUFS: maxGroups=2");
            assertThat(harness.leave(socket, eth0, "239.1.1.1")).isEqualTo(OK);
            assertThat(harness.join(socket, eth0, "239.1.1.3")).isEqualTo(OK);
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldNameTheTableThatIsFull() {
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(2, 2, 2, 3, 1, 2, 1)))) {
            final long eth0 = harness.attachHost();
            final long eth1 = harness.attachHost();
            assertThat(described(harness.attachHost())).isEqualTo("ENOBUFS: interfaces=2");
            final long socket = harness.open();
            final long other = harness.open();
            assertThat(described(harness.open())).isEqualTo("ENOBUFS: sockets=2");
            assertThat(described(harness.setFilter(
                            socket, eth0, GROUP, FilterMode.INCLUDE, SOURCES[0], SOURCES[1], SOURCES[2])))
                    .isEqualTo("ENOBUFS: sources=2");
            harness.settle();
            assertThat(harness.joinSource(socket, eth0, GROUP, SOURCES[0])).isEqualTo(OK);
            assertThat(described(harness.joinSource(other, eth0, GROUP, SOURCES[0])))
                    .isEqualTo("ENOBUFS: filters=1");
            assertThat(harness.join(other, eth0, GROUP)).isEqualTo(OK);
            assertThat(harness.join(other, eth1, GROUP)).isEqualTo(OK);
            assertThat(described(harness.join(socket, eth1, "239.1.1.2"))).isEqualTo("ENOBUFS: groups=2");
            assertThat(described(harness.join(socket, eth1, GROUP))).isEqualTo("ENOBUFS: memberships=3");
            harness.assertClean();
            harness.close(other);
            harness.detach(eth1);
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldNameNoLimitWhenMemoryIsTheReason() {
        final FailingGate gate = new FailingGate();
        try (EngineHarness harness = new EngineHarness(
                new EngineContext().tableSizes(EngineHarness.SMALL).allocationGate(gate))) {
            gate.refuse(1);
            final long status = harness.open();
            gate.open();
            assertThat(described(status)).isEqualTo("ENOBUFS");
            assertThat(OperationStatus.limit(status)).isNull();
            assertThat(OperationStatus.limitValue(status)).isEqualTo(-1);
        }
    }

    @Test
    void shouldTellEveryStatusApart() {
        assertThat(OperationStatus.errno(1L << 60)).isEqualTo("OK");
        assertThat(OperationStatus.errno(OK)).isEqualTo("OK");
        assertThat(OperationStatus.errno(-12345)).isEqualTo("E12345");
        assertThat(OperationStatus.errno(Long.MIN_VALUE + 1)).isEqualTo("E" + Long.MAX_VALUE);
        assertThat(OperationStatus.errno(OperationStatus.NO_SUCH_INTERFACE)).isEqualTo("ENXIO");
        assertThat(OperationStatus.limit(OperationStatus.NOT_JOINED)).isNull();
        assertThat(OperationStatus.limit(1L << 60)).isNull();
        assertThat(OperationStatus.describe(OperationStatus.INTERFACE_GONE)).isEqualTo("ENODEV");
    }

    @Test
    void line62ShouldTellTheTrueTotalWhenTheBufferIsTooSmall() {
        try (EngineHarness harness = new EngineHarness()) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open();
            harness.setFilter(socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCES);
            final InternetAddress group = EngineHarness.address(GROUP);
            for (final int room : new int[] {0, 1, 3, 4, 5}) {
                final SourceBuffer buffer = new SourceBuffer(room);
                assertThat(harness.engine.view().getFilter(socket, eth0, group.high(), group.low(), buffer))
                        .isEqualTo(4);
                assertThat(buffer.total()).isEqualTo(4);
                assertThat(buffer.count()).isEqualTo(Math.min(room, 4));
                assertThat(buffer.mode()).isEqualTo(FilterMode.EXCLUDE);

                final Completion answer = Completion.forFilter(room);
                harness.client.getFilter(socket, eth0, group.high(), group.low(), answer);
                harness.settle();
                assertThat(answer.result()).isEqualTo(4);
                assertThat(answer.sources().count()).isEqualTo(Math.min(room, 4));
                for (int i = 0; i < answer.sources().count(); i++) {
                    assertThat(SOURCES)
                            .contains(InternetAddress.toString(
                                    answer.sources().high(i), answer.sources().low(i)));
                }
            }
            harness.end(socket, eth0);
        }
    }

    @Test
    void line62ShouldHoldSeventyThousandSourcesInOneFilter() {
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(1, 1, 1, 1, 4, 1 << 18, 1)))) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open();
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MANY * SourceList.ENTRY_LENGTH]);
            final int first = 10 << 24 | 1;
            for (int i = 0; i < MANY; i++) {
                buffer.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, InternetAddress.ipv4Low(first + i));
            }
            final SourceList sources = new SourceList().wrap(buffer, 0, MANY);
            final InternetAddress group = EngineHarness.address(GROUP);
            assertThat(harness.answer(completion -> harness.client.setFilter(
                            socket, eth0, group.high(), group.low(), FilterMode.INCLUDE, sources, completion)))
                    .isEqualTo(OK);
            assertThat(harness.getFilter(socket, eth0, GROUP)).isEqualTo(MANY);
            final String last = InternetAddress.toString(0, InternetAddress.ipv4Low(first + MANY - 1));
            final String next = InternetAddress.toString(0, InternetAddress.ipv4Low(first + MANY));
            assertThat(harness.deliver(eth0, GROUP, last)).containsExactly(socket);
            assertThat(harness.deliver(eth0, GROUP, next)).isEmpty();
            assertThat(errno(harness.joinSource(socket, eth0, GROUP, last))).isEqualTo("EADDRNOTAVAIL");
            assertThat(harness.joinSource(socket, eth0, GROUP, next)).isEqualTo(OK);
            harness.settle();
            assertThat(harness.leaveSource(socket, eth0, GROUP, last)).isEqualTo(OK);
            assertThat(harness.deliver(eth0, GROUP, next)).containsExactly(socket);
            assertThat(harness.deliver(eth0, GROUP, last)).isEmpty();
            assertThat(harness.getFilter(socket, eth0, GROUP)).isEqualTo(MANY);
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldNotWearOutTheTablesWhenSourcesComeAndGoOneByOne() {
        final int many = 5_000;
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(1, 1, 1, 1, 8, 2 * many, 1)))) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open();
            for (int i = 0; i < many; i++) {
                assertThat(harness.joinSource(socket, eth0, GROUP, source(i))).isEqualTo(OK);
            }
            assertThat(harness.getFilter(socket, eth0, GROUP)).isEqualTo(many);
            for (int i = 0; i < many - 1; i++) {
                assertThat(harness.leaveSource(socket, eth0, GROUP, source(i))).isEqualTo(OK);
            }
            assertThat(harness.filter(socket, eth0, GROUP)).isEqualTo("INCLUDE " + source(many - 1));
            assertThat(harness.deliver(eth0, GROUP, source(0))).isEmpty();
            assertThat(harness.deliver(eth0, GROUP, source(many - 1))).containsExactly(socket);
            harness.end(socket, eth0);
        }
    }

    private static String source(final int index) {
        return InternetAddress.toString(0, InternetAddress.ipv4Low((10 << 24 | 1) + index));
    }

    @Test
    void shouldLimitTheSocketsOfAnEngineByDefault() {
        try (EngineHarness harness = new EngineHarness(
                new EngineContext().tableSizes(EngineHarness.SMALL).operationLimits(new OperationLimits(1, 1, 8)))) {
            final long eth0 = harness.attachHost();
            final long socket = harness.open();
            harness.join(socket, eth0, GROUP);
            assertThat(described(harness.join(socket, eth0, "239.1.1.2"))).isEqualTo("ENOBUFS: membershipsPerSocket=1");
            final long free = harness.open(2, 2);
            harness.join(free, eth0, GROUP);
            assertThat(harness.join(free, eth0, "239.1.1.2")).isEqualTo(OK);
            harness.close(free);
            harness.end(socket, eth0);
        }
    }

    private static String errno(final long status) {
        return OperationStatus.errno(status);
    }

    private static String described(final long status) {
        return OperationStatus.describe(status);
    }
}
