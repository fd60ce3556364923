package dev.covey.tools.drive;

import dev.covey.engine.protocol.HostGroupVisitor;
import dev.covey.engine.protocol.HostView;
import dev.covey.engine.protocol.QuerierVisitor;
import dev.covey.engine.wire.InternetAddress;
import java.util.Map;

/** What the engine's hosts know of their links. Where there is none, what was configured. */
final class HostReader {
    private final Drive drive;

    HostReader(final Drive drive) {
        this.drive = drive;
    }

    private HostView view() {
        return drive.driver().view().hosts();
    }

    /** Version that is spoken; 0 for none. */
    int version(final InterfaceEntry entry, final boolean isIpv6) {
        return view().version(entry.handle(), isIpv6);
    }

    /** After a query of an older version that allows as long for answers as the querier in force. */
    long olderQuerierPresentNs(final InterfaceEntry entry, final boolean isIpv6) {
        return view().olderVersionQuerierPresentNs(entry.handle(), isIpv6);
    }

    int robustness(final InterfaceEntry entry, final boolean isIpv6) {
        final int inForce = view().robustness(entry.handle(), isIpv6);
        return inForce == 0 ? entry.configuration().hostVariables().robustness() : inForce;
    }

    long queryIntervalNs(final InterfaceEntry entry, final boolean isIpv6) {
        final long inForce = view().queryIntervalNs(entry.handle(), isIpv6);
        return inForce == 0 ? entry.configuration().hostVariables().queryIntervalNs() : inForce;
    }

    long queryResponseIntervalNs(final InterfaceEntry entry, final boolean isIpv6) {
        final long inForce = view().queryResponseIntervalNs(entry.handle(), isIpv6);
        return inForce == 0 ? entry.configuration().hostVariables().queryResponseIntervalNs() : inForce;
    }

    /** Show the querier heard last; false if none is present. */
    boolean querier(final InterfaceEntry entry, final boolean isIpv6, final QuerierVisitor visitor) {
        return view().querier(entry.handle(), isIpv6, drive.driver().timeNs(), visitor);
    }

    /** Put in what the host wants: the merged filters, and when it answers for which group. */
    void fill(final InterfaceEntry entry, final Map<InternetAddress, GroupSnapshot> groups) {
        view().forEachGroup(
                        entry.handle(), (high, low, mode, sources, deadlineNs, lastReporterHigh, lastReporterLow) -> {
                            final GroupSnapshot snapshot = groups.computeIfAbsent(
                                    new InternetAddress(high, low), address -> new GroupSnapshot());
                            final boolean isReported = (lastReporterHigh | lastReporterLow) != 0;
                            snapshot.set(
                                    mode,
                                    deadlineNs == HostGroupVisitor.NOT_PENDING ? GroupSnapshot.NO_TIMER : deadlineNs,
                                    isReported ? new InternetAddress(lastReporterHigh, lastReporterLow) : null);
                        });
        groups.forEach((address, snapshot) -> {
            if (snapshot.isOfHost()) {
                view().forEachSource(entry.handle(), address.high(), address.low(), (high, low) -> snapshot.sources()
                        .add(new InternetAddress(high, low)));
            }
        });
    }
}
