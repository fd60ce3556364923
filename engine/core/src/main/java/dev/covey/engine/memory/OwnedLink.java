package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;

/**
 * A field of one kind of record that holds a counted handle: the only thing that can.
 *
 * <p>It is filled from a {@link Lease} and from nothing else, so a stored handle always stands for one reference; that
 * reference is given back when the link is replaced, or with the record when that is reclaimed.
 */
public final class OwnedLink {
    private final RecordStore store;
    private final Slab slab;
    private final RecordMemory memory;
    private final int fieldOffset;

    /**
     * A field of a kind of record.
     *
     * @param store of the records.
     * @param kind that has the field.
     * @param fieldOffset of the field, one of the layout's owned links.
     */
    public OwnedLink(final RecordStore store, final int kind, final int fieldOffset) {
        this.store = store;
        this.slab = store.slab(kind);
        this.memory = slab.memory();
        this.fieldOffset = fieldOffset;
        boolean isDeclared = false;
        for (int i = 0; i < slab.layout().ownedLinks(); i++) {
            isDeclared |= slab.layout().ownedLinkOffset(i) == fieldOffset;
        }
        if (!isDeclared) {
            // The audit and the reclaiming of a record go by the layout: a link that it does not name would leak.
            throw new IllegalArgumentException(
                    "layout names no such owned link: kind=" + slab.layout().name() + ", offset=" + fieldOffset);
        }
    }

    /**
     * Move a lease into the field, which is empty, of a record that readers cannot find yet.
     *
     * @param lease to move; empty afterwards.
     * @param slot of the owner.
     */
    public void move(final Lease lease, final int slot) {
        final int offset = slab.offset(slot) + fieldOffset;
        if (memory.getLong(offset) != NULL_HANDLE) {
            throw new IllegalStateException("owned link is taken: kind="
                    + slab.layout().name() + ", slot=" + slot + ", holds " + Handle.describe(memory.getLong(offset)));
        }
        memory.putLong(offset, lease.moveOut());
    }

    /**
     * Replace what the field of a live record holds, for readers at one instant, and give the old reference back.
     *
     * @param lease to move, or an empty one to clear the field.
     * @param slot of the owner.
     */
    public void replace(final Lease lease, final int slot) {
        final int offset = slab.offset(slot) + fieldOffset;
        final long old = memory.getLong(offset);
        // Pairs with getAcquire: a reader that sees the new handle sees the whole record it names.
        memory.putLongRelease(offset, lease.moveOut());
        if (old != NULL_HANDLE) {
            store.release(old);
        }
    }

    /**
     * What the field holds, for the writer.
     *
     * @param slot of the owner.
     * @return the handle, or {@link Handle#NULL_HANDLE}.
     */
    public long get(final int slot) {
        return memory.getLong(slab.offset(slot) + fieldOffset);
    }

    /**
     * What the field holds, for readers inside an epoch.
     *
     * @param slot of the owner.
     * @return the handle, or {@link Handle#NULL_HANDLE}.
     */
    public long getAcquire(final int slot) {
        // Pairs with the release in replace.
        return memory.getLongAcquire(slab.offset(slot) + fieldOffset);
    }
}
