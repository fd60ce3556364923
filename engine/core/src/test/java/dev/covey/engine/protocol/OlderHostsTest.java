package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.covey.engine.wire.MessageKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Line 49: hosts of older versions in a group (RFC 9776 section 7.3.2, RFC 9777 section 8.3.2). */
class OlderHostsTest {
    private static final String G = "239.1.1.1";
    private static final String G6 = "ff15::1";
    private static final String A = "10.0.1.1";

    private final RouterFixture router = new RouterFixture().open();
    private final TestPacket packet = new TestPacket();

    @AfterEach
    void checkAndClose() {
        router.check();
        router.closeAndCheck();
        router.close();
    }

    @Test
    void line49ShouldTakeAnOldReportForExcludeOfNothing() {
        router.receive(packet.report(ALLOW_NEW_SOURCES, G, A));
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.older(MessageKind.MLD_V1_REPORT, G6));

        assertEquals("EXCLUDE@270 {|}", router.state(G));
        assertEquals("EXCLUDE@270 {|}", router.state(G6));
        assertEquals(2, router.version(G));
        assertEquals(1, router.version(G6));
    }

    @Test
    void line49ShouldIgnoreBlockWhileAnIgmpV2HostIsPresent() {
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.report(BLOCK_OLD_SOURCES, G, A));
        assertEquals("EXCLUDE@270 {|}", router.state(G));
        assertEquals(List.of(), router.queries);
        assertEquals(1, router.reporters.size());

        router.advance(260 * SECOND_NS - 1);
        assertEquals(2, router.version(G));
        router.receive(packet.report(BLOCK_OLD_SOURCES, G, A));
        assertEquals(List.of(), router.queries);

        router.receive(packet.report(MODE_IS_EXCLUDE, G));
        router.advance(1);
        assertEquals(3, router.version(G));
        router.receive(packet.report(BLOCK_OLD_SOURCES, G, A));
        assertEquals(List.of("Q(239.1.1.1,10.0.1.1)"), router.queries);
    }

    @Test
    void line49ShouldIgnoreTheListOfAChangeToExcludeWhileAnOlderHostIsPresent() {
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.older(MessageKind.MLD_V1_REPORT, G6));
        router.advanceSeconds(10);
        router.receive(packet.report(CHANGE_TO_EXCLUDE_MODE, G, A));
        router.receive(packet.report(CHANGE_TO_EXCLUDE_MODE, G6, "2001:db8::1"));

        assertEquals("EXCLUDE@270 {|}", router.state(G));
        assertEquals("EXCLUDE@270 {|}", router.state(G6));
        assertEquals(List.of(), router.queries);
    }

    @Test
    void line49ShouldBelieveALeaveWhileOnlyIgmpV2HostsArePresent() {
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.older(MessageKind.MLD_V1_REPORT, G6));
        router.receive(packet.older(MessageKind.LEAVE, G));
        router.receive(packet.older(MessageKind.MLD_DONE, G6));

        assertEquals(List.of("Q(239.1.1.1)", "Q(ff15::1)"), router.queries);
        assertEquals("EXCLUDE@2 {|}", router.state(G));
        assertEquals("EXCLUDE@2 {|}", router.state(G6));
    }

    @Test
    void line49ShouldIgnoreLeavesOfEveryVersionWhileAnIgmpV1HostIsPresent() {
        router.receive(packet.older(MessageKind.V1_REPORT, G));
        router.advanceSeconds(200);
        // The v2 host does not end the presence of the v1 host, nor prolong it.
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.older(MessageKind.LEAVE, G));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G));
        router.receive(packet.report(CHANGE_TO_INCLUDE_MODE, G, A));
        assertEquals(List.of(), router.queries);
        assertEquals("EXCLUDE@270 {|}", router.state(G));
        assertEquals(1, router.version(G));

        router.advance(60 * SECOND_NS - 1);
        router.receive(packet.older(MessageKind.LEAVE, G));
        assertEquals(List.of(), router.queries);
        router.advance(1);
        assertEquals(2, router.version(G));
        router.receive(packet.older(MessageKind.LEAVE, G));
        assertEquals(List.of("Q(239.1.1.1)"), router.queries);
    }

    @Test
    void line49ShouldKnowOlderHostsPerGroup() {
        router.receive(packet.older(MessageKind.V1_REPORT, G));
        router.receive(packet.report(MODE_IS_EXCLUDE, "239.1.1.2"));
        router.receive(packet.report(BLOCK_OLD_SOURCES, "239.1.1.2", A));

        assertEquals(List.of("Q(239.1.1.2,10.0.1.1)"), router.queries);
    }

    @Test
    void shouldNotCallAnExpiryALeaveWhenTheLeaveWasNotBelieved() {
        router.receive(packet.older(MessageKind.V1_REPORT, G));
        router.receive(packet.older(MessageKind.LEAVE, G));
        router.changes.clear();
        router.advanceSeconds(270);

        assertEquals(List.of("EXPIRED 239.1.1.1 INCLUDE by 10.0.0.5 at -730"), router.changes);
    }

    @Test
    void shouldNotRememberOlderHostsOfAGroupThatEnded() {
        router.receive(packet.older(MessageKind.V2_REPORT, G));
        router.receive(packet.older(MessageKind.LEAVE, G));
        router.advanceSeconds(2);
        router.receive(packet.report(MODE_IS_EXCLUDE, G));

        assertEquals(3, router.version(G));
    }
}
