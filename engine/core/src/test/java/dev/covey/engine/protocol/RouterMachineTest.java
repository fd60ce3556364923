package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_INCLUDE;
import static dev.covey.engine.wire.GroupRecordType.UNRECOGNISED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.MessageKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of groups and sources, and what is told of it. Time 0 of the events is that of the fixture. */
class RouterMachineTest {
    private static final String G = "239.1.1.1";
    private static final String A = "10.0.1.1";
    private static final String B = "10.0.1.2";

    private final RouterFixture router = new RouterFixture().open();
    private final TestPacket packet = new TestPacket();

    @AfterEach
    void checkAndClose() {
        router.check();
        router.closeAndCheck();
        router.close();
    }

    @Test
    void shouldTellOneEventWhenAGroupAppearsAndNoneWhenItIsRefreshed() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.advanceSeconds(100);
        router.receive(packet.report(MODE_IS_EXCLUDE, G));

        assertEquals(List.of("JOINED 239.1.1.1 EXCLUDE by 10.0.0.5 at -1000"), router.changes);
        assertEquals(List.of("239.1.1.1 by 10.0.0.5", "239.1.1.1 by 10.0.0.5"), router.reporters);
        assertEquals("EXCLUDE@270 {|}", router.state(G));
    }

    @Test
    void shouldKeepTheHeapAloneWhenAGroupIsRefreshed() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.2", A));
        final long firstNs = router.heap.nextDeadlineNs();
        router.advanceSeconds(200);
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(MODE_IS_INCLUDE, "239.1.1.2", A));

        assertEquals(firstNs, router.heap.nextDeadlineNs());

        router.advanceSeconds(70);
        assertEquals("EXCLUDE@200 {|}", router.state(G));
        assertEquals("INCLUDE {10.0.1.1@200 |}", router.state("239.1.1.2"));
        router.advance(200 * SECOND_NS - 1);
        assertEquals(2, router.view.groupCount(router.link));
        router.advance(1);
        assertEquals(0, router.view.groupCount(router.link));
    }

    @Test
    void line45ShouldKeepSourcesWithRunningTimersWhenTheGroupTimerExpires() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G, B));
        router.advanceSeconds(100);
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.changes.clear();

        router.advance(170 * SECOND_NS - 1);
        assertEquals(FilterMode.EXCLUDE, mode());
        router.advance(1);

        assertEquals("INCLUDE {10.0.1.1@100 |}", router.state(G));
        assertEquals(List.of("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730"), router.changes);
    }

    @Test
    void line45ShouldDeleteTheGroupWhenTheGroupTimerExpiresAndNoSourceTimerRuns() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G, B));
        router.changes.clear();
        router.advanceSeconds(270);

        assertEquals("none", router.state(G));
        assertEquals(List.of("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730"), router.changes);
    }

    @Test
    void line46ShouldDeleteASourceInIncludeModeWhenItsTimerExpires() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.advanceSeconds(10);
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, B));
        router.changes.clear();
        router.advanceSeconds(260);

        assertEquals("INCLUDE {10.0.1.2@10 |}", router.state(G));
        router.advanceSeconds(10);
        assertEquals("none", router.state(G));
        assertEquals(
                List.of(
                        "EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730",
                        "EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -720"),
                router.changes);
    }

    @Test
    void line46ShouldKeepASourceAsBlockedInExcludeModeWhenItsTimerExpires() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.advanceSeconds(100);
        router.receive(packet.report(MODE_IS_EXCLUDE, G, A));
        router.changes.clear();
        router.advanceSeconds(170);

        assertEquals("EXCLUDE@100 {| 10.0.1.1}", router.state(G));
        assertEquals(List.of("EXPIRED 239.1.1.1 EXCLUDE by 10.0.0.5 at -730"), router.changes);
        assertFalse(router.isForwarded(G, A));
        assertTrue(router.isForwarded(G, B));
    }

    @Test
    void shouldGiveTheSameStateWhicheverTimerOfOneInstantFiresFirst() {
        // Both timers are set by one record, and again in the other order.
        router.receive(packet.report(MODE_IS_EXCLUDE, G, B));
        router.receive(packet.report(MODE_IS_EXCLUDE, G, B, A));
        router.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.2", A));
        router.receive(packet.report(MODE_IS_EXCLUDE, "239.1.1.2", A));
        router.changes.clear();
        router.advanceSeconds(270);

        assertEquals("none", router.state(G));
        assertEquals("none", router.state("239.1.1.2"));
        // The first group's timer was armed before that of its source, and takes the source with it.
        final String end = "EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730";
        router.changes.removeIf(change -> !change.contains("239.1.1.1"));
        assertEquals(List.of(end), router.changes);
    }

    @Test
    void shouldReportALeaveAfterTheLastMemberQueryTimeWhenNoQuerierIsKnown() {
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.advanceSeconds(20);
        router.receive(packet.from("10.0.0.6").older(MessageKind.LEAVE, G));
        assertEquals(List.of("Q(239.1.1.1)"), router.queries);
        assertEquals("EXCLUDE@2 {|}", router.state(G));
        router.changes.clear();

        router.advance(2 * SECOND_NS - 1);
        assertEquals("EXCLUDE@1.0E-9 {|}", router.state(G));
        router.advance(1);
        assertEquals(List.of("LEFT 239.1.1.1 INCLUDE by 10.0.0.6 at -978"), router.changes);
        assertEquals("none", router.state(G));
    }

    @Test
    void shouldReportAnExpiryWhenAReportFollowedTheLeave() {
        router.receive(packet.report(CHANGE_TO_EXCLUDE_MODE, G));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));
        router.advanceSeconds(1);
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.changes.clear();
        router.advanceSeconds(300);

        assertEquals(List.of("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -729"), router.changes);
    }

    @Test
    void shouldForgetALeaveThatWasOverWhenTheGroupIsJoinedAgain() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G, A));
        router.advanceSeconds(2);
        assertEquals("INCLUDE {10.0.1.1@268 |}", router.state(G));
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.changes.clear();
        router.advanceSeconds(270);

        assertEquals(List.of("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -728"), router.changes);
    }

    @Test
    void shouldReportALeaveOfASourceWhenItWasBlockedAndNobodyReportedIt() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A, B));
        router.receive(packet.report(BLOCK_OLD_SOURCES, G, A, B));
        assertEquals(List.of("Q(239.1.1.1,10.0.1.1)", "Q(239.1.1.1,10.0.1.2)"), router.queries);
        router.receive(packet.report(MODE_IS_INCLUDE, G, B));
        router.changes.clear();

        router.advanceSeconds(2);
        assertEquals(List.of("LEFT 239.1.1.1 INCLUDE by 10.0.0.5 at -998"), router.changes);
        assertEquals("INCLUDE {10.0.1.2@268 |}", router.state(G));
        router.advanceSeconds(268);
        assertEquals("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730", router.changes.get(1));
    }

    @Test
    void shouldReportALeaveWhenTheLastSourceWasLeftByAChangeToInclude() {
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G, A));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));
        router.changes.clear();
        router.advanceSeconds(2);

        assertEquals(List.of("LEFT 239.1.1.1 INCLUDE by 10.0.0.5 at -998"), router.changes);
        assertEquals("none", router.state(G));
    }

    @Test
    void shouldAskAgainForAGroupButNotForASourceThatIsAlreadyAskedFor() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));
        router.advanceSeconds(1);
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));

        assertEquals(List.of("Q(239.1.1.1,10.0.1.1)", "Q(239.1.1.1)", "Q(239.1.1.1)"), router.queries);
        assertEquals("EXCLUDE@1 {10.0.1.1@1 |}", router.state(G));
    }

    @Test
    void shouldTellOneEventPerGroupWhenAReportHasSeveralRecordsOfIt() {
        router.receive(packet.begin(false)
                .record(ALLOW_NEW_SOURCES, G, A)
                .record(ALLOW_NEW_SOURCES, "239.1.1.2", A)
                .record(MODE_IS_EXCLUDE, G, B)
                .record(ALLOW_NEW_SOURCES, G, B)
                .end());

        assertEquals(
                List.of(
                        "JOINED 239.1.1.1 EXCLUDE by 10.0.0.5 at -1000",
                        "JOINED 239.1.1.2 INCLUDE by 10.0.0.5 at -1000"),
                router.changes);
        // In order: A was deleted by the second record, B blocked, and then wanted.
        assertEquals("EXCLUDE@270 {10.0.1.2@270 |}", router.state(G));
        assertEquals(4, router.reporters.size());
    }

    @Test
    void shouldTellAReplacementOnlyWhenModeOrSourcesChange() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G, A));
        router.changes.clear();
        router.receive(packet.report(MODE_IS_EXCLUDE, G, A));
        assertEquals(List.of(), router.changes);
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.report(MODE_IS_EXCLUDE, G));

        assertEquals(
                List.of(
                        "REPLACED 239.1.1.1 EXCLUDE by 10.0.0.5 at -1000",
                        "REPLACED 239.1.1.1 EXCLUDE by 10.0.0.5 at -1000"),
                router.changes);
    }

    @Test
    void shouldMakeNoGroupOfRecordsThatNameNobody() {
        router.receive(packet.begin(false)
                .record(MODE_IS_INCLUDE, G)
                .record(CHANGE_TO_INCLUDE_MODE, G)
                .record(ALLOW_NEW_SOURCES, G)
                .record(BLOCK_OLD_SOURCES, G, A)
                .record(UNRECOGNISED, G, A)
                .end());
        router.receive(packet.older(MessageKind.LEAVE, G));

        assertEquals(0, router.view.groupCount(router.link));
        assertEquals(List.of(), router.changes);
        assertEquals(List.of(), router.reporters);
        assertEquals(0, router.tables.routerGroups().slab().highWater());
    }

    @Test
    void shouldNotChangeExcludeModeWhenTheCurrentStateIsAnEmptyInclude() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(MODE_IS_INCLUDE, G));

        assertEquals("EXCLUDE@270 {|}", router.state(G));
        assertEquals(List.of(), router.queries);
    }

    @Test
    void line12ShouldLeaveOutSourcesThatNobodyCanHaveOneByOne() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, "224.1.1.1", A, "0.0.0.0", "127.0.0.1", "255.255.255.255"));
        router.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.2", "224.1.1.1", "0.0.0.0"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "239.1.1.3", "224.1.1.1", B));

        assertEquals("INCLUDE {10.0.1.1@270 |}", router.state(G));
        assertEquals("none", router.state("239.1.1.2"));
        assertEquals("EXCLUDE@270 {| 10.0.1.2}", router.state("239.1.1.3"));
    }

    @Test
    void line21ShouldIgnoreGroupsThatAreNeverReported() {
        router.receive(packet.report(MODE_IS_EXCLUDE, "224.0.0.1"));
        router.receive(packet.older(MessageKind.V2_REPORT, "224.0.0.1"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "ff02::1"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "ff01::7"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "ff00::7"));
        assertEquals(0, router.view.groupCount(router.link));

        router.receive(packet.report(MODE_IS_EXCLUDE, "224.0.0.2"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "ff02::2"));
        assertEquals(2, router.view.groupCount(router.link));
    }

    @Test
    void line4ShouldSkipUnknownRecordsAndApplyTheOthers() {
        router.receive(packet.begin(false)
                .record(UNRECOGNISED, "239.1.1.9", A)
                .record(MODE_IS_EXCLUDE, G)
                .end());

        assertEquals(1, router.view.groupCount(router.link));
        assertEquals("EXCLUDE@270 {|}", router.state(G));
    }

    @Test
    void line47ShouldForwardWhatTheTableOfSection63Says() {
        router.receive(packet.report(MODE_IS_INCLUDE, G, A));
        router.receive(packet.report(MODE_IS_EXCLUDE, "239.1.1.2", B));
        router.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.2", A));

        assertTrue(router.isForwarded(G, A));
        assertFalse(router.isForwarded(G, B));
        assertTrue(router.isForwarded("239.1.1.2", A));
        assertFalse(router.isForwarded("239.1.1.2", B));
        assertTrue(router.isForwarded("239.1.1.2", "10.0.1.3"));
        assertFalse(router.isForwarded("239.1.1.3", A));
    }

    @Test
    void line50ShouldIgnoreRequestsForAnySourceOfASourceSpecificGroup() {
        router.receive(packet.report(CHANGE_TO_EXCLUDE_MODE, "232.1.1.1"));
        router.receive(packet.report(MODE_IS_EXCLUDE, "232.1.1.1", A));
        router.receive(packet.older(MessageKind.V1_REPORT, "232.1.1.1"));
        router.receive(packet.older(MessageKind.V2_REPORT, "232.1.1.1"));
        router.receive(packet.older(MessageKind.MLD_V1_REPORT, "ff3e::8000:1"));
        assertEquals(0, router.view.groupCount(router.link));
        assertEquals(List.of("232.1.1.1 by 10.0.0.5", "ff3e::8000:1 by fe80::5"), router.violations);

        router.receive(packet.report(ALLOW_NEW_SOURCES, "232.1.1.1", A));
        router.receive(packet.older(MessageKind.LEAVE, "232.1.1.1"));
        assertEquals("INCLUDE {10.0.1.1@270 |}", router.state("232.1.1.1"));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, "232.1.1.1"));
        assertEquals("INCLUDE {10.0.1.1@2 |}", router.state("232.1.1.1"));

        router.advanceSeconds(124);
        router.receive(packet.report(MODE_IS_EXCLUDE, "232.1.1.2"));
        assertEquals(2, router.violations.size());
        router.advanceSeconds(1);
        router.receive(packet.report(MODE_IS_EXCLUDE, "232.1.1.2"));
        assertEquals(3, router.violations.size());
    }

    @Test
    void line50ShouldKnowWhereTheSourceSpecificRangesEnd() {
        packet.begin(false);
        for (final String group : List.of("231.255.255.255", "232.0.0.0", "232.255.255.255", "233.0.0.0")) {
            packet.record(MODE_IS_EXCLUDE, group);
        }
        router.receive(packet.end());
        packet.begin(true);
        for (final String group : List.of("ff3e::1", "ff35::ffff:ffff", "ff3e::1:0:0", "ff3e:30::1", "ff4e::1")) {
            packet.record(MODE_IS_EXCLUDE, group);
        }
        router.receive(packet.end());

        final List<String> known = new ArrayList<>();
        for (final String change : router.changes) {
            known.add(change.split(" ", 3)[1]);
        }
        assertEquals(List.of("231.255.255.255", "233.0.0.0", "ff3e::1:0:0", "ff3e:30::1", "ff4e::1"), known);
    }

    @Test
    void shouldIgnoreWhatWasNotAcceptedAndWhatWasSentToAnAddressOfSomebody() {
        packet.older(MessageKind.V2_REPORT, G);
        packet.buffer.putByte(packet.length - 1, (byte) 9);
        final DecodedPacket damaged = router.decode(packet);
        assertTrue(router.machine.onMessage(router.link, damaged, packet.buffer, router.nowNs));
        assertEquals(0, router.view.groupCount(router.link));
    }

    @Test
    void shouldRefuseMessagesAndDoNothingWhenTheLinkIsNotOpen() {
        final DecodedPacket decoded = router.decode(packet.report(MODE_IS_EXCLUDE, G));
        assertFalse(router.machine.onMessage(Handle.NULL_HANDLE, decoded, packet.buffer, router.nowNs));
        assertFalse(router.machine.onMessage(
                Handle.of(InterfaceDescriptor.KIND, 9, 3), decoded, packet.buffer, router.nowNs));
        router.machine.close(router.link);
        assertFalse(router.machine.onMessage(router.link, decoded, packet.buffer, router.nowNs));
        router.machine.close(router.link);
        assertEquals(List.of(), router.changes);
        assertFalse(router.machine.open(Handle.NULL_HANDLE));
        assertTrue(router.machine.open(router.link));
        assertTrue(router.machine.open(router.link));
    }

    @Test
    void shouldEndAtOnceWhenFastLeaveIsOn() {
        try (RouterFixture fast =
                new RouterFixture(RouterVariables.builder().fastLeave(true).build()).open()) {
            fast.receive(packet.report(MODE_IS_EXCLUDE, G));
            fast.receive(packet.report(ALLOW_NEW_SOURCES, "239.1.1.2", A, B));
            fast.changes.clear();
            fast.receive(packet.report(BLOCK_OLD_SOURCES, "239.1.1.2", A, A));
            assertEquals("INCLUDE {10.0.1.2@270 |}", fast.state("239.1.1.2"));
            fast.receive(packet.report(CHANGE_TO_INCLUDE_MODE, "239.1.1.2"));
            fast.receive(packet.older(MessageKind.LEAVE, G));
            fast.check();

            assertEquals(
                    List.of(
                            "LEFT 239.1.1.2 INCLUDE by 10.0.0.5 at -1000",
                            "LEFT 239.1.1.2 INCLUDE by 10.0.0.5 at -1000",
                            "LEFT 239.1.1.1 INCLUDE by 10.0.0.5 at -1000"),
                    fast.changes);
            assertEquals(0, fast.view.groupCount(fast.link));

            fast.receive(packet.report(MODE_IS_EXCLUDE, G));
            fast.receive(packet.report(ALLOW_NEW_SOURCES, G, A, B));
            fast.receive(packet.report(BLOCK_OLD_SOURCES, G, A, "10.0.1.3"));
            assertEquals("EXCLUDE@270 {10.0.1.2@270 | 10.0.1.1 10.0.1.3}", fast.state(G));
            fast.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G, B));
            assertEquals("INCLUDE {10.0.1.2@270 |}", fast.state(G));
            // Joined and left in one message: nothing was ever there.
            fast.changes.clear();
            fast.receive(packet.begin(false)
                    .record(MODE_IS_EXCLUDE, "239.1.1.3")
                    .record(CHANGE_TO_INCLUDE_MODE, "239.1.1.3")
                    .end());
            assertEquals(List.of(), fast.changes);
            assertEquals(List.of(), fast.queries);
            fast.check();
            fast.closeAndCheck();
        }
    }

    @Test
    void shouldRefuseTimersOfOtherRecords() {
        assertThrows(IllegalArgumentException.class, () -> router.machine.onTimer(router.link, 0));
        router.machine.onTimer(Handle.of(9, 5, 3), 0);
    }

    private FilterMode mode() {
        final long[] group = {0};
        router.view.forEachGroup(router.link, router.nowNs, (handle, h, l, mode, r, v, rh, rl) -> group[0] = handle);
        return router.view.mode(group[0]);
    }
}
