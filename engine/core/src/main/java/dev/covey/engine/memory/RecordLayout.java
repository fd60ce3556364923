package dev.covey.engine.memory;

/**
 * What the memory has to know of one kind of record: its size, and which of its fields own another record.
 *
 * <p>Every record begins with the same 16 bytes, which belong to the memory: the life word, and the chain word that
 * links free slots and slots in limbo and says of others when a way to them was cut off.
 */
public final class RecordLayout {
    /** Offset of the {@link LifeWord}. */
    public static final int LIFE_WORD_OFFSET = 0;

    /** Offset of the chain word: what the free list and the limbo list link records by, else an epoch. */
    public static final int CHAIN_WORD_OFFSET = LIFE_WORD_OFFSET + Long.BYTES;

    /** Offset of the first byte that belongs to the record itself. */
    public static final int BODY_OFFSET = CHAIN_WORD_OFFSET + Long.BYTES;

    /** Bytes of a cache line. */
    public static final int CACHE_LINE_LENGTH = 64;

    private final int kind;
    private final String name;
    private final int lengthBytes;
    private final int[] ownedLinkOffsets;

    /**
     * A kind of record.
     *
     * @param kind code, 1 to {@link Handle#MAX_KIND}.
     * @param name of the kind, as the audit prints it.
     * @param lengthBytes of a record; a power of two, at least one cache line.
     * @param ownedLinkOffsets of the fields that hold counted handles.
     */
    public RecordLayout(final int kind, final String name, final int lengthBytes, final int... ownedLinkOffsets) {
        if (kind < 1 || kind > Handle.MAX_KIND) {
            throw new IllegalArgumentException("kind out of range: kind=" + kind + ", name=" + name);
        }
        if (lengthBytes < CACHE_LINE_LENGTH || Integer.bitCount(lengthBytes) != 1) {
            throw new IllegalArgumentException(
                    "a record is 64, 128, 256 … bytes: name=" + name + ", lengthBytes=" + lengthBytes);
        }
        for (final int offset : ownedLinkOffsets) {
            if (offset < BODY_OFFSET || offset + Long.BYTES > lengthBytes || (offset & (Long.BYTES - 1)) != 0) {
                throw new IllegalArgumentException(
                        "owned link outside of the record: name=" + name + ", offset=" + offset);
            }
        }
        this.kind = kind;
        this.name = name;
        this.lengthBytes = lengthBytes;
        this.ownedLinkOffsets = ownedLinkOffsets.clone();
    }

    /**
     * Code of the kind.
     *
     * @return 1 to {@link Handle#MAX_KIND}.
     */
    public int kind() {
        return kind;
    }

    /**
     * Name of the kind.
     *
     * @return as the audit prints it.
     */
    public String name() {
        return name;
    }

    /**
     * Length of a record.
     *
     * @return bytes, a power of two.
     */
    public int lengthBytes() {
        return lengthBytes;
    }

    /**
     * How many fields own another record.
     *
     * @return their number.
     */
    public int ownedLinks() {
        return ownedLinkOffsets.length;
    }

    /**
     * A field that owns another record.
     *
     * @param index of the field, from 0.
     * @return its offset in the record.
     */
    public int ownedLinkOffset(final int index) {
        return ownedLinkOffsets[index];
    }
}
