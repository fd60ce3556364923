package dev.covey.tools.stat;

import dev.covey.engine.inspect.EngineSnapshot;
import dev.covey.engine.record.FilterMode;
import dev.covey.tools.observe.TextTable;
import dev.covey.tools.observe.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The state for people: a table of the interfaces, and one of the groups. */
final class DumpText {
    /** Longer lists are cut: a line should fit a screen. Machines get all of it. */
    private static final int MAX_LISTED = 8;

    private static final String NOTHING = "-";

    private DumpText() {}

    static List<String> lines(final EngineSnapshot state) {
        final TextTable interfaces = new TextTable("interface", "role", "link", "IGMP", "querier", "MLD", "querier");
        final TextTable groups =
                new TextTable("interface", "group", "mode", "sources", ">timer", "last reporter", "version", "sockets");
        for (final EngineSnapshot.Interface shown : Snapshots.interfaces(state)) {
            final String name = StatText.printable(shown.name());
            interfaces.row(
                    name,
                    Snapshots.role(shown),
                    shown.isUp() ? "up" : "down",
                    version(shown.igmp()),
                    querier(shown.igmp()),
                    version(shown.mld()),
                    querier(shown.mld()));
            Snapshots.groups(shown.hostGroups()).forEach(group -> row(groups, name, group));
            Snapshots.groups(shown.routerGroups()).forEach(group -> row(groups, name, group));
        }
        final List<String> lines = new ArrayList<>();
        section(lines, "Interfaces", interfaces);
        lines.add("");
        section(lines, "Groups", groups);
        return lines;
    }

    private static void section(final List<String> lines, final String heading, final TextTable table) {
        lines.add(heading);
        if (table.isEmpty()) {
            lines.add("  none");
        } else {
            lines.addAll(table.lines());
        }
    }

    private static void row(final TextTable table, final String interfaceName, final EngineSnapshot.Group group) {
        table.row(
                interfaceName,
                group.address().toString(),
                group.mode() == FilterMode.EXCLUDE ? "exclude" : "include",
                listed(Snapshots.sources(group).stream().map(DumpText::source).toList()),
                remaining(group.timerNs()),
                group.lastReporter() == null ? NOTHING : group.lastReporter().toString(),
                Integer.toString(group.version()),
                listed(new TreeSet<>(group.sockets())
                        .stream().map(socket -> Long.toString(socket)).toList()));
    }

    private static String source(final EngineSnapshot.Source source) {
        final String timer = source.timerNs() == EngineSnapshot.NOT_RUNNING ? "" : " " + remaining(source.timerNs());
        return source.address() + timer;
    }

    private static String listed(final List<String> items) {
        if (items.isEmpty()) {
            return NOTHING;
        }
        return items.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                + (items.size() > MAX_LISTED ? " and " + (items.size() - MAX_LISTED) + " more" : "");
    }

    private static String remaining(final long timerNs) {
        return timerNs == EngineSnapshot.NOT_RUNNING ? NOTHING : Times.remaining(timerNs);
    }

    private static String version(final EngineSnapshot.Family inForce) {
        return inForce.version() == 0 ? NOTHING : "v" + inForce.version();
    }

    private static String querier(final EngineSnapshot.Family inForce) {
        return inForce.querier() == null ? NOTHING : inForce.querier() + " " + remaining(inForce.querierNs());
    }
}
