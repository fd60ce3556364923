package dev.covey.tools.capture;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of one capture file in order, decompressed if need be, with their offsets.
 *
 * <p>At most one chunk of the file is in memory.
 */
final class CaptureSource implements Closeable {
    private static final int CHUNK_LENGTH = 128 * 1024;
    private static final int GZIP_MAGIC_FIRST = 0x1f;
    private static final int GZIP_MAGIC_SECOND = 0x8b;

    private final String name;
    private final CountingStream stored;
    private final InputStream content;
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private int position;
    private int limit;
    private long chunkOffset;

    /**
     * Begin to read a file. Closes the stream if that fails.
     *
     * @param name for messages.
     * @param stream of the file, closed by {@link #close()}.
     */
    CaptureSource(final String name, final InputStream stream) throws CaptureFormatException {
        this.name = name;
        this.stored = new CountingStream(stream);
        try {
            this.content = decompress(stored);
        } catch (final IOException failure) {
            closeAfter(failure);
            throw formatException(failure);
        }
    }

    String name() {
        return name;
    }

    /** Offset of the next byte, from the start of the decompressed file. */
    long offset() {
        return chunkOffset + position;
    }

    long storedBytesRead() {
        return stored.count;
    }

    /** Read up to {@code length} bytes; fewer only when the file ends there. */
    int read(final byte[] target, final int offset, final int length) throws CaptureFormatException {
        int done = 0;
        while (done < length && hasMore()) {
            final int step = Math.min(length - done, limit - position);
            System.arraycopy(chunk, position, target, offset + done, step);
            position += step;
            done += step;
        }
        return done;
    }

    /** Skip up to {@code length} bytes; fewer only when the file ends there. */
    long skip(final long length) throws CaptureFormatException {
        long done = 0;
        while (done < length && hasMore()) {
            final int step = (int) Math.min(length - done, limit - position);
            position += step;
            done += step;
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }

    private boolean hasMore() throws CaptureFormatException {
        while (position == limit) {
            chunkOffset += limit;
            position = 0;
            limit = 0;
            try {
                final int count = content.read(chunk, 0, CHUNK_LENGTH);
                if (count < 0) {
                    return false;
                }
                limit = count;
            } catch (final IOException failure) {
                throw formatException(failure);
            }
        }
        return true;
    }

    private CaptureFormatException formatException(final IOException failure) {
        final Defect defect;
        final String detail;
        if (failure instanceof EOFException) {
            defect = Defect.TRUNCATED;
            detail = "the compressed data ends early";
        } else if (failure instanceof ZipException) {
            defect = Defect.CORRUPT;
            detail = "bad compressed data: " + failure.getMessage();
        } else {
            defect = Defect.UNREADABLE;
            detail = String.valueOf(failure.getMessage());
        }
        final CaptureFormatException exception = new CaptureFormatException(defect, name, offset(), detail);
        exception.initCause(failure);
        return exception;
    }

    private void closeAfter(final IOException failure) {
        try {
            stored.close();
        } catch (final IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static InputStream decompress(final InputStream stored) throws IOException {
        final BufferedInputStream buffered = new BufferedInputStream(stored);
        buffered.mark(2);
        final boolean isCompressed = buffered.read() == GZIP_MAGIC_FIRST && buffered.read() == GZIP_MAGIC_SECOND;
        buffered.reset();
        return isCompressed ? new GZIPInputStream(buffered, CHUNK_LENGTH) : buffered;
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        private CountingStream(final InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            final int octet = in.read();
            count += octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(final byte[] target, final int offset, final int length) throws IOException {
            final int done = in.read(target, offset, length);
            count += Math.max(0, done);
            return done;
        }
    }
}
