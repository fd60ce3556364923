package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

/**
 * A field that names a record without holding it: a way up, checked against the generation each time it is followed.
 */
public final class WeakLink {
    private final Slab slab;
    private final Slab targets;
    private final int fieldOffset;

    /**
     * A field of a kind of record.
     *
     * @param store of the records.
     * @param kind that has the field.
     * @param fieldOffset of the field.
     * @param targetKind that it names.
     */
    public WeakLink(final RecordStore store, final int kind, final int fieldOffset, final int targetKind) {
        this.slab = store.slab(kind);
        this.targets = store.slab(targetKind);
        this.fieldOffset = fieldOffset;
    }

    /**
     * Name a record.
     *
     * @param slot of the record with the field.
     * @param handle to name, or {@link Handle#NULL_HANDLE}.
     */
    public void set(final int slot, final long handle) {
        slab.memory().putLongRelease(slab.offset(slot) + fieldOffset, handle);
    }

    /**
     * Follow the link.
     *
     * @param slot of the record with the field.
     * @return the handle of the live record that it names, or {@link Handle#NULL_HANDLE} if that is gone.
     */
    public long get(final int slot) {
        final long handle = slab.memory().getLongAcquire(slab.offset(slot) + fieldOffset);
        return targets.resolve(handle) == NULL_SLOT ? NULL_HANDLE : handle;
    }
}
