package dev.covey.tools.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.wire.InternetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupActivityTest {
    private static final InternetAddress HOST = InternetAddress.parse("10.0.0.1");

    private final GroupActivity activity = new GroupActivity("link0", InternetAddress.parse("239.1.1.1"));

    @Test
    void shouldTimeTheFirstPacketOfEachJoin() {
        activity.onMembership(100, true);
        activity.onData(400, true);
        activity.onData(900, true);
        activity.onMembership(1000, false);
        activity.onData(1100, false);
        activity.onMembership(2000, true);
        assertTrue(activity.isAwaitingPacket());
        activity.onData(2100, true);

        assertEquals(2, activity.servedJoins());
        assertEquals(100, activity.minDelayNs());
        assertEquals(200, activity.meanDelayNs());
        assertEquals(300, activity.maxDelayNs());
        assertEquals(3, activity.wantedPackets());
        assertEquals(1, activity.unwantedPackets());
        assertFalse(activity.isAwaitingPacket());
    }

    @Test
    void shouldCountFromTheFirstMemberWhenOthersFollow() {
        activity.onMembership(100, true);
        activity.onMembership(300, true);
        activity.onData(400, true);

        assertEquals(300, activity.maxDelayNs());
    }

    @Test
    void shouldNotTimePacketsThatNobodyWanted() {
        activity.onMembership(100, true);
        activity.onData(200, false);

        assertEquals(0, activity.servedJoins());
        activity.onMembership(300, false);
        assertFalse(activity.isAwaitingPacket());
    }

    @Test
    void shouldForgetReportersWhenTheLastMemberIsGone() {
        activity.onReporter(HOST);
        activity.onReporter(HOST);
        activity.onMembership(100, true);
        assertEquals(List.of(HOST), List.copyOf(activity.reporters()));

        activity.onMembership(200, false);
        assertEquals(List.of(), List.copyOf(activity.reporters()));
    }
}
