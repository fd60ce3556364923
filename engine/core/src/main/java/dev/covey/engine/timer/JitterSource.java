package dev.covey.engine.timer;

/**
 * The engine's chance: how long to wait before answering, so that the hosts of a link do not all answer at once (RFC
 * 9776 section 5.2, RFC 9777 section 6.2).
 */
@FunctionalInterface
public interface JitterSource {
    /**
     * Draw the next delay.
     *
     * @param maxDelayNs longest delay. Zero or less, as of an interval that is over, means at once.
     * @return a delay that is uniform over (0, maxDelayNs], or 0 if {@code maxDelayNs} is zero or less.
     */
    long nextDelayNs(long maxDelayNs);
}
