package dev.covey.engine.protocol;

import static dev.covey.engine.counters.DropReason.ENGINE_LIMIT_GROUPS;
import static dev.covey.engine.counters.DropReason.ENGINE_LIMIT_SOURCES;
import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_INCLUDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.MessageKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Line 53: at a bound the new is refused and the known kept; and what is closed is gone, whatever was in flight. */
class RouterLimitsTest {
    private static final String G = "239.1.1.1";
    private static final String H = "239.1.1.2";
    private static final String A = "10.0.1.1";
    private static final String B = "10.0.1.2";
    private static final String C = "10.0.1.3";

    private final TestPacket packet = new TestPacket();

    @Test
    void line53ShouldRefuseNewGroupsAtTheLimitAndKeepTheKnown() {
        try (RouterFixture router =
                new RouterFixture(RouterVariables.builder().maxGroups(1).build()).open()) {
            router.receive(packet.report(MODE_IS_EXCLUDE, G));
            router.receive(packet.report(MODE_IS_EXCLUDE, H));
            router.receive(packet.report(MODE_IS_EXCLUDE, "ff15::1"));
            assertEquals(List.of(ENGINE_LIMIT_GROUPS, ENGINE_LIMIT_GROUPS), router.limits);
            assertEquals(1, router.reporters.size());

            router.advanceSeconds(200);
            router.receive(packet.report(MODE_IS_EXCLUDE, G));
            router.advanceSeconds(200);
            assertEquals("EXCLUDE@70 {|}", router.state(G));
            router.advanceSeconds(70);
            router.receive(packet.report(MODE_IS_EXCLUDE, H));
            assertEquals("EXCLUDE@270 {|}", router.state(H));
            router.check();
            router.closeAndCheck();
        }
    }

    @Test
    void line53ShouldRefuseNewSourcesAtTheLimitAndKeepTheKnown() {
        try (RouterFixture router =
                new RouterFixture(RouterVariables.builder().maxSources(2).build()).open()) {
            router.receive(packet.report(ALLOW_NEW_SOURCES, G, A, B, C, "10.0.1.4"));
            assertEquals("INCLUDE {10.0.1.1@270 10.0.1.2@270 |}", router.state(G));
            assertEquals(List.of(ENGINE_LIMIT_SOURCES), router.limits);
            router.check();

            // What is refused is not blocked: nobody misses anything.
            router.receive(packet.report(MODE_IS_EXCLUDE, G, A, B, C));
            assertEquals("EXCLUDE@270 {10.0.1.1@270 10.0.1.2@270 |}", router.state(G));
            router.receive(packet.report(BLOCK_OLD_SOURCES, G, C));
            assertTrue(router.isForwarded(G, C));
            router.receive(packet.report(MODE_IS_EXCLUDE, H, A, B, C));
            assertEquals("EXCLUDE@270 {| 10.0.1.1 10.0.1.2}", router.state(H));
            assertEquals(4, router.limits.size());
            router.check();
            router.closeAndCheck();
        }
    }

    @Test
    void shouldRefuseAGroupThatHasNoRoomForASource() {
        try (RouterFixture router = new RouterFixture().open()) {
            router.gate = what -> !what.equals("source");
            router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
            assertEquals("none", router.state(G));
            assertEquals(List.of(ENGINE_LIMIT_SOURCES), router.limits);
            assertEquals(List.of(), router.changes);
            assertEquals(List.of(), router.reporters);
            router.check();
            router.closeAndCheck();
        }
    }

