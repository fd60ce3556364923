package dev.covey.tools.capture;

import java.io.Closeable;

/** The packets of one or several captures, in the order they are to be replayed. For one thread. */
public interface CaptureReader extends Closeable {
    /**
     * Read the next packet.
     *
     * @param packet filled in; its former content is lost.
     * @return false at the end of the capture; {@code packet} then holds nothing of use.
     * @throws CaptureFormatException once, after every packet before the defect was delivered; the reader is at its end
     *     afterwards. Defects of further files are attached as suppressed exceptions.
     */
    boolean next(CapturedPacket packet) throws CaptureFormatException;

    /**
     * How far the reader got, to show progress.
     *
     * @return bytes taken from the files so far, as they are stored (compressed bytes of a compressed file).
     */
    long bytesRead();
}
