package dev.covey.engine;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.lookup.LookupBatch;
import dev.covey.engine.lookup.SocketVisitor;
import dev.covey.engine.memory.EpochDomain;
import java.util.Objects;

/**
 * One thread's way to ask who gets a packet, without locks and without allocation.
 *
 * <p>A guarded reader ({@link MulticastEngine#openReader}) may ask at any time and holds nothing back in between. A
 * polling reader ({@link MulticastEngine#openPollingReader}) asks without a fence, and has to say {@link #quiescent()}
 * once per batch: until it does, nothing that was retired is reclaimed.
 *
 * <p>Threading: each reader belongs to one thread at a time. Close it before the engine is closed.
 */
public final class MembershipReader implements AutoCloseable {
    /** Result of a lookup: nobody gets the datagram. */
    public static final int NONE = DeliveryLookup.NONE;

    private final LookupBatch batch = new LookupBatch();
    private final DeliveryLookup lookup;
    private final EpochDomain.Reader epoch;
    private final boolean isPolling;

    /** A polling reader that may look: one plain field, as every look asks for it. */
    private boolean isOnline;

    MembershipReader(final DeliveryLookup lookup, final EpochDomain.Reader epoch, final boolean isPolling) {
        this.lookup = lookup;
        this.epoch = epoch;
        this.isPolling = isPolling;
        if (isPolling) {
            epoch.online();
            isOnline = true;
        }
    }

    /**
     * Find out which of a batch of datagrams are wanted, and of which groups: the fastest way to ask, as the memory
     * accesses of many datagrams run at once.
     *
     * <p>The number of a group stays the same while anybody is a member of it, and is used again for another group no
     * sooner than a grace period after the last has left. One group on two interfaces has two numbers. All numbers are
     * dense from 0: what belongs to a group is best kept in an array, at its number. {@link #deliver} names the
     * sockets.
     *
     * @param interfaceHandles they came in by; a detached interface has no members.
     * @param groups they are addressed to, two longs each: high, low. IPv4 is mapped into IPv6.
     * @param sources they are from, two longs each.
     * @param results out: the number of each one's group, or {@link #NONE} if no socket gets it.
     * @param n number of datagrams, not negative.
     * @return how many of them are wanted.
     * @throws IndexOutOfBoundsException if an array is too short for {@code n}; nothing is looked up then.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int lookup(
            final long[] interfaceHandles,
            final long[] groups,
            final long[] sources,
            final int[] results,
            final int n) {
        Objects.checkFromIndexSize(0, n, interfaceHandles.length);
        Objects.checkFromIndexSize(0, n, groups.length >> 1);
        Objects.checkFromIndexSize(0, n, sources.length >> 1);
        Objects.checkFromIndexSize(0, n, results.length);
        return isOnline
                ? lookup.lookup(interfaceHandles, groups, sources, results, n, batch)
                : guardedLookup(interfaceHandles, groups, sources, results, n);
    }

    /**
     * Find out whether a datagram is wanted, and of which group.
     *
     * @param interfaceHandle it came in by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @return the number of the group, as in a batch, or {@link #NONE} if no socket gets it.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int lookup(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        return isOnline
                ? lookup.lookup(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow)
                : guardedLookup(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
    }

    /**
     * Find the sockets that get a datagram: those whose own membership on the interface lets its source through, each
     * once.
     *
     * @param interfaceHandle it came in by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @param sockets filled with the handles of the sockets, as far as they fit.
     * @return the number of sockets that get it, also those that did not fit.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int deliver(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final long[] sockets) {
        if (isOnline) {
            return lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, sockets);
        }
        try (EpochDomain.Guard inside = enter()) {
            return lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, sockets);
        }
    }

    /**
     * Find the sockets that get a datagram, and tell them to a visitor. Allocates nothing.
     *
     * @param interfaceHandle it came in by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @param visitor told each of them, once. It runs while the reader holds reclamation back: it has to be short, and
     *     must not use this reader.
     * @return the number of sockets that get it.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int deliver(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final SocketVisitor visitor) {
        if (isOnline) {
            return lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, visitor);
        }
        try (EpochDomain.Guard inside = enter()) {
            return lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, visitor);
        }
    }

    /**
     * Find the sockets of this host that get what one of them sends: nobody if the sender has turned that off
     * ({@link EngineClient#loopback}) or is closed, and otherwise as for a datagram that came in. The sender is among
     * them if it is a member itself.
     *
     * @param senderHandle socket that sends.
     * @param interfaceHandle it goes out by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @param sockets filled with the handles of the sockets, as far as they fit.
     * @return the number of sockets that get it, also those that did not fit.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int deliverOwn(
            final long senderHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final long[] sockets) {
        if (isOnline) {
            return lookup.isLoopback(senderHandle)
                    ? lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, sockets)
                    : 0;
        }
        try (EpochDomain.Guard inside = enter()) {
            return lookup.isLoopback(senderHandle)
                    ? lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, sockets)
                    : 0;
        }
    }

    /**
     * Find the sockets of this host that get what one of them sends: nobody if the sender has turned that off
     * ({@link EngineClient#loopback}) or is closed, and otherwise as for a datagram that came in. The sender is among
     * them if it is a member itself.
     *
     * @param senderHandle socket that sends.
     * @param interfaceHandle it goes out by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @param visitor told each of them, as for a datagram that came in.
     * @return the number of sockets that get it.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public int deliverOwn(
            final long senderHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final SocketVisitor visitor) {
        if (isOnline) {
            return lookup.isLoopback(senderHandle)
                    ? lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, visitor)
                    : 0;
        }
        try (EpochDomain.Guard inside = enter()) {
            return lookup.isLoopback(senderHandle)
                    ? lookup.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, visitor)
                    : 0;
        }
    }

    /**
     * Does any socket get a datagram?
     *
     * @param interfaceHandle it came in by; a detached interface has no members.
     * @param groupHigh it is addressed to, IPv4-mapped where it is IPv4.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from, IPv4-mapped where it is IPv4.
     * @param sourceLow it is from.
     * @return true if at least one does.
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public boolean isWanted(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        if (isOnline) {
            return lookup.isWanted(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        }
        try (EpochDomain.Guard inside = enter()) {
            return lookup.isWanted(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        }
    }

    /**
     * Say, once per batch, that nothing found before is kept. A guarded reader need not.
     *
     * @throws IllegalStateException if the engine or this reader is closed.
     */
    public void quiescent() {
        if (isPolling) {
            // Stays so if that fails: the engine is closed, and nothing may be looked at any more.
            isOnline = false;
            epoch.quiescent();
            isOnline = true;
        }
    }

    /** On its own, so that the compiler finds what a polling reader runs small enough to inline it. */
    private int guardedLookup(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        try (EpochDomain.Guard inside = enter()) {
            return lookup.lookup(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
        }
    }

    private int guardedLookup(
            final long[] interfaceHandles,
            final long[] groups,
            final long[] sources,
            final int[] results,
            final int n) {
        try (EpochDomain.Guard inside = enter()) {
            return lookup.lookup(interfaceHandles, groups, sources, results, n, batch);
        }
    }

    @MustBeClosed
    private EpochDomain.Guard enter() {
        // A reader that has left holds nothing back: what it looked at could be reclaimed under its eyes.
        if (isPolling) {
            throw new IllegalStateException("reader is closed, or its engine is");
        }
        return epoch.enter();
    }

    /** Stop reading, and give the reader's place to somebody else. */
    @Override
    public void close() {
        isOnline = false;
        epoch.close();
    }
}