    @Test
    void shouldRefuseWhatThereIsNoTimerFor() {
        try (RouterFixture router = new RouterFixture(RouterVariables.DEFAULT, RouterFixture.SIZES, 2).open()) {
            router.receive(packet.report(MODE_IS_EXCLUDE, G, A));
            router.receive(packet.report(ALLOW_NEW_SOURCES, H, B));
            router.receive(packet.report(MODE_IS_EXCLUDE, "239.1.1.3"));
            router.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.4", A));
            router.check();
            assertEquals(2, router.view.groupCount(router.link));

            // INCLUDE{b} cannot become EXCLUDE: it stays what it was.
            router.receive(packet.report(CHANGE_TO_EXCLUDE_MODE, H, A));
            assertEquals("INCLUDE {10.0.1.2@270 |}", router.state(H));
            router.receive(packet.report(ALLOW_NEW_SOURCES, H, C));
            assertEquals("INCLUDE {10.0.1.2@270 |}", router.state(H));

            // A blocked source that is wanted and gets no timer is not listed any more, and so forwarded.
            router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
            assertEquals("EXCLUDE@270 {|}", router.state(G));
            assertTrue(router.isForwarded(G, A));

            router.receive(packet.from("10.0.0.1").query("0.0.0.0", SECOND_NS, false, 2, 60 * SECOND_NS));
            assertEquals("self rv=2 qi=125 qri=10", router.querier(false));
            assertEquals(
                    List.of(
                            ENGINE_LIMIT_GROUPS,
                            ENGINE_LIMIT_SOURCES,
                            ENGINE_LIMIT_GROUPS,
                            ENGINE_LIMIT_SOURCES,
                            ENGINE_LIMIT_SOURCES,
                            ENGINE_LIMIT_GROUPS),
                    router.limits);
            router.check();
            router.closeAndCheck();
        }
    }

