package dev.covey.tools.observe;

import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The words for people: a line for a change, and tables of what was seen. */
public final class ObservationText {
    /** Longer lists are cut: a line should fit a screen. Machines get all of it. */
    private static final int MAX_LISTED = 8;

    private static final int TIME_WIDTH = 14;
    private static final int LINK_WIDTH = 8;
    private static final int GROUP_WIDTH = 15;
    private static final int CHANGE_WIDTH = 8;
    private static final String NOTHING = "-";

    private final Style style;
    private final InternetAddress filter;

    /** @param filter the only group to show, or null for all. */
    public ObservationText(final Style style, final InternetAddress filter) {
        this.style = style;
        this.filter = filter;
    }

    /** One change of a membership. */
    public String change(final MembershipEvent event, final long relativeNs) {
        final String role = event.change() == MembershipChange.EXPIRED ? "last reported by " : "by ";
        return offset(relativeNs)
                + "  " + padded(event.link(), LINK_WIDTH)
                + "  " + padded(event.group().toString(), GROUP_WIDTH)
                + "  "
                + style.change(event.change(), padded(event.change().name().toLowerCase(Locale.ROOT), CHANGE_WIDTH))
                + "  " + modeAndSources(event.mode(), event.sources())
                + "  " + (event.reporter() == null ? "" : role + event.reporter());
    }

    /** One change of a querier. */
    public String change(final QuerierEvent event, final long relativeNs) {
        return offset(relativeNs)
                + "  " + padded(event.link(), LINK_WIDTH)
                + "  querier " + event.change().name().toLowerCase(Locale.ROOT)
                + ": " + event.address() + ", " + protocol(event.family()) + "v" + event.version();
    }

    private static String offset(final long relativeNs) {
        final String time = Times.offset(relativeNs);
        return " ".repeat(Math.max(0, TIME_WIDTH - time.length())) + time;
    }

    /** Groups and their state on each link. */
    TextTable groups(final Summary summary) {
        return groups(
                summary,
                Integer.MAX_VALUE,
                new TextTable("link", "group", "mode", "sources", ">timer", "reporters", "oldest host"));
    }

    /** The same without the link, if there is only one, and of the first groups only, if there are many. */
    public TextTable groups(final Summary summary, final int maxRows) {
        return groups(
                summary, maxRows, new TextTable("group", "mode", "sources", ">timer", "reporters", "oldest host"));
    }

    private TextTable groups(final Summary summary, final int maxRows, final TextTable table) {
        int rows = 0;
        for (final GroupState group : summary.groups()) {
            if (isShown(group.group())) {
                if (rows == maxRows) {
                    break;
                }
                rows++;
                final List<String> cells = List.of(
                        group.link(),
                        group.group().toString(),
                        modeName(group.mode()),
                        listed(group.sources(), ObservationText::sourceText, NOTHING),
                        remaining(group.timerNs()),
                        reporters(group, summary.activity(group)),
                        versionName(group));
                table.row(cells.subList(cells.size() - table.columns(), cells.size()));
            }
        }
        return table;
    }

    /** Packets by kind. */
    public TextTable packets(final Summary summary) {
        final TextTable kinds = new TextTable("kind", ">packets");
        for (final MessageKind kind : MessageKind.values()) {
            if (summary.messages(kind) > 0) {
                kinds.row(protocol(kind.family()) + " " + kind.label(), Long.toString(summary.messages(kind)));
            }
        }
        kinds.row("data", Long.toString(summary.data()));
        kinds.row("dropped", Long.toString(allDropped(summary)));
        kinds.row("other", Long.toString(summary.other()));
        kinds.row("all", Long.toString(summary.packets()));
        return kinds;
    }

    /** The same on one line. */
    public String packetsLine(final Summary summary) {
        final StringBuilder line = new StringBuilder("packets ").append(summary.packets());
        String separator = ": ";
        for (final MessageKind kind : MessageKind.values()) {
            if (summary.messages(kind) > 0) {
                line.append(separator).append(protocol(kind.family())).append(' ');
                line.append(kind.label()).append(' ').append(summary.messages(kind));
                separator = ", ";
            }
        }
        line.append(separator).append("data ").append(summary.data());
        return line.append(", other ").append(summary.other()).toString();
    }

