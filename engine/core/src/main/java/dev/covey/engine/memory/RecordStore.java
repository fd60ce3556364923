package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.RecordLayout.LIFE_WORD_OFFSET;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.IntConsumer;

/**
 * All slabs, and the only place where references are taken, given back, and end a record.
 *
 * <p>A record's way: {@link #allocate} gives the first {@link Lease}, {@link #publish} makes it findable,
 * {@link #unlink} takes it out of sight, the last release puts it into limbo, and {@link #reclaim} takes it apart once
 * no reader can see it. What it owned is released there, once, and never before: a child pins its parents for as long
 * as anybody can look at it.
 *
 * <p>Threading: the writer's thread only.
 */
public final class RecordStore {
    private final Slab[] slabs = new Slab[Handle.MAX_KIND + 1];
    private final Reclaimer[] reclaimers = new Reclaimer[Handle.MAX_KIND + 1];
    private final EpochDomain epochs;
    private final SingleWriter writer;
    private final LeasePool leases = new LeasePool(this);
    private int inLimbo;
    private int nextKind = Handle.MAX_KIND;
    private boolean isReclamationUrgent;
    private long epochStalls;

    /**
     * A store without slabs.
     *
     * @param epochs that tell when nobody can see a record.
     * @param writer whose thread may call it.
     */
    public RecordStore(final EpochDomain epochs, final SingleWriter writer) {
        this.epochs = epochs;
        this.writer = writer;
    }

    /**
     * Add the slab of one kind.
     *
     * @param slab to add.
     * @return the slab.
     */
    public Slab add(final Slab slab) {
        final int kind = slab.layout().kind();
        if (slabs[kind] != null) {
            throw new IllegalStateException("two slabs of one kind: kind=" + kind);
        }
        slabs[kind] = slab;
        reclaimers[kind] = Reclaimer.NOTHING;
        return slab;
    }

    /**
     * Say what a kind of record has outside of its own bytes.
     *
     * @param kind of record.
     * @param reclaimer called before the slot is handed back.
     */
    public void onReclaim(final int kind, final Reclaimer reclaimer) {
        reclaimers[kind] = reclaimer;
    }

    /**
     * Slab of a kind.
     *
     * @param kind of record.
     * @return its slab, or null if the kind is unknown.
     */
    public Slab slab(final int kind) {
        return kind >= 0 && kind < slabs.length ? slabs[kind] : null;
    }

    /**
     * Begin a record.
     *
     * @param kind of record.
     * @return the first lease on it, or an empty one if there is no room.
     */
    @MustBeClosed
    public Lease allocate(final int kind) {
        writer.assertOwner();
        final Slab slab = slabs[kind];
        final int slot = slab.allocate();
        if (slot == NULL_SLOT) {
            // What is in limbo may hold what would be room.
            isReclamationUrgent |= inLimbo > 0;
            return none();
        }
        return leases.take(slab.handle(slot));
    }

    /**
     * Hold nothing, where a block of code takes something only sometimes.
     *
     * @return an empty lease.
     */
    @MustBeClosed
    public Lease none() {
        return leases.take(NULL_HANDLE);
    }

    /**
     * Take a reference on a live record.
     *
     * @param handle of the record.
     * @return a lease on it; an empty one if the handle resolves to nothing or the count is saturated.
     */
    @MustBeClosed
    public Lease acquire(final long handle) {
        writer.assertOwner();
        final Slab slab = slab(Handle.kind(handle));
        final int slot = slab == null ? NULL_SLOT : slab.resolve(handle);
        final boolean isRetained = slot != NULL_SLOT
                && LifeWord.tryRetain(slab.buffer(), slab.offset(slot) + LIFE_WORD_OFFSET, Handle.generation(handle));
        return leases.take(isRetained ? handle : NULL_HANDLE);
    }

    /**
     * Make a finished record findable.
     *
     * @param lease on the record.
     * @throws IllegalStateException if the lease is empty, or the record is in a table already or was taken out of one.
     */
    public void publish(final Lease lease) {
        writer.assertOwner();
        final int slot = lease.slot();
        final Slab slab = slabs[Handle.kind(lease.handle())];
        LifeWord.publish(slab.buffer(), slab.offset(slot) + LIFE_WORD_OFFSET);
    }

    /**
     * Take a record out of sight. Idempotent: a second call, or one with a handle that is null, stale or forged, does
     * nothing. The caller has already taken it out of its table.
     *
     * @param handle of the record.
     * @return true if this call did it.
     */
    public boolean unlink(final long handle) {
        writer.assertOwner();
        final Slab slab = slab(Handle.kind(handle));
        final int slot = Handle.slot(handle);
        if (slab == null || slot >= slab.highWater()) {
            return false;
        }
        return switch (LifeWord.unlink(
                slab.buffer(), slab.offset(slot) + LIFE_WORD_OFFSET, Handle.generation(handle))) {
            case LAST -> {
                retire(slab, slot, epochs.epoch());
                yield true;
            }
            case PINNED -> {
                slab.cutOff(slot, epochs.epoch());
                yield true;
            }
            case ALREADY -> false;
        };
    }

    /**
     * Give one reference back.
     *
     * @param handle it was taken on.
     * @throws IllegalStateException if there was none to give back.
     */
    void release(final long handle) {
        writer.assertOwner();
        final Slab slab = slabs[Handle.kind(handle)];
        final int slot = Handle.slot(handle);
        if (isLast(slab, slot, handle)) {
            retire(slab, slot, epochs.epoch());
        } else {
            slab.cutOff(slot, epochs.epoch());
        }
    }

