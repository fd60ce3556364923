package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest {
    private static final int RAW = 101;
    private static final byte[] THREE_BYTES = {0x45, 1, 2};
    private static final long MICROSECONDS = 1_700_000_000_000_000L;

    private final PcapngFile file = new PcapngFile();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadPacketsOfBothByteOrders(final boolean isBigEndian) {
        file.section(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.name("em0")).captureInterface(RAW, 0);
        file.enhanced(0, MICROSECONDS, THREE_BYTES).obsolete(1, 77, MICROSECONDS + 1, (byte) 0x60);

        final Reading reading = Reading.of(file.toBytes());

        assertEquals(List.of("em0 IP 450102", "link1 IP 60"), reading.packets);
        assertEquals(List.of(MICROSECONDS * 1000, MICROSECONDS * 1000 + 1000), reading.timesNs);
        assertEquals("none", reading.failureMessage());
    }

    @Test
    void shouldForgetInterfacesAndByteOrderWhenASectionBegins() {
        file.section(ByteOrder.LITTLE_ENDIAN).captureInterface(RAW, 0, file.name("first"));
        file.enhanced(0, 1, THREE_BYTES);
        file.section(ByteOrder.BIG_ENDIAN).captureInterface(RAW, 0, file.name("second"));
        file.enhanced(0, 2, THREE_BYTES);
        final int lastSection = file.toBytes().length;
        file.section(ByteOrder.LITTLE_ENDIAN);
        final int orphan = file.toBytes().length;
        file.enhanced(0, 3, THREE_BYTES);

        final Reading reading = Reading.of(file.toBytes());

        assertEquals(List.of("first IP 450102", "second IP 450102"), reading.packets);
        assertEquals(orphan, reading.failure.offsetBytes());
        assertTrue(orphan > lastSection);
        assertTrue(reading.failureMessage().contains("interface=0, described=0"), reading.failureMessage());
    }

    @Test
    void shouldUseTheResolutionAndOffsetOfEachInterface() {
        file.section(ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.resolution(9));
        file.captureInterface(RAW, 0, file.resolution(0x80 | 20));
        file.captureInterface(RAW, 0, file.resolution(3), file.timeOffset(1_000), file.option(0));
        file.captureInterface(RAW, 0, file.timeOffset(-2), file.option(0), file.option(9, new byte[2]));
        file.enhanced(0, 7, THREE_BYTES).enhanced(1, 3L << 19, THREE_BYTES);
        file.enhanced(2, 5, THREE_BYTES).enhanced(3, 1, THREE_BYTES);

        final Reading reading = Reading.of(file.toBytes());

        assertEquals(List.of(7L, 1_500_000_000L, 1_000_005_000_000L, -2_000_000_000L + 1000), reading.timesNs);
    }

    @Test
    void shouldSkipBlocksThatCarryNoPacket() {
        file.section(ByteOrder.LITTLE_ENDIAN).captureInterface(RAW, 0);
        file.block(4, new byte[300_000])
                .block(5, new byte[12])
                .block(0x8000_0bad)
                .block(0x0bad, new byte[4]);
        file.enhanced(0, 1, THREE_BYTES);

        assertEquals(List.of("link0 IP 450102"), Reading.of(file.toBytes()).packets);
    }

    @Test
    void shouldTakeTheTimeBeforeItWhenAPacketHasNone() {
        file.section(ByteOrder.LITTLE_ENDIAN).captureInterface(RAW, 2);
        file.simple(3, Arrays.copyOf(THREE_BYTES, 2));
        file.enhanced(0, 9, THREE_BYTES).simple(1, (byte) 0x60);

        final Reading reading = Reading.of(file.toBytes());

        assertEquals(List.of("link0 IP 4501", "link0 IP 450102", "link0 IP 60"), reading.packets);
        assertEquals(List.of(0L, 9000L, 9000L), reading.timesNs);
    }

    @Test
    void shouldKeepControlSequencesOutOfNames() {
        file.section(ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.name("e\u001b[31mth\u202e0\n\0hidden"));
        file.captureInterface(RAW, 0, file.name("\0"));
        file.captureInterface(RAW, 0, file.name("wl\u00e4n0"));
        file.enhanced(0, 1).enhanced(1, 1).enhanced(2, 1);

        assertEquals(List.of("e?[31mth?0? IP ", "link1 IP ", "wl\u00e4n0 IP "), Reading.of(file.toBytes()).packets);
    }

    @Test
    void shouldDeliverWhatIsWholeWhenTheFileEndsAnywhere() {
        file.section(ByteOrder.LITTLE_ENDIAN).captureInterface(RAW, 0, file.name("em0"));
        final int firstPacket = file.toBytes().length;
        file.enhanced(0, 1, THREE_BYTES);
        final int secondPacket = file.toBytes().length;
        final byte[] whole = file.simple(3, THREE_BYTES).toBytes();

        for (int length = 4; length < whole.length; length++) {
            final Reading reading = Reading.of(Arrays.copyOf(whole, length));

            assertEquals(length < secondPacket ? 0 : 1, reading.packets.size(), "length=" + length);
            if (length != 28 && length != firstPacket && length != secondPacket) {
                assertEquals(Defect.TRUNCATED, reading.failure.defect(), "length=" + length);
                assertEquals(
                        length < 28
                                ? 0
                                : length < firstPacket ? 28 : length < secondPacket ? firstPacket : secondPacket,
                        reading.failure.offsetBytes(),
                        "length=" + length);
            } else {
                assertEquals("none", reading.failureMessage(), "length=" + length);
            }
        }
    }

    @Test
    void shouldCallItCorruptWhenABlockContradictsItself() {
        assertCorrupt("impossible block length: length=0", file -> file.raw(file.word(6), file.word(0)));
        assertCorrupt("impossible block length: length=11", file -> file.raw(file.word(6), file.word(11)));
        assertCorrupt(
                "impossible block length: length=33", file -> file.raw(file.word(6), file.word(33), new byte[30]));
        assertCorrupt(
                "impossible block length: length=4294967292",
                file -> file.raw(file.word(9), file.word(-4), new byte[30]));
        assertCorrupt("block too short: length=28, needed=32", file -> file.block(6, new byte[16]));
        assertCorrupt("block too short: length=12, needed=16", file -> file.block(3));
        assertCorrupt("block too short: length=16, needed=20", file -> file.block(1, new byte[4]));
        assertCorrupt("interface=9, described=1", file -> file.enhanced(9, 1, THREE_BYTES));
        assertCorrupt("interface=4294967295, described=1", file -> file.enhanced(-1, 1, THREE_BYTES));
        assertCorrupt(
                "packet longer than its block: captured=5, block=4",
                file -> file.block(
                        6, PcapngFile.join(new byte[12], file.word(5), file.word(5), new byte[] {1, 2, 3, 4})));
        assertCorrupt("packet longer than its block: captured=5, block=4", file -> file.simple(5, THREE_BYTES));
        assertCorrupt(
                "the two lengths of a block differ: first=16, second=20",
                file -> file.raw(file.word(9), file.word(16), new byte[4], file.word(20)));
        assertCorrupt("option longer than its block", file -> file.captureInterface(1, 0, file.halves(2, 40)));
        assertCorrupt("option of the wrong length", file -> file.captureInterface(1, 0, file.option(9, new byte[2])));
        assertCorrupt("option of the wrong length", file -> file.captureInterface(1, 0, file.option(14, (byte) 1)));
        assertCorrupt("time out of range: ticks=18446744073709551615", file -> file.enhanced(0, -1, THREE_BYTES));
        assertCorrupt("section without byte-order magic", file -> file.block(0x0a0d0d0a, new byte[16]));
    }

    @Test
    void shouldSayThatItIsNoCaptureWhenTheFirstSectionIsNone() {
        file.section(ByteOrder.LITTLE_ENDIAN);
        final byte[] bytes = file.toBytes();
        bytes[8] ^= 1;

        assertEquals(Defect.NOT_A_CAPTURE, Reading.of(bytes).failure.defect());
    }

    private interface Addition {
        void addTo(PcapngFile file);
    }

    private static void assertCorrupt(final String reason, final Addition addition) {
        final PcapngFile file = new PcapngFile();
        file.section(ByteOrder.LITTLE_ENDIAN).captureInterface(RAW, 0).enhanced(0, 1, THREE_BYTES);
        final int offset = file.toBytes().length;
        addition.addTo(file);
        file.enhanced(0, 1, THREE_BYTES);

        final Reading reading = Reading.of(file.toBytes());

        assertEquals(1, reading.packets.size(), reason);
        assertTrue(reading.failureMessage().contains(reason), reason + " in " + reading.failureMessage());
        assertEquals(Defect.CORRUPT, reading.failure.defect(), reason);
        assertEquals(offset, reading.failure.offsetBytes(), reason);
    }
}
