package dev.covey.tools.capture;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Reads pcap, the format of {@code tcpdump -w}: a header, then records of 16 bytes and the packet.
 *
 * <pre>
 *   file:   magic(4) major(2) minor(2) zone(4) accuracy(4) snaplen(4) link type(4)
 *   record: seconds(4) fraction(4) captured length(4) original length(4) bytes
 * </pre>
 */
final class PcapReader extends RecordReader {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;

    private static final int MAGIC_LENGTH = 4;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int MAJOR_OFFSET = 4;
    private static final int SNAP_LENGTH_OFFSET = 16;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int SUPPORTED_MAJOR = 2;

    /** The upper bits of the link type say how long the frame check sequence is that ends each frame. */
    private static final int LINK_TYPE_MASK = 0x03ff_ffff;

    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int nsPerFraction;
    private CaptureInterface captureInterface;

    /** @param magic the file's first four bytes, read already, in network byte order. */
    PcapReader(final CaptureSource source, final int magic) {
        super(source);
        final boolean isSwapped = !isPlainMagic(magic);
        byteOrder = isSwapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        nsPerFraction = (isSwapped ? Integer.reverseBytes(magic) : magic) == MAGIC_NANOSECONDS ? 1 : 1000;
    }

    static boolean isMagic(final int magic) {
        return isPlainMagic(magic) || isPlainMagic(Integer.reverseBytes(magic));
    }

    private static boolean isPlainMagic(final int magic) {
        return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
    }

    @Override
    boolean readPacket(final CapturedPacket packet) throws CaptureFormatException {
        if (captureInterface == null) {
            captureInterface = readFileHeader();
        }
        beginRecord();
        if (!readHeader(RECORD_HEADER_LENGTH)) {
            return false;
        }
        // 2^32 seconds and as many fractions are less than half of what a long of nanoseconds holds.
        final long timeNs = scratchUnsignedInt(0) * NS_PER_SECOND + scratchUnsignedInt(4) * nsPerFraction;
        final long capturedLength = scratchUnsignedInt(8);
        final long originalLength = scratchUnsignedInt(12);
        requireSaneLength(capturedLength, captureInterface.snapLength());
        readData(packet, (int) capturedLength);
        packet.describe(captureInterface, timeNs, (int) capturedLength, originalLength);
        return true;
    }

    private CaptureInterface readFileHeader() throws CaptureFormatException {
        readMore(MAGIC_LENGTH, FILE_HEADER_LENGTH - MAGIC_LENGTH);
        final int major = scratchUnsignedShort(MAJOR_OFFSET);
        if (major != SUPPORTED_MAJOR) {
            throw notACapture("unknown version of the format: major=" + major);
        }
        return new CaptureInterface(
                0,
                null,
                scratchInt(LINK_TYPE_OFFSET) & LINK_TYPE_MASK,
                scratchUnsignedInt(SNAP_LENGTH_OFFSET),
                TimestampResolution.MICROSECONDS);
    }
}
