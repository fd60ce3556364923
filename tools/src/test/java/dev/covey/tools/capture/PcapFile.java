package dev.covey.tools.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pcap files for tests, in every variant there is. */
public final class PcapFile {
    private static final int DEFAULT_SNAP_LENGTH = 262_144;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder byteOrder;
    private final boolean isNanosecond;

    public PcapFile(final int linkTypeCode) {
        this(ByteOrder.LITTLE_ENDIAN, false, linkTypeCode, DEFAULT_SNAP_LENGTH);
    }

    public PcapFile(
            final ByteOrder byteOrder, final boolean isNanosecond, final int linkTypeCode, final int snapLength) {
        this.byteOrder = byteOrder;
        this.isNanosecond = isNanosecond;
        final ByteBuffer header = ByteBuffer.allocate(24).order(byteOrder);
        header.putInt(isNanosecond ? 0xa1b23c4d : 0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4);
        header.putInt(0).putInt(0).putInt(snapLength).putInt(linkTypeCode);
        bytes.writeBytes(header.array());
    }

    public PcapFile packet(final long timeNs, final byte... packet) {
        return record(timeNs, packet.length, packet.length, packet);
    }

    public PcapFile record(
            final long timeNs, final int capturedLength, final int originalLength, final byte... packet) {
        final ByteBuffer header = ByteBuffer.allocate(16).order(byteOrder);
        header.putInt((int) (timeNs / NS_PER_SECOND))
                .putInt((int) (timeNs % NS_PER_SECOND / (isNanosecond ? 1 : 1000)));
        header.putInt(capturedLength).putInt(originalLength);
        bytes.writeBytes(header.array());
        bytes.writeBytes(packet);
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
