package dev.covey.tools.drive;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.wire.InternetAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The ops that look at the whole engine: {@code state} and {@code audit}. */
final class StateCommands {
    private final Drive drive;
    private final HostReader hosts;

    StateCommands(final Drive drive) {
        this.drive = drive;
        hosts = new HostReader(drive);
    }

    void audit(final ScenarioLine line) {
        drive.driver().settle();
        final AuditReport report = drive.driver().view().audit();
        final EventPrinter printer =
                drive.printer().begin("audit", drive.driver().timeNs()).openObject("live");
        for (final Map.Entry<String, Integer> kind : new TreeMap<>(report.live()).entrySet()) {
            printer.field(kind.getKey(), kind.getValue());
        }
        printer.closeObject()
                .field("retired", report.retired())
                .field("leaked", report.leaked())
                .field("mismatched", report.mismatched());
        if (!report.isClean()) {
            printer.openArray("findings");
            report.findings().forEach(printer::elementText);
            printer.closeArray();
        }
        printer.end();
    }

    void state(final ScenarioLine line) throws ScenarioException {
        final String name = line.optionalText("interface");
        final Map<String, InterfaceEntry> shown = new TreeMap<>();
        if (name == null) {
            drive.interfaces().attached().forEach(entry -> shown.put(entry.name(), entry));
        } else {
            shown.put(name, drive.interfaces().get(name));
        }
        final EventPrinter printer =
                drive.printer().begin("state", drive.driver().timeNs()).openObject("interfaces");
        for (final InterfaceEntry entry : shown.values()) {
            printInterface(entry, printer);
        }
        printer.closeObject().end();
    }

    private void printInterface(final InterfaceEntry entry, final EventPrinter printer) {
        printer.openObject(entry.name())
                .field("role", "host")
                .field("up", entry.configuration().isUp())
                .field("igmp_mode", hosts.version(entry, false))
                .field("mld_mode", hosts.version(entry, true))
                .openObject("querier");
        printQuerier(entry, false, printer.openObject("igmp"));
        printQuerier(entry, true, printer.openObject("mld"));
        printer.closeObject().openObject("variables");
        printVariables(entry, false, printer.openObject("igmp"));
        printVariables(entry, true, printer.openObject("mld"));
        printer.closeObject().openObject("groups");
        for (final Map.Entry<InternetAddress, GroupSnapshot> group :
                groups(entry).entrySet()) {
            printGroup(entry, group.getKey(), group.getValue(), printer);
        }
        printer.closeObject().closeObject();
    }

    private void printQuerier(final InterfaceEntry entry, final boolean isIpv6, final EventPrinter printer) {
        final boolean isKnown = hosts.querier(
                entry,
                isIpv6,
                (isOther, high, low, expiresNs, robustness, queryIntervalNs, queryResponseIntervalNs) ->
                        printer.address("address", high, low)
                                .field("self", false)
                                .milliseconds("expires_ms", expiresNs));
        if (!isKnown) {
            printer.fieldNull("address").field("self", false).fieldNull("expires_ms");
        }
        printer.closeObject();
    }

    private void printVariables(final InterfaceEntry entry, final boolean isIpv6, final EventPrinter printer) {
        for (final ConfigName name : ConfigName.values()) {
            final Object value = variable(entry, isIpv6, name);
            if (value == null) {
                printer.fieldNull(name.label());
            } else if (value instanceof Boolean flag) {
                printer.field(name.label(), flag);
            } else if (value instanceof String text) {
                printer.field(name.label(), text);
            } else if (name.kind() == ConfigName.Kind.MILLISECONDS) {
                printer.milliseconds(name.label(), ((Number) value).longValue());
            } else {
                printer.field(name.label(), ((Number) value).longValue());
            }
        }
        printer.closeObject();
    }

    /** A variable in force, times in nanoseconds; null for a limit that is not set. */
    private Object variable(final InterfaceEntry entry, final boolean isIpv6, final ConfigName name) {
        final HostVariables variables = entry.configuration().hostVariables();
        final long robustness = hosts.robustness(entry, isIpv6);
        final long queryIntervalNs = hosts.queryIntervalNs(entry, isIpv6);
        final long responseNs = hosts.queryResponseIntervalNs(entry, isIpv6);
        final long presentNs = robustness * queryIntervalNs + responseNs;
        switch (name) {
            case ROBUSTNESS -> {
                return robustness;
            }
            case QUERY_INTERVAL_MS -> {
                return queryIntervalNs;
            }
            case QUERY_RESPONSE_INTERVAL_MS -> {
                return responseNs;
            }
            case UNSOLICITED_REPORT_INTERVAL_MS -> {
                return hosts.version(entry, isIpv6) == (isIpv6 ? 2 : 3)
                        ? variables.unsolicitedReportIntervalNs()
                        : variables.olderUnsolicitedReportIntervalNs();
            }
            case OLDER_VERSION_QUERIER_PRESENT_MS -> {
                return hosts.olderQuerierPresentNs(entry, isIpv6);
            }
            default -> {
                final Object set = entry.settings().get(name);
                if (set instanceof Long amount && name.kind() == ConfigName.Kind.MILLISECONDS) {
                    return TimeUnit.MILLISECONDS.toNanos(amount);
                }
                return set != null
                        ? set
                        : defaultOf(name, robustness, queryIntervalNs, responseNs, presentNs, variables);
            }
        }
    }

