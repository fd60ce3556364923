package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.memory.WeakLink;
import dev.covey.engine.record.FilterFlyweight;
import dev.covey.engine.record.MembershipDescriptor;
import dev.covey.engine.record.SocketDescriptor;

/**
 * The sockets' memberships, by socket and group, and in a list of each.
 *
 * <p>Most groups have one membership. It is found in the group's list, and is in no index until there is a second one:
 * from then on all of the group are, for as long as they last.
 */
public final class MembershipTable {
    private static final int GROUP_BITS = 25;

    private final RecordStore store;
    private final Slab slab;
    private final Slab filterSlab;
    private final GroupTable groups;
    private final NarrowIndex index;
    private final RecordList ofSocket;
    private final RecordList ofGroup;
    private final OwnedLink groupLink;
    private final OwnedLink filterLink;
    private final WeakLink socketLink;
    private final FilterFlyweight filterFlyweight = new FilterFlyweight();

    MembershipTable(
            final RecordStore store,
            final Slab slab,
            final Slab filterSlab,
            final GroupTable groups,
            final NarrowIndex index,
            final RecordList ofSocket,
            final RecordList ofGroup) {
        this.store = store;
        this.slab = slab;
        this.filterSlab = filterSlab;
        this.groups = groups;
        this.index = index;
        this.ofSocket = ofSocket;
        this.ofGroup = ofGroup;
        this.groupLink = new OwnedLink(store, MembershipDescriptor.KIND, MembershipDescriptor.GROUP_HANDLE_OFFSET);
        this.filterLink = new OwnedLink(store, MembershipDescriptor.KIND, MembershipDescriptor.FILTER_HANDLE_OFFSET);
        this.socketLink = new WeakLink(
                store, MembershipDescriptor.KIND, MembershipDescriptor.SOCKET_HANDLE_OFFSET, SocketDescriptor.KIND);
    }

    static long key(final int socketSlot, final int groupSlot) {
        return (long) socketSlot << GROUP_BITS | groupSlot;
    }

    /**
     * Find a membership. Writer only.
     *
     * @param socketSlot that joined.
     * @param groupSlot it joined.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final int socketSlot, final int groupSlot) {
        if (ofGroup.count(groupSlot) > 1) {
            return index.find(key(socketSlot, groupSlot));
        }
        final int only = ofGroup.first(groupSlot);
        return only != NULL_SLOT && Handle.slot(socketHandle(only)) == socketSlot ? only : NULL_SLOT;
    }

    /**
     * Make a membership findable, whole: group, filter and socket are in it before anybody can see it.
     *
     * @param socketHandle that joins.
     * @param group it joins; moved into the membership.
     * @param filter that it receives through, or an empty lease; moved into the membership.
     * @param isInternal whether the socket is the engine's own, never named by a delivery.
     * @return a lease on it, empty if there is no room: then everything moved is given back with it.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long socketHandle, final Lease group, final Lease filter, final boolean isInternal) {
        final Lease lease = store.allocate(MembershipDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        final int socketSlot = Handle.slot(socketHandle);
        final int groupSlot = group.slot();
        groupLink.move(group, slot);
        nameGroup(filter, groupSlot);
        filterLink.move(filter, slot);
        socketLink.set(slot, socketHandle);
        slab.memory().putInt(slab.offset(slot) + MembershipDescriptor.IS_INTERNAL_OFFSET, isInternal ? 1 : 0);
        store.publish(lease);
        final int first = ofGroup.first(groupSlot);
        if (first != NULL_SLOT && !(index(first, groupSlot) && index(slot, groupSlot))) {
            store.unlink(lease.handle());
            return lease.release();
        }
        final int toldBefore = groupEntry(groupSlot);
        ofSocket.add(socketSlot, slot);
        ofGroup.add(groupSlot, slot);
        if (isOpen(slot)) {
            groups.addOpen(groupSlot, 1);
        }
        tell(groupSlot, toldBefore);
        return lease;
    }

    /** Put a membership into the index, unless it is there. Returns false if there is no room. */
    private boolean index(final int slot, final int groupSlot) {
        if (isIndexed(slot)) {
            return true;
        }
        if (!index.insert(key(Handle.slot(socketHandle(slot)), groupSlot), slot)) {
            return false;
        }
        slab.memory().putInt(slab.offset(slot) + MembershipDescriptor.IS_INDEXED_OFFSET, 1);
        return true;
    }

