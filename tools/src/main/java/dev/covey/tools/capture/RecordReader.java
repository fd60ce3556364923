package dev.covey.tools.capture;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.IOException;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** What the readers of both formats share: reading records whole, and refusing what no capture can hold. */
abstract class RecordReader implements CaptureReader {
    /** No record is longer. Also what keeps a corrupt length from being believed. */
    static final int MAX_RECORD_LENGTH = 256 * 1024 * 1024;

    /** Writers are known to exceed the length limit they announce, but none of them the largest usual one. */
    static final int TOLERATED_SNAP_LENGTH = 256 * 1024;

    private static final int SCRATCH_LENGTH = 64;
    private static final int MIN_GROWTH_BYTES = 64 * 1024;

    /** Start of the record that is being read: where a defect is said to be. */
    protected long recordOffset;

    protected ByteOrder byteOrder = ByteOrder.BIG_ENDIAN;

    private final CaptureSource source;
    private final byte[] scratch = new byte[SCRATCH_LENGTH];
    private final UnsafeBuffer scratchBuffer = new UnsafeBuffer(scratch);
    private boolean isFinished;

    RecordReader(final CaptureSource source) {
        this.source = source;
    }

    @Override
    public final boolean next(final CapturedPacket packet) throws CaptureFormatException {
        if (isFinished) {
            return false;
        }
        // Until the record is whole: whichever way this method is left, a reader that failed does not go on.
        isFinished = true;
        if (!readPacket(packet)) {
            return false;
        }
        isFinished = false;
        FrameLocator.locate(packet);
        return true;
    }

    @Override
    public final long bytesRead() {
        return source.storedBytesRead();
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }

    /** Read up to the next packet, false at the end of the file. */
    abstract boolean readPacket(CapturedPacket packet) throws CaptureFormatException;

    /** Note where a record starts; everything until the next call belongs to it. */
    final void beginRecord() {
        recordOffset = source.offset();
    }

    /**
     * Read the fixed part of a record to the scratch buffer.
     *
     * @return false if the file ends before its first byte.
     */
    final boolean readHeader(final int length) throws CaptureFormatException {
        final int done = source.read(scratch, 0, length);
        if (done == 0) {
            return false;
        }
        requireWhole(length, done);
        return true;
    }

    /** Read bytes that have to be there, behind those that the scratch buffer already holds. */
    final void readMore(final int scratchOffset, final int length) throws CaptureFormatException {
        requireWhole(length, source.read(scratch, scratchOffset, length));
    }

    final void skip(final long length) throws CaptureFormatException {
        requireWhole(length, source.skip(length));
    }

    /** Read the packet's bytes; memory grows with what the file really has, not with what it claims. */
    final void readData(final CapturedPacket packet, final int length) throws CaptureFormatException {
        int done = 0;
        while (done < length) {
            final int step = Math.min(length - done, Math.max(packet.capacity() - done, MIN_GROWTH_BYTES));
            final int count = source.read(packet.reserve(done + step, done), done, step);
            done += count;
            if (count < step) {
                requireWhole(length, done);
            }
        }
    }

    final byte[] readArray(final int length) throws CaptureFormatException {
        final byte[] array = new byte[length];
        requireWhole(length, source.read(array, 0, length));
        return array;
    }

    final int scratchInt(final int offset) {
        return scratchBuffer.getInt(offset, byteOrder);
    }

    final long scratchUnsignedInt(final int offset) {
        return Integer.toUnsignedLong(scratchInt(offset));
    }

    final int scratchUnsignedShort(final int offset) {
        return Short.toUnsignedInt(scratchBuffer.getShort(offset, byteOrder));
    }

    final void requireSaneLength(final long capturedLength, final long snapLength) throws CaptureFormatException {
        final long limit = snapLength == 0 ? MAX_RECORD_LENGTH : Math.max(TOLERATED_SNAP_LENGTH, snapLength);
        if (capturedLength > Math.min(limit, MAX_RECORD_LENGTH)) {
            throw corrupt("packet too long: captured=" + capturedLength + ", snaplen=" + snapLength);
        }
    }

    final CaptureFormatException corrupt(final String detail) {
        return new CaptureFormatException(Defect.CORRUPT, source.name(), recordOffset, detail);
    }

    /** A fault of the file's header is no record gone wrong: nothing was read, and nothing can be. */
    final CaptureFormatException notACapture(final String detail) {
        return new CaptureFormatException(Defect.NOT_A_CAPTURE, source.name(), recordOffset, detail);
    }

    private void requireWhole(final long neededLength, final long presentLength) throws CaptureFormatException {
        if (presentLength < neededLength) {
            throw new CaptureFormatException(
                    Defect.TRUNCATED,
                    source.name(),
                    recordOffset,
                    "the file ends inside a record: end=" + source.offset() + ", missing="
                            + (neededLength - presentLength));
        }
    }
}
