package dev.covey.tools.replay;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where {@code --at} stops a replay: so long after the first packet, or at a moment of its own time. */
final class StopTime {
    /** Not before the end of the capture. */
    static final StopTime NEVER = new StopTime(0, Long.MAX_VALUE);

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,9}+)h)?(?:(\\d{1,9}+)m)?(?:(\\d{1,9}+(?:\\.\\d{1,9}+)?+)(?:s|$))?"
                    + "(?:(\\d{1,9}+(?:\\.\\d{1,6}+)?+)ms)?");
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final BigDecimal LONGEST_NS = BigDecimal.valueOf(TimeUnit.DAYS.toNanos(36_525));

    private final long afterFirstNs;
    private final long absoluteNs;

    private StopTime(final long afterFirstNs, final long absoluteNs) {
        this.afterFirstNs = afterFirstNs;
        this.absoluteNs = absoluteNs;
    }

    /**
     * Read what a user wrote: {@code 12.5}, {@code 12.5s}, {@code 1h2m3s}, {@code 250ms}, or an ISO-8601 moment with a
     * time zone.
     *
     * @throws IllegalArgumentException saying what was expected.
     */
    static StopTime parse(final String text) {
        final Matcher duration = DURATION.matcher(text);
        if (!text.isEmpty() && duration.matches()) {
            final BigDecimal ns = toNs(duration.group(1), TimeUnit.HOURS)
                    .add(toNs(duration.group(2), TimeUnit.MINUTES))
                    .add(toNs(duration.group(3), TimeUnit.SECONDS))
                    .add(toNs(duration.group(4), TimeUnit.MILLISECONDS));
            if (ns.compareTo(LONGEST_NS) > 0) {
                throw new IllegalArgumentException("more than a hundred years: text=" + text);
            }
            return new StopTime(ns.longValue(), Long.MAX_VALUE);
        }
        try {
            final Instant moment = OffsetDateTime.parse(text).toInstant();
            return new StopTime(0, Math.addExact(Math.multiplyExact(moment.getEpochSecond(), NS_PER_SECOND), (long)
                    moment.getNano()));
        } catch (final DateTimeException | ArithmeticException unreadable) {
            throw new IllegalArgumentException(
                    "expected seconds after the first packet (12.5, 1m30s, 250ms) or a moment (2026-01-31T12:00:00Z):"
                            + " text=" + text,
                    unreadable);
        }
    }

    boolean isNever() {
        return this == NEVER;
    }

    /** The moment to stop, given when the first packet was. */
    long resolveNs(final long firstTimeNs) {
        if (isNever() || absoluteNs != Long.MAX_VALUE) {
            return absoluteNs;
        }
        final long resolvedNs = firstTimeNs + afterFirstNs;
        return resolvedNs < firstTimeNs ? Long.MAX_VALUE : resolvedNs;
    }

    private static BigDecimal toNs(final String number, final TimeUnit unit) {
        return number == null ? BigDecimal.ZERO : new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toNanos(1)));
    }
}
