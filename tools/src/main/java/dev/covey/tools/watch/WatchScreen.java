package dev.covey.tools.watch;

import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.InterfaceFacts;
import dev.covey.linux.TerminalSize;
import dev.covey.tools.live.LiveLink;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservationText;
import dev.covey.tools.observe.QuerierEvent;
import dev.covey.tools.observe.QuerierState;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.TerminalPicture;
import dev.covey.tools.observe.TextReport;
import dev.covey.tools.observe.Times;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * For people: a table that is drawn over itself, on a page of the terminal that is gone at the end. What was seen is
 * then printed for good.
 */
final class WatchScreen implements WatchPrinter {
    private static final String OPEN_PAGE = "\u001b[?1049h\u001b[?25l\u001b[H\u001b[J";
    private static final String CLOSE_PAGE = "\u001b[?25h\u001b[?1049l";

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REDRAW_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REDRAW_CHANGED_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MAX_RECENT = 5;

    /** On smaller terminals the groups get all of it. */
    private static final int MIN_ROWS_FOR_RECENT = 20;

    private final PrintWriter out;
    private final Supplier<TerminalSize> size;
    private final Style style;
    private final ObservationText text;
    private final ObservationText finalText;
    private final String interfaceName;
    private final Deque<String> recent = new ArrayDeque<>();
    private boolean isOpen;
    private boolean isChanged;
    private long drawnNs;

    /**
     * Nothing is drawn yet.
     *
     * @param size of the terminal now, or null if it is not known.
     * @param filter the only group to show, or null for all.
     */
    WatchScreen(
            final PrintWriter out,
            final Supplier<TerminalSize> size,
            final Style style,
            final InternetAddress filter,
            final String interfaceName) {
        this.out = out;
        this.size = size;
        this.style = style;
        this.interfaceName = interfaceName;
        // Lines are cut to the width of the terminal, and a colour must not be cut.
        text = new ObservationText(Style.PLAIN, filter);
        finalText = new ObservationText(style, filter);
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) {
        recent(text.change(event, relativeNs));
    }

    @Override
    public void querier(final QuerierEvent event, final long relativeNs) {
        recent(text.change(event, relativeNs));
    }

    @Override
    public void link(final long timeNs, final long relativeNs, final LinkChange change, final InterfaceFacts facts) {
        recent(String.format(
                Locale.ROOT,
                "%14s  %s %s",
                Times.offset(relativeNs),
                facts.name(),
                switch (change) {
                    case ATTACHED -> "is watched: index " + facts.index() + (facts.isUp() ? ", up" : ", down");
                    case CHANGED -> "is now " + (facts.isUp() ? "up" : "down") + ", mtu " + facts.mtu();
                    case GONE -> "is gone, and its groups with it: waiting for one of its name";
                }));
    }

    private void recent(final String line) {
        if (recent.size() == MAX_RECENT) {
            recent.removeFirst();
        }
        recent.addLast(line);
        isChanged = true;
    }

    @Override
    public void refresh(final long timeNs, final Supplier<WatchState> state) {
        final long ageNs = timeNs - drawnNs;
        if (!isOpen || ageNs >= REDRAW_NS || (isChanged && ageNs >= REDRAW_CHANGED_NS)) {
            drawnNs = timeNs;
            isChanged = false;
            draw(state.get());
        }
    }

    private void draw(final WatchState state) {
        final TerminalSize terminal = TerminalPicture.sizeOr(size.get());
        final String start = isOpen ? TerminalPicture.HOME : OPEN_PAGE;
        isOpen = true;
        out.print(TerminalPicture.draw(
                start, lines(state, terminal.rows()), terminal, line -> isHeading(line) ? style.heading(line) : line));
        out.flush();
    }

    /** Only headings and the rows of tables under them are indented by other than nothing. */
    private static boolean isHeading(final String line) {
        return line.startsWith("Groups") || line.startsWith("Changes");
    }

    private List<String> lines(final WatchState state, final int rows) {
        final List<String> lines = new ArrayList<>();
        lines.add("covey watch  "
                + (state.facts() == null
                        ? interfaceName + " is gone: waiting for one of its name"
                        : LiveLink.describe(state.facts())));
        lines.add(Times.moment(state.summary().endTimeNs() / SECOND_NS * SECOND_NS) + "  "
                + Times.offset(state.relativeNs()));
        state.queriers().forEach(querier -> lines.add(querierLine(querier)));
        lines.add(text.packetsLine(state.summary()));
        lines.add(ObservationText.dropsLine(state.summary())
                + (state.lostFrames() == 0 ? "" : ", lost by the kernel " + state.lostFrames()));
        lines.add("");

        final int recentRows = rows < MIN_ROWS_FOR_RECENT ? 0 : recent.size() + 2;
        final int groupCount = text.shownGroups(state.summary());
        lines.add("Groups: " + groupCount);
        // The headings of the columns, and how many more there are, take a line each.
        final int room = Math.max(1, rows - lines.size() - recentRows - 2);
        if (groupCount > 0) {
            lines.addAll(text.groups(state.summary(), room).lines());
        }
        if (groupCount > room) {
            lines.add("  ... " + (groupCount - room) + " more");
        }
        if (recentRows > 0) {
            lines.add("");
            lines.add("Changes");
            lines.addAll(recent);
        }
        return lines;
    }

    private static String querierLine(final QuerierState querier) {
        final String protocol = ObservationText.protocol(querier.family());
        if (querier.address() == null) {
            return protocol + " querier: none heard";
        }
        return protocol + " querier: " + querier.address() + ", version " + querier.version()
                + (querier.expiresNs() == RouterGroupVisitor.NOT_RUNNING
                        ? ""
                        : ", would be gone in " + Times.remaining(querier.expiresNs()));
    }

    @Override
    public void conclude(final WatchState state) {
        close();
        new TextReport(out, style, finalText).summary(state.summary());
        out.flush();
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            out.print(CLOSE_PAGE);
            out.flush();
        }
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }
}
