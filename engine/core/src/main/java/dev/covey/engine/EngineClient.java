package dev.covey.engine;

import static dev.covey.engine.ingress.EventKind.SET_FILTER_LENGTH;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EventFlyweight;
import dev.covey.engine.ingress.EventKind;
import dev.covey.engine.ingress.IngressRing;
import dev.covey.engine.ingress.InterfaceCommand;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.LinkType;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One thread's way to hand packets and commands to the engine. All clients' events ride one ring and take effect in its
 * order.
 *
 * <p>Every call answers at once: a sequence number, or a negative {@code IngressStatus} when nothing was taken: the
 * ring is full ({@code BACK_PRESSURED}; ask again), the event is too long, or the engine is closed. Packets leave a
 * part of the ring to commands, so a flood of them cannot keep a leave out. What became of a command is told by its
 * {@link Completion}, which may be null but for a lookup.
 *
 * <p>Threading: a client belongs to one thread; make one per thread. Nothing is allocated per call.
 */
public final class EngineClient {
    private final IngressRing ring;
    private final TimeSource timeSource;
    private final EventFlyweight event = new EventFlyweight();

    EngineClient(final IngressRing ring, final TimeSource timeSource) {
        this.ring = ring;
        this.timeSource = timeSource;
    }

    /**
     * Hand in a packet. It is copied.
     *
     * @param interfaceHandle it came in by.
     * @param linkType what it begins with.
     * @param buffer that has it.
     * @param offset of its first byte.
     * @param lengthBytes of the packet.
     * @param timeNs of its arrival, on the clock of the engine.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long offer(
            final long interfaceHandle,
            final LinkType linkType,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes,
            final long timeNs) {
        // A claim that is not published holds up everybody: whatever can throw comes before it.
        buffer.boundsCheck(offset, lengthBytes);
        final long linkTypeCode = EventKind.code(linkType);
        final long sequence = ring.claim(EventKind.PACKET, lengthBytes);
        if (sequence >= 0) {
            ring.wrap(sequence, event)
                    .interfaceHandle(interfaceHandle)
                    .timeNs(timeNs)
                    .argument(linkTypeCode);
            event.buffer().putBytes(event.payloadOffset(), buffer, offset, lengthBytes);
            ring.publish(sequence, null);
        }
        return sequence;
    }

    /**
     * Attach an interface. Completes with its handle.
     *
     * @param configuration of the interface.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long attach(final InterfaceConfiguration configuration, final Completion completion) {
        return configure(EventKind.ATTACH, 0, configuration, completion);
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
        return configure(EventKind.CONFIGURE, interfaceHandle, configuration, completion);
    }

    private long configure(
            final int kind,
            final long interfaceHandle,
            final InterfaceConfiguration configuration,
            final Completion completion) {
        Objects.requireNonNull(configuration);
        final long timeNs = timeSource.timeNs();
        final long sequence = ring.claim(kind, 0);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, 0, timeNs);
            ring.publish(sequence, new InterfaceCommand(configuration, completion));
        }
        return sequence;
    }

    /**
     * Detach an interface, whatever is joined on it.
     *
     * @param interfaceHandle to detach.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long detach(final long interfaceHandle, final Completion completion) {
        return command(EventKind.DETACH, interfaceHandle, 0, 0, 0, 0, completion);
    }

    /**
     * Open a socket. Completes with its handle.
     *
     * @param cookie what the embedder calls it.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long openSocket(final long cookie, final Completion completion) {
        return command(EventKind.OPEN, 0, cookie, 0, 0, 0, completion);
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
        return command(EventKind.OPEN, 0, cookie, memberships, maxSources, 0, completion);
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
        return command(EventKind.LIMIT, 0, socketHandle, maxMemberships, maxSources, 0, completion);
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
        return command(EventKind.LOOPBACK, 0, socketHandle, isLoopback ? 1 : 0, 0, 0, completion);
    }

    /**
     * Close a socket: it leaves whatever it has joined.
     *
     * @param socketHandle to close.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long closeSocket(final long socketHandle, final Completion completion) {
        return command(EventKind.CLOSE, 0, socketHandle, 0, 0, 0, completion);
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
        return command(EventKind.JOIN, interfaceHandle, socketHandle, groupHigh, groupLow, 0, completion);
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
        return command(EventKind.LEAVE, interfaceHandle, socketHandle, groupHigh, groupLow, 0, completion);
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
        final int modeCode = mode.code();
        final int count = sources.count();
        final long timeNs = timeSource.timeNs();
        final long sequence = ring.claim(EventKind.SET_FILTER, SET_FILTER_LENGTH + count * SourceList.ENTRY_LENGTH);
        if (sequence < 0) {
            return sequence;
        }
        begin(sequence, interfaceHandle, socketHandle, timeNs);
        put(groupHigh, groupLow, modeCode);
        final MutableDirectBuffer buffer = event.buffer();
        final int offset = event.payloadOffset();
        buffer.putLong(offset + 3 * Long.BYTES, count);
        for (int i = 0; i < count; i++) {
            final int entry = offset + SET_FILTER_LENGTH + i * SourceList.ENTRY_LENGTH;
            buffer.putLong(entry, sources.high(i));
            buffer.putLong(entry + Long.BYTES, sources.low(i));
        }
        ring.publish(sequence, completion);
        return sequence;
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
        return ofSource(
                EventKind.JOIN_SOURCE,
                interfaceHandle,
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
        return ofSource(
                EventKind.LEAVE_SOURCE,
                interfaceHandle,
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
        return ofSource(
                EventKind.BLOCK_SOURCE,
                interfaceHandle,
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
        return ofSource(
                EventKind.UNBLOCK_SOURCE,
                interfaceHandle,
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
        return command(EventKind.GET_FILTER, interfaceHandle, socketHandle, groupHigh, groupLow, 0, completion);
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
        return ofSource(EventKind.LOOKUP, interfaceHandle, 0, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }

    private long ofSource(
            final int kind,
            final long interfaceHandle,
            final long argument,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        final long timeNs = timeSource.timeNs();
        final long sequence = ring.claim(kind, 4 * Long.BYTES);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, argument, timeNs);
            put(groupHigh, groupLow, sourceHigh);
            event.buffer().putLong(event.payloadOffset() + 3 * Long.BYTES, sourceLow);
            ring.publish(sequence, completion);
        }
        return sequence;
    }

    private long command(
            final int kind,
            final long interfaceHandle,
            final long argument,
            final long first,
            final long second,
            final long third,
            final Completion completion) {
        final long timeNs = timeSource.timeNs();
        final long sequence = ring.claim(kind, 3 * Long.BYTES);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, argument, timeNs);
            put(first, second, third);
            ring.publish(sequence, completion);
        }
        return sequence;
    }

    private void begin(final long sequence, final long interfaceHandle, final long argument, final long timeNs) {
        ring.wrap(sequence, event)
                .interfaceHandle(interfaceHandle)
                .timeNs(timeNs)
                .argument(argument);
    }

    private void put(final long first, final long second, final long third) {
        final MutableDirectBuffer buffer = event.buffer();
        final int offset = event.payloadOffset();
        buffer.putLong(offset, first);
        buffer.putLong(offset + Long.BYTES, second);
        buffer.putLong(offset + 2 * Long.BYTES, third);
    }
}