    /** Dropped packets by reason, and the limits that were reached, on one line. */
    public static String dropsLine(final Summary summary) {
        final StringBuilder line = new StringBuilder("dropped ").append(allDropped(summary));
        summary.dropped()
                .forEach((reason, count) ->
                        line.append(", ").append(reason.label()).append(' ').append(count));
        summary.limits()
                .forEach((limit, count) ->
                        line.append(", ").append(limit.label()).append(' ').append(count));
        return line.toString();
    }

    /** Number of groups that are shown. */
    public int shownGroups(final Summary summary) {
        int shown = 0;
        for (final GroupState group : summary.groups()) {
            shown += isShown(group.group()) ? 1 : 0;
        }
        return shown;
    }

    /** Dropped packets by reason. */
    public TextTable dropped(final Summary summary) {
        final TextTable reasons = new TextTable("reason", ">packets");
        summary.dropped().forEach((reason, count) -> reasons.row(reason.label(), Long.toString(count)));
        return reasons;
    }

    /** Groups that packets came for. */
    public TextTable data(final Summary summary) {
        final TextTable table = new TextTable(
                "link", "group", ">packets", ">wanted", ">unwanted", ">join to first packet", ">(longest)");
        for (final GroupActivity activity : summary.activitiesWithData()) {
            if (isShown(activity.group())) {
                final boolean isServed = activity.servedJoins() > 0;
                table.row(
                        activity.link(),
                        activity.group().toString(),
                        Long.toString(activity.packets()),
                        Long.toString(activity.wantedPackets()),
                        Long.toString(activity.unwantedPackets()),
                        isServed ? Times.delay(activity.meanDelayNs()) : NOTHING,
                        isServed ? Times.delay(activity.maxDelayNs()) : NOTHING);
            }
        }
        return table;
    }

    /** The name of a protocol. */
    public static String protocol(final AddressFamily family) {
        return family == AddressFamily.IPV4 ? "IGMP" : "MLD";
    }

    private static long allDropped(final Summary summary) {
        return summary.dropped().values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isShown(final InternetAddress group) {
        return filter == null || filter.equals(group);
    }

    private static String modeAndSources(final FilterMode mode, final List<InternetAddress> sources) {
        return modeName(mode) + " {" + listed(sources, InternetAddress::toString, "") + "}";
    }

    private static String modeName(final FilterMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static String sourceText(final SourceState source) {
        if (source.isBlocked()) {
            return source.address() + " blocked";
        }
        return source.timerNs() == RouterGroupVisitor.NOT_RUNNING
                ? source.address().toString()
                : source.address() + " " + Times.remaining(source.timerNs());
    }

    private static String reporters(final GroupState group, final GroupActivity activity) {
        if (activity != null && !activity.reporters().isEmpty()) {
            return listed(activity.reporters(), InternetAddress::toString, NOTHING);
        }
        return group.lastReporter() == null ? NOTHING : group.lastReporter().toString();
    }

    private static String versionName(final GroupState group) {
        final boolean isIpv4 =
                InternetAddress.isIpv4(group.group().high(), group.group().low());
        return protocol(isIpv4 ? AddressFamily.IPV4 : AddressFamily.IPV6) + "v" + group.version();
    }

    private static String remaining(final long timerNs) {
        return timerNs == RouterGroupVisitor.NOT_RUNNING ? NOTHING : Times.remaining(timerNs);
    }

    private static String padded(final String text, final int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static <T> String listed(final Collection<T> items, final Function<T, String> text, final String ifNone) {
        if (items.isEmpty()) {
            return ifNone;
        }
        final StringBuilder list = new StringBuilder();
        int count = 0;
        for (final T item : items) {
            if (count == MAX_LISTED) {
                list.append(", ... ").append(items.size() - count).append(" more");
                break;
            }
            list.append(count == 0 ? "" : ", ").append(text.apply(item));
            count++;
        }
        return list.toString();
    }
}
