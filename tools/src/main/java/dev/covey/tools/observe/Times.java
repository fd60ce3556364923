package dev.covey.tools.observe;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Times as text. */
public final class Times {
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long NS_PER_MICROSECOND = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long NS_PER_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double DOUBLE_NS_PER_MILLISECOND = NS_PER_MILLISECOND;

    private Times() {}

    /** A moment in ISO-8601, in UTC. */
    public static String moment(final long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, NS_PER_SECOND), Math.floorMod(timeNs, NS_PER_SECOND))
                .toString();
    }

    /** Time after the first packet, in seconds and microseconds: {@code +12.345678}. */
    public static String offset(final long relativeNs) {
        final String micros = Long.toString(relativeNs / NS_PER_MICROSECOND % 1_000_000);
        return "+" + relativeNs / NS_PER_SECOND + "." + "0".repeat(6 - micros.length()) + micros;
    }

    /** What is left of a timer, in seconds: {@code 259.9 s}. */
    public static String remaining(final long durationNs) {
        return String.format(Locale.ROOT, "%.1f s", (double) durationNs / NS_PER_SECOND);
    }

    /** A delay, in milliseconds: {@code 0.250 ms}. */
    public static String delay(final long durationNs) {
        return String.format(Locale.ROOT, "%.3f ms", durationNs / DOUBLE_NS_PER_MILLISECOND);
    }

    /** Whole milliseconds, rounded down. */
    public static long milliseconds(final long durationNs) {
        return Math.floorDiv(durationNs, NS_PER_MILLISECOND);
    }

    /** Milliseconds with their fraction. */
    public static double fractionalMilliseconds(final long durationNs) {
        return durationNs / DOUBLE_NS_PER_MILLISECOND;
    }
}
