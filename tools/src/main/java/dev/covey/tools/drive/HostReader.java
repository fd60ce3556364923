package dev.covey.tools.drive;

import dev.covey.engine.protocol.QuerierVisitor;

/** What the engine's hosts know of their links. */
final class HostReader {
    HostReader(final Drive drive) {}

    /** Version that is spoken; 0 for none. */
    int version(final InterfaceEntry entry, final boolean isIpv6) {
        return isIpv6
                ? entry.configuration().hostVariables().mldVersion()
                : entry.configuration().hostVariables().igmpVersion();
    }

    int robustness(final InterfaceEntry entry, final boolean isIpv6) {
        return entry.configuration().hostVariables().robustness();
    }

    long queryIntervalNs(final InterfaceEntry entry, final boolean isIpv6) {
        return entry.configuration().hostVariables().queryIntervalNs();
    }

    long queryResponseIntervalNs(final InterfaceEntry entry, final boolean isIpv6) {
        return entry.configuration().hostVariables().queryResponseIntervalNs();
    }

    /** Show the querier heard last; false if none is present. */
    boolean querier(final InterfaceEntry entry, final boolean isIpv6, final QuerierVisitor visitor) {
        return false;
    }
}
