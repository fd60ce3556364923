package dev.covey.tools.capture;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens captures. */
public final class Captures {
    /** The name that stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final int MAGIC_LENGTH = 4;

    private Captures() {}

    /**
     * Open captures, to be read as one: merged by time, stable for equal times.
     *
     * @param files at least one; {@link #STANDARD_INPUT} at most once. Compressed (gzip) or not.
     * @param standardInput read for {@link #STANDARD_INPUT}, and closed with the reader then.
     * @return a reader at the first packet, to be closed by the caller.
     * @throws CaptureFormatException if one of them is no capture; other defects are reported by the reader.
     * @throws IOException if one of them cannot be opened; nothing stays open.
     */
    public static CaptureReader open(final List<String> files, final InputStream standardInput) throws IOException {
        final List<CaptureReader> readers = new ArrayList<>();
        try {
            for (final String file : files) {
                readers.add(openOne(file, standardInput));
            }
            return readers.size() == 1 ? readers.get(0) : new MergingReader(readers);
        } catch (final IOException failure) {
            try {
                closeAll(readers);
            } catch (final IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    /**
     * How much there is to read, to show progress against {@link CaptureReader#bytesRead()}.
     *
     * @param files as given to {@link #open(List, InputStream)}.
     * @return bytes as stored, or -1 if one of them does not say.
     */
    public static long totalBytes(final List<String> files) {
        long total = 0;
        for (final String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                return -1;
            }
            try {
                final Path path = Path.of(file);
                if (!Files.isRegularFile(path)) {
                    return -1;
                }
                total += Files.size(path);
            } catch (final IOException | InvalidPathException unknown) {
                return -1;
            }
        }
        return total;
    }

    static CaptureReader open(final String name, final InputStream stream) throws CaptureFormatException {
        try {
            final CaptureSource source = new CaptureSource(name, stream);
            try {
                return detect(source);
            } catch (final CaptureFormatException failure) {
                closeAfter(source, failure);
                throw failure;
            }
        } catch (final CaptureFormatException failure) {
            if (failure.defect() == Defect.NOT_A_CAPTURE) {
                throw failure;
            }
            return new FailedReader(failure);
        }
    }

    static void closeAll(final List<CaptureReader> readers) throws IOException {
        IOException first = null;
        for (final CaptureReader reader : readers) {
            try {
                reader.close();
            } catch (final IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static CaptureReader openOne(final String file, final InputStream standardInput) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return open(file, standardInput);
        }
        final InputStream stream;
        try {
            final Path path = Path.of(file);
            // Opening a directory succeeds on some systems and only the first read fails: say it before.
            if (Files.isDirectory(path)) {
                throw cannotOpen(file, "is a directory", null);
            }
            stream = Files.newInputStream(path);
        } catch (final NoSuchFileException missing) {
            throw cannotOpen(file, "no such file", missing);
        } catch (final AccessDeniedException denied) {
            throw cannotOpen(file, "permission denied", denied);
        } catch (final FileSystemException refused) {
            throw cannotOpen(file, refused.getReason(), refused);
        } catch (final InvalidPathException invalid) {
            throw cannotOpen(file, invalid.getReason(), invalid);
        }
        return open(file, stream);
    }

    private static IOException cannotOpen(final String file, final String reason, final Exception cause) {
        return new IOException("cannot open: file=" + file + ", reason=" + reason, cause);
    }

    private static void closeAfter(final CaptureSource source, final IOException failure) {
        try {
            source.close();
        } catch (final IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static CaptureReader detect(final CaptureSource source) throws CaptureFormatException {
        final byte[] first = new byte[MAGIC_LENGTH];
        final int count = source.read(first, 0, MAGIC_LENGTH);
        final int magic = ByteBuffer.wrap(first).getInt();
        if (count == MAGIC_LENGTH && PcapReader.isMagic(magic)) {
            return new PcapReader(source, magic);
        }
        if (count == MAGIC_LENGTH && magic == PcapngReader.MAGIC) {
            return new PcapngReader(source);
        }
        throw new CaptureFormatException(
                Defect.NOT_A_CAPTURE, source.name(), 0, count == 0 ? "the file is empty" : octets(first, count));
    }

    private static String octets(final byte[] first, final int count) {
        final StringBuilder text = new StringBuilder("first octets=");
        for (int i = 0; i < count; i++) {
            text.append(String.format("%02x", first[i] & 0xff));
        }
        return text.toString();
    }
}
