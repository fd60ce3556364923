package dev.covey.tools.replay;

import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservationText;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Summary;
import dev.covey.tools.observe.TextTable;
import dev.covey.tools.observe.Times;
import java.io.PrintWriter;
import java.util.Locale;

/** For people: a line for each change, then tables. */
final class HumanPrinter implements ReplayPrinter {
    /** More rounds are told by their sum only. */
    private static final int MAX_ROUNDS = 20;

    private final PrintWriter out;
    private final Style style;
    private final ObservationText text;
    private boolean isTimelineBegun;

    /** @param filter the only group to show, or null for all. */
    HumanPrinter(final PrintWriter out, final Style style, final InternetAddress filter) {
        this.out = out;
        this.style = style;
        text = new ObservationText(style, filter);
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) {
        if (!isTimelineBegun) {
            isTimelineBegun = true;
            line(style.heading("Memberships since " + Times.moment(event.timeNs() - relativeNs)));
        }
        line(text.change(event, relativeNs));
    }

    @Override
    public void summary(final Summary summary, final Measurement measurement) {
        final String when = summary.hasTime()
                ? " at " + Times.offset(summary.endTimeNs() - summary.firstTimeNs()) + " ("
                        + Times.moment(summary.endTimeNs()) + ")"
                : "";
        section("Groups" + when, text.groups(summary, Integer.MAX_VALUE));
        section("Packets", text.packets(summary));
        if (!summary.dropped().isEmpty()) {
            section("Dropped", text.dropped(summary));
        }
        final TextTable data = text.data(summary);
        if (!data.isEmpty()) {
            section("Data", data);
        }
        if (measurement != null) {
            section("Speed", speed(measurement));
        }
        out.flush();
    }

    private static TextTable speed(final Measurement measurement) {
        final TextTable table = new TextTable(">round", ">packets", ">packets/s");
        final int rounds = measurement.roundNs().size();
        for (int round = 0; round < rounds && rounds <= MAX_ROUNDS; round++) {
            table.row(
                    Integer.toString(round + 1),
                    Long.toString(measurement.packets()),
                    rate(measurement.packetsPerSecond(round)));
        }
        final String packets = Long.toString(measurement.packets() * rounds);
        table.row("all", packets, rate(measurement.packetsPerSecond()));
        table.row("median", "", rate(measurement.medianPacketsPerSecond()));
        table.row("best", "", rate(measurement.bestPacketsPerSecond()));
        return table;
    }

    private void section(final String title, final TextTable table) {
        if (isTimelineBegun) {
            line("");
        }
        isTimelineBegun = true;
        line(style.heading(title));
        if (table.isEmpty()) {
            line("  none");
        } else {
            table.lines().forEach(this::line);
        }
    }

    /** Without the flush that println implies: a timeline may have millions of lines. */
    private void line(final String words) {
        out.write(words);
        out.write('\n');
    }

    private static String rate(final double packetsPerSecond) {
        return String.format(Locale.ROOT, "%,.0f", packetsPerSecond);
    }
}
