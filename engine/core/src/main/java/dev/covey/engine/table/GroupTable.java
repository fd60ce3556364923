package dev.covey.engine.table;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.GroupDescriptor;
import dev.covey.engine.record.GroupFlyweight;

/**
 * The groups that sockets have joined, by interface and address.
 *
 * <p>The index tells in the same word which group an address is and whether the group is <em>open</em>: whether a
 * membership takes every source. What is addressed to an open group is wanted, and no record need be looked at. If a
 * group has one membership only, and that has a filter, the word names the <em>filter</em> instead, which in turn names
 * the group: then neither the group nor the membership need be looked at.
 *
 * <p>A group of a detached interface stays until its last membership ends, so that a late leave finds it. Its
 * interface's slot is not used again before that: it can be found by nobody else.
 */
public final class GroupTable {
    /** Groups that there can be: a value of the index has one bit more to tell. */
    static final int MAX_GROUPS = (1 << 24) - 1;

    /** Set in what is found of a group that is not open; {@link AddressIndex#MISS} has it too. One test tells both. */
    private static final int CLOSED = 1;

    private static final int CLOSED_BITS = 1;

    private final RecordStore store;
    private final Slab slab;
    private final Slab filterSlab;
    private final AddressIndex index;
    private final RecordList ofInterface;
    private final OwnedLink linkMulticastLink;
    private final GroupFlyweight flyweight = new GroupFlyweight();

    /** Number of groups that there can be: from there on the index tells of filters. */
    private final int firstFilter;

    GroupTable(
            final RecordStore store,
            final Slab slab,
            final Slab filterSlab,
            final AddressIndex index,
            final RecordList ofInterface) {
        this.store = store;
        this.slab = slab;
        this.filterSlab = filterSlab;
        this.firstFilter = slab.capacity();
        this.index = index;
        this.ofInterface = ofInterface;
        this.linkMulticastLink =
                new OwnedLink(store, GroupDescriptor.KIND, GroupDescriptor.LINK_MULTICAST_HANDLE_OFFSET);
        store.onReclaim(GroupDescriptor.KIND, this::reclaim);
    }

    /**
     * Find a group. Any thread inside an epoch.
     *
     * @param interfaceSlot it was joined on; the caller makes sure that an interface can have it, see
     *     {@link AddressIndex#find(int, long, long)}.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int find(final int interfaceSlot, final long addressHigh, final long addressLow) {
        return slot(index.find(interfaceSlot, addressHigh, addressLow));
    }

    /**
     * Find a group, and what the index tells of it, in one look. Any thread inside an epoch.
     *
     * @param interfaceSlot it was joined on; the caller makes sure that an interface can have it, see
     *     {@link AddressIndex#find(int, long, long)}.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @return what {@link #slot}, {@link #isOpen} and {@link #isFilter} take apart.
     */
    public int look(final int interfaceSlot, final long addressHigh, final long addressLow) {
        return index.find(interfaceSlot, addressHigh, addressLow);
    }

    /**
     * Look for a batch of groups. Any thread inside an epoch.
     *
     * @param interfaceHandles they may have been joined on; only the slots in them count, and of forged ones only the
     *     low 20 bits of these. So the caller leaves out what was found on one that is not attached, as
     *     {@link InterfaceTable#isAttached} tells before or after.
     * @param addresses of the groups, two longs each.
     * @param looks out: what {@link #slot}, {@link #isOpen} and {@link #isFilter} take apart.
     * @param from first of the three.
     * @param to behind the last; at most {@link AddressBatch#CAPACITY} behind the first.
     * @param batch of the calling thread, to work in.
     */
    public void look(
            final long[] interfaceHandles,
            final long[] addresses,
            final int[] looks,
            final int from,
            final int to,
            final AddressBatch batch) {
        index.find(interfaceHandles, addresses, looks, from, to, batch);
    }

    /**
     * Which group was found?
     *
     * @param look as {@link #look} returned it.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int slot(final int look) {
        final int slot = look >> CLOSED_BITS;
        return slot < firstFilter ? slot : groupOf(slot - firstFilter);
    }

    private int groupOf(final int filter) {
        return filterSlab.memory().getInt(filterSlab.offset(filter) + FilterDescriptor.GROUP_SLOT_OFFSET);
    }

    /**
     * Which open group was found?
     *
     * @param look as {@link #look} returned it, of an open group.
     * @return its slot.
     */
    public static int openSlot(final int look) {
        return look >> CLOSED_BITS;
    }

