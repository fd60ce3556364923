package dev.covey.engine.table;

/**
 * A seeded hash of an owner and an address: one multiplication to 128 bits, folded.
 *
 * <p>Both factors hold a secret, so senders, who choose addresses, cannot choose some that share a line.
 */
final class WideHash {
    private final long ownerFactor;
    private final long highSecret;
    private final long lowSecret;

    WideHash(final long seed) {
        ownerFactor = Seeds.draw(seed, 0) | 1;
        highSecret = Seeds.draw(seed, 1);
        lowSecret = Seeds.draw(seed, 2);
    }

    long hash(final int owner, final long high, final long low) {
        final long first = high ^ highSecret ^ owner * ownerFactor;
        final long second = low ^ lowSecret;
        return Math.multiplyHigh(first, second) ^ first * second;
    }
}
