package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.record.HostSourceFlyweight;
import dev.covey.engine.table.HostGroupTable;
import dev.covey.engine.table.HostSourceTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.wire.InternetAddress;

/**
 * What the hosts want, and what is in force on their links, for reading. Every question about an interface without a
 * host answers 0 or false. Threading: the writer's thread only.
 */
public final class HostView {
    private final HostGroupTable groups;
    private final HostSourceTable sources;
    private final HostLink link;
    private final HostGroupFlyweight group = new HostGroupFlyweight();
    private final HostSourceFlyweight source = new HostSourceFlyweight();

    HostView(final RecordTables tables, final HostLink link) {
        groups = tables.hostGroups();
        sources = tables.hostSources();
        this.link = link;
    }

    /**
     * Version that is spoken on a link.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @return 1 to 3 for IGMP, 1 or 2 for MLD, 0 for none.
     */
    public int version(final long interfaceHandle, final boolean isIpv6) {
        return link.enter(interfaceHandle, isIpv6) ? link.version() : 0;
    }

    /**
     * Robustness Variable in force.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @return the number.
     */
    public int robustness(final long interfaceHandle, final boolean isIpv6) {
        return link.enter(interfaceHandle, isIpv6) ? link.host().robustness() : 0;
    }

    /**
     * Query Interval in force.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @return nanoseconds.
     */
    public long queryIntervalNs(final long interfaceHandle, final boolean isIpv6) {
        return link.enter(interfaceHandle, isIpv6) ? link.host().queryIntervalNs() : 0;
    }

    /**
     * Query Response Interval in force.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @return nanoseconds.
     */
    public long queryResponseIntervalNs(final long interfaceHandle, final boolean isIpv6) {
        return link.enter(interfaceHandle, isIpv6) ? link.host().queryResponseIntervalNs() : 0;
    }

    /**
     * How long an older querier counts as present after its last query, if that wants its answers within the Query
     * Response Interval in force.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @return nanoseconds.
     */
    public long olderVersionQuerierPresentNs(final long interfaceHandle, final boolean isIpv6) {
        return link.enter(interfaceHandle, isIpv6)
                ? link.olderQuerierPresentNs(link.host().queryResponseIntervalNs())
                : 0;
    }

    /**
     * Show the querier that was heard last.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @param nowNs the time.
     * @param visitor shown the querier, and the variables in force.
     * @return false if none is present.
     */
    public boolean querier(
            final long interfaceHandle, final boolean isIpv6, final long nowNs, final QuerierVisitor visitor) {
        if (!link.enter(interfaceHandle, isIpv6)) {
            return false;
        }
        final HostFlyweight host = link.host();
        if (!host.isQuerierKnown() || host.querierDeadlineNs() - nowNs <= 0) {
            return false;
        }
        visitor.onQuerier(
                true,
                host.querierHigh(),
                host.querierLow(),
                host.querierDeadlineNs() - nowNs,
                host.robustness(),
                host.queryIntervalNs(),
                host.queryResponseIntervalNs());
        return true;
    }

    /**
     * Show the groups that sockets have joined on a link, in no particular order.
     *
     * @param interfaceHandle of the link.
     * @param visitor shown each group.
     */
    public void forEachGroup(final long interfaceHandle, final HostGroupVisitor visitor) {
        forEachGroup(interfaceHandle, false, visitor);
        forEachGroup(interfaceHandle, true, visitor);
    }

    private void forEachGroup(final long interfaceHandle, final boolean isIpv6, final HostGroupVisitor visitor) {
        if (!link.enter(interfaceHandle, isIpv6)) {
            return;
        }
        final int first = groups.ofHost().first(link.hostSlot);
        for (int slot = first; slot != NULL_SLOT; slot = groups.ofHost().next(slot)) {
            group.wrap(groups.slab(), slot);
            if (group.members() > 0) {
                visitor.onGroup(
                        group.addressHigh(),
                        group.addressLow(),
                        group.mode(),
                        group.listedSources(),
                        group.isAnswering() ? group.answerDeadlineNs() : HostGroupVisitor.NOT_PENDING,
                        group.lastReporterHigh(),
                        group.lastReporterLow());
            }
        }
    }

    /**
     * Show the merged filter of a group, its sources in no particular order.
     *
     * @param interfaceHandle of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param visitor shown each source.
     * @return merged filter mode; INCLUDE, of nothing, if no socket has joined.
     */
    public FilterMode forEachSource(
            final long interfaceHandle, final long groupHigh, final long groupLow, final HostSourceVisitor visitor) {
        if (!link.enter(interfaceHandle, !InternetAddress.isIpv4(groupHigh, groupLow))) {
            return FilterMode.INCLUDE;
        }
        final int slot = groups.find(Handle.slot(interfaceHandle), groupHigh, groupLow);
        if (slot == NULL_SLOT) {
            return FilterMode.INCLUDE;
        }
        for (int i = sources.first(groups.slab().handle(slot)); i != NULL_SLOT; i = sources.next(i)) {
            source.wrap(sources.slab(), i);
            if (source.isListed()) {
                visitor.onSource(source.addressHigh(), source.addressLow());
            }
        }
        return group.wrap(groups.slab(), slot).mode();
    }
}
