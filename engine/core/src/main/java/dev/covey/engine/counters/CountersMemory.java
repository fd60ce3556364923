package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_START_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.ERRORS_LENGTH;
import static dev.covey.engine.counters.CountersFileDescriptor.ERRORS_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.FILE_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.HEADER_LENGTH;
import static dev.covey.engine.counters.CountersFileDescriptor.INQUIRY_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.LAYOUT_VERSION;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.METADATA_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_CLOSED;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_FAILED;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_RUNNING;
import static dev.covey.engine.counters.CountersFileDescriptor.VALUES_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.VERSION_OFFSET;

import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The memory of {@link CountersFileDescriptor}: of the process alone, or a mapped file that other processes see.
 *
 * <p>It stays readable after {@link #close()}, for as long as anybody holds one of its buffers.
 *
 * <p>Threading: made and closed by one thread; the buffers belong to who writes them.
 */
public final class CountersMemory implements AutoCloseable {
    private final UnsafeBuffer header;
    private final UnsafeBuffer metadata;
    private final UnsafeBuffer values;
    private final UnsafeBuffer errors;
    private final UnsafeBuffer inquiry;
    private final CountersFile file;

    /** A buffer of zeros, with room for so many counters. */
    private CountersMemory(
            final UnsafeBuffer whole, final int counters, final long startTimeMs, final CountersFile file) {
        this.file = file;
        final int metadataLength = CountersFileDescriptor.metadataLength(counters);
        final int valuesLength = CountersFileDescriptor.valuesLength(counters);
        final int valuesOffset = HEADER_LENGTH + metadataLength;
        final int errorsOffset = valuesOffset + valuesLength;
        header = new UnsafeBuffer(whole, 0, HEADER_LENGTH);
        metadata = new UnsafeBuffer(whole, HEADER_LENGTH, metadataLength);
        values = new UnsafeBuffer(whole, valuesOffset, valuesLength);
        errors = new UnsafeBuffer(whole, errorsOffset, ERRORS_LENGTH);
        inquiry = new UnsafeBuffer(whole, errorsOffset + ERRORS_LENGTH, InquiryDescriptor.REGION_LENGTH);
        header.putInt(STATE_OFFSET, STATE_RUNNING);
        EngineProcess.current().write(header);
        header.putLong(ENGINE_START_OFFSET, startTimeMs);
        header.putInt(METADATA_LENGTH_OFFSET, metadataLength);
        header.putInt(VALUES_LENGTH_OFFSET, valuesLength);
        header.putInt(ERRORS_LENGTH_OFFSET, ERRORS_LENGTH);
        header.putInt(INQUIRY_LENGTH_OFFSET, InquiryDescriptor.REGION_LENGTH);
        header.putInt(FILE_LENGTH_OFFSET, CountersFileDescriptor.fileLength(counters));
        // What has no number yet is no engine's, and removed by nobody: whose it is must be there before.
        header.putLongRelease(MAGIC_OFFSET, MAGIC);
    }

    /**
     * Memory that nobody else sees.
     *
     * @param counters room for so many.
     * @return the memory.
     */
    public static CountersMemory anonymous(final int counters) {
        final UnsafeBuffer whole = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                CountersFileDescriptor.fileLength(counters), BitUtil.CACHE_LINE_LENGTH));
        return new CountersMemory(whole, counters, 0, null);
    }

    /**
     * A file. It takes its place under its name in {@link #publish()}.
     *
     * @param path of the file, in a folder that is there; one that is left over is replaced.
     * @param counters room for so many.
     * @param startTimeMs of the engine, in milliseconds since 1970.
     * @return the memory.
     * @throws IllegalStateException if the file cannot be made, or is of an engine that runs.
     */
    public static CountersMemory create(final Path path, final int counters, final long startTimeMs) {
        final CountersFile file = CountersFile.create(path, CountersFileDescriptor.fileLength(counters));
        return new CountersMemory(file.buffer(), counters, startTimeMs, file);
    }

    /**
     * Everything is in place: let others see it.
     *
     * @throws IllegalStateException if an engine that runs has the file's name.
     */
    public void publish() {
        // Pairs with the reader's acquiring load of the version: it sees the lengths and every counter's name.
        header.putIntRelease(VERSION_OFFSET, LAYOUT_VERSION);
        if (file != null) {
            file.publish();
        }
    }

    /**
     * Metadata of the counters.
     *
     * @return the region.
     */
    public AtomicBuffer metadata() {
        return metadata;
    }

    /**
     * Values of the counters.
     *
     * @return the region.
     */
    public AtomicBuffer values() {
        return values;
    }

    /**
     * Distinct errors.
     *
     * @return the region.
     */
    public AtomicBuffer errors() {
        return errors;
    }

    /**
     * What other processes ask.
     *
     * @return the region.
     */
    public AtomicBuffer inquiry() {
        return inquiry;
    }

    /**
     * Room for counters.
     *
     * @return their number.
     */
    public int capacity() {
        return values.capacity() / CountersFileDescriptor.valuesLength(1);
    }

    /** Say that the engine has stopped at an error. */
    void fail() {
        header.putIntRelease(STATE_OFFSET, STATE_FAILED);
    }

    /** Say that the engine is closed, and remove the file. What was mapped stays readable, here and elsewhere. */
    @Override
    public void close() {
        if (header.getInt(STATE_OFFSET) == STATE_RUNNING) {
            header.putIntRelease(STATE_OFFSET, STATE_CLOSED);
        }
        if (file != null) {
            file.close();
        }
    }
}
