package dev.covey.tools.observe;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: columns as wide as their widest cell, numbers to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param headings of the columns; one that begins with {@code >} is aligned to the right. */
    public TextTable(final String... headings) {
        this.headings = List.of(headings);
    }

    /** Add a row, with as many cells as there are headings. */
    public TextTable row(final String... cells) {
        return row(List.of(cells));
    }

    TextTable row(final List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException("wrong row: cells=" + cells.size() + ", columns=" + headings.size());
        }
        rows.add(cells);
        return this;
    }

    int columns() {
        return headings.size();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines of the table, the headings first, each indented by two and without blanks at its end. */
    public List<String> lines() {
        final List<String> titles = headings.stream()
                .map(heading -> heading.substring(isRight(heading) ? 1 : 0))
                .toList();
        final int[] widths = new int[headings.size()];
        widen(widths, titles);
        rows.forEach(row -> widen(widths, row));

        final List<String> lines = new ArrayList<>();
        lines.add(line(widths, titles));
        rows.forEach(row -> lines.add(line(widths, row)));
        return lines;
    }

    private String line(final int[] widths, final List<String> cells) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            final String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(GAP);
            if (isRight(headings.get(i))) {
                line.append(padding).append(cells.get(i));
            } else {
                line.append(cells.get(i)).append(padding);
            }
        }
        return line.toString().stripTrailing();
    }

    private static void widen(final int[] widths, final List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static boolean isRight(final String heading) {
        return heading.startsWith(">");
    }
}