    /**
     * Give the reference of an owner back that is taken apart. Nobody can have come to the record through the owner any
     * more: if other ways to it were cut off a grace period ago, it need not wait for another one.
     */
    private void releaseOwned(final long handle, final long epoch) {
        final Slab slab = slabs[Handle.kind(handle)];
        final int slot = Handle.slot(handle);
        if (isLast(slab, slot, handle)) {
            retire(slab, slot, Math.max(slab.cutOffEpoch(slot), epoch - EpochDomain.GRACE_EPOCHS));
        }
    }

    private static boolean isLast(final Slab slab, final int slot, final long handle) {
        if (LifeWord.generation(slab.lifeWord(slot)) != Handle.generation(handle)) {
            throw new IllegalStateException("release by a stale handle: " + Handle.describe(handle) + ", found "
                    + LifeWord.describe(slab.lifeWord(slot)));
        }
        return LifeWord.release(slab.buffer(), slab.offset(slot) + LIFE_WORD_OFFSET);
    }

    private void retire(final Slab slab, final int slot, final long epoch) {
        slab.retire(slot, epoch);
        inLimbo++;
        isReclamationUrgent |= slab.isTight();
    }

    /**
     * Move the epoch on if the readers allow it, and take records apart that nobody can see any more. Not for every
     * event: each time the writer asks all readers for their words, and each of them has to announce a new epoch.
     *
     * @param limit on the steps to take, positive.
     * @return the steps taken: records handed back, and parts of large ones.
     */
    public int reclaim(final int limit) {
        writer.assertOwner();
        if (inLimbo == 0) {
            return 0;
        }
        if (!epochs.tryAdvance()) {
            epochStalls++;
        }
        final long epoch = epochs.epoch();
        isReclamationUrgent = false;
        int left = limit;
        for (int i = 0; i < slabs.length && left > 0; i++) {
            // The next batch begins with the kind behind the last one that had its turn: no kind starves another. From
            // the highest down, as owners mostly are: what they let go of has its turn in the same batch.
            final Slab slab = slabs[nextKind];
            nextKind = nextKind == 0 ? slabs.length - 1 : nextKind - 1;
            if (slab != null) {
                left -= reclaim(slab, epoch, left);
                isReclamationUrgent |= slab.isTight();
            }
        }
        // Then not every kind has had its turn.
        isReclamationUrgent |= left <= 0;
        return limit - left;
    }

    private int reclaim(final Slab slab, final long epoch, final int limit) {
        final RecordLayout layout = slab.layout();
        int steps = 0;
        while (steps < limit) {
            final int slot = slab.reclaimable(epoch);
            if (slot == NULL_SLOT) {
                break;
            }
            steps += reclaimers[layout.kind()].reclaim(slot, limit - steps);
            if (steps < limit) {
                free(slab, slot, epoch);
                steps++;
            }
        }
        return steps;
    }

    private void free(final Slab slab, final int slot, final long epoch) {
        final RecordLayout layout = slab.layout();
        final int offset = slab.offset(slot);
        for (int i = 0; i < layout.ownedLinks(); i++) {
            final int linkOffset = offset + layout.ownedLinkOffset(i);
            final long owned = slab.buffer().getLong(linkOffset);
            if (owned != NULL_HANDLE) {
                slab.buffer().putLong(linkOffset, NULL_HANDLE);
                releaseOwned(owned, epoch);
            }
        }
        slab.freeOldest();
        inLimbo--;
    }

    /**
     * Records in limbo, of all kinds.
     *
     * @return their number.
     */
    public int inLimbo() {
        return inLimbo;
    }

    /**
     * Records in use, of all kinds.
     *
     * @return their number.
     */
    public int inUse() {
        int sum = 0;
        for (final Slab slab : slabs) {
            sum += slab == null ? 0 : slab.inUse();
        }
        return sum;
    }

    /**
     * Should the next batch reclaim, however small it is? So it is while a kind of record has an eighth of the room
     * that is not in use in limbo, a record found no room, or more is left to do than the limit of the last time.
     *
     * @return true if so.
     */
    public boolean isReclamationUrgent() {
        return isReclamationUrgent;
    }

    /**
     * Do readers keep retired records from being reclaimed? If they did the last time, they are asked anew.
     *
     * @return true if the epoch cannot move on.
     */
    public boolean isBlocked() {
        writer.assertOwner();
        return inLimbo > 0 && epochs.blockingReaderIndex() >= 0 && !epochs.tryAdvance();
    }

    /**
     * Calls of {@link #reclaim} in which a reader kept the epoch from moving on while records waited.
     *
     * @return their number since the start.
     */
    public long epochStalls() {
        return epochStalls;
    }

    /**
     * Leases that are open now; 0 between operations.
     *
     * @return their number.
     */
    public int openLeases() {
        return leases.open();
    }

    /**
     * Whose epochs the store obeys.
     *
     * @return the domain.
     */
    public EpochDomain epochs() {
        return epochs;
    }

    /**
     * Visit the slots of a kind that hold a record, be it live or only still referenced.
     *
     * @param kind of record.
     * @param visitor called with each slot; it may unlink any record.
     */
    public void forEachReferenced(final int kind, final IntConsumer visitor) {
        final Slab slab = slabs[kind];
        for (int slot = 0, end = slab.highWater(); slot < end; slot++) {
            if (LifeWord.references(slab.lifeWord(slot)) > 0) {
                visitor.accept(slot);
            }
        }
    }
}
