package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Slab;

/**
 * A doubly linked list of records of one kind that runs through the records themselves, one list per owner.
 *
 * <p>Joining and leaving it cost the same whatever its length. Readers inside an epoch may follow it from
 * {@link #first} by {@link #next} while the writer changes it: a record is added in front, by one release store, and a
 * removed one keeps its way forward until it is reclaimed. So a reader meets every record that is in the list all the
 * while, once, and never one that was reclaimed.
 */
public final class RecordList {
    private static final int NONE = 0;
    private static final int REMOVED = -1;

    private final Slab owners;
    private final Slab members;
    private final int firstOffset;
    private final int countOffset;
    private final int nextOffset;
    private final int previousOffset;

    /**
     * A kind of list.
     *
     * @param owners of the lists.
     * @param firstOffset of the owner's field for the first member.
     * @param countOffset of the owner's field for the number of members.
     * @param members of the lists.
     * @param nextOffset of the member's field for the next one.
     * @param previousOffset of the member's field for the previous one.
     */
    public RecordList(
            final Slab owners,
            final int firstOffset,
            final int countOffset,
            final Slab members,
            final int nextOffset,
            final int previousOffset) {
        this.owners = owners;
        this.firstOffset = firstOffset;
        this.countOffset = countOffset;
        this.members = members;
        this.nextOffset = nextOffset;
        this.previousOffset = previousOffset;
    }

    /**
     * Add a record in front.
     *
     * @param owner of the list.
     * @param slot of the record, in no list of this kind.
     */
    void add(final int owner, final int slot) {
        final int offset = members.offset(slot);
        final int ownerOffset = owners.offset(owner);
        final int first = owners.memory().getInt(ownerOffset + firstOffset);
        members.memory().putInt(offset + nextOffset, first);
        members.memory().putInt(offset + previousOffset, NONE);
        if (first != NONE) {
            members.memory().putInt(members.offset(first - 1) + previousOffset, slot + 1);
        }
        // Pairs with the acquire in first: who sees the record in the list sees what was written to it before.
        owners.memory().putIntRelease(ownerOffset + firstOffset, slot + 1);
        owners.memory().putInt(ownerOffset + countOffset, count(owner) + 1);
    }

    /**
     * Take a record out. Its own way forward stays for readers that stand on it.
     *
     * @param owner of the list.
     * @param slot of the record.
     */
    void remove(final int owner, final int slot) {
        final int offset = members.offset(slot);
        final int next = members.memory().getInt(offset + nextOffset);
        final int previous = members.memory().getInt(offset + previousOffset);
        if (previous == REMOVED) {
            throw new IllegalStateException(
                    "record is in no list: kind=" + members.layout().name() + ", slot=" + slot);
        }
        if (previous == NONE) {
            owners.memory().putIntRelease(owners.offset(owner) + firstOffset, next);
        } else {
            members.memory().putIntRelease(members.offset(previous - 1) + nextOffset, next);
        }
        if (next != NONE) {
            members.memory().putInt(members.offset(next - 1) + previousOffset, previous);
        }
        members.memory().putInt(offset + previousOffset, REMOVED);
        owners.memory().putInt(owners.offset(owner) + countOffset, count(owner) - 1);
    }

    /**
     * First record of a list.
     *
     * @param owner of the list.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int first(final int owner) {
        // Pairs with the release in add and remove.
        return owners.memory().getIntAcquire(owners.offset(owner) + firstOffset) - 1;
    }

    /**
     * Record behind another. The writer that may remove the record asks before it does.
     *
     * @param slot of the record in front.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int next(final int slot) {
        // Pairs with the release in remove.
        return members.memory().getIntAcquire(members.offset(slot) + nextOffset) - 1;
    }

    /**
     * Number of records in a list. Writer only.
     *
     * @param owner of the list.
     * @return the number, 32 bit.
     */
    public int count(final int owner) {
        return owners.memory().getInt(owners.offset(owner) + countOffset);
    }

    /**
     * Walk a list and compare its links with each other and its count.
     *
     * @param owner of the list.
     * @return true if every link has its counterpart and the count is right.
     */
    boolean isConsistent(final int owner) {
        int seen = 0;
        int previous = NONE;
        for (int slot = first(owner); slot != NULL_SLOT && seen <= members.capacity(); slot = next(slot)) {
            if (members.memory().getInt(members.offset(slot) + previousOffset) != previous) {
                return false;
            }
            previous = slot + 1;
            seen++;
        }
        return seen == count(owner);
    }
}
