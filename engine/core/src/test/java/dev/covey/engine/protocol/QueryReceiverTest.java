package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.MessageKind;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries of others: election, variables, and timers that they lower. */
class QueryReceiverTest {
    private static final String G = "239.1.1.1";
    private static final String A = "10.0.1.1";
    private static final String B = "10.0.1.2";
    private static final String OURS = "self rv=2 qi=125 qri=10";

    private final RouterFixture router = new RouterFixture().open();
    private final TestPacket packet = new TestPacket();

    @AfterEach
    void checkAndClose() {
        router.check();
        router.closeAndCheck();
        router.close();
    }

    private void general(final String from, final int robustness, final long intervalSeconds) {
        final boolean isIpv6 = from.indexOf(':') >= 0;
        router.receive(packet.from(from)
                .query(isIpv6 ? "::" : "0.0.0.0", 10 * SECOND_NS, false, robustness, intervalSeconds * SECOND_NS));
    }

    @Test
    void line40ShouldBeTheQuerierUntilAnotherIsHeard() {
        assertEquals(OURS, router.querier(false));
        general("10.0.0.9", 2, 125);
        assertEquals("10.0.0.9@255 rv=2 qi=125 qri=10", router.querier(false));
        assertEquals(OURS, router.querier(true));
        general("fe80::9", 2, 125);
        assertEquals("fe80::9@255 rv=2 qi=125 qri=10", router.querier(true));
    }

    @Test
    void line40ShouldElectTheLowestAddressUnsigned() {
        general("200.0.0.1", 2, 125);
        general("10.0.0.9", 3, 125);
        assertEquals("10.0.0.9@380 rv=3 qi=125 qri=10", router.querier(false));
        router.advanceSeconds(1);
        general("200.0.0.1", 2, 60);
        assertEquals("10.0.0.9@379 rv=3 qi=125 qri=10", router.querier(false));
        general("fe80::8000:0:0:1", 2, 125);
        general("fe80::1", 2, 125);
        general("fe80::8000:0:0:1", 2, 125);
        assertEquals("fe80::1@255 rv=2 qi=125 qri=10", router.querier(true));
    }

    @Test
    void line40ShouldElectTheNextWhenTheQuerierHasGone() {
        general("10.0.0.1", 2, 125);
        router.advanceSeconds(100);
        general("10.0.0.2", 2, 125);
        router.advance(155 * SECOND_NS - 1);
        assertTrue(router.querier(false).startsWith("10.0.0.1@"));
        router.advance(1);
        assertEquals(OURS, router.querier(false));
        general("10.0.0.2", 2, 125);
        assertEquals("10.0.0.2@255 rv=2 qi=125 qri=10", router.querier(false));
    }

    @Test
    void line40ShouldRestartTheOtherQuerierPresentTimerAtEachQuery() {
        general("10.0.0.1", 2, 125);
        router.advanceSeconds(200);
        router.receive(packet.query(G, SECOND_NS, false, 2, 125 * SECOND_NS));
        router.advanceSeconds(254);
        assertEquals("10.0.0.1@1 rv=2 qi=125 qri=10", router.querier(false));
        router.advanceSeconds(1);
        assertEquals(OURS, router.querier(false));
    }