    private static Object defaultOf(
            final ConfigName name,
            final long robustness,
            final long queryIntervalNs,
            final long responseNs,
            final long presentNs,
            final HostVariables variables) {
        return switch (name) {
            case GROUP_MEMBERSHIP_INTERVAL_MS -> presentNs + responseNs;
            case OTHER_QUERIER_PRESENT_INTERVAL_MS -> presentNs - responseNs + responseNs / 2;
            case STARTUP_QUERY_INTERVAL_MS -> queryIntervalNs / 4;
            case STARTUP_QUERY_COUNT, LAST_MEMBER_QUERY_COUNT -> robustness;
            case LAST_MEMBER_QUERY_INTERVAL_MS -> TimeUnit.SECONDS.toNanos(1);
            case OLDER_HOST_PRESENT_INTERVAL_MS -> presentNs;
            case MINIMUM_ROBUSTNESS -> (long) variables.minimumRobustness();
            case STARTUP_QUERIES, PERIODIC_QUERIES, REQUIRE_ROUTER_ALERT, FLOOD_UNKNOWN -> true;
            case REPORT_LINK_LOCAL -> variables.isLinkLocalReported();
            case LEGACY_REPORT_SUPPRESSION -> variables.isLegacyReportSuppressed();
            case LEAVE_ALWAYS -> variables.isLeaveAlwaysSent();
            case SSM_AWARE -> variables.isSsmAware();
            case LIGHTWEIGHT -> variables.isLightweight();
            case FAST_LEAVE, SOLICITED_NODE_GROUPS -> false;
            case PROFILE -> "strict";
            case DIALECT -> "freebsd";
            default -> null;
        };
    }

    /** The groups with a member, by address. */
    private Map<InternetAddress, GroupSnapshot> groups(final InterfaceEntry entry) {
        final Map<InternetAddress, GroupSnapshot> groups = new TreeMap<>(Addresses.ORDER);
        for (final Map.Entry<InternetAddress, Set<SocketEntry>> member :
                entry.members().entrySet()) {
            final InternetAddress address = member.getKey();
            final GroupSnapshot snapshot = new GroupSnapshot();
            final GroupSnapshot.Merge merge = new GroupSnapshot.Merge();
            for (final SocketEntry socket : member.getValue()) {
                if (drive.driver()
                                .view()
                                .getFilter(socket.handle(), entry.handle(), address.high(), address.low(), merge)
                        >= 0) {
                    snapshot.sockets().add(socket.name());
                }
            }
            merge.applyTo(snapshot);
            if (!snapshot.sockets().isEmpty()) {
                groups.put(address, snapshot);
            }
        }
        // A host that speaks no version of the family knows of no groups; their sockets do.
        hosts.fill(entry, groups);
        return groups;
    }

    private void printGroup(
            final InterfaceEntry entry,
            final InternetAddress address,
            final GroupSnapshot group,
            final EventPrinter printer) {
        printer.openObject(address.toString())
                .field("mode", Addresses.name(group.mode()))
                .openArray("sources");
        for (final InternetAddress source : group.sources()) {
            printer.openElement()
                    .address("address", source.high(), source.low())
                    .fieldNull("timer_ms")
                    .field("blocked", group.mode() == FilterMode.EXCLUDE)
                    .closeObject();
        }
        printer.closeArray();
        if (group.deadlineNs() == GroupSnapshot.NO_TIMER) {
            printer.fieldNull("timer_ms");
        } else {
            printer.milliseconds(
                    "timer_ms", Math.max(0, group.deadlineNs() - drive.driver().timeNs()));
        }
        printer.field("static", false);
        if (group.lastReporter() == null) {
            printer.fieldNull("last_reporter");
        } else {
            printer.address(
                    "last_reporter",
                    group.lastReporter().high(),
                    group.lastReporter().low());
        }
        printer.field("version", hosts.version(entry, !InternetAddress.isIpv4(address.high(), address.low())))
                .openArray("sockets");
        group.sockets().forEach(printer::elementText);
        printer.closeArray().closeObject();
    }
}
