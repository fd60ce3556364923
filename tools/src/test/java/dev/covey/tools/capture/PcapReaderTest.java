package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {
    private static final int RAW = 101;
    private static final int HEADER_LENGTH = 24;
    private static final int RECORD_LENGTH = 16 + 3;
    private static final byte[] THREE_BYTES = {0x45, 1, 2};

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shouldReadEveryVariantOfTheHeader(final boolean isBigEndian, final boolean isNanosecond) {
        final ByteOrder order = isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final long timeNs = 4_000_000_000_123_456_789L;

        final Reading reading = Reading.of(new PcapFile(order, isNanosecond, RAW, 65535)
                .packet(timeNs, THREE_BYTES)
                .packet(timeNs + 1000, (byte) 0x60)
                .toBytes());

        assertEquals(List.of("link0 IP 450102", "link0 IP 60"), reading.packets);
        final long expectedNs = isNanosecond ? timeNs : timeNs / 1000 * 1000;
        assertEquals(List.of(expectedNs, expectedNs + 1000), reading.timesNs);
        assertEquals("none", reading.failureMessage());
    }

    @Test
    void shouldTellBothLengthsWhenThePacketWasCut() throws IOException {
        final byte[] file = new PcapFile(RAW).record(5, 3, 1500, THREE_BYTES).toBytes();
        final CapturedPacket packet = new CapturedPacket();

        try (CaptureReader reader = Captures.open("cut.pcap", new ByteArrayInputStream(file))) {
            assertTrue(reader.next(packet));

            assertEquals(3, packet.capturedLength());
            assertEquals(1500, packet.originalLength());
            assertEquals(LinkType.RAW, packet.linkType());
            assertEquals(file.length, reader.bytesRead());
            assertFalse(reader.next(packet));
        }
    }

    @Test
    void shouldReadPacketsLargerThanItsBufferWhenTheyAreWhole() {
        final byte[] large = new byte[200_000];
        Arrays.fill(large, (byte) 0x5a);

        final Reading reading = Reading.of(new PcapFile(RAW)
                .packet(1, THREE_BYTES)
                .packet(2, large)
                .packet(3, THREE_BYTES)
                .toBytes());

        assertEquals(3, reading.packets.size());
        assertEquals("link0 IP " + "5a".repeat(large.length), reading.packets.get(1));
        assertEquals("link0 IP 450102", reading.packets.get(2));
    }

    @Test
    void shouldReadNothingWhenThereIsNoRecord() {
        final Reading reading = Reading.of(new PcapFile(RAW).toBytes());

        assertEquals(List.of(), reading.packets);
        assertEquals("none", reading.failureMessage());
    }

    @Test
    void shouldDeliverWhatIsWholeWhenTheFileEndsAnywhere() {
        final byte[] file =
                new PcapFile(RAW).packet(1, THREE_BYTES).packet(2, THREE_BYTES).toBytes();

        for (int length = HEADER_LENGTH; length <= file.length; length++) {
            final Reading reading = Reading.of(Arrays.copyOf(file, length));
            final int whole = (length - HEADER_LENGTH) / RECORD_LENGTH;

            assertEquals(whole, reading.packets.size(), "length=" + length);
            if ((length - HEADER_LENGTH) % RECORD_LENGTH == 0) {
                assertEquals("none", reading.failureMessage(), "length=" + length);
            } else {
                final int record = HEADER_LENGTH + whole * RECORD_LENGTH;
                assertEquals(Defect.TRUNCATED, reading.failure.defect(), "length=" + length);
                assertEquals(record, reading.failure.offsetBytes());
                assertTrue(
                        reading.failureMessage()
                                .startsWith("truncated capture: file=test.pcap, offset=" + record + ", reason="),
                        reading.failureMessage());
            }
        }
    }

    @Test
    void shouldCallItTruncatedWhenTheFileHeaderIsCut() {
        final Reading reading = Reading.of(Arrays.copyOf(new PcapFile(RAW).toBytes(), HEADER_LENGTH - 1));

        assertEquals(Defect.TRUNCATED, reading.failure.defect());
        assertEquals(0, reading.failure.offsetBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 256 * 1024 * 1024 + 1, 262_145})
    void shouldCallItCorruptWhenALengthCannotBe(final int capturedLength) {
        final Reading reading = Reading.of(new PcapFile(ByteOrder.LITTLE_ENDIAN, false, RAW, 96)
                .packet(1, THREE_BYTES)
                .record(2, capturedLength, 3, THREE_BYTES)
                .toBytes());

        assertEquals(1, reading.packets.size());
        assertEquals(Defect.CORRUPT, reading.failure.defect());
        assertEquals(HEADER_LENGTH + RECORD_LENGTH, reading.failure.offsetBytes());
    }

    @Test
    void shouldTolerateAPacketThatExceedsTheAnnouncedLimit() {
        final byte[] packet = new byte[262_144];

        final Reading reading = Reading.of(new PcapFile(ByteOrder.LITTLE_ENDIAN, false, RAW, 96)
                .packet(1, packet)
                .toBytes());

        assertEquals("none", reading.failureMessage());
        assertEquals(1, reading.packets.size());
    }

    @Test
    void shouldNotBelieveALargeLengthBeforeTheBytesAreThere() {
        final byte[] file = new PcapFile(ByteOrder.LITTLE_ENDIAN, false, RAW, 0)
                .record(2, 256 * 1024 * 1024, 3, THREE_BYTES)
                .toBytes();
        final CapturedPacket packet = new CapturedPacket();

        assertEquals(Defect.TRUNCATED, Reading.of(file).failure.defect());
        try (CaptureReader reader = Captures.open("t", new ByteArrayInputStream(file))) {
            reader.next(packet);
        } catch (final IOException expected) {
            assertTrue(packet.capacity() < 1024 * 1024, "capacity=" + packet.capacity());
        }
    }

    @Test
    void shouldIgnoreWhatElseTheLinkTypeFieldHolds() {
        final Reading reading =
                Reading.of(new PcapFile(0x1400_0001).packet(1, new byte[14]).toBytes());

        assertEquals(List.of("link0 ETHERNET " + "00".repeat(14)), reading.packets);
    }

    @Test
    void shouldRefuseAVersionItDoesNotKnow() {
        final byte[] file = new PcapFile(RAW).packet(1, THREE_BYTES).toBytes();
        file[4] = 3;

        final Reading reading = Reading.of(file);

        assertEquals("not a capture: file=test.pcap, unknown version of the format: major=3", reading.failureMessage());
        assertEquals(List.of(), reading.packets);
    }
}
