package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.MembershipListener;
import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Captures;
import dev.covey.tools.capture.PcapngFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final int RAW = 101;

    private final List<FakeEngine> engines = new ArrayList<>();

    @Test
    void shouldTellSumMedianAndBestApart() {
        final Measurement measurement = new Measurement(1000, List.of(4_000_000_000L, 1_000_000_000L, 500_000_000L));

        assertEquals(250, measurement.packetsPerSecond(0));
        assertEquals(3000 / 5.5, measurement.packetsPerSecond());
        assertEquals(1000, measurement.medianPacketsPerSecond());
        assertEquals(2000, measurement.bestPacketsPerSecond());
    }

    @Test
    void shouldReplayWhatWasStoredLaterEachRound() throws IOException {
        final PacketStore store = new PacketStore(Long.MAX_VALUE);
        final int packets = 3000;
        fill(store, packets);

        final Measurement measurement = Measurement.run(store, this::engine, 2, () -> 0);

        assertEquals(packets, measurement.packets());
        final List<String> received = engines.get(0).received;
        assertEquals(2 * packets, received.size());
        assertEquals("1000 b IP 1", received.get(0));
        assertEquals("2000 a IP 2", received.get(1));
        assertEquals("3000000 a IP 300", received.get(packets - 1));
        // A second after the last packet of the round before.
        assertEquals("1003000000 b IP 1", received.get(packets));
        assertTrue(engines.get(0).isClosed);
    }

    @Test
    void shouldRefuseWhatIsBeyondItsLimit() throws IOException {
        final PacketStore store = new PacketStore(1000);

        assertFalse(fill(store, 1000));
        assertTrue(store.count() > 0 && store.count() < 100, "count=" + store.count());
    }

    private ReplayEngine engine(final MembershipListener listener) {
        engines.add(new FakeEngine(listener));
        return engines.get(engines.size() - 1);
    }

    private static boolean fill(final PacketStore store, final int packets) throws IOException {
        final PcapngFile file = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.name("a")).captureInterface(RAW, 0, file.name("b"));
        for (int i = 1; i <= packets; i++) {
            final byte[] packet = new byte[1 + (i - 1) % 300];
            packet[0] = FakeEngine.OTHER;
            file.enhanced(i % 2, i, packet);
        }
        final CapturedPacket packet = new CapturedPacket();
        boolean isComplete = true;
        try (CaptureReader reader =
                Captures.open(List.of(Captures.STANDARD_INPUT), new ByteArrayInputStream(file.toBytes()))) {
            while (reader.next(packet)) {
                isComplete &= store.add(packet.timeNs(), packet);
            }
        }
        return isComplete;
    }
}
