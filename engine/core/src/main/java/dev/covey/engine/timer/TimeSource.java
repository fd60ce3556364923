package dev.covey.engine.timer;

/** The engine's clock. */
@FunctionalInterface
public interface TimeSource {
    /**
     * The time now.
     *
     * @return nanoseconds since an arbitrary origin; never earlier than what an earlier call returned. Compare two
     *     times by the sign of their difference only, because the number may wrap.
     */
    long timeNs();
}