    /**
     * Take a membership out of sight.
     *
     * @param slot of the membership.
     * @param socketSlot that had joined.
     */
    public void unlink(final int slot, final int socketSlot) {
        final int groupSlot = group(slot);
        final int toldBefore = groupEntry(groupSlot);
        if (isOpen(slot)) {
            groups.addOpen(groupSlot, -1);
        }
        ofGroup.remove(groupSlot, slot);
        tell(groupSlot, toldBefore);
        ofSocket.remove(socketSlot, slot);
        if (isIndexed(slot)) {
            index.remove(key(socketSlot, groupSlot));
        }
        store.unlink(slab.handle(slot));
    }

    /**
     * Replace the filter of a membership, for readers at one instant.
     *
     * @param slot of the membership.
     * @param filter to move into it, or an empty lease for EXCLUDE of nothing.
     */
    public void replaceFilter(final int slot, final Lease filter) {
        final int groupSlot = group(slot);
        final int toldBefore = groupEntry(groupSlot);
        final boolean wasOpen = isOpen(slot);
        nameGroup(filter, groupSlot);
        filterLink.replace(filter, slot);
        if (isOpen(slot) != wasOpen) {
            groups.addOpen(groupSlot, wasOpen ? -1 : 1);
        }
        // The old filter is retired already, and may be named until here: the epoch moves before a command changes
        // anything, or after it.
        tell(groupSlot, toldBefore);
    }

    /** A filter that stands for a group in the index has to say which: before anybody can see it. */
    private void nameGroup(final Lease filter, final int groupSlot) {
        if (!filter.isEmpty()) {
            filterFlyweight.wrap(filterSlab, filter.slot()).groupSlot(groupSlot);
        }
    }

    /** Tell readers what has become of a group, unless they know it. */
    private void tell(final int groupSlot, final int toldBefore) {
        final int entry = groupEntry(groupSlot);
        if (entry != toldBefore) {
            groups.tell(groupSlot, entry);
        }
    }

    /**
     * What the index has to tell of a group. Writer only.
     *
     * @param groupSlot of the group.
     * @return its entry.
     */
    int groupEntry(final int groupSlot) {
        if (groups.hasOpen(groupSlot)) {
            return GroupTable.openEntry(groupSlot);
        }
        if (ofGroup.count(groupSlot) == 1) {
            final int only = ofGroup.first(groupSlot);
            final long filter = filterLink.get(only);
            if (filter != Handle.NULL_HANDLE && !isInternal(only)) {
                return groups.filterEntry(groupSlot, Handle.slot(filter));
            }
        }
        return GroupTable.closedEntry(groupSlot);
    }

    /**
     * Does a membership take every source, for a socket that deliveries name? Such memberships make their group open.
     *
     * @param slot of the membership.
     * @return true if so.
     */
    boolean isOpen(final int slot) {
        return filter(slot) == Handle.NULL_HANDLE && !isInternal(slot);
    }

    /**
     * Is a membership in the index? Writer only.
     *
     * @param slot of the membership.
     * @return true if so.
     */
    boolean isIndexed(final int slot) {
        return slab.memory().getInt(slab.offset(slot) + MembershipDescriptor.IS_INDEXED_OFFSET) != 0;
    }

    /**
     * Group of a membership.
     *
     * @param slot of the membership.
     * @return the group's slot.
     */
    public int group(final int slot) {
        return Handle.slot(groupLink.get(slot));
    }

    /**
     * Filter of a membership. Any thread inside an epoch.
     *
     * @param slot of the membership.
     * @return the filter's handle, {@link Handle#NULL_HANDLE} for EXCLUDE of nothing.
     */
    public long filter(final int slot) {
        return filterLink.getAcquire(slot);
    }

    /**
     * Socket of a membership. Any thread inside an epoch.
     *
     * @param slot of the membership.
     * @return the socket's handle; stale if the socket was closed while the caller looked.
     */
    public long socketHandle(final int slot) {
        return slab.memory().getLong(slab.offset(slot) + MembershipDescriptor.SOCKET_HANDLE_OFFSET);
    }

    /**
     * Is the socket of a membership the engine's own? Any thread inside an epoch.
     *
     * @param slot of the membership.
     * @return true if so: no delivery names it.
     */
    public boolean isInternal(final int slot) {
        return slab.memory().getInt(slab.offset(slot) + MembershipDescriptor.IS_INTERNAL_OFFSET) != 0;
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }

    /**
     * The memberships of each socket.
     *
     * @return their lists.
     */
    public RecordList ofSocket() {
        return ofSocket;
    }

    /**
     * The memberships of each group.
     *
     * @return their lists.
     */
    public RecordList ofGroup() {
        return ofGroup;
    }

    NarrowIndex index() {
        return index;
    }
}
