package dev.covey.engine.protocol;

import dev.covey.engine.timer.JitterSource;

/**
 * How long a host waits before it speaks. Delays are whole milliseconds where the interval has any, so that what many
 * groups have to say within the same millisecond shares a packet.
 */
final class HostDelays {
    static final long MILLISECOND_NS = 1_000_000;

    private final JitterSource jitter;

    HostDelays(final JitterSource jitter) {
        this.jitter = jitter;
    }

    /** Uniform over (0, maxDelayNs], or 0 if that is 0. */
    long nextNs(final long maxDelayNs) {
        final long milliseconds = maxDelayNs / MILLISECOND_NS;
        return milliseconds <= 0 ? jitter.nextDelayNs(maxDelayNs) : jitter.nextDelayNs(milliseconds) * MILLISECOND_NS;
    }
}
