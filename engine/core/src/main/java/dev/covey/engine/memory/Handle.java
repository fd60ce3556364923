package dev.covey.engine.memory;

/**
 * A record's name: its kind, its slot, and the generation of the slot when it was named.
 *
 * <pre>
 *  0kkkkggg gggggggg gggggggg gggggggg gggsssss ssssssss ssssssss ssssssss
 *  k: kind, 4 bit (1 to 15)    g: generation, 30 bit (1 and up)    s: slot, 29 bit
 * </pre>
 *
 * <p>A handle is a positive {@code long}, so that a call can return a handle or a negative status. It carries no right:
 * a handle whose slot was reused resolves to nothing, because its generation is not the slot's any more.
 */
public final class Handle {
    /** The handle of nothing. */
    public static final long NULL_HANDLE = 0L;

    /** Highest code of a kind of record. */
    public static final int MAX_KIND = 15;

    /** Highest slot number that a handle can name. */
    public static final int MAX_SLOT = (1 << 29) - 1;

    private static final int SLOT_BITS = 29;
    private static final int GENERATION_BITS = 30;
    private static final int KIND_SHIFT = SLOT_BITS + GENERATION_BITS;

    private Handle() {}

    /**
     * Name a record.
     *
     * @param kind of the record, 1 to {@link #MAX_KIND}.
     * @param generation of its slot, 30 bit.
     * @param slot of the record, 0 to {@link #MAX_SLOT}.
     * @return the handle.
     */
    public static long of(final int kind, final int generation, final int slot) {
        return (long) kind << KIND_SHIFT | (long) generation << SLOT_BITS | slot;
    }

    /**
     * Kind of the record that a handle names.
     *
     * @param handle to read.
     * @return the kind, 0 for {@link #NULL_HANDLE}, and no known kind for a negative number.
     */
    public static int kind(final long handle) {
        return (int) (handle >>> KIND_SHIFT);
    }

    /**
     * Generation that the slot had when the handle was made.
     *
     * @param handle to read.
     * @return the generation.
     */
    public static int generation(final long handle) {
        return (int) (handle >>> SLOT_BITS) & LifeWord.MAX_GENERATION;
    }

    /**
     * Slot that the handle names.
     *
     * @param handle to read.
     * @return the slot.
     */
    public static int slot(final long handle) {
        return (int) handle & MAX_SLOT;
    }

    /**
     * A handle in words, for messages and debuggers.
     *
     * @param handle to describe.
     * @return its fields.
     */
    public static String describe(final long handle) {
        return handle == NULL_HANDLE
                ? "none"
                : "kind=" + kind(handle) + ", generation=" + generation(handle) + ", slot=" + slot(handle);
    }
}
