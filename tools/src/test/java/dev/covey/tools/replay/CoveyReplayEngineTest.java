package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.tools.capture.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoveyReplayEngineTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;

    /** Robustness 2 x Query Interval 125 s + 2 x Query Response Interval 10 s. */
    private static final long GROUP_MEMBERSHIP_INTERVAL_NS = TimeUnit.SECONDS.toNanos(270);

    private static final InternetAddress GROUP = InternetAddress.parse("233.252.0.1");
    private static final InternetAddress HOST = InternetAddress.parse("192.0.2.1");

    private final List<String> changes = new ArrayList<>();
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[300 * 1024]);
    private final GroupMessageEncoder encoder =
            new GroupMessageEncoder(new PacketEnvelope(AddressFamily.IPV4).source(HOST.high(), HOST.low()));
    private int messages;

    @SuppressWarnings("MustBeClosedChecker") // closed after each test
    private final ReplayEngine engine = new CoveyReplayEngine(new MembershipListener() {
        @Override
        public void onMembershipChange(
                final long timeNs,
                final long interfaceHandle,
                final MembershipChange change,
                final long groupHigh,
                final long groupLow,
                final FilterMode mode,
                final long reporterHigh,
                final long reporterLow) {
            changes.add(change + " " + InternetAddress.toString(groupHigh, groupLow) + " +" + (timeNs - START_NS));
        }

        @Override
        public void onMessage(
                final long timeNs,
                final long interfaceHandle,
                final MessageKind kind,
                final long sourceHigh,
                final long sourceLow) {
            messages++;
        }
    });

    private final long link = engine.attach("link0", START_NS);

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldExpireAGroupWhenItIsDueAndNotBefore() {
        report(START_NS, GROUP);

        engine.advanceTo(START_NS + GROUP_MEMBERSHIP_INTERVAL_NS - 1);
        assertEquals(List.of("JOINED 233.252.0.1 +0"), changes);
        assertNotEquals(0, engine.observed().findGroup(link, GROUP.high(), GROUP.low()));

        engine.advanceTo(START_NS + GROUP_MEMBERSHIP_INTERVAL_NS);
        assertEquals(List.of("JOINED 233.252.0.1 +0", "EXPIRED 233.252.0.1 +" + GROUP_MEMBERSHIP_INTERVAL_NS), changes);
        assertEquals(0, engine.observed().findGroup(link, GROUP.high(), GROUP.low()));
    }

    @Test
    void shouldNotExpireAGroupThatAReportInTheRingPutsOff() {
        report(START_NS, GROUP);
        report(START_NS + GROUP_MEMBERSHIP_INTERVAL_NS - 1, GROUP);

        engine.attach("link1", START_NS + GROUP_MEMBERSHIP_INTERVAL_NS);

        assertEquals(List.of("JOINED 233.252.0.1 +0"), changes);
    }

    @Test
    void shouldTakeMorePacketsThanTheRingHoldsWithoutLosingOne() {
        final int packets = 200_000;
        for (int i = 0; i < packets; i++) {
            report(START_NS + i, GROUP);
        }
        engine.advanceTo(START_NS + packets);

        assertEquals(packets, messages);
        assertEquals(List.of("JOINED 233.252.0.1 +0"), changes);
        assertTrue(engine.audit().isClean(), () -> engine.audit().toString());
    }

    @Test
    void shouldTakePacketsOfAnyLength() {
        final int length = encoder.report(packet, 0, MessageKind.V2_REPORT, GROUP.high(), GROUP.low());
        assertTrue(length < packet.capacity());

        // What follows the IP packet is padding, however much of it there is.
        for (int i = 0; i < 2000; i++) {
            engine.receive(START_NS, link, Framing.IP, packet, 0, packet.capacity());
        }
        engine.receive(START_NS, link, Framing.IP, packet, 0, 0);
        engine.advanceTo(START_NS);

        assertEquals(2000, messages);
    }

    private void report(final long timeNs, final InternetAddress group) {
        final int length = encoder.report(packet, 0, MessageKind.V2_REPORT, group.high(), group.low());
        engine.receive(timeNs, link, Framing.IP, packet, 0, length);
    }
}
