package dev.covey.tools.observe;

import dev.covey.linux.TerminalSize;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A picture that is drawn over the one before: lines are erased behind their new text, and the rest of the page below
 * it, so that nothing is ever blank between two pictures.
 */
public final class TerminalPicture {
    /** To the first line. */
    public static final String HOME = "\u001b[H";

    private static final String NEXT_LINE = "\r\n";
    private static final String ERASE_LINE_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final TerminalSize STANDARD_SIZE = new TerminalSize(24, 80);

    private TerminalPicture() {}

    /** The size of a terminal, or the usual one if it is not known (null). */
    public static TerminalSize sizeOr(final TerminalSize known) {
        return known == null ? STANDARD_SIZE : known;
    }

    /**
     * What fits of some lines; the cursor stays behind the last.
     *
     * @param start brings the cursor to the first line.
     * @param lines without colours: these could be cut.
     * @param size of the terminal.
     * @param decoration of each line once it is cut.
     * @return all of it, to be written at once.
     */
    public static String draw(
            final String start,
            final List<String> lines,
            final TerminalSize size,
            final UnaryOperator<String> decoration) {
        final StringBuilder picture = new StringBuilder(start);
        final int shown = Math.min(lines.size(), size.rows());
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                picture.append(NEXT_LINE);
            }
            picture.append(decoration.apply(cut(lines.get(i), size.columns()))).append(ERASE_LINE_END);
        }
        return picture.append(ERASE_BELOW).toString();
    }

    /** What fits, without anything that would move the cursor. */
    private static String cut(final String line, final int columns) {
        final StringBuilder shown = new StringBuilder(line.length() > columns ? line.substring(0, columns) : line);
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }
}
