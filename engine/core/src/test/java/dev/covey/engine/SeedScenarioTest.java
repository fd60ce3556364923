package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.memory.Slab.NULL_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.RecordList;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The defects that made a kernel panic when somebody destroyed an interface: one test for each item a) to n) of the
 * list of fixes, named after what went wrong there, and the reproducer as a whole.
 */
class SeedScenarioTest {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1:1";
    private static final String SOURCE = "198.51.100.7";
    private static final int MANY = 70_000;

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aShouldTakeExactlyOneReferenceWhetherTheGroupIsCreatedOrFound() {
        final long eth0 = harness.attach();
        final long first = harness.open();
        final long second = harness.open();
        assertThat(harness.join(first, eth0, GROUP)).isEqualTo(OK);
        final int group = harness.group(eth0, GROUP);
        final Slab groups = harness.groups();
        final Slab links = harness.links();
        final int link = harness.tables().groups().linkMulticast(group);
        // One of the table, one of each membership; the link multicast: one of its table, one of the group.
        assertThat(harness.references(groups, group)).isEqualTo(1 + 1);
        assertThat(harness.references(links, link)).isEqualTo(1 + 1);

        assertThat(harness.join(second, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.references(groups, group)).isEqualTo(1 + 2);
        assertThat(harness.references(links, link)).isEqualTo(1 + 1);

        try (Lease lease = harness.store().acquire(groups.handle(group))) {
            assertThat(harness.references(lease.handle())).isEqualTo(1 + 2 + 1);
        }
        assertThat(harness.references(groups, group)).isEqualTo(1 + 2);
        harness.assertClean();
    }

    @Test
    void bShouldKeepTheLinkAddressAsLongAsAnyGroupNeedsItAndProgramItOnce() {
        for (final boolean isFirstLeftFirst : new boolean[] {true, false}) {
            try (EngineHarness own = new EngineHarness()) {
                final long eth0 = own.attach();
                final long socket = own.open();
                final String one = "224.1.1.1";
                final String other = "225.1.1.1";
                own.join(socket, eth0, one);
                own.join(socket, eth0, other);
                assertThat(own.linkFilter).containsExactly("+1005e010101");

                assertThat(own.leave(socket, eth0, isFirstLeftFirst ? one : other))
                        .isEqualTo(OK);
                own.settle();
                assertThat(own.linkFilter).containsExactly("+1005e010101");
                final int left = own.group(eth0, isFirstLeftFirst ? other : one);
                final int link = own.tables().groups().linkMulticast(left);
                assertThat(LifeWord.phase(own.links().lifeWord(link))).isEqualTo(LifeWord.LIVE);

                assertThat(own.leave(socket, eth0, isFirstLeftFirst ? other : one))
                        .isEqualTo(OK);
                assertThat(own.linkFilter).containsExactly("+1005e010101", "-1005e010101");
                own.assertClean();
                own.end(socket, eth0);
            }
        }
    }

    @Test
    void cShouldNotReuseTheInterfaceSlotWhileRecordsOfItExist() {
        final long socket = harness.open();
        final long old = harness.attachHost();
        final int groups = 5;
        for (int i = 0; i < groups; i++) {
            assertThat(harness.join(socket, old, "239.1.1." + i)).isEqualTo(OK);
        }
        // Its table's reference, and one of each link multicast record.
        assertThat(harness.references(old)).isEqualTo(1 + groups);
        harness.detach(old);
        harness.settle();
        assertThat(harness.references(old)).isEqualTo(groups);

        for (int i = 0; i <= groups; i++) {
            final long fresh = harness.attach();
            assertThat(Handle.slot(fresh)).isNotEqualTo(Handle.slot(old));
            assertThat(harness.deliver(fresh, GROUP, SOURCE)).isEmpty();
            harness.detach(fresh);
            harness.settle();
        }
        harness.close(socket);
        harness.settle();
        final Slab interfaces = harness.tables().interfaces().slab();
        assertThat(LifeWord.phase(interfaces.lifeWord(Handle.slot(old)))).isEqualTo(LifeWord.FREE);
        boolean isReused = false;
        for (int i = 0; i < SMALL.interfaces() && !isReused; i++) {
            isReused = Handle.slot(harness.attach()) == Handle.slot(old);
        }
        assertThat(isReused).isTrue();
        assertThat(harness.tables().interfaces().resolve(old)).isEqualTo(NULL_SLOT);
        assertThat(harness.join(harness.open(), old, GROUP)).isEqualTo(INTERFACE_GONE);
        harness.assertClean();
    }

    @Test
    void dShouldLeaveOnceAndTouchNoFilterWhenTheInterfaceIsGone() {
        final long socket = harness.open();
        final long eth0 = harness.attach();
        harness.join(socket, eth0, GROUP);
        harness.join(socket, eth0, GROUP6);
        harness.linkFilter.clear();
        harness.detach(eth0);
        harness.settle();

        assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(NOT_JOINED);
        assertThat(harness.leave(socket, eth0, GROUP6)).isEqualTo(OK);
        assertThat(harness.leave(socket, eth0, GROUP6)).isEqualTo(NOT_JOINED);
        assertThat(harness.linkFilter).isEmpty();
        harness.close(socket);
        harness.assertEmpty();
    }

    @Test
    void eShouldDropTheInterfaceReferenceOnceWhenTheRecordIsDestroyedAndNotBefore() {
        final long socket = harness.open();
        final long eth0 = harness.attachHost();
        harness.join(socket, eth0, GROUP);
        try (MembershipReader reader = harness.engine.openPollingReader("e")) {
            assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(OK);
            harness.settle();
            // The group has left every table, yet a reader may still look at it and at what it points at.
            assertThat(harness.group(eth0, GROUP)).isEqualTo(NULL_SLOT);
            assertThat(harness.references(eth0)).isEqualTo(1 + 1);
            reader.quiescent();
            harness.engine.agent().doWork();
            reader.quiescent();
        }
        harness.settle();
        assertThat(harness.references(eth0)).isEqualTo(1);
        assertThat(harness.detach(eth0)).isEqualTo(OK);
        assertThat(harness.detach(eth0)).isEqualTo(INTERFACE_GONE);
        harness.settle();
        assertThat(harness.detach(eth0)).isEqualTo(INTERFACE_GONE);
        harness.close(socket);
        harness.assertEmpty();
    }

    @Test
    void fShouldShowAReaderTheWholeGroupOrNoneWhenTheInterfaceIsDetached() {
        final long eth0 = harness.attach();
        final long socket = harness.open();
        harness.join(socket, eth0, GROUP);
        final int group = harness.group(eth0, GROUP);
        final InternetAddress address = address(GROUP);
        final InternetAddress source = address(SOURCE);
        final long[] sockets = new long[1];
        try (MembershipReader reader = harness.engine.openPollingReader("f")) {
            assertThat(reader.deliver(eth0, address.high(), address.low(), source.high(), source.low(), sockets))
                    .isEqualTo(1);
            harness.detach(eth0);
            assertThat(reader.deliver(eth0, address.high(), address.low(), source.high(), source.low(), sockets))
                    .isZero();
            harness.close(socket);
            harness.settle();
            assertThat(reader.deliver(eth0, address.high(), address.low(), source.high(), source.low(), sockets))
                    .isZero();
            // What the reader found before is whole until it says it keeps nothing.
            final Slab groups = harness.groups();
            assertThat(groups.buffer().getLong(groups.offset(group) + 24)).isEqualTo(address.low());
            assertThat(harness.audit().retired()).isPositive();
        }
        harness.assertEmpty();
    }

    @Test
    void gShouldNeverTakeAReferenceOfSomebodyElseWhenAnInterfaceIsPurged() {
        final long eth0 = harness.attach();
        final long daemon = harness.open();
        final long other = harness.open();
        harness.join(daemon, eth0, GROUP);
        harness.join(other, eth0, GROUP);
        final int group = harness.group(eth0, GROUP);
        final Slab groups = harness.groups();
        final long handle = groups.handle(group);
        // A consumer inside the engine, which is neither a socket nor a router.
        try (Lease consumer = harness.store().acquire(handle)) {
            assertThat(harness.references(consumer.handle())).isEqualTo(1 + 2 + 1);
            harness.detach(eth0);
            harness.settle();
            assertThat(harness.references(handle)).isEqualTo(1 + 2 + 1);
            assertThat(harness.leave(daemon, eth0, GROUP)).isEqualTo(OK);
            harness.settle();
            assertThat(harness.references(handle)).isEqualTo(1 + 1 + 1);
            harness.close(other);
            harness.settle();
            assertThat(harness.references(handle)).isEqualTo(1);
        }
        harness.close(daemon);
        harness.assertEmpty();
    }

    @Test
    void hShouldChangeNothingWhenAJoinFailsAtAnyAllocation() {
        final FailingGate gate = new FailingGate();
        try (EngineHarness own =
                new EngineHarness(new EngineContext().tableSizes(SMALL).allocationGate(gate))) {
            final long eth0 = own.attach();
            final long socket = own.open();
            final Map<String, Integer> before = own.audit().live();
            int failures = 0;
            long status = NO_ROOM;
            for (int n = 1; status != OK; n++) {
                gate.refuse(n);
                status = own.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, SOURCE, "198.51.100.8");
                gate.open();
                if (status != OK) {
                    failures++;
                    assertThat(status).isEqualTo(NO_ROOM);
                    assertThat(own.deliver(eth0, GROUP, SOURCE)).isEmpty();
                    assertThat(own.leave(socket, eth0, GROUP)).isEqualTo(NOT_JOINED);
                    assertThat(own.linkFilter).isEmpty();
                    own.assertClean();
                    own.settle();
                    assertThat(own.audit().live()).isEqualTo(before);
                }
            }
            // Filter, two sources, link multicast, group and membership.
            assertThat(failures).isEqualTo(6);
            assertThat(own.deliver(eth0, GROUP, SOURCE)).containsExactly(socket);
            own.end(socket, eth0);
        }
    }

