package dev.covey.engine.memory;

import static dev.covey.engine.memory.RecordLayout.BODY_OFFSET;
import static dev.covey.engine.memory.RecordLayout.CHAIN_WORD_OFFSET;
import static dev.covey.engine.memory.RecordLayout.LIFE_WORD_OFFSET;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * All records of one kind, in one block that never moves.
 *
 * <p>A slot is free, in use, or in limbo: retired, and waiting until no reader can see it. Free slots are reused oldest
 * first, so that a stale handle stays detectable for as long as possible, and their bodies are poisoned. Both lists run
 * through the chain words of the records themselves: retiring and freeing never need memory. The chain word of a record
 * in use says when a way to it was cut off last.
 *
 * <p>Threading: handles resolve on any thread; everything else belongs to the writer.
 */
public final class Slab {
    /** The slot of nothing. */
    public static final int NULL_SLOT = -1;

    /** What the bodies of free slots are filled with where assertions are on. */
    public static final byte POISON = (byte) 0xa5;

    /**
     * Where assertions are on, as in tests: a free slot is filled with poison, and who begins a record looks for it.
     */
    private static final boolean IS_POISONED = Slab.class.desiredAssertionStatus();

    /** An eighth of all slots, rounded down, may wait. */
    private static final int TIGHT_SHIFT = 3;

    private static final long POISON_WORD = 0xa5a5a5a5_a5a5a5a5L;

    private final RecordLayout layout;
    private final AllocationGate gate;
    private final NativeMemory.Block block;
    private final UnsafeBuffer buffer;
    private final RecordMemory memory;
    private final int capacity;
    private final int shift;

    /** Slots from here on have never been used; a handle to one of them is forged. */
    private volatile int highWater;

    private int freeHead = NULL_SLOT;
    private int freeTail = NULL_SLOT;
    private int limboHead = NULL_SLOT;
    private int limboTail = NULL_SLOT;
    private int inUse;
    private int inLimbo;

