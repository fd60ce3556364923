package dev.covey.tools.stat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.tools.observe.TextTable;
import dev.covey.tools.observe.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The numbers for people: a column for the engine and for each interface, and what grows, by how much a second. */
final class StatText {
    /** More columns fit no screen. */
    private static final int MAX_INTERFACES = 6;

    private static final String NOTHING = "-";

    private final boolean isAll;
    private final String onlyInterface;

    /**
     * @param isAll whether counters are shown that are 0 everywhere.
     * @param onlyInterface to show, or null for all.
     */
    StatText(final boolean isAll, final String onlyInterface) {
        this.isAll = isAll;
        this.onlyInterface = onlyInterface;
    }

    /** The lines; rates only with an earlier reading. */
    List<String> lines(final EngineNumbers now, final EngineNumbers before) {
        final List<String> lines = new ArrayList<>();
        lines.add("Engine: pid " + now.engine.process().id() + ", " + now.state() + ", since "
                + Times.moment(TimeUnit.MILLISECONDS.toNanos(now.engine.startTimeMs())));
        lines.add("Huge pages: " + now.hugePages.text());
        final List<String> shown = now.interfaces.keySet().stream()
                .filter(name -> onlyInterface == null || onlyInterface.equals(name))
                .limit(MAX_INTERFACES)
                .toList();
        lines.add("");
        lines.add("Numbers");
        table(
                lines,
                List.of(EngineCounter.values()),
                EngineCounter::label,
                new Reading<>(now.counters, name -> now.interfaces.get(name).counters()),
                before == null ? null : before.counters,
                before == null ? 0 : now.timeNs - before.timeNs,
                shown);
        lines.add("");
        lines.add("Dropped");
        table(
                lines,
                List.of(DropReason.values()),
                DropReason::label,
                new Reading<>(now.drops, name -> now.interfaces.get(name).drops()),
                before == null ? null : before.drops,
                before == null ? 0 : now.timeNs - before.timeNs,
                shown);
        if (onlyInterface == null && shown.size() < now.interfaces.size()) {
            lines.add("");
            lines.add("and " + (now.interfaces.size() - shown.size())
                    + " more interfaces: name one with --interface, or use --json");
        }
        for (final EngineNumbers.ToldError error : now.errors) {
            lines.add("");
            lines.add("Error, " + error.count() + " times, last at "
                    + Times.moment(TimeUnit.MILLISECONDS.toNanos(error.lastMs())));
            error.text().lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /** What was read: of the engine, and of each interface. */
    private record Reading<T>(Map<T, Long> ofEngine, Function<String, Map<T, Long>> ofInterface) {}

    private <T> void table(
            final List<String> lines,
            final List<T> all,
            final Function<T, String> label,
            final Reading<T> now,
            final Map<T, Long> before,
            final long durationNs,
            final List<String> interfaces) {
        final List<String> headings = new ArrayList<>(List.of("counter", ">engine"));
        if (before != null) {
            headings.add(">per s");
        }
        interfaces.forEach(name -> headings.add(">" + printable(name)));
        final TextTable table = new TextTable(headings.toArray(String[]::new));
        for (final T counter : all) {
            final List<String> cells = new ArrayList<>();
            cells.add(label.apply(counter));
            final Long ofEngine = now.ofEngine().get(counter);
            cells.add(text(ofEngine));
            boolean isShown = isAll || (ofEngine != null && ofEngine != 0);
            if (before != null) {
                cells.add(EngineNumbers.rate(ofEngine, before.get(counter), durationNs));
            }
            for (final String name : interfaces) {
                final Long value = now.ofInterface().apply(name).get(counter);
                cells.add(text(value));
                isShown |= value != null && value != 0;
            }
            if (isShown) {
                table.row(cells.toArray(String[]::new));
            }
        }
        if (table.isEmpty()) {
            lines.add("  none");
        } else {
            lines.addAll(table.lines());
        }
    }

    private static String text(final Long value) {
        return value == null ? NOTHING : Long.toString(value);
    }

    /** A name comes from elsewhere: nothing in it moves the cursor. */
    static String printable(final String name) {
        final StringBuilder shown = new StringBuilder(name);
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }
}
