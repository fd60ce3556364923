package dev.covey.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Writes the frames that are shown to it to a pcapng file. What cannot be written stops nobody: the fault is
 * remembered, and frames are counted from then on, not written.
 *
 * <p>Threading: one thread; {@link #fault} may be asked by any.
 */
public final class FrameCapture implements FrameListener, AutoCloseable {
    private final PcapngWriter writer;
    private final long epochOffsetNs;
    private final Consumer<IOException> faultListener;
    private volatile IOException fault;
    private boolean isHeldBack;
    private boolean isClosed;
    private long writtenFrames;
    private long missedFrames;

    private FrameCapture(
            final PcapngWriter writer, final long epochOffsetNs, final Consumer<IOException> faultListener) {
        this.writer = writer;
        this.epochOffsetNs = epochOffsetNs;
        this.faultListener = faultListener;
    }

    /**
     * Begin a file.
     *
     * @param file to write; what it had is gone.
     * @param interfaceName that the frames are of.
     * @param epochOffsetNs what makes nanoseconds since 1970 of the times of frames when it is added to them.
     * @param faultListener told when something cannot be written, once, on the thread that writes.
     * @return the capture, to be closed.
     * @throws IOException if the file cannot be made.
     */
    public static FrameCapture create(
            final Path file,
            final String interfaceName,
            final long epochOffsetNs,
            final Consumer<IOException> faultListener)
            throws IOException {
        Objects.requireNonNull(faultListener);
        return new FrameCapture(PcapngWriter.create(file, interfaceName), epochOffsetNs, faultListener);
    }

    @Override
    public void onFrame(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        if (fault != null || isClosed) {
            missedFrames++;
            return;
        }
        try {
            writer.write(timeNs + epochOffsetNs, isSent, buffer, offset, length);
            writtenFrames++;
            isHeldBack = true;
        } catch (final IOException unwritten) {
            missedFrames++;
            fail(unwritten);
        }
    }

    /** Write what is held back. */
    public void flush() {
        if (isHeldBack && fault == null && !isClosed) {
            isHeldBack = false;
            try {
                writer.flush();
            } catch (final IOException unwritten) {
                fail(unwritten);
            }
        }
    }

    private void fail(final IOException unwritten) {
        if (fault == null) {
            fault = unwritten;
            faultListener.accept(unwritten);
        }
    }

    /**
     * Why nothing is written any more.
     *
     * @return the fault, or null if there is none. Frames of a little while before it may be missing, too.
     */
    public IOException fault() {
        return fault;
    }

    /**
     * Frames that were handed to the file.
     *
     * @return the number.
     */
    public long writtenFrames() {
        return writtenFrames;
    }

    /**
     * Frames that were not written because of a fault, or came after the end.
     *
     * @return the number.
     */
    public long missedFrames() {
        return missedFrames;
    }

    /** Write what is held back, and close the file. A fault is remembered, like every other. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            try {
                writer.close();
            } catch (final IOException unwritten) {
                fail(unwritten);
            }
        }
    }

    @Override
    public String toString() {
        return "FrameCapture{writtenFrames=" + writtenFrames + ", missedFrames=" + missedFrames + ", fault=" + fault
                + '}';
    }
}
