package dev.covey.tools.bench;

import java.util.Locale;

/** Numbers with their units, for people. */
final class Units {
    static final String NANOSECONDS = "ns";
    static final String BYTES = "bytes";
    static final String BYTES_EACH = "B";

    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final double BYTES_PER_GIB = 1024.0 * 1024 * 1024;
    private static final double BYTES_PER_MIB = 1024.0 * 1024;

    private Units() {}

    static String text(final double value, final String unit) {
        return switch (unit) {
            case NANOSECONDS -> {
                if (value >= MILLION) {
                    yield format("%.1f ms", value / MILLION);
                }
                yield value >= THOUSAND ? format("%.1f us", value / THOUSAND) : format("%.1f ns", value);
            }
            case BYTES ->
                value >= BYTES_PER_GIB
                        ? format("%.2f GiB", value / BYTES_PER_GIB)
                        : format("%.1f MiB", value / BYTES_PER_MIB);
            default -> format("%.1f B", value);
        };
    }

    private static String format(final String pattern, final double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
