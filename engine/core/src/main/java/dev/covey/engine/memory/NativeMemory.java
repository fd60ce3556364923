package dev.covey.engine.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Address space for slabs and tables, accounted for and given back as a whole.
 *
 * <p>Blocks are reserved at their full size and never move. The operating system backs a page when it is first touched,
 * so a slab with room for a million records costs nothing until they exist.
 *
 * <p>Threading: the writer reserves and frees; {@link #reservedBytes()} may be read by anybody.
 */
public final class NativeMemory implements AutoCloseable {
    /** Blocks at least this large start on a 2 MiB boundary, where the system can back them by huge pages. */
    public static final int HUGE_PAGE_LENGTH = 2 * 1024 * 1024;

    private final AllocationGate gate;
    private final List<Block> blocks = new ArrayList<>();
    private final AtomicLong reserved = new AtomicLong();

    /**
     * Memory whose allocations pass a gate.
     *
     * @param gate asked before each block.
     */
    public NativeMemory(final AllocationGate gate) {
        this.gate = gate;
    }

    /**
     * Reserve a block. Its content is undefined.
     *
     * @param what for the gate and for errors.
     * @param lengthBytes of the block, positive.
     * @return the block, or null if the gate or the system refuses.
     */
    public Block reserve(final String what, final int lengthBytes) {
        if (lengthBytes <= 0) {
            throw new IllegalArgumentException(
                    "block length must be positive: what=" + what + ", lengthBytes=" + lengthBytes);
        }
        if (!gate.permits(what)) {
            return null;
        }
        final long alignment = lengthBytes >= HUGE_PAGE_LENGTH ? HUGE_PAGE_LENGTH : 2L * RecordLayout.CACHE_LINE_LENGTH;
        final long reservedBytes = lengthBytes + alignment;
        final long base;
        try {
            base = UnsafeApi.allocateMemory(reservedBytes);
        } catch (final OutOfMemoryError exhausted) {
            // The caller reports what could not be had by a status of its own: nothing is lost here.
            return null;
        }
        final long aligned = (base + alignment - 1) & -alignment;
        final Block block = new Block(base, reservedBytes, new UnsafeBuffer(aligned, lengthBytes));
        blocks.add(block);
        reserved.addAndGet(reservedBytes);
        return block;
    }

    /**
     * Give one block back. Nobody may look at it any more.
     *
     * @param block to free.
     */
    public void free(final Block block) {
        if (!blocks.remove(block)) {
            throw new IllegalStateException("block is not of this memory or was freed before: " + block);
        }
        UnsafeApi.freeMemory(block.base);
        reserved.addAndGet(-block.reservedBytes);
    }

    /**
     * Address space that is reserved now; what is backed by pages is at most this.
     *
     * @return bytes.
     */
    public long reservedBytes() {
        return reserved.get();
    }

    /** Give everything back. */
    @Override
    public void close() {
        for (final Block block : blocks) {
            UnsafeApi.freeMemory(block.base);
        }
        blocks.clear();
        reserved.set(0);
    }

    /** A reserved block; compared by identity. */
    public static final class Block {
        private final long base;
        private final long reservedBytes;
        private final UnsafeBuffer buffer;
        private final RecordMemory memory;

        private Block(final long base, final long reservedBytes, final UnsafeBuffer buffer) {
            this.base = base;
            this.reservedBytes = reservedBytes;
            this.buffer = buffer;
            this.memory = new RecordMemory(buffer.addressOffset(), buffer.capacity());
        }

        /**
         * The block's bytes.
         *
         * @return a buffer over all of them.
         */
        public UnsafeBuffer buffer() {
            return buffer;
        }

        /**
         * The block's bytes, without checks.
         *
         * @return all of them.
         */
        public RecordMemory memory() {
            return memory;
        }

        @Override
        public String toString() {
            return "Block{reservedBytes=" + reservedBytes + '}';
        }
    }
}
