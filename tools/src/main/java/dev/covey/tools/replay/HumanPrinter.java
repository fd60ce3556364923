package dev.covey.tools.replay;

import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservationText;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Summary;
import dev.covey.tools.observe.TextReport;
import dev.covey.tools.observe.TextTable;
import dev.covey.tools.observe.Times;
import java.io.PrintWriter;
import java.util.Locale;

/** For people: a line for each change, then tables. */
final class HumanPrinter implements ReplayPrinter {
    /** More rounds are told by their sum only. */
    private static final int MAX_ROUNDS = 20;

    private final PrintWriter out;
    private final ObservationText text;
    private final TextReport report;

    /** @param filter the only group to show, or null for all. */
    HumanPrinter(final PrintWriter out, final Style style, final InternetAddress filter) {
        this.out = out;
        text = new ObservationText(style, filter);
        report = new TextReport(out, style, text);
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) {
        report.line("Memberships since " + Times.moment(event.timeNs() - relativeNs), text.change(event, relativeNs));
    }

    @Override
    public void summary(final Summary summary, final Measurement measurement) {
        report.summary(summary);
        if (measurement != null) {
            report.section("Speed", speed(measurement));
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

    private static String rate(final double packetsPerSecond) {
        return String.format(Locale.ROOT, "%,.0f", packetsPerSecond);
    }
}
