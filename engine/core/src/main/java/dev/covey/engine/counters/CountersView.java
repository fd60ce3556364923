package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_COUNTER_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_DROP_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_START_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.ERRORS_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.FILE_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.HEADER_LENGTH;
import static dev.covey.engine.counters.CountersFileDescriptor.INQUIRY_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.INTERFACE_COUNTER_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.INTERFACE_DROP_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_CODE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_HANDLE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_NAME_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_NAME_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.LAYOUT_VERSION;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC;
import static dev.covey.engine.counters.CountersFileDescriptor.MAGIC_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.MAX_NAME_LENGTH;
import static dev.covey.engine.counters.CountersFileDescriptor.METADATA_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.STATE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.VALUES_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.VERSION_OFFSET;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.CountersReader;

/**
 * An engine's file, seen from another process. It is checked when it is opened; what is read later is what the engine
 * has written until then.
 *
 * <p>Threading: any thread reads; asking belongs to one thread.
 */
public final class CountersView {
    private final Path path;
    private final UnsafeBuffer header;
    private final UnsafeBuffer metadata;
    private final UnsafeBuffer values;
    private final UnsafeBuffer errors;
    private final UnsafeBuffer inquiry;

    private CountersView(final Path path, final UnsafeBuffer whole) {
        this.path = path;
        final int metadataLength = whole.getInt(METADATA_LENGTH_OFFSET);
        final int valuesLength = whole.getInt(VALUES_LENGTH_OFFSET);
        final int errorsLength = whole.getInt(ERRORS_LENGTH_OFFSET);
        header = new UnsafeBuffer(whole, 0, HEADER_LENGTH);
        metadata = new UnsafeBuffer(whole, HEADER_LENGTH, metadataLength);
        values = new UnsafeBuffer(whole, HEADER_LENGTH + metadataLength, valuesLength);
        errors = new UnsafeBuffer(whole, HEADER_LENGTH + metadataLength + valuesLength, errorsLength);
        inquiry = new UnsafeBuffer(
                whole, HEADER_LENGTH + metadataLength + valuesLength + errorsLength, InquiryDescriptor.REGION_LENGTH);
    }

