package dev.covey.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.covey.engine.testing.FailingGate;

/** A store of three kinds: a child owns a parent and may own a filter, and names a friend, another child, weakly. */
final class StoreFixture implements AutoCloseable {
    static final int PARENT = 1;
    static final int CHILD = 2;
    static final int FILTER = 3;
    static final int CAPACITY = 64;
    static final int NO_LIMIT = Integer.MAX_VALUE;

    static final int PARENT_OFFSET = 16;
    static final int FILTER_OFFSET = 24;
    static final int FRIEND_OFFSET = 32;
    static final int VALUE_OFFSET = 40;

    final FailingGate gate = new FailingGate();
    final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    final EpochDomain epochs = new EpochDomain(4);
    final RecordStore store = new RecordStore(epochs, new SingleWriter());
    final Slab parents = store.add(new Slab(new RecordLayout(PARENT, "parent", 64), CAPACITY, memory, gate));
    final Slab children = store.add(
            new Slab(new RecordLayout(CHILD, "child", 64, PARENT_OFFSET, FILTER_OFFSET), CAPACITY, memory, gate));
    final Slab filters = store.add(new Slab(new RecordLayout(FILTER, "filter", 128), CAPACITY, memory, gate));
    final OwnedLink parentLink = new OwnedLink(store, CHILD, PARENT_OFFSET);
    final OwnedLink filterLink = new OwnedLink(store, CHILD, FILTER_OFFSET);
    final WeakLink friendLink = new WeakLink(store, CHILD, FRIEND_OFFSET, CHILD);

    /** A live record that owns nothing and that only its table holds. */
    long live(final int kind) {
        try (Lease lease = store.allocate(kind)) {
            assertFalse(lease.isEmpty());
            store.publish(lease);
            return lease.handle();
        }
    }

    /** A live child of a parent. */
    long liveChild(final long parent) {
        try (Lease child = store.allocate(CHILD);
                Lease owned = store.acquire(parent)) {
            assertFalse(child.isEmpty() || owned.isEmpty());
            parentLink.move(owned, child.slot());
            store.publish(child);
            return child.handle();
        }
    }

    long references(final long handle) {
        return LifeWord.references(store.slab(Handle.kind(handle)).lifeWord(Handle.slot(handle)));
    }

    int phase(final long handle) {
        return LifeWord.phase(store.slab(Handle.kind(handle)).lifeWord(Handle.slot(handle)));
    }

    boolean resolves(final long handle) {
        return store.slab(Handle.kind(handle)).resolve(handle) != Slab.NULL_SLOT;
    }

    /** Let so many batches end as it takes until nothing more can be handed back. */
    int reclaimAll() {
        int reclaimed = 0;
        int idleBatches = 0;
        while (idleBatches <= EpochDomain.GRACE_EPOCHS) {
            final int now = store.reclaim(NO_LIMIT);
            reclaimed += now;
            idleBatches = now == 0 ? idleBatches + 1 : 0;
        }
        return reclaimed;
    }

    void assertNothingLeft() {
        assertEquals(0, store.openLeases());
        assertEquals(0, store.inLimbo());
        for (int kind = PARENT; kind <= FILTER; kind++) {
            final Slab slab = store.slab(kind);
            assertEquals(0, slab.inUse(), slab.layout().name());
            assertEquals(0, slab.inLimbo(), slab.layout().name());
            for (int slot = 0; slot < slab.highWater(); slot++) {
                assertEquals(
                        LifeWord.FREE,
                        LifeWord.phase(slab.lifeWord(slot)),
                        slab.layout().name());
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
