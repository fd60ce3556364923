package dev.covey.engine.lookup;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;

/**
 * Which sockets get a datagram: those whose own membership on the interface it came in by lets its source through, each
 * once, and no other. The engine's own sockets are never among them.
 *
 * <p>Threading: any thread inside an epoch, or the writer's. Holds no state.
 */
public final class DeliveryLookup {
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
        int slot = first(interfaceHandle, groupHigh, groupLow);
        while (slot != NULL_SLOT) {
            if (passes(slot, sourceHigh, sourceLow)) {
                return true;
            }
            slot = memberships.ofGroup().next(slot);
        }
        return false;
    }

    private int first(final long interfaceHandle, final long groupHigh, final long groupLow) {
        final int interfaceSlot = interfaces.resolve(interfaceHandle);
        final int group = interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
        return group == NULL_SLOT ? NULL_SLOT : memberships.ofGroup().first(group);
    }

    private boolean passes(final int membership, final long sourceHigh, final long sourceLow) {
        return !memberships.isInternal(membership)
                && filters.passes(memberships.filter(membership), sourceHigh, sourceLow);
    }
}
