package dev.covey.engine.counters;

/**
 * Layout of the place where another process asks an engine something: one question at a time, and an answer in chunks.
 *
 * <pre>
 *   0        8                                    128               256
 *   +--------+--------+----+----+----+-----------+-----------------+
 *   |claim   |request |kind|op- |name|name of an |taken            |  the requester's
 *   |        |number  |    |tion|len.|interface  |                 |
 *   +--------+--------+----+----+----+-----------+-----------------+
 *   256      264      272       280      288               384              384 + CHUNK_LENGTH
 *   +--------+----+---+---------+--------+-------+----------------+
 *   |answer  |sta-|len|whole    |pause ns|       |chunk           |  the engine's
 *   |        |tus |gth|length   |        |       |                |
 *   +--------+----+---+---------+--------+-------+----------------+
 * </pre>
 *
 * <p>A requester puts its process id into the claim by compare-and-set, in place of 0 or of the id of a process that is
 * gone. It writes the question, then the request number, one more than it found. The engine looks at that number once
 * per duty cycle. It takes the answer as of one moment, and copies it chunk by chunk: after each it writes the answer
 * word, request number and number of the chunk, by a release store, and goes on when the requester has written the same
 * word to {@code taken}. A new request number ends an answer that nobody takes any more.
 *
 * <p>The engine trusts nothing here. It compares the numbers with its own, knows its place in the answer itself, and
 * bounds the name's length.
 */
public final class InquiryDescriptor {
    /** Offset of the requester's process id, a long; 0 while nobody asks. */
    public static final int CLAIM_OFFSET = 0;

    /** Offset of the number of the request, a long. */
    public static final int REQUEST_NUMBER_OFFSET = CLAIM_OFFSET + Long.BYTES;

    /** Offset of what is asked, an int: {@link #STATE} or {@link #AUDIT}. */
    public static final int KIND_OFFSET = REQUEST_NUMBER_OFFSET + Long.BYTES;

    /** Offset of the options, an int: {@link #UNBOUNDED}. */
    public static final int OPTIONS_OFFSET = KIND_OFFSET + Integer.BYTES;

    /** Offset of the length of the name, an int; 0 for all interfaces. */
    public static final int NAME_LENGTH_OFFSET = OPTIONS_OFFSET + Integer.BYTES;

    /** Offset of the name of the interface that is asked about, in UTF-8. */
    public static final int NAME_OFFSET = NAME_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the last answer word that the requester has taken, a long. */
    public static final int TAKEN_OFFSET = 128;

    /** Offset of the answer word, a long. */
    public static final int ANSWER_OFFSET = 256;

    /** Offset of the answer's status, an int: 0 or a negative errno. */
    public static final int STATUS_OFFSET = ANSWER_OFFSET + Long.BYTES;

    /** Offset of the length of the chunk, an int. */
    public static final int CHUNK_LENGTH_OFFSET = STATUS_OFFSET + Integer.BYTES;

    /** Offset of the length of the whole answer, a long. */
    public static final int ANSWER_LENGTH_OFFSET = CHUNK_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of how long the answer kept the writer from its events, a long in nanoseconds. */
    public static final int PAUSE_OFFSET = ANSWER_LENGTH_OFFSET + Long.BYTES;

    /** Offset of the chunk. */
    public static final int CHUNK_OFFSET = 384;

    /** Length of a chunk: what is copied within one duty cycle, about ten microseconds' worth. */
    public static final int CHUNK_LENGTH = 64 * 1024;

    /** Length of the region. */
    public static final int REGION_LENGTH = CHUNK_OFFSET + CHUNK_LENGTH;

    /** Asks for the state. */
    public static final int STATE = 1;

    /** Asks for an audit. */
    public static final int AUDIT = 2;

    /** Option: answer however many records have to be walked. */
    public static final int UNBOUNDED = 1;

    /** Status: the answer follows. */
    public static final int OK = 0;

    /** Status: no interface has that name ({@code ENODEV}). */
    public static final int NO_INTERFACE = -19;

    /** Status: the question is not known ({@code EINVAL}). */
    public static final int UNKNOWN = -22;

    /** Status: more records than the engine walks without {@link #UNBOUNDED} ({@code E2BIG}). */
    public static final int TOO_MANY = -7;

    /** Status: no memory for the answer ({@code ENOMEM}). */
    public static final int NO_MEMORY = -12;

    static {
        if (NAME_OFFSET + CountersFileDescriptor.MAX_NAME_LENGTH > TAKEN_OFFSET
                || PAUSE_OFFSET + Long.BYTES > CHUNK_OFFSET) {
            throw new ExceptionInInitializerError("inquiry region overlaps: name=" + NAME_OFFSET);
        }
    }

    private InquiryDescriptor() {}

    /**
     * The word that says which chunk of which answer is there.
     *
     * @param requestNumber of the question.
     * @param chunk number of the chunk, from 0.
     * @return the word.
     */
    public static long answerWord(final long requestNumber, final int chunk) {
        return requestNumber << Integer.SIZE | chunk + 1L;
    }
}