    @Test
    void line8ShouldElectNobodyWhoHasNoAddressButLowerTimersForItsQueries() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        general("0.0.0.0", 7, 20);
        assertEquals(OURS, router.querier(false));
        router.receive(packet.query(G, SECOND_NS, false, 7, 20 * SECOND_NS));
        assertEquals("EXCLUDE@2 {|}", router.state(G));
        assertEquals(OURS, router.querier(false));
    }

    @Test
    void line43ShouldAdoptTheVariablesOfTheQuerierAndUseThem() {
        general("10.0.0.1", 3, 60);
        assertEquals("10.0.0.1@185 rv=3 qi=60 qri=10", router.querier(false));
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        assertEquals("EXCLUDE@200 {|}", router.state(G));
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.advance(190 * SECOND_NS - 1);
        assertEquals(2, router.version(G));
        router.advance(1);
        assertEquals(3, router.version(G));
        assertEquals(OURS, router.querier(false));
    }

    @Test
    void line43ShouldUseOurOwnVariablesWhereTheQuerierTellsNone() {
        general("10.0.0.1", 0, 0);
        assertEquals("10.0.0.1@255 rv=2 qi=125 qri=10", router.querier(false));
        general("10.0.0.1", 5, 60);
        router.receive(packet.olderQuery("0.0.0.0", 4 * SECOND_NS));
        assertEquals("10.0.0.1@252 rv=2 qi=125 qri=4", router.querier(false));
        router.receive(packet.v1Query());
        assertEquals("10.0.0.1@255 rv=2 qi=125 qri=10", router.querier(false));
        router.receive(packet.from("fe80::1").olderQuery("::", 6 * SECOND_NS));
        assertEquals("fe80::1@253 rv=2 qi=125 qri=6", router.querier(true));
    }

    @Test
    void line43ShouldTakeTheResponseIntervalFromGeneralQueriesOnly() {
        general("10.0.0.1", 2, 125);
        router.receive(packet.query(G, SECOND_NS, false, 2, 125 * SECOND_NS));
        assertEquals("10.0.0.1@255 rv=2 qi=125 qri=10", router.querier(false));
    }

    @Test
    void shouldClampARobustnessOfOneUnlessConfigured() {
        general("10.0.0.1", 1, 125);
        assertEquals("10.0.0.1@255 rv=2 qi=125 qri=10", router.querier(false));
        final RouterVariables variables =
                RouterVariables.builder().minimumRobustness(1).build();
        try (RouterFixture lax = new RouterFixture(variables).open()) {
            lax.receive(packet.query("0.0.0.0", 10 * SECOND_NS, false, 1, 125 * SECOND_NS));
            assertEquals("10.0.0.1@130 rv=1 qi=125 qri=10", lax.querier(false));
        }
    }

    @Test
    void line43ShouldLowerTheGroupTimerWhenAGroupIsAskedFor() {
        general("10.0.0.1", 3, 125);
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.query(G, 2 * SECOND_NS, false, 3, 125 * SECOND_NS));
        assertEquals("EXCLUDE@6 {|}", router.state(G));

        router.advanceSeconds(1);
        router.receive(packet.query(G, 2 * SECOND_NS, false, 3, 125 * SECOND_NS));
        assertEquals("EXCLUDE@5 {|}", router.state(G));
    }

    @Test
    void line43ShouldLowerNoTimerWhenTheSuppressFlagIsSet() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.from("10.0.0.1").query(G, SECOND_NS, true, 2, 125 * SECOND_NS));
        router.receive(packet.query(G, SECOND_NS, true, 2, 125 * SECOND_NS, A));
        assertEquals("EXCLUDE@270 {10.0.1.1@270 |}", router.state(G));
        assertTrue(router.querier(false).startsWith("10.0.0.1@"));
    }

    @Test
    void line43ShouldLowerTheTimersOfTheSourcesAskedForOnly() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G, "10.0.1.3"));
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A, B));
        router.receive(
                packet.from("10.0.0.1").query(G, SECOND_NS, false, 2, 125 * SECOND_NS, A, A, "10.0.1.3", "10.0.1.4"));
        assertEquals("EXCLUDE@270 {10.0.1.1@2 10.0.1.2@270 | 10.0.1.3}", router.state(G));
        router.changes.clear();
        router.advanceSeconds(2);
        assertEquals(List.of("EXPIRED 239.1.1.1 EXCLUDE by 10.0.0.5 at -998"), router.changes);
    }

    @Test
    void shouldLowerNothingOfAGroupWithoutGroupTimerWhenItIsAskedFor() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.from("10.0.0.1").query(G, SECOND_NS, false, 2, 125 * SECOND_NS));
        assertEquals("INCLUDE {10.0.1.1@270 |}", router.state(G));
        assertEquals(1, router.view.groupCount(router.link));
    }

    @Test
    void shouldLeaveAnswersTimeWhenTheQueryWantsThemAtOnce() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.from("10.0.0.1").query(G, 0, false, 2, 125 * SECOND_NS));
        assertEquals("EXCLUDE@2 {|}", router.state(G));
    }

    @Test
    void shouldLowerTimersForQueriesOfOlderVersionsAndOfMld() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(MODE_IS_EXCLUDE, "ff15::1"));
        router.receive(packet.from("10.0.0.1").olderQuery(G, SECOND_NS));
        router.receive(packet.from("fe80::1").olderQuery("ff15::1", 2 * SECOND_NS));
        assertEquals("EXCLUDE@2 {|}", router.state(G));
        assertEquals("EXCLUDE@4 {|}", router.state("ff15::1"));
    }

    @Test
    void shouldLeaveTheAskingToTheQuerierWhileOneIsPresent() {
        general("10.0.0.1", 2, 125);
        packet.from("10.0.0.5");
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));
        assertEquals(List.of(), router.queries);
        assertEquals("EXCLUDE@270 {|}", router.state(G));
        router.changes.clear();

        router.advanceSeconds(1);
        router.receive(packet.from("10.0.0.1").query(G, SECOND_NS, false, 2, 125 * SECOND_NS));
        router.advanceSeconds(2);
        assertEquals(List.of("LEFT 239.1.1.1 INCLUDE by 10.0.0.5 at -997"), router.changes);
    }

    @Test
    void shouldKeepAMemberThatAnswersTheQuery() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.receive(packet.older(MessageKind.LEAVE, G));
        router.advance(2 * SECOND_NS - 1);
        router.receive(packet.from("10.0.0.7").report(MODE_IS_EXCLUDE, G));
        router.advanceSeconds(269);
        assertEquals(1, router.view.groupCount(router.link));
    }

    @Test
    void line9ShouldIgnoreAQueryThatWasSentToAnAddressOfSomebodyElse() {
        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        packet.from("10.0.0.1").query(G, SECOND_NS, false, 2, 125 * SECOND_NS);
        sendTo(0x0a000063);
        final DecodedPacket decoded = router.decode(packet);
        assertTrue(decoded.mustOwnDestination(), decoded::toString);
        router.receive(packet);

        assertEquals(OURS, router.querier(false));
        assertEquals("EXCLUDE@270 {|}", router.state(G));

        packet.from("10.0.0.5").older(MessageKind.V2_REPORT, "239.1.1.2");
        sendTo(0x0a000063);
        router.receive(packet);
        assertEquals("none", router.state("239.1.1.2"));
    }

    /** Another IPv4 destination, and the header checksum that belongs to it. */
    private void sendTo(final int address) {
        packet.buffer.putInt(16, address, ByteOrder.BIG_ENDIAN);
        packet.buffer.putShort(10, (short) 0, ByteOrder.BIG_ENDIAN);
        int sum = 0;
        for (int i = 0; i < 24; i += 2) {
            sum += packet.buffer.getShort(i, ByteOrder.BIG_ENDIAN) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        packet.buffer.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);
    }
}
