package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.membership.OperationStatus.RECLAMATION_STALLED;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.GroupFlyweight;
import dev.covey.engine.record.LinkMulticastFlyweight;
import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.LinkMulticastTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * Sockets opening and closing, joining and leaving (RFC 9776 section 2, RFC 3678).
 *
 * <p>Addresses are IPv4-mapped where they are IPv4. Threading: the writer's thread only.
 */
public final class SocketOperations {
    private final RecordStore store;
    private final InterfaceTable interfaces;
    private final LinkMulticastTable linkMulticasts;
    private final GroupTable groups;
    private final SocketTable sockets;
    private final MembershipTable memberships;
    private final FilterBuilder filters;
    private final FilterTable filterTable;
    private final OperationLimits limits;
    private final LinkFilterListener linkFilter;
    private final StepListener steps;
    private final HostMachine hosts;
    private final GroupFlyweight groupFlyweight = new GroupFlyweight();
    private final LinkMulticastFlyweight linkMulticast = new LinkMulticastFlyweight();

    /**
     * Operations on the sockets of an engine.
     *
     * @param tables of the engine.
     * @param limits of each socket.
     * @param hosts that report what is joined.
     * @param linkFilter told what interfaces have to receive.
     * @param steps told of each step.
     */
    public SocketOperations(
            final RecordTables tables,
            final OperationLimits limits,
            final HostMachine hosts,
            final LinkFilterListener linkFilter,
            final StepListener steps) {
        this.store = tables.store();
        this.interfaces = tables.interfaces();
        this.linkMulticasts = tables.linkMulticasts();
        this.groups = tables.groups();
        this.sockets = tables.sockets();
        this.memberships = tables.memberships();
        this.filters = new FilterBuilder(tables, limits.sourcesPerFilter());
        this.filterTable = tables.filters();
        this.limits = limits;
        this.hosts = hosts;
        this.linkFilter = linkFilter;
        this.steps = steps;
    }

