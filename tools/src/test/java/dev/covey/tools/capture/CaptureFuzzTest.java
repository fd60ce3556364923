package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Whatever the bytes of a file: packets inside their bounds, then an end or a {@link CaptureFormatException}. */
class CaptureFuzzTest {
    private static final long SEED = 0x5eed_c0de;
    private static final int ROUNDS = 10_000;
    private static final int[] LINK_TYPES = {0, 1, 12, 101, 108, 113, 147, 228, 229, 276};
    private static final int[] INTERESTING = {0, 1, 2, 4, 6, 0x0a, 0x0d, 0x7f, 0x80, 0x81, 0x88, 0xff};

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void shouldNeverThrowAnythingElseWhateverTheBytes() throws IOException {
        final List<byte[]> originals = List.of(pcap(), pcapng(), pcapng(), compress(pcapng()));
        long packets = 0;
        long failures = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] mutated = mutate(originals.get(random.nextInt(originals.size())));
            try {
                packets += readAll(mutated);
            } catch (final CaptureFormatException defect) {
                failures++;
            } catch (final IOException | RuntimeException | Error escaped) {
                fail("seed=" + SEED + ", round=" + round, escaped);
            }
        }
        assertTrue(packets > ROUNDS / 4 && failures > ROUNDS / 4, "packets=" + packets + ", failures=" + failures);
    }

    private static int readAll(final byte[] file) throws IOException {
        final CapturedPacket packet = new CapturedPacket();
        int packets = 0;
        try (CaptureReader reader = Captures.open("fuzz", new ByteArrayInputStream(file))) {
            while (reader.next(packet)) {
                packets++;
                assertTrue(packet.frameOffset() >= 0 && packet.frameLength() >= 0, packet::toString);
                assertTrue(packet.capturedLength() <= packet.buffer().capacity(), packet::toString);
                assertTrue(packet.linkName().startsWith(packet.interfaceName()), packet::toString);
            }
        }
        return packets;
    }

    private byte[] mutate(final byte[] original) {
        byte[] mutated = original.clone();
        final int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            final int value =
                    random.nextBoolean() ? INTERESTING[random.nextInt(INTERESTING.length)] : random.nextInt(256);
            // Headers decide more than packets do.
            final int bound = random.nextBoolean() ? Math.min(64, mutated.length) : mutated.length;
            mutated[random.nextInt(bound)] = (byte) value;
        }
        if (random.nextInt(4) == 0) {
            mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length) + 1);
        }
        return mutated;
    }

    private byte[] pcap() {
        final PcapFile file = new PcapFile(
                random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                random.nextBoolean(),
                276,
                65535);
        for (int i = 0; i < 5; i++) {
            file.packet(i, randomBytes());
        }
        return file.toBytes();
    }

    private byte[] pcapng() {
        final PcapngFile file = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        for (final int linkType : LINK_TYPES) {
            file.captureInterface(linkType, 128, file.name("em" + linkType), file.resolution(6), file.timeOffset(1));
        }
        for (int i = 0; i < LINK_TYPES.length; i++) {
            file.enhanced(i, i, randomBytes());
        }
        file.block(5, new byte[8]).simple(3, new byte[3]).obsolete(1, 0, 7, randomBytes());
        file.section(ByteOrder.BIG_ENDIAN).captureInterface(1, 0).enhanced(0, 5, randomBytes());
        return file.toBytes();
    }

    private byte[] randomBytes() {
        final byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] compress(final byte[] plain) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(plain);
        }
        return bytes.toByteArray();
    }
}
