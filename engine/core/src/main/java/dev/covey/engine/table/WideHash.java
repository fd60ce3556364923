package dev.covey.engine.table;

/**
 * A seeded hash of an owner and an address: a multiplication to 128 bits, folded, and one more round.
 *
 * <p>All factors hold secrets, so senders, who choose addresses, cannot choose some that share a line. One round alone
 * turns a run of addresses into an arithmetic progression, which fills some lines and leaves others empty for one seed
 * in a hundred.
 */
final class WideHash {
    private final long ownerFactor;
    private final long highSecret;
    private final long lowSecret;
    private final long lastFactor;

    WideHash(final long seed) {
        ownerFactor = Seeds.draw(seed, 0) | 1;
        highSecret = Seeds.draw(seed, 1);
        lowSecret = Seeds.draw(seed, 2);
        lastFactor = Seeds.draw(seed, 3) | 1;
    }

    long hash(final int owner, final long high, final long low) {
        final long first = high ^ highSecret ^ owner * ownerFactor;
        final long second = low ^ lowSecret;
        final long folded = Math.multiplyHigh(first, second) ^ (first * second);
        return (folded ^ (folded >>> Integer.SIZE)) * lastFactor;
    }
}
