package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.timer.VirtualTimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class CapturePortTest {
    private static final Path FULL_DISK = Path.of("/dev/full");
    private static final long SEED = 20_261_121L;
    private static final long EPOCH_OFFSET_NS = 1_700_000_000_000_000_000L;
    private static final int ENHANCED_PACKET = 6;

    @TempDir
    private Path folder;

    private final List<IOException> faults = new ArrayList<>();
    private final VirtualTimeSource time = new VirtualTimeSource(0);
    private final MemoryLink link = new MemoryLink(time, SEED);
    private final MemoryPort hostPort = MemoryStation.port(link, 1);
    private final MemoryPort routerPort = MemoryStation.port(link, 2);

    static boolean hasFullDisk() {
        return Files.isWritable(FULL_DISK);
    }

    /** The frames of a file: direction, time and octets. */
    private static List<String> frames(final byte[] file) {
        final List<String> frames = new ArrayList<>();
        final ByteBuffer octets = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; block < file.length; block += octets.getInt(block + 4)) {
            if (octets.getInt(block) == ENHANCED_PACKET) {
                final long timeNs =
                        (long) octets.getInt(block + 12) << Integer.SIZE | (octets.getInt(block + 16) & 0xffff_ffffL);
                final int length = octets.getInt(block + 20);
                final int options = block + 28 + ((length + 3) & ~3);
                final byte[] frame = new byte[length];
                octets.get(block + 28, frame);
                frames.add(octets.getInt(options + 4) + " " + timeNs + " " + hex(frame));
            }
        }
        return frames;
    }

    private static String hex(final byte[] octets) {
        return java.util.HexFormat.of().formatHex(octets);
    }

    @Test
    void shouldWriteWhatIsSentAndReceivedWithDirectionsAndTimes() throws IOException {
        final Path file = folder.resolve("port.pcapng");
        final List<String> seen = new ArrayList<>();
        final FrameListener recorder = (timeNs, isSent, buffer, offset, length) -> seen.add(
                (isSent ? 2 : 1) + " " + (timeNs + EPOCH_OFFSET_NS) + " " + hex(octets(buffer, offset, length)));
        try (FrameCapture capture = FrameCapture.create(file, "em1", EPOCH_OFFSET_NS, faults::add);
                MemoryStation host = new MemoryStation(
                        new CapturePort(hostPort, capture), MemoryStation.context(time, SEED), false);
                MemoryStation other = new MemoryStation(routerPort, MemoryStation.context(time, SEED + 1), false)) {
            host.port().addFrameListener(recorder);
            assertThat(host.join("239.1.1.1")).isZero();
            for (int i = 0; i < 300; i++) {
                time.advanceTo(time.timeNs() + 10_000_000);
                host.cycle();
                if (i == 100) {
                    assertThat(other.join("ff15::1")).isZero();
                }
                other.cycle();
            }
            // Written while nothing else is to be done, not only at the end.
            assertThat(frames(Files.readAllBytes(file))).isEqualTo(seen);
            assertThat(capture.writtenFrames()).isEqualTo(seen.size());
            assertThat(host.port().sentFrames()).isPositive();
            assertThat(host.port().receivedFrames()).isPositive();
            assertThat((long) seen.size())
                    .isEqualTo(host.port().sentFrames() + host.port().receivedFrames());
        }
        // The last words are in it, too.
        assertThat(frames(Files.readAllBytes(file))).isEqualTo(seen);
        assertThat(seen.get(seen.size() - 1)).startsWith("2 ");
        assertThat(faults).isEmpty();
    }

    private static byte[] octets(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] octets = new byte[length];
        buffer.getBytes(offset, octets);
        return octets;
    }

    @Test
    @EnabledIf(value = "hasFullDisk", disabledReason = "SKIPPED: needs a device that is always full")
    void shouldGoOnAndRememberWhyWhenTheDiskIsFull() throws IOException {
        try (FrameCapture capture = FrameCapture.create(FULL_DISK, "em1", 0, faults::add);
                MemoryStation host = new MemoryStation(
                        new CapturePort(hostPort, capture), MemoryStation.context(time, SEED), false);
                MemoryStation router = new MemoryStation(routerPort, MemoryStation.context(time, SEED), true)) {
            assertThat(host.join("239.1.1.1")).isZero();
            assertThat(capture.fault()).isNull();
            while (host.cycle() > 0) {
                assertThat(host.port().sentFrames()).isPositive();
            }
            assertThat(capture.fault()).hasMessageContaining("No space left");

            assertThat(host.join("239.1.1.2")).isZero();
            assertThat(capture.missedFrames()).isPositive();
            assertThat(capture.toString()).contains("No space left");
            router.cycle();
            router.cycle();
            assertThat(router.learned()).containsOnlyKeys("239.1.1.1", "239.1.1.2");
            assertThat(faults).containsExactly(capture.fault());
        }
        assertThat(faults).hasSize(1);
    }
}
