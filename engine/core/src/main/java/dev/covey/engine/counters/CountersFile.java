package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.HEADER_LENGTH;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_CLOSED;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_OFFSET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file of an engine's own, for its user alone, mapped.
 *
 * <p>Every byte is written before it is mapped: a full disk is an error here, and not a fault at some later access. It
 * is made under another name, and linked to its own when it is whole; a link replaces nothing, so of two engines that
 * want one name at the same time one gets an error. What a dead engine left there is moved out of the way before.
 */
final class CountersFile implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int BLOCK_LENGTH = 64 * 1024;
    private static final int ATTEMPTS = 8;

    private final Path path;
    private final Path unpublished;
    private final UnsafeBuffer buffer;
    private final Object identity;

    private CountersFile(final Path path, final Path unpublished, final int lengthBytes) throws IOException {
        this.path = path;
        this.unpublished = unpublished;
        try (FileChannel channel = open(unpublished)) {
            final ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK_LENGTH);
            for (int left = lengthBytes; left > 0; ) {
                left -= channel.write(zeros.clear().limit(Math.min(left, BLOCK_LENGTH)));
            }
            channel.force(false);
            buffer = new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes));
        }
        identity = identity(unpublished);
    }

    private static FileChannel open(final Path path) throws IOException {
        final Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        final boolean isPosix =
                path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? FileChannel.open(path, options, ownersOnly())
                : FileChannel.open(path, options, new FileAttribute<?>[0]);
    }

    private static FileAttribute<?> ownersOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    private static Object identity(final Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Make the file, not yet under its name. */
    static CountersFile create(final Path path, final int lengthBytes) {
        final Path whole = path.toAbsolutePath();
        final Path unpublished = beside(whole, "new");
        try {
            refuseRunning(whole);
            return new CountersFile(whole, unpublished, lengthBytes);
        } catch (final IOException failure) {
            delete(unpublished);
            throw refusal(whole, failure);
        }
    }

    private static Path beside(final Path path, final String what) {
        return path.resolveSibling("." + path.getFileName() + "."
                + EngineProcess.current().id() + "." + NEXT.incrementAndGet() + "." + what);
    }

    private static IllegalStateException refusal(final Path path, final IOException failure) {
        return new IllegalStateException("cannot make the counters file: file=" + path + ", " + why(failure), failure);
    }

    private static String why(final IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        final String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.toString() : reason;
    }

    private static void refuseRunning(final Path path) throws IOException {
        final EngineProcess owner = runningOwner(path);
        if (owner != null) {
            throw new IOException("an engine that runs has it: pid=" + owner.id());
        }
    }

    /** Who has the file; null if nobody runs whose it is. A file that is no engine's is not ours to replace. */
    private static EngineProcess runningOwner(final Path path) throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int read = 0;
            while (read >= 0 && header.hasRemaining()) {
                read = channel.read(header);
            }
        } catch (final NoSuchFileException free) {
            return null;
        }
        if (header.position() < HEADER_LENGTH || header.getLong(MAGIC_OFFSET) != MAGIC) {
            throw new IOException("something else has that name, remove it first");
        }
        final EngineProcess owner = EngineProcess.read(new UnsafeBuffer(header));
        return header.getInt(STATE_OFFSET) != STATE_CLOSED && owner.isAlive() ? owner : null;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Give the file its name. */
    void publish() {
        try {
            for (int attempt = 0; !link(); attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("the name is taken again and again");
                }
                moveAway(path);
            }
        } catch (final IOException failure) {
            throw refusal(path, failure);
        } finally {
            delete(unpublished);
        }
    }

    private boolean link() throws IOException {
        try {
            Files.createLink(path, unpublished);
            return true;
        } catch (final FileAlreadyExistsException taken) {
            return false;
        } catch (final UnsupportedOperationException noLinks) {
            throw new IOException("the file system has no hard links", noLinks);
        }
    }

    /** What was left over is moved first and looked at then: another engine may have replaced it meanwhile. */
    private static void moveAway(final Path path) throws IOException {
        refuseRunning(path);
        final Path old = beside(path, "old");
        try {
            Files.move(path, old);
        } catch (final NoSuchFileException gone) {
            return;
        }
        if (runningOwner(old) != null) {
            Files.createLink(path, old);
            delete(old);
            refuseRunning(path);
        }
        delete(old);
    }

    /** Remove a file if it is that of an engine that is dead; everything else stays. */
    static void removeLeftOver(final Path path) {
        try {
            // Nothing else is opened: to open a pipe is to wait for its other end.
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && runningOwner(path) == null) {
                moveAway(path);
            }
        } catch (final IOException kept) {
            // It runs, is no engine's, or is not ours to remove.
            return;
        }
    }

    private static boolean delete(final Path path) {
        try {
            return Files.deleteIfExists(path);
        } catch (final IOException kept) {
            // It says itself that nobody is behind it: the next engine or a person removes it.
            return false;
        }
    }

    @Override
    public void close() {
        delete(unpublished);
        try {
            if (identity != null && identity.equals(identity(path))) {
                delete(path);
            }
        } catch (final IOException gone) {
            // Removed by somebody else: there is nothing to remove.
            return;
        }
    }
}
