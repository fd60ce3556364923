package dev.covey.engine.table;

/**
 * An entry of a {@link NarrowIndex}: 39 bits of the permuted key on top, 25 bits of value below. A value of all ones
 * says that the word is empty.
 *
 * <pre>
 *   0        8        16       24       32       40       48       56       64
 *   +--------+--------+--------+--------+--------+--------+--------+--------+
 *   |header  |word 0  |word 1  |word 2  |word 3  |word 4  |word 5  |word 6  |
 *   +--------+--------+--------+--------+--------+--------+--------+--------+
 * </pre>
 *
 * <p>A permuted key stands in the 48 top bits of a long. The 9 uppermost of these are not in the word, as they follow
 * from the line: they name the circle of lines in which the entry's home and the entry are. The 39 below them are what
 * the word holds.
 */
final class NarrowWord {
    /** Length of a value in bits. */
    static final int VALUE_BITS = 25;

    /** Largest value. */
    static final int MAX_VALUE = (1 << VALUE_BITS) - 2;

    /** Binary logarithm of the length of a line in bytes. */
    static final int LINE_SHIFT = 6;

    /** Length of a line in bytes. */
    static final int LINE_LENGTH = 1 << LINE_SHIFT;

    static final long EMPTY = -1L;

    private static final int REMAINDER_BITS = Long.SIZE - VALUE_BITS;

    /** Bits of a permuted key that are not in the word. */
    static final int CIRCLE_BITS = Long.SIZE - KeyPermutation.UNUSED_BITS - REMAINDER_BITS;

    private static final long NO_VALUE = MAX_VALUE + 1L;

    private NarrowWord() {}

    static long of(final long permuted, final int value) {
        return remainder(permuted) | value;
    }

    /** A permuted key's share of the word. */
    static long remainder(final long permuted) {
        return permuted << CIRCLE_BITS;
    }

    /**
     * Is this difference of a word and a remainder a value? If so the key is the same and the word not empty.
     *
     * @param difference exclusive or of the two.
     */
    static boolean isValue(final long difference) {
        // Unsigned: words have their top bit set half of the time.
        return Long.compareUnsigned(difference, NO_VALUE) < 0;
    }

    static int value(final long word) {
        return (int) (word & NO_VALUE);
    }

    /** Permuted key of the word in a line. */
    static long permuted(final Generation generation, final int line, final long word) {
        final long circle = (long) line >>> (generation.bits - CIRCLE_BITS);
        return (circle << (Long.SIZE - CIRCLE_BITS)) | ((word & ~NO_VALUE) >>> CIRCLE_BITS);
    }

    /** Offset in the line of the word of the first of some lanes. */
    static int offset(final long lanes) {
        // A lane's bit is the highest of its byte, and a word is as long as the header: so many bits are below the
        // word.
        return LineHeader.LENGTH + Long.numberOfTrailingZeros(lanes) - (Byte.SIZE - 1);
    }

    /** Lane of a word at an offset in the lines. */
    static int lane(final int offset) {
        return ((offset & (LINE_LENGTH - 1)) - LineHeader.LENGTH) / Long.BYTES;
    }

    /** Offset in the lines of the line around an offset. */
    static int line(final int offset) {
        return offset & -LINE_LENGTH;
    }
}
