package dev.covey.engine.table;

/**
 * The word at the start of every line of an index, and how its lanes are compared all at once.
 *
 * <pre>
 *   byte 7     byte 6   byte 5   ...   byte 1   byte 0
 *   +---------+--------+--------+-----+--------+--------+
 *   |overflow |tag of  |tag of  | ... |tag of  |tag of  |
 *   |count    |lane 6  |lane 5  |     |lane 1  |lane 0  |
 *   +---------+--------+--------+-----+--------+--------+
 * </pre>
 *
 * <p>A lane is free (0), quarantined (0x7f), or holds an entry (0x80 and 7 bits of its hash). The overflow count is the
 * number of entries that found this line full and went on: if it is 0, a search ends here. A count that has come to its
 * end stays there as long as the line is in use: it may be too high, never too low.
 */
final class LineHeader {
    /** A header's share of its line. */
    static final int LENGTH = Long.BYTES;

    /** Lanes 0 to 6, as the set that {@link #matches} and {@link #free} look at. */
    static final long SEVEN_LANES = 0x0080_8080_8080_8080L;

    /** Lanes 0 to 4. */
    static final long FIVE_LANES = 0x0000_0080_8080_8080L;

    /** One entry more that went on to the next line. */
    static final long ONE_OVERFLOW = 1L << 56;

    private static final long ONES = 0x0001_0101_0101_0101L;
    private static final int OVERFLOW_SHIFT = 56;
    private static final int MAX_OVERFLOW = 0xff;
    private static final int TAG_SHIFT = 33;
    private static final int TAG_MASK = 0x7f;
    private static final int IN_USE = 0x80;
    private static final long QUARANTINED = 0x7f;
    private static final long LANE_MASK = 0xff;

    private LineHeader() {}

    /** Tag of a hash: bits that choose no line, however many lines there are. */
    static long tag(final long hash) {
        return ((hash >>> TAG_SHIFT) & TAG_MASK) | IN_USE;
    }

    /** The tag of a hash in every lane, to be compared with headers. */
    static long tags(final long hash) {
        return tag(hash) * ONES;
    }

    /**
     * Lanes that hold a tag, one top bit set for each. Now and then there is one too many, behind one that matches and
     * never one that is free or quarantined: the entry decides.
     */
    static long matches(final long header, final long tags, final long lanes) {
        final long difference = header ^ tags;
        return difference - ONES & ~difference & lanes;
    }

    /** Lanes that are free, exactly: no lane holds the 1 that would make this test err. */
    static long free(final long header, final long lanes) {
        return header - ONES & ~header & lanes;
    }

    /** Lanes that are quarantined, exactly. */
    static long quarantined(final long header, final long lanes) {
        return free(header ^ QUARANTINED * ONES, lanes);
    }

    /** Lanes that hold an entry. */
    static long inUse(final long header, final long lanes) {
        return header & lanes;
    }

    /** The first of a set of lanes that is not empty. */
    static int firstLane(final long set) {
        return Long.numberOfTrailingZeros(set) >>> 3;
    }

    /** A set of lanes without its first one. */
    static long withoutFirst(final long set) {
        return set & set - 1;
    }

    static boolean hasOverflow(final long header) {
        return header >>> OVERFLOW_SHIFT != 0;
    }

    static int overflowCount(final long header) {
        return (int) (header >>> OVERFLOW_SHIFT);
    }

    /** Header with one entry more that went on, or one less; a count that has come to its end stays. */
    static long withOverflow(final long header, final long delta) {
        return overflowCount(header) == MAX_OVERFLOW ? header : header + delta;
    }

    static long tagAt(final long header, final int lane) {
        return header >>> (lane << 3) & LANE_MASK;
    }

    static long withTag(final long header, final int lane, final long tag) {
        return withFree(header, lane) | tag << (lane << 3);
    }

    static long withFree(final long header, final int lane) {
        return header & ~(LANE_MASK << (lane << 3));
    }

    static long withQuarantine(final long header, final int lane) {
        return withTag(header, lane, QUARANTINED);
    }
}