    /**
     * A slab of empty slots.
     *
     * @param layout of its records.
     * @param capacity in records.
     * @param memory to reserve the block from.
     * @param gate asked before each record.
     * @throws IllegalArgumentException if so many records do not fit a block of 2 GiB.
     * @throws IllegalStateException if the block cannot be had.
     */
    public Slab(final RecordLayout layout, final int capacity, final NativeMemory memory, final AllocationGate gate) {
        if (capacity < 1 || (long) capacity * layout.lengthBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacity out of range: kind=" + layout.name() + ", capacity=" + capacity
                    + ", maximum=" + Integer.MAX_VALUE / layout.lengthBytes());
        }
        this.layout = layout;
        this.gate = gate;
        this.capacity = capacity;
        this.shift = Integer.numberOfTrailingZeros(layout.lengthBytes());
        this.block = memory.reserve(layout.name(), capacity << shift);
        if (block == null) {
            throw new IllegalStateException("no memory: kind=" + layout.name() + ", capacity=" + capacity);
        }
        this.buffer = block.buffer();
        this.memory = block.memory();
    }

    /**
     * Begin a record: its body zeroed, one reference held, no handle to it resolving yet.
     *
     * @return its slot, or {@link #NULL_SLOT} if the slab is full or the gate refuses.
     */
    public int allocate() {
        final int slot;
        if (freeHead != NULL_SLOT) {
            if (!gate.permits(layout.name())) {
                return NULL_SLOT;
            }
            slot = freeHead;
            freeHead = chainedSlot(slot);
            if (freeHead == NULL_SLOT) {
                freeTail = NULL_SLOT;
            }
            if (IS_POISONED) {
                checkPoison(slot);
            }
        } else {
            if (highWater == capacity || !gate.permits(layout.name())) {
                return NULL_SLOT;
            }
            slot = highWater;
            // The block's content is undefined: a slot's first life begins from a free life word.
            memory.putLong(offset(slot) + LIFE_WORD_OFFSET, LifeWord.of(0, LifeWord.FREE, 0));
            highWater = slot + 1;
        }
        final int offset = offset(slot);
        fillBody(offset, 0);
        memory.putLong(offset + CHAIN_WORD_OFFSET, 0);
        LifeWord.begin(buffer, offset + LIFE_WORD_OFFSET);
        inUse++;
        return slot;
    }

    /**
     * Note that one of the ways to a record has been cut off, and that readers who took it may still be there.
     *
     * @param slot of the record, which something references: its chain word is in no list.
     * @param epoch that is current.
     */
    void cutOff(final int slot, final long epoch) {
        memory.putLong(offset(slot) + CHAIN_WORD_OFFSET, epoch);
    }

    /**
     * When a way to a record was cut off last.
     *
     * @param slot of the record, which is in no list.
     * @return the epoch, or 0 if none ever was.
     */
    long cutOffEpoch(final int slot) {
        return memory.getLong(offset(slot) + CHAIN_WORD_OFFSET);
    }

    /**
     * Put a record without references into limbo.
     *
     * @param slot of the record.
     * @param epoch in which the last way to it was cut off, at most {@link EpochDomain#GRACE_EPOCHS} before the
     *     current.
     */
    void retire(final int slot, final long epoch) {
        chain(slot, NULL_SLOT, (int) epoch);
        if (limboTail == NULL_SLOT) {
            limboHead = slot;
        } else {
            chain(limboTail, slot, chainedEpoch(limboTail));
        }
        limboTail = slot;
        inUse--;
        inLimbo++;
    }

    /**
     * The record that has been in limbo longest, if no reader can see it any more.
     *
     * @param epoch that is current.
     * @return its slot, or {@link #NULL_SLOT}.
     */
    int reclaimable(final long epoch) {
        // Epochs in chain words are 32 bit: they are compared by difference.
        return limboHead != NULL_SLOT && (int) epoch - chainedEpoch(limboHead) >= EpochDomain.GRACE_EPOCHS
                ? limboHead
                : NULL_SLOT;
    }

    /** Hand the slot of the record that {@link #reclaimable} named back, poisoned where assertions are on. */
    void freeOldest() {
        final int slot = limboHead;
        limboHead = chainedSlot(slot);
        if (limboHead == NULL_SLOT) {
            limboTail = NULL_SLOT;
        }
        inLimbo--;
        LifeWord.free(buffer, offset(slot) + LIFE_WORD_OFFSET);
        if (IS_POISONED) {
            fillBody(offset(slot), POISON_WORD);
        }
        chain(slot, NULL_SLOT, 0);
        if (freeTail == NULL_SLOT) {
            freeHead = slot;
        } else {
            chain(freeTail, slot, 0);
        }
        freeTail = slot;
    }

    /**
     * Find the live record that a handle names. Any thread; what is read from the record afterwards is only good inside
     * an epoch, or on the writer's thread.
     *
     * @param handle to resolve.
     * @return its slot, or {@link #NULL_SLOT} if the handle is null, stale, forged or of another kind.
     */
    public int resolve(final long handle) {
        final int slot = Handle.slot(handle);
        if (Handle.kind(handle) != layout.kind() || slot >= highWater) {
            return NULL_SLOT;
        }
        final long word = memory.getLongVolatile(offset(slot) + LIFE_WORD_OFFSET);
        return LifeWord.isLive(word, Handle.generation(handle)) ? slot : NULL_SLOT;
    }

    /**
     * Find a record that a handle names and that something still references, be it live or unlinked. Writer only.
     *
     * @param handle to resolve.
     * @return its slot, or {@link #NULL_SLOT}.
     */
    public int resolveReferenced(final long handle) {
        final int slot = Handle.slot(handle);
        if (Handle.kind(handle) != layout.kind() || slot >= highWater) {
            return NULL_SLOT;
        }
        final long word = memory.getLongVolatile(offset(slot) + LIFE_WORD_OFFSET);
        return LifeWord.generation(word) == Handle.generation(handle) && LifeWord.references(word) > 0
                ? slot
                : NULL_SLOT;
    }

    /**
     * Name a record.
     *
     * @param slot of the record.
     * @return its handle under its present generation.
     */
    public long handle(final int slot) {
        return Handle.of(layout.kind(), LifeWord.generation(lifeWord(slot)), slot);
    }

    /**
     * Life word of a record.
     *
     * @param slot of the record.
     * @return the word.
     */
    public long lifeWord(final int slot) {
        return memory.getLongVolatile(offset(slot) + LIFE_WORD_OFFSET);
    }

    /**
     * The bytes of all records.
     *
     * @return the block's buffer.
     */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /**
     * The bytes of all records, without checks.
     *
     * @return the block's memory.
     */
    public RecordMemory memory() {
        return memory;
    }

    /**
     * Offset of a record in {@link #memory()} and {@link #buffer()}.
     *
     * @param slot of the record.
     * @return the offset in bytes.
     */
    public int offset(final int slot) {
        return slot << shift;
    }

    /**
     * What its records look like.
     *
     * @return the layout.
     */
    public RecordLayout layout() {
        return layout;
    }

    /**
     * Room in records.
     *
     * @return the capacity.
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Records being built, live, or unlinked and still referenced.
     *
     * @return their number.
     */
    public int inUse() {
        return inUse;
    }

    /**
     * Retired records that wait for their readers.
     *
     * @return their number.
     */
    public int inLimbo() {
        return inLimbo;
    }

    /** Do retired records take so much of the room that is left that it cannot wait? */
    boolean isTight() {
        return inLimbo > (capacity - inUse) >> TIGHT_SHIFT;
    }

    /**
     * Slots that have ever been used; the records are below this number.
     *
     * @return one more than the highest slot used.
     */
    public int highWater() {
        return highWater;
    }

    /** A few stores: a call to fill memory would take longer. */
    private void fillBody(final int offset, final long word) {
        final int end = offset + layout.lengthBytes();
        for (int i = offset + BODY_OFFSET; i < end; i += Long.BYTES) {
            memory.putLong(i, word);
        }
    }

    private void checkPoison(final int slot) {
        final int end = offset(slot) + layout.lengthBytes();
        for (int i = offset(slot) + BODY_OFFSET; i < end; i += Long.BYTES) {
            if (memory.getLong(i) != POISON_WORD) {
                throw new IllegalStateException("free record was written to: kind=" + layout.name() + ", slot=" + slot
                        + ", offset=" + (i - offset(slot)) + ", found=" + Long.toHexString(memory.getLong(i)));
            }
        }
    }

    private void chain(final int slot, final int next, final int epoch) {
        memory.putLong(offset(slot) + CHAIN_WORD_OFFSET, (long) epoch << Integer.SIZE | (next & 0xffff_ffffL));
    }

    private int chainedSlot(final int slot) {
        return (int) memory.getLong(offset(slot) + CHAIN_WORD_OFFSET);
    }

    private int chainedEpoch(final int slot) {
        return (int) (memory.getLong(offset(slot) + CHAIN_WORD_OFFSET) >>> Integer.SIZE);
    }
}
