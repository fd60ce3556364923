package dev.covey.tools.drive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into lines without looking at their octets. One array serves all lines. */
final class LineReader {
    /** Longer lines are skipped: the largest filter that the engine takes is a fourth of this as text. */
    static final int MAX_LINE_LENGTH = 16 << 20;

    private static final int CHUNK_LENGTH = 1 << 16;

    private final InputStream in;
    private final Flushable beforeWait;
    private byte[] buffer = new byte[2 * CHUNK_LENGTH];
    private int start;
    private int end;
    private int lineOffset;
    private int lineLength;
    private boolean isTooLong;
    private boolean isAtEnd;
    private int shift;

    /** What has to be written before the reader may wait for more input. */
    interface Flushable {
        void flush() throws IOException;
    }

    LineReader(final InputStream in, final Flushable beforeWait) {
        this.in = in;
        this.beforeWait = beforeWait;
    }

    /** Go to the next line; false at the end. What stands behind the last line feed is a line unless it is empty. */
    boolean next() throws IOException {
        isTooLong = false;
        int scanned = start;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    return line(i, i + 1);
                }
            }
            scanned = end;
            if (isAtEnd) {
                return (start < end || isTooLong) && line(end, end);
            }
            if (end - start > MAX_LINE_LENGTH) {
                isTooLong = true;
            }
            if (isTooLong) {
                start = end;
            }
            fill();
            scanned -= shift;
        }
    }

    private void fill() throws IOException {
        beforeWait.flush();
        shift = start;
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (buffer.length - end < CHUNK_LENGTH) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        final int count = in.read(buffer, end, CHUNK_LENGTH);
        isAtEnd = count < 0;
        end += Math.max(0, count);
    }

    private boolean line(final int lineEnd, final int next) {
        lineOffset = start;
        lineLength = lineEnd - start;
        isTooLong |= lineLength > MAX_LINE_LENGTH;
        start = next;
        return true;
    }

    /** The octets of the line among others; until the next call of {@link #next()}. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the line starts. */
    int offset() {
        return lineOffset;
    }

    /** Octets of the line, without line feed. */
    int length() {
        return lineLength;
    }

    /** True if the line was longer than {@link #MAX_LINE_LENGTH}; then it is not all there. */
    boolean isTooLong() {
        return isTooLong;
    }
}
