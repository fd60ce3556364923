package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.QuerierFlyweight;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * Looks at what a router knows, and changes nothing. Remaining times are as of a time that the caller names.
 *
 * <p>Threading: writer only; a listener may look while it is called. Visitors must not change anything.
 */
public final class RouterView {
    private final RecordTables tables;
    private final RouterGroupTable groups;
    private final Forwarding forwarding;
    private final RouterGroupFlyweight group = new RouterGroupFlyweight();
    private final SourceFlyweight source = new SourceFlyweight();
    private final QuerierFlyweight querier = new QuerierFlyweight();

    /**
     * A view of some tables.
     *
     * @param tables of the router groups, their sources and the queriers.
     */
    public RouterView(final RecordTables tables) {
        this.tables = tables;
        groups = tables.routerGroups();
        forwarding = new Forwarding(tables);
    }

    /**
     * Show the groups of a link, in no particular order.
     *
     * @param interfaceHandle of the link.
     * @param nowNs time that remaining times are counted from.
     * @param visitor shown each.
     */
    public void forEachGroup(final long interfaceHandle, final long nowNs, final RouterGroupVisitor visitor) {
        final int interfaceSlot = tables.interfaces().resolvePinned(interfaceHandle);
        if (interfaceSlot == NULL_SLOT) {
            return;
        }
        int next;
        for (int slot = groups.ofInterface().first(interfaceSlot); slot != NULL_SLOT; slot = next) {
            next = groups.ofInterface().next(slot);
            group.wrap(groups.slab(), slot);
            final boolean isIpv6 = !InternetAddress.isIpv4(group.addressHigh(), group.addressLow());
            visitor.onGroup(
                    groups.slab().handle(slot),
                    group.addressHigh(),
                    group.addressLow(),
                    group.mode(),
                    group.isTimerRunning() ? remainingNs(group.deadlineNs(), nowNs) : RouterGroupVisitor.NOT_RUNNING,
                    OlderHosts.version(group, isIpv6, nowNs),
                    group.lastReporterHigh(),
                    group.lastReporterLow());
        }
    }

    /**
     * Find a group.
     *
     * @param interfaceHandle of the link.
     * @param groupHigh half of its address.
     * @param groupLow half of its address.
     * @return its handle, or {@link Handle#NULL_HANDLE}.
     */
    public long findGroup(final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int interfaceSlot = tables.interfaces().resolvePinned(interfaceHandle);
        final int slot = interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
        return slot == NULL_SLOT ? Handle.NULL_HANDLE : groups.slab().handle(slot);
    }

    /**
     * Show the sources of a group, in no particular order: those forwarded, and in EXCLUDE mode those blocked.
     *
     * @param groupHandle of the group; one that is out of sight has none.
     * @param nowNs time that remaining times are counted from.
     * @param visitor shown each.
     */
    public void forEachSource(final long groupHandle, final long nowNs, final RouterSourceVisitor visitor) {
        if (groups.slab().resolve(groupHandle) == NULL_SLOT) {
            return;
        }
        int next;
        for (int slot = tables.sources().first(groupHandle); slot != NULL_SLOT; slot = next) {
            next = tables.sources().next(slot);
            source.wrap(tables.sources().slab(), slot);
            final boolean isBlocked = source.isBlocked();
            visitor.onSource(
                    source.addressHigh(),
                    source.addressLow(),
                    isBlocked,
                    isBlocked ? RouterGroupVisitor.NOT_RUNNING : remainingNs(source.deadlineNs(), nowNs));
        }
    }

    /**
     * Number of groups on a link, both families together.
     *
     * @param interfaceHandle of the link.
     * @return the number.
     */
    public int groupCount(final long interfaceHandle) {
        final int interfaceSlot = tables.interfaces().resolvePinned(interfaceHandle);
        return interfaceSlot == NULL_SLOT ? 0 : groups.ofInterface().count(interfaceSlot);
    }

    /**
     * Filter mode of a group.
     *
     * @param groupHandle of the group.
     * @return its mode; INCLUDE for one that is out of sight.
     */
    public FilterMode mode(final long groupHandle) {
        final int slot = groups.slab().resolve(groupHandle);
        return slot == NULL_SLOT
                ? FilterMode.INCLUDE
                : group.wrap(groups.slab(), slot).mode();
    }

    /**
     * Does a member on a link want what a source sends to a group? (RFC 9776 section 6.3, RFC 9777 section 7.3)
     *
     * @param interfaceHandle of the link; nobody is on one that is detached.
     * @param groupHigh half of the group's address.
     * @param groupLow half of the group's address.
     * @param sourceHigh half of the source's address.
     * @param sourceLow half of the source's address.
     * @return true if so: a router forwards the datagram to that link.
     */
    public boolean isForwarded(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int interfaceSlot = tables.interfaces().resolve(interfaceHandle);
        return interfaceSlot != NULL_SLOT
                && forwarding.isForwarded(interfaceSlot, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Show what is known of the querier of a link.
     *
     * @param interfaceHandle of the link.
     * @param isIpv6 true for MLD.
     * @param nowNs time that remaining times are counted from.
     * @param visitor shown the querier, if the link is open.
     */
    public void querier(
            final long interfaceHandle, final boolean isIpv6, final long nowNs, final QuerierVisitor visitor) {
        final int interfaceSlot = tables.interfaces().resolvePinned(interfaceHandle);
        final int slot =
                interfaceSlot == NULL_SLOT ? NULL_SLOT : tables.queriers().find(interfaceSlot, isIpv6);
        if (slot == NULL_SLOT) {
            return;
        }
        querier.wrap(tables.queriers().slab(), slot);
        final boolean isOther = querier.isOtherQuerierPresent();
        visitor.onQuerier(
                isOther,
                querier.addressHigh(),
                querier.addressLow(),
                isOther ? remainingNs(querier.otherQuerierDeadlineNs(), nowNs) : RouterGroupVisitor.NOT_RUNNING,
                querier.robustness(),
                querier.queryIntervalNs(),
                querier.queryResponseIntervalNs());
    }

    private static long remainingNs(final long deadlineNs, final long nowNs) {
        return Math.max(0, deadlineNs - nowNs);
    }
}
