package dev.covey.engine.memory;

import org.agrona.concurrent.AtomicBuffer;

/**
 * The first eight bytes of every record: who may still look at it, in one atomic long.
 *
 * <pre>
 *  gggggggg gggggggg gggggggg ggggggpp rrrrrrrr rrrrrrrr rrrrrrrr rrrrrrrr
 *  g: generation of the slot, 30 bit    p: phase, 2 bit    r: references, 32 bit
 *
 *  FREE ──allocate──▶ HELD ──publish──▶ LIVE ──unlink──▶ RETIRED ──reclaim──▶ FREE
 *                       └─────────── last release ──────────▲
 * </pre>
 *
 * <p>One CAS sees all three fields, so a reference can never be taken on a record that is retired or on a slot that was
 * reused since the handle was made. A LIVE record carries one reference of the table it is linked in; only
 * {@link #unlink} gives that one back. The last reference of a LIVE record can therefore not be released by anybody
 * else: a record is never freed while a lookup still leads to it.
 *
 * <p>The count saturates below 2<sup>32</sup>; a release that would go below zero changes nothing and throws.
 */
public final class LifeWord {
    /** Nobody uses the slot; its body is poisoned where assertions are on. */
    public static final int FREE = 0;

    /** In no table: only who holds a reference knows the record, and no handle to it resolves. */
    public static final int HELD = 1;

    /** The record is linked in its table and may be found. */
    public static final int LIVE = 2;

    /** No longer to be found. With references left it still pins its parents; with none it waits for its readers. */
    public static final int RETIRED = 3;

    /** Highest generation; the next one is 1 again. */
    public static final int MAX_GENERATION = (1 << 30) - 1;

    /** Highest number of references. */
    public static final long MAX_REFERENCES = 0xFFFF_FFFEL;

    private static final int PHASE_SHIFT = 32;
    private static final int GENERATION_SHIFT = 34;
    private static final long REFERENCES_MASK = 0xFFFF_FFFFL;

    private LifeWord() {}

    /**
     * Compose a life word.
     *
     * @param generation of the slot.
     * @param phase of the record.
     * @param references held on it.
     * @return the word.
     */
    public static long of(final int generation, final int phase, final long references) {
        return (long) generation << GENERATION_SHIFT | (long) phase << PHASE_SHIFT | references;
    }

