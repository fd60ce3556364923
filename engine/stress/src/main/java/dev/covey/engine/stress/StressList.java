package dev.covey.engine.stress;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.table.RecordList;
import dev.covey.engine.table.TableAccess;

/** Two lists whose members come and go and take each other's slots, but for the two at the end of each. */
public final class StressList {
    /** How often the writer changes a list, and a reader walks one, in one sample. */
    public static final int ROUNDS = 16;

    private static final int OWNER = 1;
    private static final int MEMBER = 2;
    private static final int FIRST_OFFSET = RecordLayout.BODY_OFFSET;
    private static final int COUNT_OFFSET = FIRST_OFFSET + Integer.BYTES;
    private static final int NEXT_OFFSET = RecordLayout.BODY_OFFSET;
    private static final int PREVIOUS_OFFSET = NEXT_OFFSET + Integer.BYTES;
    private static final int LIST_OFFSET = PREVIOUS_OFFSET + Integer.BYTES;
    private static final int LISTS = 2;
    private static final int STAYING = 2;
    private static final int COMING_AND_GOING = 3;
    private static final int CAPACITY = 12;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final EpochDomain epochs = new EpochDomain(1);
    private final EpochDomain.Reader reader = epochs.openReader("reader");
    private final SingleWriter writer = new SingleWriter();
    private final RecordStore store = new RecordStore(epochs, writer);
    private final Slab owners =
            store.add(new Slab(new RecordLayout(OWNER, "owner", 64), LISTS, memory, AllocationGate.OPEN));
    private final Slab members =
            store.add(new Slab(new RecordLayout(MEMBER, "member", 64), CAPACITY, memory, AllocationGate.OPEN));
    private final RecordList list =
            new RecordList(owners, FIRST_OFFSET, COUNT_OFFSET, members, NEXT_OFFSET, PREVIOUS_OFFSET);
    private final int[] listOwners = new int[LISTS];
    private final long[] guests = new long[COMING_AND_GOING];
    private int next;

    /** Two lists with the members that stay, and some that do not. */
    public StressList() {
        for (int i = 0; i < LISTS; i++) {
            try (Lease owner = store.allocate(OWNER)) {
                store.publish(owner);
                listOwners[i] = owner.slot();
            }
            for (int j = 0; j < STAYING; j++) {
                enlist(i);
            }
        }
        for (int i = 0; i < COMING_AND_GOING; i++) {
            guests[i] = enlist(i % LISTS);
        }
        writer.release();
    }

    public EpochDomain.Reader reader() {
        return reader;
    }

    /**
     * Walk the first list.
     *
     * @return 0 if every member was of this list and the two that stay were met at its end; else 1.
     */
    public int walk() {
        final int owner = listOwners[0];
        int staying = 0;
        int steps = 0;
        for (int slot = list.first(owner); slot != NULL_SLOT; slot = list.next(slot)) {
            steps++;
            if (steps > CAPACITY || members.buffer().getInt(members.offset(slot) + LIST_OFFSET) != 0) {
                return 1;
            }
            // The members that stay took the first slots, and the first of them is the last in the list.
            if (slot < STAYING) {
                if (slot != STAYING - 1 - staying) {
                    return 1;
                }
                staying++;
            } else if (staying > 0) {
                return 1;
            }
        }
        return staying == STAYING ? 0 : 1;
    }

    /**
     * Some member leaves, and when its slot may be used again, one that joins the other list has it. Writer only.
     *
     * @param waitsForReaders before the slot is used again.
     */
    public void change(final boolean waitsForReaders) {
        final int guest = next++ % COMING_AND_GOING;
        final int slot = Handle.slot(guests[guest]);
        final int from = members.buffer().getInt(members.offset(slot) + LIST_OFFSET);
        TableAccess.remove(list, listOwners[from], slot);
        if (waitsForReaders) {
            store.unlink(guests[guest]);
            for (int batch = 0; batch <= EpochDomain.GRACE_EPOCHS; batch++) {
                store.reclaim(CAPACITY);
            }
            guests[guest] = enlist(1 - from);
        } else {
            join(1 - from, slot);
        }
    }

    /** The writer's sample is over: the next one may be on another thread. */
    public void letGo() {
        writer.release();
    }

    private long enlist(final int to) {
        while (true) {
            try (Lease member = store.allocate(MEMBER)) {
                if (!member.isEmpty()) {
                    join(to, member.slot());
                    store.publish(member);
                    return member.handle();
                }
            }
            // A reader that is inside for long keeps the slots that it may look at.
            store.reclaim(CAPACITY);
        }
    }

    private void join(final int to, final int slot) {
        members.buffer().putInt(members.offset(slot) + LIST_OFFSET, to);
        TableAccess.add(list, listOwners[to], slot);
    }
}