    @Test
    void shouldRefuseSourcesWhenTheIndexCannotGrow() {
        final String[] sources = new String[2000];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = "10.1." + i / 250 + "." + (i % 250 + 1);
        }
        final TableSizes sizes = new TableSizes(4, 512, 1, 512, 1, 60_000, 1024);
        try (RouterFixture router = new RouterFixture(RouterVariables.DEFAULT, sizes, 70_000).open()) {
            router.gate = what -> !what.equals("source index");
            // Far beyond what the index holds at its first size, however full it gets.
            for (int i = 1; i < 26; i++) {
                router.receive(packet.report(ALLOW_NEW_SOURCES, "239.5.0." + i, sources));
            }
            assertTrue(router.limits.contains(ENGINE_LIMIT_SOURCES));
            assertTrue(router.isForwarded("239.5.0.1", sources[0]));
            assertFalse(router.isForwarded("239.5.0.25", sources[1999]));
            router.check();

            router.gate = AllocationGate.OPEN;
            for (int i = 0; i < 200; i++) {
                router.reclaim();
                router.receive(packet.report(ALLOW_NEW_SOURCES, "239.5.0." + (1 + i % 25), sources));
            }
            router.limits.clear();
            router.receive(packet.report(ALLOW_NEW_SOURCES, "239.5.0.25", sources));
            assertEquals(List.of(), router.limits);
            assertTrue(router.isForwarded("239.5.0.25", sources[1999]));
            router.check();
            router.closeAndCheck();
        }
    }

    /** Everything that takes memory, with each allocation failing once: nothing half-built is left. */
    @Test
    void shouldStayConsistentWhenAnyAllocationFails() {
        int allocations = 0;
        try (RouterFixture router = new RouterFixture()) {
            final CountingGate counting = new CountingGate(Integer.MAX_VALUE, false);
            router.gate = counting;
            router.machine.open(router.link);
            script(router);
            allocations = counting.asked;
            assertEquals(List.of(), router.limits);
        }
        assertTrue(allocations >= 20, "allocations=" + allocations);
        for (final boolean isFinal : new boolean[] {false, true}) {
            for (int failing = 1; failing <= allocations; failing++) {
                try (RouterFixture router = new RouterFixture()) {
                    router.gate = new CountingGate(failing, isFinal);
                    final boolean isOpen = router.machine.open(router.link);
                    if (!isOpen) {
                        assertTrue(failing <= 2, "failing=" + failing);
                        assertEquals(0, router.tables.queriers().slab().inUse(), "half open");
                        router.closeAndCheck();
                        router.gate = AllocationGate.OPEN;
                        assertTrue(router.machine.open(router.link));
                    }
                    script(router);
                    assertTrue(!isOpen || !router.limits.isEmpty(), "failing=" + failing);
                    router.closeAndCheck();
                } catch (final AssertionError failure) {
                    throw new AssertionError("failing=" + failing + ", isFinal=" + isFinal, failure);
                }
            }
        }
    }

    private void script(final RouterFixture router) {
        step(router, packet.report(ALLOW_NEW_SOURCES, G, A, B));
        step(router, packet.report(CHANGE_TO_EXCLUDE_MODE, G, B, C, "10.0.1.4"));
        step(router, packet.report(MODE_IS_INCLUDE, G, C, "10.0.1.5"));
        step(router, packet.report(BLOCK_OLD_SOURCES, G, "10.0.1.6", "10.0.1.7"));
        step(router, packet.report(CHANGE_TO_EXCLUDE_MODE, G, "10.0.1.8", "10.0.1.9"));
        step(router, packet.report(CHANGE_TO_INCLUDE_MODE, G, "10.0.1.10"));
        step(router, packet.older(MessageKind.V2_REPORT, H));
        step(router, packet.older(MessageKind.LEAVE, H));
        step(router, packet.report(MODE_IS_EXCLUDE, "ff15::1", "2001:db8::1", "2001:db8::2"));
        step(router, packet.older(MessageKind.MLD_V1_REPORT, "ff15::2"));
        step(router, packet.report(MODE_IS_INCLUDE, "ff15::3", "2001:db8::1"));
        router.advanceSeconds(10);
        router.check();
    }

    private static void step(final RouterFixture router, final TestPacket message) {
        router.receive(message);
        router.check();
        router.advance(SECOND_NS / 4);
        router.check();
    }

    @Test
    void shouldKeepServingOneLinkWhenAnotherIsClosed() {
        try (RouterFixture router = new RouterFixture().open()) {
            final String[] sources = new String[200];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = "10.0.2." + (i + 1);
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 1; i < 100; i++) {
                    router.receive(packet.report(MODE_IS_EXCLUDE, "239.2.0." + i, A, B));
                    router.receive(packet.report(ALLOW_NEW_SOURCES, "239.2.0." + i, A, C));
                }
                router.receive(packet.report(ALLOW_NEW_SOURCES, "239.3.0.1", sources));
                router.check();
                router.closeAndCheck();
                router.open();
            }
        }
    }

    @Test
    void shouldForgetEverythingAndTellNothingWhenADetachedLinkIsClosed() {
        try (RouterFixture router = new RouterFixture().open()) {
            router.receive(packet.report(MODE_IS_EXCLUDE, G, A, B));
            router.receive(packet.report(ALLOW_NEW_SOURCES, "ff15::1", "2001:db8::1"));
            router.receive(packet.from("10.0.0.2").query("0.0.0.0", SECOND_NS, false, 2, 125 * SECOND_NS));
            router.changes.clear();
            assertEquals(3, router.heap.size());
            assertTrue(router.tables.interfaces().unlink(router.link));

            // Attached no more, and still pinned by what is closed now.
            router.machine.close(router.link);
            assertTrue(router.heap.isEmpty());
            assertEquals(List.of(), router.changes);
            assertFalse(router.isForwarded(G, "10.0.1.9"));
            for (int i = 0; i < 3 * EpochDomain.GRACE_EPOCHS; i++) {
                router.reclaim();
            }
            assertEquals(0, router.store.inLimbo());
            assertEquals(0, router.tables.interfaces().slab().inUse());
            assertFalse(router.machine.open(router.link));
            assertEquals(0, router.view.groupCount(router.link));
        }
    }

    /** Refuses the n-th allocation, and all after it if told to. */
    private static final class CountingGate implements AllocationGate {
        private final int failing;
        private final boolean isFinal;
        private int asked;

        private CountingGate(final int failing, final boolean isFinal) {
            this.failing = failing;
            this.isFinal = isFinal;
        }

        @Override
        public boolean permits(final String what) {
            asked++;
            return isFinal ? asked < failing : asked != failing;
        }
    }
}