    @Test
    void iShouldKeepTheOldFilterWholeWhenANewOneFailsHalfway() {
        final FailingGate gate = new FailingGate();
        try (EngineHarness own =
                new EngineHarness(new EngineContext().tableSizes(SMALL).allocationGate(gate))) {
            final long eth0 = own.attach();
            final long socket = own.open();
            own.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, SOURCE, "198.51.100.8");
            final Map<String, Integer> before = own.audit().live();
            for (int n = 1; n <= 4; n++) {
                gate.refuse(n);
                assertThat(own.setFilter(
                                socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCE, "198.51.100.9", "198.51.100.10"))
                        .isEqualTo(NO_ROOM);
                gate.open();
                assertThat(own.deliver(eth0, GROUP, SOURCE)).containsExactly(socket);
                assertThat(own.deliver(eth0, GROUP, "198.51.100.99")).isEmpty();
                own.settle();
                assertThat(own.audit().live()).isEqualTo(before);
                own.assertClean();
            }
            assertThat(own.setFilter(socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCE, "198.51.100.9", "198.51.100.10"))
                    .isEqualTo(OK);
            assertThat(own.deliver(eth0, GROUP, SOURCE)).isEmpty();
            assertThat(own.deliver(eth0, GROUP, "198.51.100.99")).containsExactly(socket);
        }
    }

    @Test
    void jShouldCountSeventyThousandSocketsOnOneGroup() {
        try (EngineHarness own =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(8, 1024, 1 << 17, 1 << 17, 8, 8, 8)))) {
            final long eth0 = own.attach();
            final long[] sockets = new long[MANY];
            for (int i = 0; i < MANY; i++) {
                sockets[i] = own.open();
                assertThat(own.join(sockets[i], eth0, GROUP)).isEqualTo(OK);
            }
            final long group = own.groups().handle(own.group(eth0, GROUP));
            assertThat(own.references(group)).isEqualTo(1 + MANY);
            assertThat(own.deliver(eth0, GROUP, SOURCE)).hasSize(MANY).doesNotHaveDuplicates();
            for (final long socket : sockets) {
                assertThat(own.close(socket)).isEqualTo(OK);
            }
            own.detach(eth0);
            own.assertEmpty();
        }
    }

    @Test
    void jShouldCountSeventyThousandGroupsOnOneSocket() {
        try (EngineHarness own =
                new EngineHarness(new EngineContext().tableSizes(new TableSizes(8, 1 << 17, 8, 1 << 17, 8, 8, 8)))) {
            final long eth0 = own.attach();
            final long socket = own.open();
            for (int i = 0; i < MANY; i++) {
                assertThat(own.join(socket, eth0, new InternetAddress(0, 0xffff_ef00_0000L + i)))
                        .isEqualTo(OK);
            }
            assertThat(own.audit().live()).containsEntry("membership", MANY).containsEntry("group", MANY);
            own.assertClean();
            assertThat(own.close(socket)).isEqualTo(OK);
            own.detach(eth0);
            own.assertEmpty();
        }
    }

    @Test
    void kShouldCountTheReferenceOfAnIpv6GroupOnItsLinkAddress() {
        final long eth0 = harness.attach();
        final long socket = harness.open();
        harness.join(socket, eth0, GROUP6);
        // ff15::1:1 and ff1e::1:1 share 33:33:00:01:00:01.
        harness.join(socket, eth0, "ff1e::1:1");
        final int link = harness.tables().groups().linkMulticast(harness.group(eth0, GROUP6));
        assertThat(harness.references(harness.links(), link)).isEqualTo(1 + 2);
        assertThat(harness.linkFilter).containsExactly("+333300010001");
        harness.leave(socket, eth0, GROUP6);
        harness.settle();
        assertThat(harness.references(harness.links(), link)).isEqualTo(1 + 1);
        harness.close(socket);
        assertThat(harness.linkFilter).containsExactly("+333300010001", "-333300010001");
        harness.detach(eth0);
        harness.assertEmpty();
    }

    @Test
    void lShouldComeToTheSameEndInEveryOrderOfLeaveDetachAndClose() {
        final int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (final int[] order : orders) {
            for (int settles = 0; settles < 8; settles++) {
                try (EngineHarness own = new EngineHarness()) {
                    final long eth0 = own.attach();
                    final long socket = own.open();
                    own.join(socket, eth0, GROUP);
                    own.join(socket, eth0, GROUP6);
                    for (int i = 0; i < order.length; i++) {
                        switch (order[i]) {
                            case 0 -> own.leave(socket, eth0, GROUP);
                            case 1 -> assertThat(own.detach(eth0)).isEqualTo(OK);
                            default -> assertThat(own.close(socket)).isEqualTo(OK);
                        }
                        if ((settles >> i & 1) != 0) {
                            own.settle();
                        }
                        own.assertClean();
                    }
                    own.assertEmpty();
                }
            }
        }
    }

    @Test
    void mShouldHoldNothingAfterAnyRefusal() {
        try (EngineHarness own = new EngineHarness(new EngineContext()
                .tableSizes(new TableSizes(2, 2, 2, 2, 2, 2, 2))
                .operationLimits(new OperationLimits(2, 2, 1024)))) {
            final long eth0 = own.attach();
            final long socket = own.open();
            final long closed = own.open();
            own.close(closed);
            own.settle();
            assertThat(own.join(closed, eth0, GROUP)).isEqualTo(BAD_SOCKET);
            assertThat(own.leave(closed, eth0, GROUP)).isEqualTo(BAD_SOCKET);
            assertThat(own.setFilter(closed, eth0, GROUP, FilterMode.INCLUDE, SOURCE))
                    .isEqualTo(BAD_SOCKET);
            assertThat(own.close(closed)).isEqualTo(BAD_SOCKET);
            assertThat(own.join(socket, eth0, "192.0.2.1")).isEqualTo(INVALID);
            assertThat(own.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, "224.0.0.9"))
                    .isEqualTo(INVALID);
            assertThat(own.setFilter(socket, eth0, GROUP, FilterMode.INCLUDE, "2001:db8::1"))
                    .isEqualTo(INVALID);
            assertThat(own.join(socket, Handle.NULL_HANDLE, GROUP)).isEqualTo(INTERFACE_GONE);
            assertThat(own.join(socket, -1, GROUP)).isEqualTo(INTERFACE_GONE);
            assertThat(own.leave(socket, eth0, GROUP)).isEqualTo(NOT_JOINED);
            assertThat(OperationStatus.describe(own.setFilter(
                            socket, eth0, GROUP, FilterMode.EXCLUDE, "192.0.2.1", "192.0.2.2", "192.0.2.3")))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=2");
            assertThat(own.join(socket, eth0, GROUP)).isEqualTo(OK);
            assertThat(own.join(socket, eth0, GROUP)).isEqualTo(ALREADY_JOINED);
            assertThat(own.join(socket, eth0, GROUP6)).isEqualTo(OK);
            assertThat(OperationStatus.describe(own.join(socket, eth0, "239.1.1.2")))
                    .isEqualTo("ENOBUFS: membershipsPerSocket=2");
            assertThat(own.store().openLeases()).isZero();
            own.assertClean();
            own.end(socket, eth0);
        }
    }

    @Test
    void nShouldLeadOnFromARecordThatIsRemovedDuringTheWalk() {
        final long eth0 = harness.attach();
        final long[] sockets = new long[5];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = harness.open();
            harness.join(sockets[i], eth0, GROUP);
        }
        final RecordList list = harness.tables().memberships().ofGroup();
        final int group = harness.group(eth0, GROUP);
        try (MembershipReader reader = harness.engine.openPollingReader("n")) {
            // Newest first: 4, 3, 2, 1, 0. Standing on 3, remove it, the next one and the one before.
            final int third = list.next(list.first(group));
            harness.close(sockets[3]);
            harness.close(sockets[2]);
            harness.close(sockets[4]);
            harness.settle();
            final List<Long> rest = new ArrayList<>();
            for (int slot = list.next(third); slot != NULL_SLOT; slot = list.next(slot)) {
                rest.add(harness.tables().memberships().socketHandle(slot));
            }
            // The removed neighbour is still whole; those that stayed are met once each.
            assertThat(rest).containsExactly(sockets[2], sockets[1], sockets[0]);
            reader.quiescent();
        }
        assertThat(harness.deliver(eth0, GROUP, SOURCE)).containsExactlyInAnyOrder(sockets[0], sockets[1]);
        harness.close(sockets[0]);
        harness.close(sockets[1]);
        harness.detach(eth0);
        harness.assertEmpty();
    }

    @Test
    void shouldAccountForEverythingInTheReproducerAsAWhole() {
        // A daemon joins on the egress interface, over IPv4 and IPv6.
        final long egress = harness.attach();
        final long daemon4 = harness.open();
        final long daemon6 = harness.open();
        assertThat(harness.join(daemon4, egress, "224.0.0.251")).isEqualTo(OK);
        assertThat(harness.join(daemon6, egress, "ff02::fb")).isEqualTo(OK);
        // The interface's address is deleted: nothing that is joined depends on it.
        assertThat(harness.configure(
                        egress,
                        InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                                .router(true)
                                .host(false)
                                .build()))
                .isEqualTo(OK);
        harness.settle();
        // A second interface is created, used by both, and destroyed with live memberships.
        final long epair = harness.attach();
        assertThat(harness.join(daemon4, epair, "224.0.0.251")).isEqualTo(OK);
        assertThat(harness.join(daemon6, epair, "ff02::fb")).isEqualTo(OK);
        assertThat(harness.setFilter(daemon4, epair, "232.1.1.1", FilterMode.INCLUDE, SOURCE))
                .isEqualTo(OK);
        assertThat(harness.detach(epair)).isEqualTo(OK);
        assertThat(harness.deliver(epair, "224.0.0.251", SOURCE)).isEmpty();
        harness.settle();
        harness.assertClean();
        // A new interface of the same name and index inherits nothing.
        final long again = harness.attach();
        assertThat(harness.deliver(again, "224.0.0.251", SOURCE)).isEmpty();
        assertThat(harness.leave(daemon4, again, "224.0.0.251")).isEqualTo(NOT_JOINED);
        assertThat(harness.join(daemon4, again, "224.0.0.251")).isEqualTo(OK);
        // The sockets are closed: this is where the kernel died.
        assertThat(harness.close(daemon4)).isEqualTo(OK);
        assertThat(harness.close(daemon6)).isEqualTo(OK);
        harness.settle();
        harness.assertClean();
        assertThat(harness.tables().interfaces().resolvePinned(epair)).isEqualTo(NULL_SLOT);
        assertThat(harness.audit().live()).containsEntry("group", 0).containsEntry("interface", 2);
        harness.detach(egress);
        harness.detach(again);
        harness.assertEmpty();
    }
}
