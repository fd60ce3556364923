package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.table.HostTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * The host whose turn it is, on one link and in one family: its record, its settings, the version in force, the time.
 */
final class HostLink {
    /** IGMPv3. */
    static final int NEWEST_IGMP = 3;

    /** MLDv2. */
    static final int NEWEST_MLD = 2;

    /** RFC 2236 section 8.11: what a host that speaks IGMPv2 at most waits for an IGMPv1 router. */
    private static final long VERSION_1_ROUTER_PRESENT_NS = 400_000_000_000L;

    private static final int OLDER_RESPONSES = 10;

    private final InterfaceTable interfaces;
    private final HostTable hosts;
    private final HostFlyweight host = new HostFlyweight();
    private final SettingsByInterface settingsByInterface;

    long interfaceHandle;
    int hostSlot = NULL_SLOT;
    boolean isIpv6;
    HostSettings settings;
    long nowNs;

    HostLink(final InterfaceTable interfaces, final HostTable hosts, final SettingsByInterface settings) {
        this.interfaces = interfaces;
        this.hosts = hosts;
        settingsByInterface = settings;
    }

    /** Returns false if there is no host on the interface; then nothing of this may be used. */
    boolean enter(final long handle, final boolean wantsIpv6) {
        final int interfaceSlot = interfaces.resolve(handle);
        final int slot = interfaceSlot == NULL_SLOT ? NULL_SLOT : hosts.find(interfaceSlot, wantsIpv6);
        if (slot == NULL_SLOT) {
            return false;
        }
        enterHost(slot);
        return true;
    }

    void enterHost(final int slot) {
        hostSlot = slot;
        interfaceHandle = hosts.interfaceHandle(slot);
        isIpv6 = host().isIpv6();
        settings = settingsByInterface.get(interfaceHandle);
    }

    HostFlyweight host() {
        return host.wrap(hosts.slab(), hostSlot);
    }

    HostVariables variables() {
        return settings.variables();
    }

    void settings(final long handle, final HostSettings value) {
        settingsByInterface.put(handle, value);
        settings = value;
    }

    /**
     * Version that is spoken: the configured one, unless an older querier is present (RFC 9776 section 7.2.1, RFC 9777
     * section 8.2.1); 0 for none.
     */
    int version() {
        final int configured = settings.configuredVersion(isIpv6);
        if (host().isVersion1Present()) {
            return Math.min(configured, 1);
        }
        return host().isVersion2Present() ? Math.min(configured, 2) : configured;
    }

    /** Is it IGMPv3 or MLDv2 that is spoken? */
    boolean isNewest() {
        return version() == (isIpv6 ? NEWEST_MLD : NEWEST_IGMP);
    }

    boolean isSpeaking() {
        return settings.isSending() && version() > 0;
    }

    /** Is nothing ever said of a group here? */
    boolean isSilent(final long groupHigh, final long groupLow) {
        return !isSpeaking() || isSilent(variables(), isNewest(), groupHigh, groupLow);
    }

    /** Is nothing said of a group by some variables, if it is IGMPv3 or MLDv2 that is spoken, or if it is not? */
    boolean isSilent(
            final HostVariables variables, final boolean isNewestSpoken, final long groupHigh, final long groupLow) {
        if (!InternetAddress.isReportable(groupHigh, groupLow)) {
            return true;
        }
        if (!variables.isLinkLocalReported()
                && InternetAddress.multicastScope(groupHigh, groupLow) == InternetAddress.SCOPE_LINK_LOCAL) {
            return true;
        }
        // RFC 4604 section 2.2.1: what older versions can say would ask for any source.
        return !isNewestSpoken && variables.isSourceSpecific(groupHigh, groupLow);
    }

    /**
     * How long an older querier counts as present whose last query wanted answers within some time (RFC 9776 section
     * 8.12, RFC 9777 section 9.12).
     */
    long olderQuerierPresentNs(final long maxResponseNs) {
        if (variables().olderVersionQuerierPresentNs() > 0) {
            return variables().olderVersionQuerierPresentNs();
        }
        if (!isIpv6 && settings.configuredVersion(false) == 2) {
            return VERSION_1_ROUTER_PRESENT_NS;
        }
        final long intervalsNs = host().robustness() * host().queryIntervalNs();
        return intervalsNs + (isIpv6 ? maxResponseNs : OLDER_RESPONSES * maxResponseNs);
    }

    long unsolicitedReportIntervalNs() {
        return isNewest()
                ? variables().unsolicitedReportIntervalNs()
                : variables().olderUnsolicitedReportIntervalNs();
    }
}
