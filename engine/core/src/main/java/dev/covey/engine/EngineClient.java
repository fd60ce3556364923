package dev.covey.engine;

import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.counters.InterfaceCounters;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EventKind;
import dev.covey.engine.ingress.IngressRing;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.LinkType;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * One thread's way to hand packets and commands to the engine. All clients' events ride one ring and take effect in its
 * order.
 *
 * <p>Every call answers at once: a sequence number, or a negative {@code IngressStatus} when nothing was taken: the
 * ring is full ({@code BACK_PRESSURED}; ask again), the event is too long, or the engine is closed. Packets leave a
 * part of the ring to commands, so a flood of them cannot keep a leave out. What became of a command is told by its
 * {@link Completion}; where nobody waits for the answer it may be null, but not for {@link #lookup} and
 * {@link #getFilter}.
 *
 * <p>Threading: a client belongs to one thread; make one per thread. Nothing is allocated per call.
 */
public final class EngineClient {
    private final CommandWriter commands;
    private final EngineCounters counters;

    EngineClient(final IngressRing ring, final TimeSource timeSource, final EngineCounters counters) {
        this.commands = new CommandWriter(ring, timeSource);
        this.counters = counters;
    }

    /**
     * Find the counters of an interface, for who runs its port: {@code port.*} are the port's to set.
     *
     * @param interfaceHandle of the interface.
     * @return its counters, or null if it is detached, or has none of its own.
     */
    public InterfaceCounters interfaceCounters(final long interfaceHandle) {
        return counters.ofInterface(Handle.slot(interfaceHandle), interfaceHandle);
    }

    /**
     * Hand in a packet. It is copied before this returns, so its memory may be used again at once.
     *
     * <p>The engine needs the IGMP and MLD messages of a link. Data may be handed in, to be counted and told to
     * {@link MembershipListener#onData}; who gets it is better asked of a {@link MembershipReader}.
     *
     * @param interfaceHandle it came in by.
     * @param linkType what it begins with.
     * @param buffer that has it.
     * @param offset of its first byte.
     * @param lengthBytes of the packet.
     * @param timeNs of its arrival, on the clock that {@link EngineContext#timeSource()} names.
     * @return its sequence, or a negative {@code IngressStatus}.
     * @throws IndexOutOfBoundsException if the packet is not within the buffer.
     */
    public long offer(
            final long interfaceHandle,
            final LinkType linkType,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes,
            final long timeNs) {
        return commands.packet(interfaceHandle, linkType, buffer, offset, lengthBytes, timeNs);
    }

    /**
     * Attach an interface. Completes with its handle.
     *
     * @param configuration of the interface.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long attach(final InterfaceConfiguration configuration, final Completion completion) {
        return commands.configure(EventKind.ATTACH, 0, configuration, completion);
    }

    /**
     * Change what an interface is. Its roles stay as they are: other roles complete with {@code EINVAL}.
     *
     * @param interfaceHandle to change.
     * @param configuration that it has from now on.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long configure(
            final long interfaceHandle, final InterfaceConfiguration configuration, final Completion completion) {
        return commands.configure(EventKind.CONFIGURE, interfaceHandle, configuration, completion);
    }

    /**
     * Detach an interface, whatever is joined on it.
     *
     * @param interfaceHandle to detach.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long detach(final long interfaceHandle, final Completion completion) {
        return commands.command(EventKind.DETACH, interfaceHandle, 0, 0, 0, completion);
    }

    /**
     * Open a socket. Completes with its handle.
     *
     * @param cookie what the embedder calls it.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long openSocket(final long cookie, final Completion completion) {
        return commands.command(EventKind.OPEN, 0, cookie, 0, 0, completion);
    }

    /**
     * Open a socket with limits of its own. Completes with its handle.
     *
     * @param cookie what the embedder calls it.
     * @param maxMemberships that it can have, positive.
     * @param maxSources that a filter of it can list, positive.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long openSocket(
            final long cookie, final int maxMemberships, final int maxSources, final Completion completion) {
        // Both 0 would mean the engine's own limits: no limits at all are refused instead.
        final int memberships = maxMemberships == 0 ? -1 : maxMemberships;
        return commands.command(EventKind.OPEN, 0, cookie, memberships, maxSources, completion);
    }

    /**
     * Change the limits of a socket. What it has joined stays, with its filters, also above them.
     *
     * @param socketHandle to limit.
     * @param maxMemberships that it can have, positive.
     * @param maxSources that a filter of it can list, positive.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long limitSocket(
            final long socketHandle, final int maxMemberships, final int maxSources, final Completion completion) {
        return commands.command(EventKind.LIMIT, 0, socketHandle, maxMemberships, maxSources, completion);
    }

    /**
     * Set whether what a socket sends comes back to the members on this host ({@code IP_MULTICAST_LOOP}). It does until
     * this is called. {@code MembershipReader.deliverOwn} goes by it.
     *
     * @param socketHandle that sends.
     * @param isLoopback true if so.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long loopback(final long socketHandle, final boolean isLoopback, final Completion completion) {
        return commands.command(EventKind.LOOPBACK, 0, socketHandle, isLoopback ? 1 : 0, 0, completion);
    }

    /**
     * Close a socket: it leaves whatever it has joined.
     *
     * @param socketHandle to close.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long closeSocket(final long socketHandle, final Completion completion) {
        return commands.command(EventKind.CLOSE, 0, socketHandle, 0, 0, completion);
    }

    /**
     * Say which interface is meant when none is named: see {@link InterfaceChoice#DEFAULT}.
     *
     * @param interfaceHandle of the interface, 0 for none.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long defaultInterface(final long interfaceHandle, final Completion completion) {
        return commands.command(EventKind.DEFAULT_INTERFACE, interfaceHandle, 0, 0, 0, completion);
    }

    /**
     * The calls on an interface that is not named by its handle, but chosen when each of them takes effect.
     *
     * @param choice of the interface.
     * @return the calls, for the thread of this client. Keep it: making it allocates.
     */
    public ChosenInterface on(final InterfaceChoice choice) {
        return new ChosenInterface(commands, choice);
    }

    /**
     * Join a group for any source.
     *
     * @param socketHandle that joins.
     * @param interfaceHandle to join on.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long join(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final Completion completion) {
        return commands.command(EventKind.JOIN, interfaceHandle, socketHandle, groupHigh, groupLow, completion);
    }

    /**
     * Leave a group, whatever the filter.
     *
     * @param socketHandle that leaves.
     * @param interfaceHandle it joined on.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long leave(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final Completion completion) {
        return commands.command(EventKind.LEAVE, interfaceHandle, socketHandle, groupHigh, groupLow, completion);
    }

    /**
     * Set the whole filter of a membership, at one instant. INCLUDE of nothing is a leave; any other filter joins if
     * the socket is no member yet.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param mode of the filter.
     * @param sources that it lists; copied.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long setFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources,
            final Completion completion) {
        return commands.setFilter(interfaceHandle, null, socketHandle, groupHigh, groupLow, mode, sources, completion);
    }

    /**
     * Receive a source: one more of a membership in INCLUDE mode, or the first of a new one.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long joinSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return commands.command(
                EventKind.JOIN_SOURCE,
                interfaceHandle,
                null,
                socketHandle,
                groupHigh,
                groupLow,
                sourceHigh,
                sourceLow,
                completion);
    }

    /**
     * Receive a source of a membership in INCLUDE mode no more. With the last one, leave the group.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long leaveSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return commands.command(
                EventKind.LEAVE_SOURCE,
                interfaceHandle,
                null,
                socketHandle,
                groupHigh,
                groupLow,
                sourceHigh,
                sourceLow,
                completion);
    }

    /**
     * Keep a source out of what a membership in EXCLUDE mode receives.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long blockSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return commands.command(
                EventKind.BLOCK_SOURCE,
                interfaceHandle,
                null,
                socketHandle,
                groupHigh,
                groupLow,
                sourceHigh,
                sourceLow,
                completion);
    }

    /**
     * Receive a source again that a membership in EXCLUDE mode keeps out.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long unblockSource(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return commands.command(
                EventKind.UNBLOCK_SOURCE,
                interfaceHandle,
                null,
                socketHandle,
                groupHigh,
                groupLow,
                sourceHigh,
                sourceLow,
                completion);
    }

    /**
     * Read the whole filter of a membership. Completes with the number of its sources, be it more than fit.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, from {@link Completion#forFilter}.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long getFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final Completion completion) {
        Objects.requireNonNull(completion);
        return commands.command(EventKind.GET_FILTER, interfaceHandle, socketHandle, groupHigh, groupLow, completion);
    }

    /**
     * Ask which sockets get a datagram, as of this place in the order of events. Completes with their number; their
     * handles are in the completion as far as they fit. {@link MembershipReader} answers at once instead.
     *
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @param completion of the lookup.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long lookup(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        Objects.requireNonNull(completion);
        return commands.command(
                EventKind.LOOKUP, interfaceHandle, null, 0, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }
}
