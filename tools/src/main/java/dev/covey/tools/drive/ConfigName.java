package dev.covey.tools.drive;

import dev.covey.engine.protocol.RouterVariables;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The names in {@code config}, in the order in which they are shown. */
enum ConfigName {
    ROBUSTNESS(Kind.NUMBER, 1, 255),
    QUERY_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.INTERVAL_MS),
    QUERY_RESPONSE_INTERVAL_MS(Kind.MILLISECONDS, 0, Ranges.INTERVAL_MS),
    GROUP_MEMBERSHIP_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.LONG_INTERVAL_MS),
    OTHER_QUERIER_PRESENT_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.LONG_INTERVAL_MS),
    STARTUP_QUERY_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.INTERVAL_MS),
    STARTUP_QUERY_COUNT(Kind.NUMBER, 1, 255),
    LAST_MEMBER_QUERY_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.INTERVAL_MS),
    LAST_MEMBER_QUERY_COUNT(Kind.NUMBER, 1, 255),
    UNSOLICITED_REPORT_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.INTERVAL_MS),

    /** 0 is as good as none: it follows from the other variables. */
    OLDER_VERSION_QUERIER_PRESENT_MS(Kind.MILLISECONDS, 0, Ranges.INTERVAL_MS),
    OLDER_HOST_PRESENT_INTERVAL_MS(Kind.MILLISECONDS, 1, Ranges.LONG_INTERVAL_MS),
    MINIMUM_ROBUSTNESS(Kind.NUMBER, 1, 7),
    FAST_LEAVE(Kind.FLAG),
    STARTUP_QUERIES(Kind.FLAG),
    PERIODIC_QUERIES(Kind.FLAG),
    FLOOD_UNKNOWN(Kind.FLAG),
    PROFILE(Kind.CHOICE, "strict", "rfc-minimum"),
    REQUIRE_ROUTER_ALERT(Kind.FLAG),
    LEGACY_REPORT_SUPPRESSION(Kind.FLAG),
    REPORT_LINK_LOCAL(Kind.FLAG),
    LEAVE_ALWAYS(Kind.FLAG),
    SSM_AWARE(Kind.FLAG),
    LIGHTWEIGHT(Kind.FLAG),
    SOLICITED_NODE_GROUPS(Kind.FLAG),
    DIALECT(Kind.CHOICE, "freebsd", "linux"),
    MAX_GROUPS(Kind.NUMBER, 1, Integer.MAX_VALUE),
    MAX_SOURCES(Kind.NUMBER, 1, Integer.MAX_VALUE),
    MAX_LINK_ADDRESSES(Kind.NUMBER, 0, Integer.MAX_VALUE);

    private static final Map<String, ConfigName> BY_LABEL = new HashMap<>();

    static {
        for (final ConfigName name : values()) {
            BY_LABEL.put(name.label, name);
        }
    }

    private final String label;
    private final Kind kind;
    private final String choice;
    private final String otherChoice;
    private final long minimum;
    private final long maximum;

    /** What the engine takes, of its own variables and of those that are only kept. */
    private static final class Ranges {
        static final long INTERVAL_MS = TimeUnit.NANOSECONDS.toMillis(RouterVariables.MAX_INTERVAL_NS);

        /** Of those that are some of the others together. */
        static final long LONG_INTERVAL_MS = 255 * INTERVAL_MS;
    }

    /** What a value is. */
    enum Kind {
        NUMBER,
        MILLISECONDS,
        FLAG,
        CHOICE
    }

    ConfigName(final Kind kind) {
        this(kind, null, null, 0, 0);
    }

    ConfigName(final Kind kind, final long minimum, final long maximum) {
        this(kind, null, null, minimum, maximum);
    }

    ConfigName(final Kind kind, final String choice, final String otherChoice) {
        this(kind, choice, otherChoice, 0, 0);
    }

    ConfigName(final Kind kind, final String choice, final String otherChoice, final long minimum, final long maximum) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.kind = kind;
        this.choice = choice;
        this.otherChoice = otherChoice;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /** The name's constant, or null. */
    static ConfigName find(final String label) {
        return BY_LABEL.get(label);
    }

    String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    /** Smallest number it may be. */
    long minimum() {
        return minimum;
    }

    /** Greatest number it may be. */
    long maximum() {
        return maximum;
    }

    /** Does a value of the right type mean anything? */
    boolean isChoice(final String value) {
        return value.equals(choice) || value.equals(otherChoice);
    }
}
