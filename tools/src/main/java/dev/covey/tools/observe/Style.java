package dev.covey.tools.observe;

import dev.covey.engine.protocol.MembershipChange;

/** Colours for a terminal, or none. */
public final class Style {
    /** Text as it is. */
    public static final Style PLAIN = new Style(false);

    /** Text with ANSI colours. */
    public static final Style COLOURED = new Style(true);

    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String CYAN = "\u001b[36m";

    private final boolean isColoured;

    private Style(final boolean isColoured) {
        this.isColoured = isColoured;
    }

    public String heading(final String text) {
        return in(BOLD, text);
    }

    public String fault(final String text) {
        return in(RED, text);
    }

    /** The colour of a change; blanks around the text keep columns aligned. */
    public String change(final MembershipChange change, final String text) {
        return in(
                switch (change) {
                    case JOINED -> GREEN;
                    case LEFT -> YELLOW;
                    case EXPIRED -> RED;
                    case REPLACED -> CYAN;
                },
                text);
    }

    private String in(final String colour, final String text) {
        return isColoured ? colour + text + RESET : text;
    }
}
