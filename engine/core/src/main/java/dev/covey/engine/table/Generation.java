package dev.covey.engine.table;

import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordMemory;

/**
 * The lines of an index at one of its sizes. What readers use of it is final, so the one store that publishes a
 * generation publishes all of it.
 *
 * <p>The top bits of a hash name its home line. Entries that find their home full go on to the lines behind it, around
 * in circles that are a power of two long. Behind the lines there may be one word for each of them, see
 * {@link HomeFilter}.
 */
final class Generation extends RecordMemory {
    private static final int FILTER_LENGTH = Long.BYTES;

    final NativeMemory.Block block;

    /** Bits of a hash that name the home line. */
    final int bits;

    /** Lines, a power of two. */
    final int lineCount;

    /** Is there a filter for each line? */
    final boolean hasFilters;

    private final int hashShift;
    private final int lineLength;
    private final int circleMask;
    private final int filtersOffset;

    /** Writer only: the epoch in which readers could last find this generation. */
    long retiredEpoch;

    /** Writer only: the generation that was retired after this one. */
    Generation retiredNext;

    /**
     * Lines in a block, not cleared.
     *
     * @param block of the lines.
     * @param bits of a hash that name the home line.
     * @param circleBits of these that name the circle of lines around which a search goes.
     * @param lineLength in bytes.
     * @param hasFilters is there a filter for each line?
     */
    Generation(
            final NativeMemory.Block block,
            final int bits,
            final int circleBits,
            final int lineLength,
            final boolean hasFilters) {
        super(block.memory());
        this.block = block;
        this.hasFilters = hasFilters;
        this.bits = bits;
        this.lineCount = 1 << bits;
        this.hashShift = Long.SIZE - bits;
        this.lineLength = lineLength;
        this.circleMask = (lineLength << (bits - circleBits)) - 1;
        this.filtersOffset = lineLength << bits;
    }

    /** Length in bytes of so many lines and what is behind them. */
    static int lengthBytes(final int bits, final int lineLength, final boolean hasFilters) {
        return (lineLength + (hasFilters ? FILTER_LENGTH : 0)) << bits;
    }

    /** Home line of a hash. */
    int home(final long hash) {
        return (int) (hash >>> hashShift);
    }

    /** Offset of the line behind the one at an offset. */
    int next(final int offset) {
        return (offset & ~circleMask) | ((offset + lineLength) & circleMask);
    }

    /** Offset of the filter of a line. */
    int filterOffset(final int line) {
        return filtersOffset + line * FILTER_LENGTH;
    }
}