    /**
     * Open a socket.
     *
     * @param cookie what the embedder calls it.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long open(final long cookie) {
        if (isStalled()) {
            return RECLAMATION_STALLED;
        }
        try (Lease lease = sockets.create(cookie)) {
            return lease.isEmpty() ? NO_ROOM : lease.handle();
        }
    }

    /**
     * Close a socket: it leaves whatever it has joined, on interfaces that are gone too.
     *
     * @param socketHandle to close.
     * @return {@link OperationStatus#OK}, or {@link OperationStatus#BAD_SOCKET} if it was closed before.
     */
    public int close(final long socketHandle) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        int membership = memberships.ofSocket().first(socket);
        while (membership != NULL_SLOT) {
            end(membership, socket);
            membership = memberships.ofSocket().first(socket);
        }
        sockets.unlink(socketHandle);
        steps.onStep(OperationStep.SOCKET_UNLINKED);
        return OK;
    }

    /**
     * Join a group for any source: filter mode EXCLUDE of nothing.
     *
     * @param socketHandle that joins.
     * @param interfaceHandle to join on.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @return {@link OperationStatus#OK} or why not.
     */
    public int join(final long socketHandle, final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, SourceList.EMPTY);
        if (refusal != OK) {
            return refusal;
        }
        if (find(sockets.resolve(socketHandle), interfaceHandle, groupHigh, groupLow) != NULL_SLOT) {
            return ALREADY_JOINED;
        }
        return add(socketHandle, interfaceHandle, groupHigh, groupLow, FilterMode.EXCLUDE, SourceList.EMPTY);
    }

    /**
     * Leave a group, whatever the filter. On an interface that was detached it succeeds as well, once, and touches
     * nothing of the interface.
     *
     * @param socketHandle that leaves.
     * @param interfaceHandle it joined on.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @return {@link OperationStatus#OK} or why not.
     */
    public int leave(final long socketHandle, final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        final int membership = find(socket, interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return NOT_JOINED;
        }
        end(membership, socket);
        return OK;
    }

    /**
     * Set the whole filter of a membership, at one instant. INCLUDE of nothing is a leave; any other filter joins if
     * the socket is no member yet (RFC 9776 section 2).
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param mode of the filter.
     * @param sources that it lists; one listed twice counts once.
     * @return {@link OperationStatus#OK} or why not.
     */
    public int setFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources) {
        if (mode == FilterMode.INCLUDE && sources.count() == 0) {
            return leave(socketHandle, interfaceHandle, groupHigh, groupLow);
        }
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, sources);
        if (refusal != OK) {
            return refusal;
        }
        final int membership = find(sockets.resolve(socketHandle), interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return add(socketHandle, interfaceHandle, groupHigh, groupLow, mode, sources);
        }
        if (isStalled()) {
            return RECLAMATION_STALLED;
        }
        try (Lease filter = filters.build(mode, sources)) {
            if (filter.isEmpty() && !filters.isAnySource(mode, sources)) {
                return NO_ROOM;
            }
            final long before = memberships.filter(membership);
            final long after = filter.handle();
            if (!hosts.reserve(interfaceHandle, groupHigh, groupLow, after)) {
                return NO_ROOM;
            }
            steps.onStep(OperationStep.FILTER_BUILT);
            hosts.change(interfaceHandle, groupHigh, groupLow, before, after);
            memberships.replaceFilter(membership, filter);
        }
        steps.onStep(OperationStep.FILTER_REPLACED);
        return OK;
    }

    /**
     * Read the whole filter of a membership.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param visitor told the mode, and each source.
     * @return the number of sources, or a negative {@link OperationStatus}.
     */
    public int getFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterVisitor visitor) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        final int membership = find(socket, interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return NOT_JOINED;
        }
        final long filter = memberships.filter(membership);
        visitor.onMode(filterTable.mode(filter));
        return filters.forEachSource(filter, visitor);
    }

    /** Add a membership whose absence was checked. */
    private int add(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources) {
        if (isStalled()) {
            return RECLAMATION_STALLED;
        }
        if (memberships.ofSocket().count(Handle.slot(socketHandle)) >= limits.membershipsPerSocket()) {
            return NO_ROOM;
        }
        final int interfaceSlot = interfaces.resolve(interfaceHandle);
        final int found = groups.find(interfaceSlot, groupHigh, groupLow);
        final boolean isNew = found == NULL_SLOT;
        try (Lease filter = filters.build(mode, sources)) {
            if (filter.isEmpty() && !filters.isAnySource(mode, sources)) {
                return NO_ROOM;
            }
            steps.onStep(OperationStep.FILTER_BUILT);
            try (Lease link = isNew
                            ? linkMulticasts.acquire(interfaceHandle, InternetAddress.multicastMac(groupHigh, groupLow))
                            : store.none();
                    Lease group = isNew ? create(interfaceSlot, groupHigh, groupLow, link) : groups.acquire(found)) {
                if (group.isEmpty()) {
                    return NO_ROOM;
                }
                return add(socketHandle, group, filter);
            }
        }
    }

    private int add(final long socketHandle, final Lease group, final Lease filter) {
        final int groupSlot = group.slot();
        final long after = filter.handle();
        groupFlyweight.wrap(groups.slab(), groupSlot);
        final long interfaceHandle = linkMulticasts.interfaceHandle(groups.linkMulticast(groupSlot));
        final long high = groupFlyweight.addressHigh();
        final long low = groupFlyweight.addressLow();
        if (!hosts.reserve(interfaceHandle, high, low, after)) {
            unlinkUnused(groupSlot);
            return NO_ROOM;
        }
        steps.onStep(OperationStep.GROUP_ACQUIRED);
        try (Lease membership = memberships.create(socketHandle, group, filter)) {
            if (membership.isEmpty()) {
                hosts.unreserve(interfaceHandle, high, low, after);
                unlinkUnused(groupSlot);
                return NO_ROOM;
            }
        }
        hosts.change(interfaceHandle, high, low, HostMachine.NO_MEMBERSHIP, after);
        if (memberships.ofGroup().count(groupSlot) == 1) {
            receive(groupSlot);
        }
        steps.onStep(OperationStep.MEMBERSHIP_LINKED);
        return OK;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    private Lease create(final int interfaceSlot, final long groupHigh, final long groupLow, final Lease link) {
        if (link.isEmpty()) {
            return store.none();
        }
        steps.onStep(OperationStep.LINK_MULTICAST_ACQUIRED);
        final int linkSlot = link.slot();
        final Lease group = groups.create(interfaceSlot, groupHigh, groupLow, link);
        if (group.isEmpty()) {
            linkMulticasts.unlinkUnused(linkSlot);
        }
        return group;
    }

    /** The first member of a group has come: its interface has to receive the group's link-layer address. */
    private void receive(final int group) {
        final int link = groups.linkMulticast(group);
        if (linkMulticasts.addGroup(link)) {
            linkFilter.onLinkFilter(linkMulticasts.interfaceHandle(link), macAddress(link), true);
        }
    }

    /** End a membership, and with the last one its group. The only way out there is. */
    private void end(final int membership, final int socket) {
        final int group = memberships.group(membership);
        groupFlyweight.wrap(groups.slab(), group);
        hosts.change(
                linkMulticasts.interfaceHandle(groups.linkMulticast(group)),
                groupFlyweight.addressHigh(),
                groupFlyweight.addressLow(),
                memberships.filter(membership),
                HostMachine.NO_MEMBERSHIP);
        memberships.unlink(membership, socket);
        steps.onStep(OperationStep.MEMBERSHIP_UNLINKED);
        if (memberships.ofGroup().count(group) > 0) {
            return;
        }
        final int link = groups.linkMulticast(group);
        groups.unlink(group);
        steps.onStep(OperationStep.GROUP_UNLINKED);
        final long interfaceHandle = linkMulticasts.interfaceHandle(link);
        final long macAddress = macAddress(link);
        // A detached interface has no hardware filter any more (seed d): only the record goes.
        if (linkMulticasts.removeGroup(link) && interfaces.resolve(interfaceHandle) != NULL_SLOT) {
            linkFilter.onLinkFilter(interfaceHandle, macAddress, false);
        }
    }

    /** Take back a group that was made for a membership that failed. */
    private void unlinkUnused(final int group) {
        if (memberships.ofGroup().count(group) == 0) {
            final int link = groups.linkMulticast(group);
            groups.unlink(group);
            linkMulticasts.unlinkUnused(link);
        }
    }

    private int refusal(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final SourceList sources) {
        if (sockets.resolve(socketHandle) == NULL_SLOT) {
            return BAD_SOCKET;
        }
        if (!InternetAddress.isMulticast(groupHigh, groupLow)) {
            return INVALID;
        }
        if (interfaces.resolve(interfaceHandle) == NULL_SLOT) {
            return INTERFACE_GONE;
        }
        return filters.check(sources, InternetAddress.isIpv4(groupHigh, groupLow));
    }

    /** Find a membership, on an interface that is attached or still pinned. */
    private int find(final int socket, final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int interfaceSlot = interfaces.resolvePinned(interfaceHandle);
        final int group = interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
        return group == NULL_SLOT ? NULL_SLOT : memberships.find(socket, group);
    }

    private long macAddress(final int link) {
        return linkMulticast.wrap(linkMulticasts.slab(), link).macAddress();
    }

    /** A stalled reader keeps memory from coming back: what exists keeps its service, nothing new is begun. */
    private boolean isStalled() {
        return store.isBlocked() && store.inLimbo() >= limits.recordsInLimbo();
    }
}
