package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_AVAILABLE;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.membership.OperationStatus.RECLAMATION_STALLED;
import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.RecordList;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * Sockets opening and closing, joining and leaving (RFC 9776 section 2, RFC 3678).
 *
 * <p>What each call answers, by the state of the socket's membership before it, in the {@link Dialect} of the
 * interface. F is FreeBSD's, L is Linux's where they differ; S is the source of the call, T another.
 *
 * <pre>
 *  before                 join           joinSource     leaveSource    block          unblock        leave
 *  no membership          OK             OK             F NOTAVAIL     F NOTAVAIL     F NOTAVAIL     NOTAVAIL
 *                                                       L INVAL        L INVAL        L INVAL
 *  EXCLUDE of nothing     INUSE          F INVAL        NOTAVAIL       OK             NOTAVAIL       OK
 *                                        L OK: INCLUDE
 *  EXCLUDE S              INUSE          INVAL          F NOTAVAIL     NOTAVAIL       OK             OK
 *                                                       L INVAL
 *  EXCLUDE T              INUSE          INVAL          F NOTAVAIL     OK             NOTAVAIL       OK
 *                                                       L INVAL
 *  INCLUDE S              F INVAL        NOTAVAIL       OK: a leave    INVAL          INVAL          OK
 *                         L INUSE
 *  INCLUDE T              F INVAL        OK             NOTAVAIL       INVAL          INVAL          OK
 *                         L INUSE
 *  INCLUDE S, T           F INVAL        NOTAVAIL       OK             INVAL          INVAL          OK
 *                         L INUSE
 *  interface detached     ENODEV         ENODEV         ENODEV         ENODEV         ENODEV         OK, once
 * </pre>
 *
 * <p>INVAL is {@link OperationStatus#INVALID}, INUSE {@link OperationStatus#ALREADY_JOINED}, NOTAVAIL
 * {@link OperationStatus#NOT_AVAILABLE}. Before any of it: EBADF for a closed socket, EINVAL for a group that is not
 * multicast, ENODEV, and EINVAL for a source that is of the other family or cannot send. An interface that does not
 * carry multicast cannot be joined on (EADDRNOTAVAIL), and where source-specific multicast is known, a group of its
 * range cannot be joined for any source (EINVAL, RFC 4604 section 2.2).
 *
 * <p>{@link #setFilter} joins if it has to, in every dialect: it is {@code IPMulticastListen} of RFC 9776 section 2.
 *
 * <p>Addresses are IPv4-mapped where they are IPv4. A call that fails has changed nothing. Threading: the writer's
 * thread only.
 */
public final class SocketOperations {
    private final InterfaceTable interfaces;
    private final InterfaceConfigurations configurations;
    private final SocketTable sockets;
    private final RecordList ofSocket;
    private final MembershipOperations memberships;
    private final SourceOperations sources;
    private final FilterBuilder filters;
    private final OperationLimits limits;
    private final StepListener steps;

    /**
     * Operations on the sockets of an engine.
     *
     * @param tables of the engine.
     * @param configurations of its interfaces.
     * @param limits of each socket, unless it has its own.
     * @param linkFilters of its interfaces.
     * @param hosts that report what is joined.
     * @param steps told of each step.
     */
    public SocketOperations(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final OperationLimits limits,
            final LinkFilters linkFilters,
            final HostMachine hosts,
            final StepListener steps) {
        this.interfaces = tables.interfaces();
        this.configurations = configurations;
        this.sockets = tables.sockets();
        this.ofSocket = tables.memberships().ofSocket();
        this.memberships = new MembershipOperations(tables, configurations, limits, linkFilters, hosts, steps);
        this.filters = new FilterBuilder(tables);
        this.sources = new SourceOperations(configurations, memberships, filters, sockets);
        this.limits = limits;
        this.steps = steps;
    }

    /**
     * Open a socket with the limits of the engine.
     *
     * @param cookie what the embedder calls it.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long open(final long cookie) {
        return open(cookie, false, limits.membershipsPerSocket(), limits.sourcesPerFilter());
    }

    /**
     * Open a socket with limits of its own.
     *
     * @param cookie what the embedder calls it.
     * @param maxMemberships that it can have, positive.
     * @param maxSources that a filter of it can list, positive.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long open(final long cookie, final int maxMemberships, final int maxSources) {
        return maxMemberships < 1 || maxSources < 1 ? INVALID : open(cookie, false, maxMemberships, maxSources);
    }

    /**
     * Open a socket of the engine's own, for what an interface joins by itself: no delivery names it, and only the
     * sizes of the tables limit it.
     *
     * @param cookie what it is known by.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long openInternal(final long cookie) {
        return open(cookie, true, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private long open(final long cookie, final boolean isInternal, final int maxMemberships, final int maxSources) {
        if (memberships.isStalled()) {
            return RECLAMATION_STALLED;
        }
        try (Lease lease = sockets.create(cookie, isInternal, maxMemberships, maxSources)) {
            return lease.isEmpty() ? OperationStatus.noRoom(Limit.SOCKETS, sockets.slab()) : lease.handle();
        }
    }

    /**
     * Change the limits of a socket. What it has joined stays, with its filters, also above them.
     *
     * @param socketHandle to limit.
     * @param maxMemberships that it can have, positive.
     * @param maxSources that a filter of it can list, positive.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long limit(final long socketHandle, final int maxMemberships, final int maxSources) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        if (maxMemberships < 1 || maxSources < 1) {
            return INVALID;
        }
        sockets.limit(socket, maxMemberships, maxSources);
        return OK;
    }

    /**
     * Set whether what a socket sends comes back to the members on this host ({@code IP_MULTICAST_LOOP},
     * {@code IPV6_MULTICAST_LOOP}). It does until this is called.
     *
     * @param socketHandle that sends.
     * @param isLoopback true if so.
     * @return {@link OperationStatus#OK} or {@link OperationStatus#BAD_SOCKET}.
     */
    public long loopback(final long socketHandle, final boolean isLoopback) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        sockets.isLoopback(socket, isLoopback);
        return OK;
    }

    /**
     * Close a socket: it leaves whatever it has joined, on interfaces that are gone too.
     *
     * @param socketHandle to close.
     * @return {@link OperationStatus#OK}, or {@link OperationStatus#BAD_SOCKET} if it was closed before.
     */
    public long close(final long socketHandle) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        for (int joined = ofSocket.first(socket); joined != NULL_SLOT; joined = ofSocket.first(socket)) {
            memberships.end(joined, socket);
        }
        sockets.unlink(socketHandle);
        steps.onStep(OperationStep.SOCKET_UNLINKED);
        return OK;
    }

    /** Let go of the groups that nobody has joined any more: at the end of each instant of joins and leaves. */
    public void settle() {
        memberships.settle();
    }

    /** Close every socket there is. */
    public void closeAll() {
        final Slab slab = sockets.slab();
        for (int slot = 0; slot < slab.highWater(); slot++) {
            if (LifeWord.phase(slab.lifeWord(slot)) == LifeWord.LIVE) {
                close(slab.handle(slot));
            }
        }
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
    public long join(final long socketHandle, final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow);
        if (refusal != OK) {
            return refusal;
        }
        final InterfaceConfiguration configuration = configurations.get(Handle.slot(interfaceHandle));
        if (!configuration.isMulticast()) {
            return NOT_AVAILABLE;
        }
        if (isForSourcesOnly(configuration, groupHigh, groupLow)) {
            return INVALID;
        }
        final int group = memberships.findGroup(interfaceHandle, groupHigh, groupLow);
        final int membership = memberships.find(Handle.slot(socketHandle), group);
        if (membership != NULL_SLOT) {
            return filters.mode(memberships.filter(membership)) == FilterMode.EXCLUDE
                    ? ALREADY_JOINED
                    : configuration.dialect().joinOfSourceSpecific();
        }
        return add(socketHandle, interfaceHandle, groupHigh, groupLow, group, FilterMode.EXCLUDE, SourceList.EMPTY);
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
    public long leave(final long socketHandle, final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int socket = sockets.resolve(socketHandle);
        if (socket == NULL_SLOT) {
            return BAD_SOCKET;
        }
        if (!InternetAddress.isMulticast(groupHigh, groupLow)) {
            return INVALID;
        }
        final int membership = memberships.find(socket, interfaceHandle, groupHigh, groupLow);
        if (membership == NULL_SLOT) {
            return NOT_JOINED;
        }
        memberships.end(membership, socket);
        return OK;
    }

    /**
     * Receive a source: one more of a membership in INCLUDE mode, or the first of a new one.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long joinSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        return refusal != OK
                ? refusal
                : sources.join(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Receive a source of a membership in INCLUDE mode no more. With the last one, leave the group.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long leaveSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        return refusal != OK
                ? refusal
                : sources.leave(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Keep a source out of what a membership in EXCLUDE mode receives.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long blockSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        return refusal != OK
                ? refusal
                : sources.block(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Receive a source again that a membership in EXCLUDE mode keeps out.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long unblockSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        return refusal != OK
                ? refusal
                : sources.unblock(socketHandle, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Set the whole filter of a membership, at one instant. INCLUDE of nothing is a leave; any other filter joins if
     * the socket is no member yet (RFC 9776 section 2), where the calls of the same name in FreeBSD and Linux ask for a
     * join before.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param mode of the filter.
     * @param sources that it lists; one listed twice counts once.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long setFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources) {
        if (mode == FilterMode.INCLUDE && sources.count() == 0) {
            return leave(socketHandle, interfaceHandle, groupHigh, groupLow);
        }
        int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow);
        if (refusal == OK) {
            refusal = FilterBuilder.check(sources, InternetAddress.isIpv4(groupHigh, groupLow));
        }
        if (refusal != OK) {
            return refusal;
        }
        final InterfaceConfiguration configuration = configurations.get(Handle.slot(interfaceHandle));
        if (mode == FilterMode.EXCLUDE && isForSourcesOnly(configuration, groupHigh, groupLow)) {
            return INVALID;
        }
        final int group = memberships.findGroup(interfaceHandle, groupHigh, groupLow);
        final int membership = memberships.find(Handle.slot(socketHandle), group);
        if (membership == NULL_SLOT) {
            return configuration.isMulticast()
                    ? add(socketHandle, interfaceHandle, groupHigh, groupLow, group, mode, sources)
                    : NOT_AVAILABLE;
        }
        if (memberships.isStalled()) {
            return RECLAMATION_STALLED;
        }
        final int maxSources = sockets.maxSources(Handle.slot(socketHandle));
        filters.bound(maxSources, configuration.maxSources(), memberships.filter(membership));
        try (Lease filter = filters.build(mode, sources)) {
            return filters.refusal() != OK
                    ? filters.refusal()
                    : memberships.replace(socketHandle, interfaceHandle, membership, filter);
        }
    }

    /**
     * Read the whole filter of a membership.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership; one that is detached is read as well until the socket leaves.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param visitor told the mode, and each source; a {@link SourceBuffer} keeps what fits.
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
        if (!InternetAddress.isMulticast(groupHigh, groupLow)) {
            return INVALID;
        }
        final int membership = memberships.find(socket, interfaceHandle, groupHigh, groupLow);
        return membership == NULL_SLOT ? NOT_JOINED : filters.visit(memberships.filter(membership), visitor);
    }

    private long add(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final int group,
            final FilterMode mode,
            final SourceList list) {
        final int socket = Handle.slot(socketHandle);
        final int interfaceSlot = Handle.slot(interfaceHandle);
        final long room = memberships.room(socket, interfaceSlot, group);
        if (room != OK) {
            return room;
        }
        filters.bound(
                sockets.maxSources(socket), configurations.get(interfaceSlot).maxSources(), NULL_HANDLE);
        try (Lease filter = filters.build(mode, list)) {
            return filters.refusal() != OK
                    ? filters.refusal()
                    : memberships.add(socketHandle, interfaceHandle, groupHigh, groupLow, group, filter);
        }
    }

    private static boolean isForSourcesOnly(
            final InterfaceConfiguration configuration, final long groupHigh, final long groupLow) {
        return configuration.hostVariables().isSourceSpecific(groupHigh, groupLow);
    }

    private int refusal(
            final long socketHandle, final long interfaceHandle, final long groupHigh, final long groupLow) {
        if (sockets.resolve(socketHandle) == NULL_SLOT) {
            return BAD_SOCKET;
        }
        if (!InternetAddress.isMulticast(groupHigh, groupLow)) {
            return INVALID;
        }
        return interfaces.resolve(interfaceHandle) == NULL_SLOT ? INTERFACE_GONE : OK;
    }

    private int refusal(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int refusal = refusal(socketHandle, interfaceHandle, groupHigh, groupLow);
        if (refusal != OK) {
            return refusal;
        }
        final boolean isIpv4 = InternetAddress.isIpv4(groupHigh, groupLow);
        return FilterBuilder.isSource(sourceHigh, sourceLow, isIpv4) ? OK : INVALID;
    }
}
