package dev.covey.tools.drive;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names in {@code config}, in the order in which they are shown. */
enum ConfigName {
    ROBUSTNESS(Kind.NUMBER),
    QUERY_INTERVAL_MS(Kind.MILLISECONDS),
    QUERY_RESPONSE_INTERVAL_MS(Kind.MILLISECONDS),
    GROUP_MEMBERSHIP_INTERVAL_MS(Kind.MILLISECONDS),
    OTHER_QUERIER_PRESENT_INTERVAL_MS(Kind.MILLISECONDS),
    STARTUP_QUERY_INTERVAL_MS(Kind.MILLISECONDS),
    STARTUP_QUERY_COUNT(Kind.NUMBER),
    LAST_MEMBER_QUERY_INTERVAL_MS(Kind.MILLISECONDS),
    LAST_MEMBER_QUERY_COUNT(Kind.NUMBER),
    UNSOLICITED_REPORT_INTERVAL_MS(Kind.MILLISECONDS),
    OLDER_VERSION_QUERIER_PRESENT_MS(Kind.MILLISECONDS),
    OLDER_HOST_PRESENT_INTERVAL_MS(Kind.MILLISECONDS),
    MINIMUM_ROBUSTNESS(Kind.NUMBER),
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
    MAX_GROUPS(Kind.NUMBER),
    MAX_SOURCES(Kind.NUMBER),
    MAX_LINK_ADDRESSES(Kind.NUMBER);

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

    /** What a value is. */
    enum Kind {
        NUMBER,
        MILLISECONDS,
        FLAG,
        CHOICE
    }

    ConfigName(final Kind kind) {
        this(kind, null, null);
    }

    ConfigName(final Kind kind, final String choice, final String otherChoice) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.kind = kind;
        this.choice = choice;
        this.otherChoice = otherChoice;
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

    /** Does a value of the right type mean anything? */
    boolean isChoice(final String value) {
        return value.equals(choice) || value.equals(otherChoice);
    }
}
