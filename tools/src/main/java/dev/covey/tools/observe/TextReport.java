package dev.covey.tools.observe;

import java.io.PrintWriter;

/** Writes tables for people, each under its heading. */
public final class TextReport {
    private final PrintWriter out;
    private final Style style;
    private final ObservationText text;
    private boolean isBegun;

    public TextReport(final PrintWriter out, final Style style, final ObservationText text) {
        this.out = out;
        this.style = style;
        this.text = text;
    }

    /** A line under a heading of its own, if it is the first. */
    public void line(final String heading, final String words) {
        if (!isBegun) {
            isBegun = true;
            write(style.heading(heading));
        }
        write(words);
    }

    /** Everything that was seen. */
    public void summary(final Summary summary) {
        final String when = summary.hasTime()
                ? " at " + Times.offset(summary.endTimeNs() - summary.firstTimeNs()) + " ("
                        + Times.moment(summary.endTimeNs()) + ")"
                : "";
        section("Groups" + when, text.groups(summary));
        section("Packets", text.packets(summary));
        if (!summary.dropped().isEmpty()) {
            section("Dropped", text.dropped(summary));
        }
        final TextTable data = text.data(summary);
        if (!data.isEmpty()) {
            section("Data", data);
        }
    }

    /** One table. */
    public void section(final String title, final TextTable table) {
        if (isBegun) {
            write("");
        }
        isBegun = true;
        write(style.heading(title));
        if (table.isEmpty()) {
            write("  none");
        } else {
            table.lines().forEach(this::write);
        }
    }

    /** Without the flush that println implies: a timeline may have millions of lines. */
    private void write(final String words) {
        out.write(words);
        out.write('\n');
    }
}
