package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.membership.OperationStatus.RECLAMATION_STALLED;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.record.GroupFlyweight;
import dev.covey.engine.record.LinkMulticastFlyweight;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.LinkMulticastTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;
import dev.covey.engine.table.SourceTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * What can happen to a membership, each in one place: it begins ({@link #add}), has another filter ({@link #replace}),
 * or a source more or less ({@link #addSource}, {@link #removeSource}), and ends ({@link #end}). Whoever calls them has
 * checked what RFC 3678 asks for, and has built what the filter needs.
 *
 * <p>What listens to the steps may close the socket or detach the interface: where somebody listens, both are looked at
 * again after each step before the last, and what was begun is taken back if one is gone.
 */
final class MembershipOperations {
    private static final int MAX_IDLE = 1024;

    private final RecordStore store;
    private final InterfaceTable interfaces;
    private final InterfaceConfigurations configurations;
    private final LinkMulticastTable linkMulticasts;
    private final GroupTable groups;
    private final SocketTable sockets;
    private final MembershipTable memberships;
    private final SourceTable sources;
    private final OperationLimits limits;
    private final LinkFilters linkFilters;
    private final HostMachine hosts;
    private final Slab hostGroups;
    private final Slab hostSources;
    private final StepListener steps;
    private final boolean isWatched;
    private final GroupFlyweight groupFlyweight = new GroupFlyweight();

    /**
     * Groups that nobody is a member of any more. Who comes back at the same instant finds his group, its link-layer
     * address and the interface's filter as they were: flapping costs little, and the hardware does not hear of it.
     */
    private final long[] idle = new long[MAX_IDLE];

    private int idleCount;
    private int settled;
    private final LinkMulticastFlyweight linkMulticast = new LinkMulticastFlyweight();

    MembershipOperations(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final OperationLimits limits,
            final LinkFilters linkFilters,
            final HostMachine hosts,
            final StepListener steps) {
        this.store = tables.store();
        this.interfaces = tables.interfaces();
        this.configurations = configurations;
        this.linkMulticasts = tables.linkMulticasts();
        this.groups = tables.groups();
        this.sockets = tables.sockets();
        this.memberships = tables.memberships();
        this.sources = tables.sources();
        this.limits = limits;
        this.linkFilters = linkFilters;
        this.hosts = hosts;
        this.hostGroups = tables.hostGroups().slab();
        this.hostSources = tables.hostSources().slab();
        this.steps = steps;
        this.isWatched = steps != StepListener.NONE;
    }

    /** Find a membership, on an interface that is attached or still pinned. */
    int find(final int socketSlot, final long interfaceHandle, final long groupHigh, final long groupLow) {
        return find(socketSlot, findGroup(interfaceHandle, groupHigh, groupLow));
    }

    /** Find a membership of a group, if there is the group. */
    int find(final int socketSlot, final int group) {
        return group == NULL_SLOT ? NULL_SLOT : memberships.find(socketSlot, group);
    }

    /** Find a group, on an interface that is attached or still pinned. */
    int findGroup(final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int interfaceSlot = interfaces.resolvePinned(interfaceHandle);
        return interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
    }

    /** Filter of a membership, {@link Handle#NULL_HANDLE} for EXCLUDE of nothing. */
    long filter(final int membership) {
        return memberships.filter(membership);
    }

    /**
     * May another membership be begun, of a group that was found or of a new one? Asked before its filter is built. The
     * engine's own sockets have no limit.
     *
     * @return OK or why not.
     */
    long room(final int socketSlot, final int interfaceSlot, final int group) {
        if (isStalled()) {
            return RECLAMATION_STALLED;
        }
        if (sockets.isInternal(socketSlot)) {
            return OK;
        }
        if (group == NULL_SLOT) {
            // A group more: those that nobody wants any more make room for it, in every table and filter.
            settle();
        }
        final int maxMemberships = sockets.maxMemberships(socketSlot);
        if (memberships.ofSocket().count(socketSlot) >= maxMemberships) {
            return OperationStatus.exceeds(Limit.MEMBERSHIPS_PER_SOCKET, maxMemberships);
        }
        final InterfaceConfiguration configuration = configurations.get(interfaceSlot);
        return group == NULL_SLOT && isFull(interfaceSlot, configuration)
                ? OperationStatus.exceeds(Limit.GROUPS_PER_INTERFACE, configuration.maxGroups())
                : OK;
    }

    /** Groups that only the interface itself has joined do not count; there are no more of them than addresses. */
    private boolean isFull(final int interfaceSlot, final InterfaceConfiguration configuration) {
        final int count = groups.ofInterface().count(interfaceSlot);
        final int maxGroups = configuration.maxGroups();
        if (count < maxGroups) {
            return false;
        }
        final int own = configuration.isSolicitedNodeJoined()
                ? configuration.addresses().count()
                : 0;
        if (count - own >= maxGroups) {
            return true;
        }
        int joined = 0;
        int group = groups.ofInterface().first(interfaceSlot);
        while (group != NULL_SLOT) {
            joined += hasSocket(group) ? 1 : 0;
            group = groups.ofInterface().next(group);
        }
        return joined >= maxGroups;
    }

    private boolean hasSocket(final int group) {
        int membership = memberships.ofGroup().first(group);
        while (membership != NULL_SLOT && memberships.isInternal(membership)) {
            membership = memberships.ofGroup().next(membership);
        }
        return membership != NULL_SLOT;
    }

    /**
     * Add a membership whose absence was checked, of a group that was found or of a new one.
     *
     * @return OK or why not: then nothing has changed.
     */
    long add(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final int group,
            final Lease filter) {
        final int gone = step(OperationStep.FILTER_BUILT, socketHandle, interfaceHandle);
        if (gone != OK) {
            return gone;
        }
        // Who listens may have ended the group, or begun it.
        final int found = isWatched ? groups.find(Handle.slot(interfaceHandle), groupHigh, groupLow) : group;
        final boolean isNew = found == NULL_SLOT;
        try (Lease link = isNew
                        ? linkMulticasts.acquire(interfaceHandle, InternetAddress.multicastMac(groupHigh, groupLow))
                        : store.none();
                Lease lease = isNew
                        ? create(socketHandle, interfaceHandle, groupHigh, groupLow, link)
                        : groups.acquire(found)) {
            return lease.isEmpty()
                    ? noGroup(socketHandle, interfaceHandle)
                    : add(socketHandle, interfaceHandle, groupHigh, groupLow, lease, filter);
        }
    }

    private long add(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final Lease group,
            final Lease filter) {
        final int groupSlot = group.slot();
        final long after = filter.handle();
        final int gone = step(OperationStep.GROUP_ACQUIRED, socketHandle, interfaceHandle);
        if (gone != OK) {
            unlinkUnused(groupSlot);
            return gone;
        }
        // No step from here to the change: what room was made for is what happens.
        if (!hosts.reserve(interfaceHandle, groupHigh, groupLow, after)) {
            unlinkUnused(groupSlot);
            return noHostRoom();
        }
        final boolean isInternal = sockets.isInternal(Handle.slot(socketHandle));
        try (Lease membership = memberships.create(socketHandle, group, filter, isInternal)) {
            if (membership.isEmpty()) {
                hosts.unreserve(interfaceHandle, groupHigh, groupLow, after);
                unlinkUnused(groupSlot);
                return OperationStatus.noRoom(Limit.MEMBERSHIPS, memberships.slab());
            }
        }
        hosts.change(interfaceHandle, groupHigh, groupLow, HostMachine.NO_MEMBERSHIP, after);
        receive(groupSlot);
        steps.onStep(OperationStep.MEMBERSHIP_LINKED);
        return OK;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    private Lease create(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final Lease link) {
        if (link.isEmpty()) {
            return store.none();
        }
        final int linkSlot = link.slot();
        final Lease group = step(OperationStep.LINK_MULTICAST_ACQUIRED, socketHandle, interfaceHandle) == OK
                ? groups.create(Handle.slot(interfaceHandle), groupHigh, groupLow, link)
                : store.none();
        if (group.isEmpty()) {
            linkMulticasts.unlinkUnused(linkSlot);
        } else {
            linkMulticasts.addGroup(linkSlot);
        }
        return group;
    }

    private long noGroup(final long socketHandle, final long interfaceHandle) {
        final int gone = gone(socketHandle, interfaceHandle);
        if (gone != OK) {
            return gone;
        }
        final long status = OperationStatus.noRoom(Limit.GROUPS, groups.slab());
        // Link multicast records are as many as groups; those in limbo can fill their table first.
        return status == OperationStatus.NO_ROOM ? OperationStatus.noRoom(Limit.GROUPS, linkMulticasts.slab()) : status;
    }

    /** A host keeps a group as long as it has something to say of it, and a source of any filter once. */
    private long noHostRoom() {
        final long status = OperationStatus.noRoom(Limit.GROUPS, hostGroups);
        return status == OperationStatus.NO_ROOM ? OperationStatus.noRoom(Limit.SOURCES, hostSources) : status;
    }

    /**
     * Replace the filter of a membership, for readers at one instant.
     *
     * @return OK or why not: then nothing has changed.
     */
    long replace(final long socketHandle, final long interfaceHandle, final int membership, final Lease filter) {
        final int gone = step(OperationStep.FILTER_BUILT, socketHandle, interfaceHandle);
        if (gone != OK) {
            return gone;
        }
        groupFlyweight.wrap(groups.slab(), memberships.group(membership));
        final long groupHigh = groupFlyweight.addressHigh();
        final long groupLow = groupFlyweight.addressLow();
        final long after = filter.handle();
        if (!hosts.reserve(interfaceHandle, groupHigh, groupLow, after)) {
            return noHostRoom();
        }
        hosts.change(interfaceHandle, groupHigh, groupLow, memberships.filter(membership), after);
        memberships.replaceFilter(membership, filter);
        steps.onStep(OperationStep.FILTER_REPLACED);
        return OK;
    }

    /**
     * Add a source to the filter in use, which does not have it; for readers at one instant.
     *
     * @return OK or why not: then nothing has changed.
     */
    long addSource(
            final long socketHandle,
            final long interfaceHandle,
            final int membership,
            final Lease nothing,
            final Lease single,
            final long sourceHigh,
            final long sourceLow) {
        final int gone = step(OperationStep.FILTER_BUILT, socketHandle, interfaceHandle);
        if (gone != OK) {
            return gone;
        }
        groupFlyweight.wrap(groups.slab(), memberships.group(membership));
        final long groupHigh = groupFlyweight.addressHigh();
        final long groupLow = groupFlyweight.addressLow();
        if (!hosts.reserve(interfaceHandle, groupHigh, groupLow, single.handle())) {
            return noHostRoom();
        }
        if (sources.add(memberships.filter(membership), sourceHigh, sourceLow) == NULL_SLOT) {
            hosts.unreserve(interfaceHandle, groupHigh, groupLow, single.handle());
            return OperationStatus.noRoom(Limit.SOURCES, sources.slab());
        }
        hosts.change(interfaceHandle, groupHigh, groupLow, nothing.handle(), single.handle());
        steps.onStep(OperationStep.FILTER_REPLACED);
        return OK;
    }

    /**
     * Take a source out of the filter in use; for readers at one instant.
     *
     * @return OK or why not: then nothing has changed.
     */
    long removeSource(
            final long socketHandle,
            final long interfaceHandle,
            final int membership,
            final Lease single,
            final Lease nothing,
            final int source) {
        final int gone = step(OperationStep.FILTER_BUILT, socketHandle, interfaceHandle);
        if (gone != OK) {
            return gone;
        }
        groupFlyweight.wrap(groups.slab(), memberships.group(membership));
        hosts.change(
                interfaceHandle,
                groupFlyweight.addressHigh(),
                groupFlyweight.addressLow(),
                single.handle(),
                nothing.handle());
        sources.remove(source);
        steps.onStep(OperationStep.FILTER_REPLACED);
        return OK;
    }

    /** End a membership. With the last one its group is idle, until {@link #settle}. The only way out there is. */
    void end(final int membership, final int socketSlot) {
        final int group = memberships.group(membership);
        groupFlyweight.wrap(groups.slab(), group);
        hosts.change(
                linkMulticasts.interfaceHandle(groups.linkMulticast(group)),
                groupFlyweight.addressHigh(),
                groupFlyweight.addressLow(),
                memberships.filter(membership),
                HostMachine.NO_MEMBERSHIP);
        memberships.unlink(membership, socketSlot);
        steps.onStep(OperationStep.MEMBERSHIP_UNLINKED);
        if (memberships.ofGroup().count(group) == 0) {
            if (idleCount == idle.length) {
                settle();
            }
            idle[idleCount++] = groups.slab().handle(group);
        }
    }

    /** Let go of every group whose last membership ended at this instant and that nobody has joined since. */
    void settle() {
        // A listener of steps may come in here again, and goes on where this stands.
        while (settled < idleCount) {
            final int group = groups.slab().resolve(idle[settled++]);
            if (group != NULL_SLOT && memberships.ofGroup().count(group) == 0) {
                final int link = groups.linkMulticast(group);
                groups.unlink(group);
                steps.onStep(OperationStep.GROUP_UNLINKED);
                removeGroup(link);
            }
        }
        settled = 0;
        idleCount = 0;
    }

    private void removeGroup(final int link) {
        final long interfaceHandle = linkMulticasts.interfaceHandle(link);
        final long macAddress = linkMulticast.wrap(linkMulticasts.slab(), link).macAddress();
        if (linkMulticasts.removeGroup(link)) {
            linkFilters.remove(interfaceHandle, macAddress);
        }
    }

    /** A stalled reader keeps memory from coming back: what exists keeps its service, nothing new is begun. */
    boolean isStalled() {
        return store.inLimbo() >= limits.recordsInLimbo() && store.isBlocked();
    }

    /** Say that a step is done. Returns OK, or what is gone since then: only who listens can have done that. */
    private int step(final OperationStep step, final long socketHandle, final long interfaceHandle) {
        if (!isWatched) {
            return OK;
        }
        steps.onStep(step);
        return gone(socketHandle, interfaceHandle);
    }

    private int gone(final long socketHandle, final long interfaceHandle) {
        if (sockets.resolve(socketHandle) == NULL_SLOT) {
            return BAD_SOCKET;
        }
        return interfaces.resolve(interfaceHandle) == NULL_SLOT ? INTERFACE_GONE : OK;
    }

    /** A member of a group has come: its interface has to receive the group's link-layer address. */
    private void receive(final int group) {
        final int link = groups.linkMulticast(group);
        if (linkMulticasts.beginReceiving(link)) {
            linkFilters.add(link);
        }
    }

    /** Take back a group that was made for a membership that failed. */
    private void unlinkUnused(final int group) {
        if (memberships.ofGroup().count(group) == 0) {
            final int link = groups.linkMulticast(group);
            groups.unlink(group);
            removeGroup(link);
        }
    }
}