    /**
     * Open an engine's file, be the engine there or gone.
     *
     * @param path of the file.
     * @return the view.
     * @throws CountersFileException if it is no such file, is cut or damaged, or of another version.
     * @throws IOException if it cannot be read.
     */
    public static CountersView open(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final long size = channel.size();
            if (size < HEADER_LENGTH || size > Integer.MAX_VALUE) {
                throw new CountersFileException("not a file of an engine: file=" + path + ", length=" + size);
            }
            final UnsafeBuffer whole = new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
            check(path, whole);
            return new CountersView(path, whole);
        }
    }

    private static void check(final Path path, final UnsafeBuffer whole) throws CountersFileException {
        if (whole.getLong(MAGIC_OFFSET) != MAGIC) {
            throw new CountersFileException("not a file of an engine: file=" + path);
        }
        // Pairs with the release store by which the engine publishes: what follows was written before.
        final int version = whole.getIntAcquire(VERSION_OFFSET);
        if (version != LAYOUT_VERSION) {
            throw new CountersFileException((version == 0 ? "incomplete file" : "file of another version of Covey")
                    + ": file=" + path + ", layout=" + version + ", expected=" + LAYOUT_VERSION);
        }
        final long metadataLength = whole.getInt(METADATA_LENGTH_OFFSET);
        final long valuesLength = whole.getInt(VALUES_LENGTH_OFFSET);
        final long errorsLength = whole.getInt(ERRORS_LENGTH_OFFSET);
        final long length =
                HEADER_LENGTH + metadataLength + valuesLength + errorsLength + InquiryDescriptor.REGION_LENGTH;
        final long counters = valuesLength / CountersReader.COUNTER_LENGTH;
        final boolean isSound = metadataLength >= 0
                && valuesLength >= 0
                && errorsLength >= 0
                && metadataLength == counters * CountersReader.METADATA_LENGTH
                && valuesLength == counters * CountersReader.COUNTER_LENGTH
                && errorsLength % Long.BYTES == 0
                && whole.getInt(INQUIRY_LENGTH_OFFSET) == InquiryDescriptor.REGION_LENGTH
                && whole.getInt(FILE_LENGTH_OFFSET) == length;
        if (!isSound) {
            throw new CountersFileException("damaged file: file=" + path + ", metadata=" + metadataLength + ", values="
                    + valuesLength + ", errors=" + errorsLength + ", whole=" + whole.getInt(FILE_LENGTH_OFFSET));
        }
        if (whole.capacity() < length) {
            throw new CountersFileException(
                    "truncated file: file=" + path + ", length=" + whole.capacity() + ", expected=" + length);
        }
    }

    /**
     * Where the file is.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    /**
     * Whose file it is.
     *
     * @return the process of the engine.
     */
    public EngineProcess process() {
        return EngineProcess.read(header);
    }

    /**
     * When the engine began, as its embedder says.
     *
     * @return milliseconds since 1970.
     */
    public long startTimeMs() {
        return header.getLong(ENGINE_START_OFFSET);
    }

    /**
     * What has become of the engine, as far as it could say.
     *
     * @return one of the states of {@link CountersFileDescriptor}.
     */
    public int state() {
        return header.getIntAcquire(STATE_OFFSET);
    }

    /**
     * Is there still an engine behind the file?
     *
     * @return false if it was closed, or its process is gone.
     */
    public boolean isAlive() {
        return state() != CountersFileDescriptor.STATE_CLOSED && process().isAlive();
    }

    /**
     * Read every number that is known to this version.
     *
     * @param consumer told each: the engine's first, in the order of the enums.
     */
    public void forEach(final Consumer<CounterSample> consumer) {
        final int end = values.capacity() / CountersReader.COUNTER_LENGTH;
        for (int id = 0; id < end; id++) {
            final int state = metadata.getIntVolatile(CountersReader.metaDataOffset(id));
            if (state == CountersReader.RECORD_UNUSED) {
                return;
            }
            if (state == CountersReader.RECORD_ALLOCATED) {
                final CounterSample sample = read(id);
                if (sample != null) {
                    consumer.accept(sample);
                }
            }
        }
    }

    /** Null if the code is of a later version, or the counter went to another interface meanwhile. */
    private CounterSample read(final int id) {
        final int metadataOffset = CountersReader.metaDataOffset(id);
        final int keyOffset = metadataOffset + CountersReader.KEY_OFFSET;
        final int type = metadata.getInt(metadataOffset + CountersReader.TYPE_ID_OFFSET);
        final int code = metadata.getInt(keyOffset + KEY_CODE_OFFSET);
        final EngineCounter counter =
                type == ENGINE_COUNTER_TYPE || type == INTERFACE_COUNTER_TYPE ? EngineCounter.findCode(code) : null;
        final DropReason reason =
                type == ENGINE_DROP_TYPE || type == INTERFACE_DROP_TYPE ? DropReason.findCode(code) : null;
        if (counter == null && reason == null) {
            return null;
        }
        final boolean isOfEngine = type == ENGINE_COUNTER_TYPE || type == ENGINE_DROP_TYPE;
        final long handle = isOfEngine ? 0 : metadata.getLong(keyOffset + KEY_HANDLE_OFFSET);
        final String name = isOfEngine ? "" : name(keyOffset);
        final int valueOffset = CountersReader.counterOffset(id);
        final long ownerBefore = values.getLongVolatile(valueOffset + CountersReader.REGISTRATION_ID_OFFSET);
        final long value = values.getLongVolatile(valueOffset);
        final long ownerAfter = values.getLongVolatile(valueOffset + CountersReader.REGISTRATION_ID_OFFSET);
        final boolean isItsOwn = metadata.getIntVolatile(metadataOffset) == CountersReader.RECORD_ALLOCATED
                && (isOfEngine || (ownerBefore == handle && ownerAfter == handle));
        return isItsOwn ? new CounterSample(counter, reason, handle, name, value) : null;
    }

    private String name(final int keyOffset) {
        final int length = metadata.getInt(keyOffset + KEY_NAME_LENGTH_OFFSET);
        return metadata.getStringWithoutLengthUtf8(
                keyOffset + KEY_NAME_OFFSET, Math.max(0, Math.min(length, MAX_NAME_LENGTH)));
    }

    /**
     * Read the errors that stopped the engine, or were told before.
     *
     * @param consumer told each: how often, when first and last in milliseconds since 1970, and its stack.
     * @return the number of different errors.
     */
    public int errors(final ErrorConsumer consumer) {
        return ErrorLogReader.read(errors, consumer);
    }

    /**
     * Where to ask, see {@link InquiryDescriptor}.
     *
     * @return the region.
     */
    public AtomicBuffer inquiry() {
        return inquiry;
    }
}
