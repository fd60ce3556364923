package dev.covey.engine.table;

/**
 * An entry of a {@link WideIndex}: its whole key and its value.
 *
 * <pre>
 *   0        8                        32                       56      104                      128
 *   +--------+--------+--------+------+--------+--------+------+-- ... --+--------+--------+------+
 *   |header  |low     |high    |owner,|low     |high    |owner,|         |low     |high    |owner,|
 *   |        |        |        |value |        |        |value |         |        |        |value |
 *   +--------+--------+--------+------+--------+--------+------+-- ... --+--------+--------+------+
 *             slot 0                   slot 1                             slot 4
 * </pre>
 *
 * <p>A line is two cache lines; slots 0 and 1, which fill first, share the one of the header.
 */
final class WideSlot {
    /** Binary logarithm of the length of a line in bytes. */
    static final int LINE_SHIFT = 7;

    /** Length of a line in bytes. */
    static final int LINE_LENGTH = 1 << LINE_SHIFT;

    private static final int LOW_OFFSET = 0;
    private static final int HIGH_OFFSET = LOW_OFFSET + Long.BYTES;
    private static final int OWNER_AND_VALUE_OFFSET = HIGH_OFFSET + Long.BYTES;
    private static final int LENGTH = OWNER_AND_VALUE_OFFSET + Long.BYTES;

    private WideSlot() {}

    static void write(
            final Generation lines,
            final int offset,
            final int owner,
            final long high,
            final long low,
            final int value) {
        lines.putLong(offset + LOW_OFFSET, low);
        lines.putLong(offset + HIGH_OFFSET, high);
        lines.putLong(offset + OWNER_AND_VALUE_OFFSET, ((long) owner << Integer.SIZE) | value);
    }

    /** Another value for the key that a slot holds. */
    static void replace(final Generation lines, final int offset, final int owner, final int value) {
        // Pairs with valueAcquire: who sees the new value sees what it names.
        lines.putLongRelease(offset + OWNER_AND_VALUE_OFFSET, ((long) owner << Integer.SIZE) | value);
    }

    static boolean isKey(final Generation lines, final int offset, final int owner, final long high, final long low) {
        return ((low(lines, offset) ^ low) | (high(lines, offset) ^ high) | (owner(lines, offset) ^ owner)) == 0;
    }

    static long low(final Generation lines, final int offset) {
        return lines.getLong(offset + LOW_OFFSET);
    }

    static long high(final Generation lines, final int offset) {
        return lines.getLong(offset + HIGH_OFFSET);
    }

    static int owner(final Generation lines, final int offset) {
        return owner(ownerAndValue(lines, offset));
    }

    static int value(final Generation lines, final int offset) {
        return (int) ownerAndValue(lines, offset);
    }

    /** The last word of a slot, which is furthest from the header: the value is its lower half. */
    static long ownerAndValue(final Generation lines, final int offset) {
        return lines.getLong(offset + OWNER_AND_VALUE_OFFSET);
    }

    static int owner(final long ownerAndValue) {
        return (int) (ownerAndValue >>> Integer.SIZE);
    }

    /** For readers: what the value names can be seen too. */
    static int valueAcquire(final Generation lines, final int offset) {
        // Pairs with the release in replace.
        return (int) lines.getLongAcquire(offset + OWNER_AND_VALUE_OFFSET);
    }

    /** Offset in the line of the slot of the first of some lanes. */
    static int offset(final long lanes) {
        // A lane's bit is the highest of its byte: so many bits are below it, and three times as many bytes of slots.
        return LineHeader.LENGTH + LENGTH / Byte.SIZE * (Long.numberOfTrailingZeros(lanes) - (Byte.SIZE - 1));
    }

    /** Lane of a slot at an offset in the lines. */
    static int lane(final int offset) {
        return ((offset & (LINE_LENGTH - 1)) - LineHeader.LENGTH) / LENGTH;
    }

    /** Offset in the lines of the line around an offset. */
    static int line(final int offset) {
        return offset & -LINE_LENGTH;
    }
}
