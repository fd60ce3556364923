package dev.covey.engine.table;

/**
 * A seeded bijection from 48-bit keys to the 48 top bits of longs: what it makes of a key can stand for the key, and
 * choose its line.
 *
 * <p>Senders choose keys. Without the seed they cannot choose keys that share a line: two rounds of multiplication by a
 * secret, with the halves folded into each other before, between, and after, spread every set of keys alike.
 *
 * <p>All of it is reckoned in the top bits of longs, so that what a multiplication or a shift has too much falls off by
 * itself.
 */
final class KeyPermutation {
    /** Length of keys in bits. */
    static final int KEY_BITS = 48;

    /** Bits below the permuted form of a key, all of them 0. */
    static final int UNUSED_BITS = Long.SIZE - KEY_BITS;

    private static final long MASK = -1L << UNUSED_BITS;
    private static final int HALF_BITS = KEY_BITS / 2;

    private final long addend;
    private final long firstFactor;
    private final long secondFactor;
    private final long firstInverse;
    private final long secondInverse;

    KeyPermutation(final long seed) {
        addend = Seeds.draw(seed, 0) & MASK;
        firstFactor = Seeds.draw(seed, 1) | 1;
        secondFactor = Seeds.draw(seed, 2) | 1;
        firstInverse = inverse(firstFactor);
        secondInverse = inverse(secondFactor);
    }

    static boolean isKey(final long number) {
        return number >>> KEY_BITS == 0;
    }

    /** Permuted form of a key. */
    long permute(final long key) {
        return foldUp(foldDown(foldDown((key << UNUSED_BITS) ^ addend) * firstFactor) * secondFactor);
    }

    /** The key of a permuted form. */
    long restore(final long permuted) {
        final long once = foldDown(foldUp(permuted) * secondInverse);
        return (foldDown(once * firstInverse) ^ addend) >>> UNUSED_BITS;
    }

    /** Its own inverse: the upper half is kept. */
    private static long foldDown(final long number) {
        return (number ^ (number >>> HALF_BITS)) & MASK;
    }

    /** Its own inverse: the lower half is kept. */
    private static long foldUp(final long number) {
        return number ^ (number << HALF_BITS);
    }

    /** Inverse of an odd number modulo a power of two: each of Newton's steps doubles the bits that are right. */
    private static long inverse(final long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits <<= 1) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
