package dev.covey.engine.lookup;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.table.AddressIndex;
import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;
import dev.covey.engine.table.SourceBatch;
import java.lang.invoke.VarHandle;

/**
 * Which sockets get a datagram: those whose own membership on the interface it came in by lets its source through, each
 * once, and no other. The engine's own sockets are never among them.
 *
 * <p>Threading: any thread inside an epoch, or the writer's. Holds no state.
 */
public final class DeliveryLookup {
    /** Result of a lookup: nobody gets the datagram. */
    public static final int NONE = NULL_SLOT;

    /** More at once find no more room in the processor, and push out of its cache what the caller has there. */
    private static final int DATAGRAMS_PER_BATCH = 32;

    private final InterfaceTable interfaces;
    private final GroupTable groups;
    private final MembershipTable memberships;
    private final FilterTable filters;
    private final SocketTable socketTable;

    /**
     * Lookups over the tables of an engine.
     *
     * @param tables of the engine.
     */
    public DeliveryLookup(final RecordTables tables) {
        this.interfaces = tables.interfaces();
        this.groups = tables.groups();
        this.memberships = tables.memberships();
        this.filters = tables.filters();
        this.socketTable = tables.sockets();
    }

    /**
     * Find the sockets that get a datagram.
     *
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from.
     * @param sourceLow it is from.
     * @param sockets filled with the handles of the sockets, as far as they fit.
     * @return the number of sockets that get it, also those that did not fit.
     */
    public int deliver(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final long[] sockets) {
        int found = 0;
        int slot = first(interfaceHandle, groupHigh, groupLow);
        while (slot != NULL_SLOT) {
            if (passes(slot, sourceHigh, sourceLow)) {
                if (found < sockets.length) {
                    sockets[found] = memberships.socketHandle(slot);
                }
                found++;
            }
            slot = memberships.ofGroup().next(slot);
        }
        return found;
    }

    /**
     * Find the sockets that get a datagram.
     *
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from.
     * @param sourceLow it is from.
     * @param visitor told each of them.
     * @return the number of sockets that get it.
     */
    public int deliver(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final SocketVisitor visitor) {
        int found = 0;
        int slot = first(interfaceHandle, groupHigh, groupLow);
        while (slot != NULL_SLOT) {
            if (passes(slot, sourceHigh, sourceLow)) {
                visitor.onSocket(memberships.socketHandle(slot));
                found++;
            }
            slot = memberships.ofGroup().next(slot);
        }
        return found;
    }

    /**
     * Find the group that a datagram is wanted for. Mostly one look at one cache line: an open group, one with a member
     * who takes every source, is wanted whoever sends.
     *
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from.
     * @param sourceLow it is from.
     * @return the number of the group, or {@link #NONE} if no socket gets the datagram.
     */
    public int lookup(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int look = look(interfaceHandle, groupHigh, groupLow);
        return GroupTable.isOpen(look) ? GroupTable.openSlot(look) : filtered(look, sourceHigh, sourceLow);
    }

    /**
     * Find the groups that a batch of datagrams is wanted for: the memory accesses of many run at once.
     *
     * @param interfaceHandles they came in by.
     * @param groups they are addressed to, two longs each.
     * @param sources they are from, two longs each.
     * @param results out: the number of the group of each, or {@link #NONE}.
     * @param n number of datagrams, not negative and no more than the arrays hold.
     * @param batch of the calling thread.
     * @return how many of them are wanted.
     */
    public int lookup(
            final long[] interfaceHandles,
            final long[] groups,
            final long[] sources,
            final int[] results,
            final int n,
            final LookupBatch batch) {
        int wanted = 0;
        for (int from = 0; from < n; from += DATAGRAMS_PER_BATCH) {
            wanted += lookup(
                    interfaceHandles, groups, sources, results, from, Math.min(n, from + DATAGRAMS_PER_BATCH), batch);
        }
        return wanted;
    }

    private int lookup(
            final long[] interfaceHandles,
            final long[] groups,
            final long[] sources,
            final int[] results,
            final int from,
            final int to,
            final LookupBatch batch) {
        this.groups.look(interfaceHandles, groups, results, from, to, batch.groups);
        final SourceBatch filtered = batch.sources;
        filtered.clear();
        // Who has found a group looks afterwards whether its interface is still there.
        VarHandle.acquireFence();
        int wanted = 0;
        for (int i = from; i < to; i++) {
            final int look = results[i];
            // Looked for by the interface's slot alone: which may be another's by now.
            if (!GroupTable.isOpen(look)) {
                wanted +=
                        unlessOpen(look, interfaceHandles[i], sources[2 * i], sources[2 * i + 1], results, i, filtered);
            } else if (interfaces.isAttachedUnfenced(interfaceHandles[i])) {
                // An open group's sources are not even read.
                results[i] = GroupTable.openSlot(look);
                wanted++;
            } else {
                results[i] = NONE;
            }
        }
        VarHandle.acquireFence();
        return filtered.size() == 0 ? wanted : wanted + filters.pass(filtered, results);
    }

    private int unlessOpen(
            final int look,
            final long interfaceHandle,
            final long sourceHigh,
            final long sourceLow,
            final int[] results,
            final int position,
            final SourceBatch filtered) {
        if (look == AddressIndex.MISS || !interfaces.isAttached(interfaceHandle)) {
            results[position] = NONE;
            return 0;
        }
        if (groups.isFilter(look)) {
            filtered.add(groups.filter(look), sourceHigh, sourceLow, position);
            return 0;
        }
        final int result = filtered(look, sourceHigh, sourceLow);
        results[position] = result;
        return result == NONE ? 0 : 1;
    }

    /** On its own, so that the compiler finds the question of most datagrams small enough to inline it. */
    private int filtered(final int look, final long sourceHigh, final long sourceLow) {
        if (groups.isFilter(look)) {
            final int filter = groups.filter(look);
            return filters.passes(filter, sourceHigh, sourceLow) ? filters.group(filter) : NONE;
        }
        final int group = groups.slot(look);
        return group != NULL_SLOT && isWanted(group, sourceHigh, sourceLow) ? group : NONE;
    }

    /**
     * Does what a socket sends come back to the members on this host?
     *
     * @param socketHandle that sends.
     * @return false if it has said so, or is closed.
     */
    public boolean isLoopback(final long socketHandle) {
        final int slot = socketTable.resolve(socketHandle);
        return slot != NULL_SLOT && socketTable.isLoopback(slot);
    }

    /**
     * Does any socket get a datagram?
     *
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from.
     * @param sourceLow it is from.
     * @return true if at least one does.
     */
    public boolean isWanted(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        return lookup(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow) != NONE;
    }

    private boolean isWanted(final int group, final long sourceHigh, final long sourceLow) {
        int slot = memberships.ofGroup().first(group);
        while (slot != NULL_SLOT) {
            if (passes(slot, sourceHigh, sourceLow)) {
                return true;
            }
            slot = memberships.ofGroup().next(slot);
        }
        return false;
    }

    private int look(final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int interfaceSlot = interfaces.resolve(interfaceHandle);
        return interfaceSlot == NULL_SLOT ? AddressIndex.MISS : groups.look(interfaceSlot, groupHigh, groupLow);
    }

    private int first(final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int group = groups.slot(look(interfaceHandle, groupHigh, groupLow));
        return group == NULL_SLOT ? NULL_SLOT : memberships.ofGroup().first(group);
    }

    private boolean passes(final int membership, final long sourceHigh, final long sourceLow) {
        return !memberships.isInternal(membership)
                && filters.passes(memberships.filter(membership), sourceHigh, sourceLow);
    }
}
