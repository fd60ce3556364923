package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_AVAILABLE;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.membership.OperationStatus.RECLAMATION_STALLED;
import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.SocketTable;

/**
 * The calls that change one source of a filter (RFC 3678 sections 4.1.3 and 5.1). Such a change is one entry in the
 * index of sources: readers see it at one instant, and it costs the same whatever the length of the filter. What may
 * fail comes first, so a call that fails has changed nothing.
 *
 * <p>The host is told the difference as two filters: that of the one source, and that of none.
 *
 * <p>The arguments were checked by {@link SocketOperations}: the socket is open, the interface is attached, group and
 * source can be what they are.
 */
final class SourceOperations {
    private final InterfaceConfigurations configurations;
    private final MembershipOperations memberships;
    private final FilterBuilder filters;
    private final SocketTable sockets;

    SourceOperations(
            final InterfaceConfigurations configurations,
            final MembershipOperations memberships,
            final FilterBuilder filters,
            final SocketTable sockets) {
        this.configurations = configurations;
        this.memberships = memberships;
        this.filters = filters;
        this.sockets = sockets;
    }

    long join(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int socket = Handle.slot(socketHandle);
        final int interfaceSlot = Handle.slot(interfaceHandle);
        if (!configurations.get(interfaceSlot).isMulticast()) {
            return NOT_AVAILABLE;
        }
        final int group = memberships.findGroup(interfaceHandle, groupHigh, groupLow);
        final int membership = memberships.find(socket, group);
        if (membership == NULL_SLOT) {
            final long room = memberships.room(socket, interfaceSlot, group);
            if (room != OK) {
                return room;
            }
            bound(socket, interfaceSlot);
            try (Lease filter = filters.buildSingle(FilterMode.INCLUDE, sourceHigh, sourceLow)) {
                return filters.refusal() != OK
                        ? filters.refusal()
                        : memberships.add(socketHandle, interfaceHandle, groupHigh, groupLow, group, filter);
            }
        }
        final long old = memberships.filter(membership);
        if (filters.mode(old) == FilterMode.EXCLUDE) {
            final boolean isSwitched = old == NULL_HANDLE
                    && configurations.get(interfaceSlot).dialect().isModeSwitchedBySourceJoin();
            if (!isSwitched) {
                return INVALID;
            }
        } else if (filters.find(old, sourceHigh, sourceLow) != NULL_SLOT) {
            return NOT_AVAILABLE;
        }
        return include(socketHandle, interfaceHandle, membership, FilterMode.INCLUDE, sourceHigh, sourceLow);
    }

    /** Leaving the last source ends the membership. */
    long leave(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final Dialect dialect = dialect(interfaceHandle);
        final int membership = memberships.find(Handle.slot(socketHandle), interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return dialect.sourceOfNoMember();
        }
        final long old = memberships.filter(membership);
        if (filters.mode(old) == FilterMode.EXCLUDE) {
            // Of EXCLUDE of nothing even Linux says that the source is not there.
            return old == NULL_HANDLE ? NOT_AVAILABLE : dialect.leaveOfAnySource();
        }
        final int source = filters.find(old, sourceHigh, sourceLow);
        if (source == NULL_SLOT) {
            return NOT_AVAILABLE;
        }
        if (filters.count(old) == 1) {
            memberships.end(membership, Handle.slot(socketHandle));
            return OK;
        }
        return omit(socketHandle, interfaceHandle, membership, source, sourceHigh, sourceLow);
    }

    long block(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int membership = memberships.find(Handle.slot(socketHandle), interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return dialect(interfaceHandle).sourceOfNoMember();
        }
        final long old = memberships.filter(membership);
        if (filters.mode(old) == FilterMode.INCLUDE) {
            return INVALID;
        }
        return filters.find(old, sourceHigh, sourceLow) != NULL_SLOT
                ? NOT_AVAILABLE
                : include(socketHandle, interfaceHandle, membership, FilterMode.EXCLUDE, sourceHigh, sourceLow);
    }

    long unblock(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int membership = memberships.find(Handle.slot(socketHandle), interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return dialect(interfaceHandle).sourceOfNoMember();
        }
        final long old = memberships.filter(membership);
        if (filters.mode(old) == FilterMode.INCLUDE) {
            return INVALID;
        }
        final int source = filters.find(old, sourceHigh, sourceLow);
        return source == NULL_SLOT
                ? NOT_AVAILABLE
                : omit(socketHandle, interfaceHandle, membership, source, sourceHigh, sourceLow);
    }

    /** The filter in use has the mode, or is EXCLUDE of nothing. */
    private long include(
            final long socketHandle,
            final long interfaceHandle,
            final int membership,
            final FilterMode mode,
            final long sourceHigh,
            final long sourceLow) {
        if (memberships.isStalled()) {
            return RECLAMATION_STALLED;
        }
        bound(Handle.slot(socketHandle), Handle.slot(interfaceHandle));
        final long inUse = memberships.filter(membership);
        final long room = filters.room(inUse);
        if (room != OK) {
            return room;
        }
        try (Lease single = filters.buildSingle(mode, sourceHigh, sourceLow);
                Lease nothing = filters.buildNothing(mode)) {
            if (filters.refusal() != OK) {
                return filters.refusal();
            }
            return inUse == NULL_HANDLE
                    ? memberships.replace(socketHandle, interfaceHandle, membership, single)
                    : memberships.addSource(
                            socketHandle, interfaceHandle, membership, nothing, single, sourceHigh, sourceLow);
        }
    }

    /** INCLUDE of one source has no source that can be omitted: that is a leave. */
    private long omit(
            final long socketHandle,
            final long interfaceHandle,
            final int membership,
            final int source,
            final long sourceHigh,
            final long sourceLow) {
        if (memberships.isStalled()) {
            return RECLAMATION_STALLED;
        }
        final long inUse = memberships.filter(membership);
        if (filters.count(inUse) == 1) {
            try (Lease anySource = filters.build(FilterMode.EXCLUDE, SourceList.EMPTY)) {
                return memberships.replace(socketHandle, interfaceHandle, membership, anySource);
            }
        }
        bound(Handle.slot(socketHandle), Handle.slot(interfaceHandle));
        final FilterMode mode = filters.mode(inUse);
        try (Lease single = filters.buildSingle(mode, sourceHigh, sourceLow);
                Lease nothing = filters.buildNothing(mode)) {
            return filters.refusal() != OK
                    ? filters.refusal()
                    : memberships.removeSource(socketHandle, interfaceHandle, membership, single, nothing, source);
        }
    }

    private void bound(final int socket, final int interfaceSlot) {
        filters.bound(
                sockets.maxSources(socket), configurations.get(interfaceSlot).maxSources(), NULL_HANDLE);
    }

    private Dialect dialect(final long interfaceHandle) {
        return configurations.get(Handle.slot(interfaceHandle)).dialect();
    }
}
