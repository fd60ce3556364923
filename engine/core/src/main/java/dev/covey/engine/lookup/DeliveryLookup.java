package dev.covey.engine.lookup;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;

/**
 * Which sockets get a datagram: those whose own membership on the interface it came in by lets its source through, each
 * once, and no other.
 *
 * <p>Threading: any thread inside an epoch, or the writer's. Holds no state.
 */
public final class DeliveryLookup {
    private final InterfaceTable interfaces;
    private final GroupTable groups;
    private final MembershipTable memberships;
    private final FilterTable filters;

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
        final int interfaceSlot = interfaces.resolve(interfaceHandle);
        final int group = interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
        if (group == NULL_SLOT) {
            return 0;
        }
        int found = 0;
        for (int slot = memberships.ofGroup().first(group);
                slot != NULL_SLOT;
                slot = memberships.ofGroup().next(slot)) {
            if (filters.passes(memberships.filter(slot), sourceHigh, sourceLow)) {
                if (found < sockets.length) {
                    sockets[found] = memberships.socketHandle(slot);
                }
                found++;
            }
        }
        return found;
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
        final int interfaceSlot = interfaces.resolve(interfaceHandle);
        final int group = interfaceSlot == NULL_SLOT ? NULL_SLOT : groups.find(interfaceSlot, groupHigh, groupLow);
        if (group == NULL_SLOT) {
            return false;
        }
        for (int slot = memberships.ofGroup().first(group);
                slot != NULL_SLOT;
                slot = memberships.ofGroup().next(slot)) {
            if (filters.passes(memberships.filter(slot), sourceHigh, sourceLow)) {
                return true;
            }
        }
        return false;
    }
}