    /**
     * Is what was found a group with one membership, through whose filter everything goes?
     *
     * @param look as {@link #look} returned it.
     * @return true if so, and {@link #filter} tells which.
     */
    public boolean isFilter(final int look) {
        return look >> CLOSED_BITS >= firstFilter;
    }

    /**
     * Which filter does everything go through that is addressed to a group?
     *
     * @param look as {@link #look} returned it, with {@link #isFilter}.
     * @return slot of the filter.
     */
    public int filter(final int look) {
        return (look >> CLOSED_BITS) - firstFilter;
    }

    /**
     * Is what was found an open group: one with a membership that takes every source?
     *
     * @param look as {@link #look} returned it.
     * @return true if so.
     */
    public static boolean isOpen(final int look) {
        return (look & CLOSED) == 0;
    }

    /**
     * Memberships that take every source have come to a group, or left it: {@link #tell} has to follow. Writer only.
     *
     * @param slot of the group.
     * @param delta of their number.
     */
    void addOpen(final int slot, final int delta) {
        flyweight.wrap(slab, slot);
        flyweight.openCount(flyweight.openCount() + delta);
    }

    /**
     * Does a membership of a group take every source? Writer only.
     *
     * @param slot of the group.
     * @return true if at least one does.
     */
    boolean hasOpen(final int slot) {
        return flyweight.wrap(slab, slot).openCount() != 0;
    }

    /**
     * What the index is to tell of a group, from now on and for readers at one instant. Writer only.
     *
     * @param slot of the group.
     * @param entry one of {@link #openEntry}, {@link #filterEntry} and {@link #closedEntry}.
     */
    void tell(final int slot, final int entry) {
        flyweight.wrap(slab, slot);
        index.replace(flyweight.interfaceSlot(), flyweight.addressHigh(), flyweight.addressLow(), entry);
    }

    /** Entry of a group of which the records tell more. */
    static int closedEntry(final int slot) {
        return slot << CLOSED_BITS | CLOSED;
    }

    /** Entry of a group with a membership that takes every source. */
    static int openEntry(final int slot) {
        return slot << CLOSED_BITS;
    }

    /** Entry of a group with one membership only; that of a closed group if a word has no room for the filter. */
    int filterEntry(final int slot, final int filter) {
        final long entry = ((long) firstFilter + filter) << CLOSED_BITS | CLOSED;
        return entry <= NarrowIndex.MAX_VALUE ? (int) entry : closedEntry(slot);
    }

    /**
     * Take a reference on a group that is in the table.
     *
     * @param slot of the group.
     * @return a lease on it.
     */
    @MustBeClosed
    public Lease acquire(final int slot) {
        return store.acquire(slab.handle(slot));
    }

    /**
     * Make a group findable.
     *
     * @param interfaceSlot it is joined on.
     * @param addressHigh of the group.
     * @param addressLow of the group.
     * @param linkMulticast that it needs; moved into the group.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(
            final int interfaceSlot, final long addressHigh, final long addressLow, final Lease linkMulticast) {
        final Lease lease = store.allocate(GroupDescriptor.KIND);
        if (lease.isEmpty()) {
            return lease;
        }
        final int slot = lease.slot();
        flyweight
                .wrap(slab, slot)
                .addressHigh(addressHigh)
                .addressLow(addressLow)
                .interfaceSlot(interfaceSlot);
        linkMulticastLink.move(linkMulticast, slot);
        store.publish(lease);
        if (!index.insert(interfaceSlot, addressHigh, addressLow, closedEntry(slot))) {
            store.unlink(lease.handle());
            return lease.release();
        }
        ofInterface.add(interfaceSlot, slot);
        return lease;
    }

    /**
     * Take a group out of sight.
     *
     * @param slot of the group.
     */
    public void unlink(final int slot) {
        flyweight.wrap(slab, slot);
        index.remove(flyweight.interfaceSlot(), flyweight.addressHigh(), flyweight.addressLow());
        ofInterface.remove(flyweight.interfaceSlot(), slot);
        store.unlink(slab.handle(slot));
    }

    private int reclaim(final int slot, final int limit) {
        flyweight.wrap(slab, slot);
        index.vacate(flyweight.interfaceSlot(), flyweight.addressHigh(), flyweight.addressLow(), closedEntry(slot));
        return 0;
    }

    /**
     * Link multicast record of a group.
     *
     * @param slot of the group.
     * @return its slot.
     */
    public int linkMulticast(final int slot) {
        return Handle.slot(linkMulticastLink.get(slot));
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
     * The groups of each interface.
     *
     * @return their lists.
     */
    public RecordList ofInterface() {
        return ofInterface;
    }

    AddressIndex index() {
        return index;
    }
}
