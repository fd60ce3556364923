package dev.covey.engine.protocol;

import dev.covey.engine.timer.JitterSource;

/**
 * How long a host waits before it speaks. Delays are whole milliseconds where the interval has any, so that what many
 * groups have to say within the same millisecond shares a packet.
 *
 * <p>The link-layer address is mixed into every draw: hosts that were started alike, with the same seed, do not answer
 * alike (RFC 9776 section 5.2).
 */
final class HostDelays {
    static final long MILLISECOND_NS = 1_000_000;

    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private final JitterSource jitter;

    HostDelays(final JitterSource jitter) {
        this.jitter = jitter;
    }

    /** Uniform over (0, maxDelayNs], or 0 if that is 0. */
    long nextNs(final HostLink link, final long maxDelayNs) {
        if (maxDelayNs <= 0) {
            return 0;
        }
        final long milliseconds = maxDelayNs / MILLISECOND_NS;
        final long random = mix(jitter.nextDelayNs(Long.MAX_VALUE) ^ (link.settings.macAddress() * GOLDEN_GAMMA));
        return milliseconds == 0 ? 1 + below(random, maxDelayNs) : (1 + below(random, milliseconds)) * MILLISECOND_NS;
    }

    /** Scale 63 random bits to a bound: uniform but for one part in 2^18 at the longest interval in nanoseconds. */
    private static long below(final long random, final long bound) {
        return Math.multiplyHigh(random, bound << 1);
    }

    /** The finalizer of MurmurHash3, without its sign. */
    private static long mix(final long value) {
        long bits = (value ^ (value >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        bits = (bits ^ (bits >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
        return (bits ^ (bits >>> 33)) >>> 1;
    }
}
