package dev.covey.tools.drive;

/** Why a line could not be done: becomes an {@code error} event, and the scenario goes on. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean isMalformed;

    private ScenarioException(final String code, final String message, final boolean isMalformed) {
        // Without a stack trace: it says what is wrong with a line, not with this program, and lines come fast.
        super(message, null, false, false);
        this.code = code;
        this.isMalformed = isMalformed;
    }

    /** The line itself is wrong: not JSON, a field missing or of the wrong type, an unknown op. */
    public static ScenarioException malformed(final String message) {
        return new ScenarioException("EINVAL", message, true);
    }

    /** The line is well formed, and what it asks for is refused. */
    public static ScenarioException refused(final String code, final String message) {
        return new ScenarioException(code, message, false);
    }

    /** Name of the error, as errno has it. */
    public String code() {
        return code;
    }

    /** True if the line is at fault rather than what it asks for. */
    public boolean isMalformed() {
        return isMalformed;
    }

    /** Refuse a value that is out of range, by the name that the scenario has for it. */
    static void requireRange(final String name, final long value, final long minimum, final long maximum)
            throws ScenarioException {
        if (value < minimum || value > maximum) {
            throw refused(
                    "EINVAL", "out of range: " + name + "=" + value + ", minimum=" + minimum + ", maximum=" + maximum);
        }
    }
}