    /**
     * Generation in a life word.
     *
     * @param word to read.
     * @return the generation.
     */
    public static int generation(final long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /**
     * Phase in a life word.
     *
     * @param word to read.
     * @return {@link #FREE}, {@link #HELD}, {@link #LIVE} or {@link #RETIRED}.
     */
    public static int phase(final long word) {
        return (int) (word >>> PHASE_SHIFT) & 3;
    }

    /**
     * Number of references in a life word.
     *
     * @param word to read.
     * @return the references, 0 to {@link #MAX_REFERENCES}.
     */
    public static long references(final long word) {
        return word & REFERENCES_MASK;
    }

    /**
     * Is a record live under a generation? One comparison, as each lookup asks.
     *
     * @param word to read.
     * @param generation that the handle carries.
     * @return true if so.
     */
    public static boolean isLive(final long word, final int generation) {
        return word >>> PHASE_SHIFT == ((long) generation << (GENERATION_SHIFT - PHASE_SHIFT) | LIVE);
    }

    /**
     * Begin a record in a free slot, under the next generation and with one reference: the caller's.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     * @return the new generation.
     */
    public static int begin(final AtomicBuffer slab, final int offset) {
        final long word = slab.getLongVolatile(offset);
        if (phase(word) != FREE) {
            throw fault("slot is not free", offset, word);
        }
        final int last = generation(word);
        final int generation = last == MAX_GENERATION ? 1 : last + 1;
        // Pairs with the volatile reads of resolve: a stale handle is seen to be stale. No reader knows the new one
        // yet.
        slab.putLongRelease(offset, of(generation, HELD, 1));
        return generation;
    }

    /**
     * Make a finished record findable, and give its table a reference of its own.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     */
    public static void publish(final AtomicBuffer slab, final int offset) {
        while (true) {
            final long word = slab.getLongVolatile(offset);
            if (phase(word) != HELD) {
                throw fault("only a record in no table can be published", offset, word);
            }
            // What the record holds was written before this CAS; a reader that sees LIVE sees it whole.
            if (slab.compareAndSetLong(offset, word, of(generation(word), LIVE, references(word) + 1))) {
                return;
            }
        }
    }

    /**
     * Take a reference on a record named by a handle.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     * @param generation that the handle carries.
     * @return true if the caller now owns a reference; false if the record is not live, is another generation's, or its
     *     count is at {@link #MAX_REFERENCES}. Nothing changes then.
     */
    public static boolean tryRetain(final AtomicBuffer slab, final int offset, final int generation) {
        while (true) {
            final long word = slab.getLongVolatile(offset);
            if (!isLive(word, generation) || references(word) >= MAX_REFERENCES) {
                return false;
            }
            if (slab.compareAndSetLong(offset, word, word + 1)) {
                return true;
            }
        }
    }

    /**
     * Take the record out of sight and give its table's reference back, in one CAS. Only the first call does anything.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     * @param generation that the handle carries.
     * @return {@link Unlinking#LAST} if that was the last reference, {@link Unlinking#PINNED} if others still hold the
     *     record, {@link Unlinking#ALREADY} if it was not live or is another generation's.
     */
    public static Unlinking unlink(final AtomicBuffer slab, final int offset, final int generation) {
        while (true) {
            final long word = slab.getLongVolatile(offset);
            if (!isLive(word, generation)) {
                return Unlinking.ALREADY;
            }
            final long left = references(word) - 1;
            if (slab.compareAndSetLong(offset, word, of(generation, RETIRED, left))) {
                return left == 0 ? Unlinking.LAST : Unlinking.PINNED;
            }
        }
    }

    /**
     * Give one reference back. The call that gives back the last one also retires the record, in the same CAS, so
     * exactly one caller is told.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     * @return true if that was the last reference and the caller must put the record into limbo.
     * @throws IllegalStateException if the caller cannot have owned a reference: nothing changes then.
     */
    public static boolean release(final AtomicBuffer slab, final int offset) {
        while (true) {
            final long word = slab.getLongVolatile(offset);
            final long references = references(word);
            final int phase = phase(word);
            // The last reference of a live record is its table's, which only unlink may give back.
            if (references == 0 || phase == FREE || (phase == LIVE && references == 1)) {
                throw fault("over-release", offset, word);
            }
            final boolean isLast = references == 1;
            final long next = isLast ? of(generation(word), RETIRED, 0) : word - 1;
            if (slab.compareAndSetLong(offset, word, next)) {
                return isLast;
            }
        }
    }

    /**
     * Hand the slot back once nobody can see the record any more.
     *
     * @param slab holding the record.
     * @param offset of the life word.
     */
    public static void free(final AtomicBuffer slab, final int offset) {
        final long word = slab.getLongVolatile(offset);
        if (phase(word) != RETIRED || references(word) != 0) {
            throw fault("only a retired record without references can be freed", offset, word);
        }
        // Pairs with the volatile reads of resolve. The grace period is over: nobody stands on the record.
        slab.putLongRelease(offset, of(generation(word), FREE, 0));
    }

    /**
     * A life word in words.
     *
     * @param word to describe.
     * @return its fields.
     */
    public static String describe(final long word) {
        return "generation=" + generation(word) + ", phase=" + phase(word) + ", references=" + references(word);
    }

    private static IllegalStateException fault(final String what, final int offset, final long word) {
        return new IllegalStateException(what + ": offset=" + offset + ", " + describe(word));
    }

    /** What {@link LifeWord#unlink} found. */
    public enum Unlinking {
        /** The table's reference was the last one; the record goes into limbo. */
        LAST,
        /** Others still hold the record; it goes into limbo when the last of them lets go. */
        PINNED,
        /** It had been unlinked before; nothing changed. */
        ALREADY
    }
}
