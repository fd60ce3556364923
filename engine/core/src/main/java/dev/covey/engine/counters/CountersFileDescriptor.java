package dev.covey.engine.counters;

import org.agrona.BitUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * Layout of what an engine shows of itself: the same in a file that other processes map and in memory of its own.
 *
 * <pre>
 *   0        8        16       24       32       40       48       56       64                128
 *   +--------+----+---+--------+--------+--------+----+---+----+---+----+---+-----------------+
 *   |magic   |ver-|sta|process |process |engine  |meta|val|err-|in-|of  |in |                 |
 *   |        |sion|te |id      |start   |start ms|data|ues|ors |qui|file|uni|                 |
 *   +--------+----+---+--------+--------+--------+----+---+----+ry-+----+t--+-----------------+
 *   |metadata: Agrona's counters metadata, 512 bytes each                                     |
 *   +-----------------------------------------------------------------------------------------+
 *   |values: Agrona's counter values, 128 bytes each                                          |
 *   +-----------------------------------------------------------------------------------------+
 *   |errors: Agrona's distinct error log                                                      |
 *   +-----------------------------------------------------------------------------------------+
 *   |inquiry: what other processes ask, see InquiryDescriptor                                 |
 *   +-----------------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>The five fields behind the engine's start are lengths in bytes, of the regions in their order and of the whole;
 * the last field is the unit of the process's start. The version is written last, by a release store: who reads another
 * number sees no engine of his. The engine writes everything but the requester's words of the last region, and reads
 * back nothing that it relies on: lengths and offsets are its own.
 */
public final class CountersFileDescriptor {
    /** First eight bytes: {@code COVEYCTR}, in the order of the machine's bytes. */
    public static final long MAGIC = 0x5254_4359_4556_4f43L;

    /** Version of this layout. */
    public static final int LAYOUT_VERSION = 2;

    /** The engine runs. */
    public static final int STATE_RUNNING = 1;

    /** The engine was closed. */
    public static final int STATE_CLOSED = 2;

    /** The engine has stopped at a broken invariant, or at an exception of a listener's. */
    public static final int STATE_FAILED = 3;

    /** Unit of a process's start: milliseconds since 1970, as the system's clock says. */
    public static final int START_IN_MS = 0;

    /** Unit of a process's start: ticks since the system was booted, which no setting of the clock changes. */
    public static final int START_IN_TICKS = 1;

    /** Offset of the magic number, a long. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the layout's version, an int. */
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;

    /** Offset of the engine's state, an int. */
    public static final int STATE_OFFSET = VERSION_OFFSET + Integer.BYTES;

    /** Offset of the process id, a long. */
    public static final int PROCESS_ID_OFFSET = STATE_OFFSET + Integer.BYTES;

    /** Offset of when the process began, a long, in the unit at {@link #START_UNIT_OFFSET}. */
    public static final int PROCESS_START_OFFSET = PROCESS_ID_OFFSET + Long.BYTES;

    /** Offset of when the engine began, a long: milliseconds since 1970, as the embedder said. */
    public static final int ENGINE_START_OFFSET = PROCESS_START_OFFSET + Long.BYTES;

    /** Offset of the length of the metadata, an int. */
    public static final int METADATA_LENGTH_OFFSET = ENGINE_START_OFFSET + Long.BYTES;

    /** Offset of the length of the values, an int. */
    public static final int VALUES_LENGTH_OFFSET = METADATA_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the length of the error log, an int. */
    public static final int ERRORS_LENGTH_OFFSET = VALUES_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the length of the inquiry region, an int. */
    public static final int INQUIRY_LENGTH_OFFSET = ERRORS_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the length of the whole file, an int. */
    public static final int FILE_LENGTH_OFFSET = INQUIRY_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the unit of the process's start, an int. */
    public static final int START_UNIT_OFFSET = FILE_LENGTH_OFFSET + Integer.BYTES;

    /** Length of the header. */
    public static final int HEADER_LENGTH = 128;

    /** Length of the error log: the stack traces of some dozen different errors. */
    public static final int ERRORS_LENGTH = 64 * 1024;

    /** Type of a counter of the engine as a whole; its key begins with its code. */
    public static final int ENGINE_COUNTER_TYPE = 1;

    /** Type of a drop reason of the engine as a whole; its key begins with its code. */
    public static final int ENGINE_DROP_TYPE = 2;

    /** Type of a counter of an interface. */
    public static final int INTERFACE_COUNTER_TYPE = 3;

    /** Type of a drop reason of an interface. */
    public static final int INTERFACE_DROP_TYPE = 4;

    /** Offset in a key: the counter's or drop reason's code, an int. */
    public static final int KEY_CODE_OFFSET = 0;

    /** Offset in a key: length of the interface's name, an int. */
    public static final int KEY_NAME_LENGTH_OFFSET = KEY_CODE_OFFSET + Integer.BYTES;

    /** Offset in a key: the interface's handle, a long, 0 for the engine; also the registration id. */
    public static final int KEY_HANDLE_OFFSET = KEY_NAME_LENGTH_OFFSET + Integer.BYTES;

    /** Offset in a key: the interface's name in UTF-8. */
    public static final int KEY_NAME_OFFSET = KEY_HANDLE_OFFSET + Long.BYTES;

    /** Longest name of an interface, in bytes. */
    public static final int MAX_NAME_LENGTH = CountersReader.MAX_KEY_LENGTH - KEY_NAME_OFFSET;

    static {
        if (START_UNIT_OFFSET + Integer.BYTES > HEADER_LENGTH || HEADER_LENGTH % BitUtil.CACHE_LINE_LENGTH != 0) {
            throw new ExceptionInInitializerError("header does not fit: length=" + HEADER_LENGTH);
        }
    }

    private CountersFileDescriptor() {}

    /**
     * Length of the metadata of so many counters.
     *
     * @param counters number of counters.
     * @return bytes.
     */
    public static int metadataLength(final int counters) {
        return counters * CountersReader.METADATA_LENGTH;
    }

    /**
     * Length of the values of so many counters.
     *
     * @param counters number of counters.
     * @return bytes.
     */
    public static int valuesLength(final int counters) {
        return counters * CountersReader.COUNTER_LENGTH;
    }

    /**
     * Length of a file with so many counters.
     *
     * @param counters number of counters.
     * @return bytes.
     */
    public static int fileLength(final int counters) {
        return HEADER_LENGTH
                + metadataLength(counters)
                + valuesLength(counters)
                + ERRORS_LENGTH
                + InquiryDescriptor.REGION_LENGTH;
    }
}
