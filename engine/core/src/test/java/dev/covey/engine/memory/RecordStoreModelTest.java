package dev.covey.engine.memory;

import static dev.covey.engine.memory.StoreFixture.CHILD;
import static dev.covey.engine.memory.StoreFixture.FILTER;
import static dev.covey.engine.memory.StoreFixture.PARENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.EpochDomain.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store against plain objects that count references by looking at who holds what.
 *
 * <p>Leases stay open over many operations here, which try-with-resources cannot say.
 */
@SuppressWarnings("MustBeClosedChecker")
class RecordStoreModelTest {
    private static final int OPERATIONS = 250_000;
    private static final int MAX_OPEN_LEASES = 12;
    private static final int MAX_REMEMBERED = 400;
    private static final int READERS = 2;
    private static final long OUTSIDE = 0;

    private final StoreFixture fixture = new StoreFixture();
    private final RecordStore store = fixture.store;

    private final List<Entity> remembered = new ArrayList<>();
    private final Deque<Lease> leases = new ArrayDeque<>();
    private final Deque<Entity> leased = new ArrayDeque<>();
    private final List<Deque<Entity>> limbo =
            List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    private final int[] inUse = new int[FILTER + 1];
    private final Reader[] readers = new Reader[READERS];
    private final long[] announced = new long[READERS];
    private long epoch = fixture.epochs.epoch();
    private long stalls;
    private long reclaimedInAll;
    private int nextKind = Handle.MAX_KIND;
    private SplittableRandom random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261})
    void shouldHoldWhatTheModelHoldsWhenDrivenAtRandom(final long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < READERS; i++) {
            readers[i] = fixture.epochs.openReader("reader " + i);
        }
        int operation = 0;
        try {
            for (; operation < OPERATIONS; operation++) {
                step();
                if (operation % 500 == 0) {
                    compare();
                }
            }
            wind();
        } catch (final AssertionError | RuntimeException failure) {
            throw new AssertionError("seed=" + seed + ", operation=" + operation, failure);
        } finally {
            fixture.close();
        }
        assertTrue(reclaimedInAll > OPERATIONS / 20, "too little happened: reclaimed=" + reclaimedInAll);
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> allocate();
            case 3, 4 -> acquire();
            case 5, 6, 7 -> closeLease();
            case 8 -> publish();
            case 9, 10 -> moveIntoChild();
            case 11 -> replaceFilter();
            case 12, 13 -> unlink();
            case 14 -> reclaim(1 + random.nextInt(6));
            default -> read(random.nextInt(READERS));
        }
    }

    private void allocate() {
        if (leases.size() == MAX_OPEN_LEASES) {
            return;
        }
        final int kind = PARENT + random.nextInt(FILTER);
        final boolean isRefused = random.nextInt(10) == 0;
        fixture.gate.refuse(isRefused ? 1 : Long.MAX_VALUE);
        final boolean isFull = inUse[kind] + limbo.get(kind).size() == StoreFixture.CAPACITY;
        final Lease lease = store.allocate(kind);
        assertEquals(isRefused || isFull, lease.isEmpty());
        if (lease.isEmpty()) {
            lease.close();
            return;
        }
        final Entity entity = new Entity(kind, lease.handle());
        inUse[kind]++;
        hold(lease, entity);
        if (remembered.size() == MAX_REMEMBERED) {
            forgetOne();
        }
        remembered.add(entity);
    }

    /** Forget a handle that went stale; there are more of them than there are slots. */
    private void forgetOne() {
        int index = random.nextInt(MAX_REMEMBERED);
        while (!remembered.get(index).isGone) {
            index = (index + 1) % MAX_REMEMBERED;
        }
        remembered.remove(index);
    }

    private void acquire() {
        if (leases.size() == MAX_OPEN_LEASES || remembered.isEmpty()) {
            return;
        }
        final Entity entity = anyEntity();
        final Lease lease = store.acquire(entity.handle);
        assertEquals(!entity.isLive, lease.isEmpty());
        if (lease.isEmpty()) {
            lease.close();
        } else {
            hold(lease, entity);
        }
    }

    private void hold(final Lease lease, final Entity entity) {
        leases.push(lease);
        leased.push(entity);
        entity.holders++;
    }

    private void closeLease() {
        if (!leases.isEmpty()) {
            final Lease lease = leases.pop();
            final Entity entity = leased.pop();
            final boolean isMoved = lease.isEmpty();
            lease.close();
            if (!isMoved) {
                drop(entity);
            }
        }
    }

    private void publish() {
        if (!leases.isEmpty() && !leases.peek().isEmpty() && leased.peek().isNew) {
            store.publish(leases.peek());
            final Entity entity = leased.peek();
            entity.isNew = false;
            entity.isLive = true;
            entity.holders++;
        }
    }

    /** Move the newest lease, on a parent or filter, into a child that is still being built. */
    private void moveIntoChild() {
        if (leases.isEmpty() || leases.peek().isEmpty()) {
            return;
        }
        final Entity owned = leased.peek();
        for (final Entity child : leased) {
            final boolean isOpenChild = child.kind == CHILD && child.isNew;
            if (isOpenChild && owned.kind == PARENT && child.parent == null) {
                fixture.parentLink.move(leases.peek(), Handle.slot(child.handle));
                child.parent = owned;
                return;
            }
            if (isOpenChild && owned.kind == FILTER && child.filter == null) {
                fixture.filterLink.move(leases.peek(), Handle.slot(child.handle));
                child.filter = owned;
                return;
            }
        }
    }

    private void replaceFilter() {
        if (leases.isEmpty() || (!leases.peek().isEmpty() && leased.peek().kind != FILTER)) {
            return;
        }
        final Entity child = remembered.isEmpty() ? null : anyEntity();
        if (child == null || child.kind != CHILD || !child.isLive) {
            return;
        }
        final Entity filter = leases.peek().isEmpty() ? null : leased.peek();
        fixture.filterLink.replace(leases.peek(), Handle.slot(child.handle));
        final Entity old = child.filter;
        child.filter = filter;
        if (old != null) {
            drop(old);
        }
    }

    private void unlink() {
        if (remembered.isEmpty()) {
            return;
        }
        final Entity entity = anyEntity();
        assertEquals(entity.isLive, store.unlink(entity.handle));
        if (entity.isLive) {
            entity.isLive = false;
            drop(entity);
        }
    }

    private void read(final int index) {
        final Reader reader = readers[index];
        if (announced[index] == OUTSIDE) {
            reader.online();
            announced[index] = epoch;
        } else if (random.nextInt(4) == 0) {
            reader.offline();
            announced[index] = OUTSIDE;
        } else {
            reader.quiescent();
            announced[index] = epoch;
        }
    }

    private void reclaim(final int limit) {
        int expected = 0;
        if (limbo.stream().mapToInt(Deque::size).sum() > 0) {
            boolean isBlocked = false;
            for (final long announcement : announced) {
                isBlocked |= announcement != OUTSIDE && announcement != epoch;
            }
            if (isBlocked) {
                stalls++;
            } else {
                epoch++;
            }
            // Kinds take turns: a batch begins with the one behind the last that had its turn.
            for (int i = 0; i <= Handle.MAX_KIND && expected < limit; i++) {
                final int kind = nextKind;
                nextKind = Math.floorMod(nextKind - 1, Handle.MAX_KIND + 1);
                if (kind < PARENT || kind > FILTER) {
                    continue;
                }
                final Deque<Entity> waiting = limbo.get(kind);
                while (expected < limit
                        && !waiting.isEmpty()
                        && epoch - waiting.peek().retiredEpoch >= EpochDomain.GRACE_EPOCHS) {
                    takeApart(waiting.peek());
                    waiting.remove();
                    expected++;
                }
            }
        }
        reclaimedInAll += expected;
        assertEquals(expected, store.reclaim(limit));
        assertEquals(epoch, fixture.epochs.epoch());
        assertEquals(stalls, store.epochStalls());
    }

    private void takeApart(final Entity entity) {
        entity.isGone = true;
        if (entity.parent != null) {
            dropOwned(entity.parent);
        }
        if (entity.filter != null) {
            dropOwned(entity.filter);
        }
    }

    /** The owner is out of everybody's sight: what else led to the record decides how long it waits. */
    private void dropOwned(final Entity entity) {
        drop(entity, Math.max(entity.cutOffEpoch, epoch - EpochDomain.GRACE_EPOCHS));
    }

    private void drop(final Entity entity) {
        entity.cutOffEpoch = epoch;
        drop(entity, epoch);
    }

    private void drop(final Entity entity, final long retiredEpoch) {
        entity.holders--;
        if (entity.holders == 0) {
            entity.isNew = false;
            entity.retiredEpoch = retiredEpoch;
            inUse[entity.kind]--;
            limbo.get(entity.kind).add(entity);
        }
    }

    private Entity anyEntity() {
        return remembered.get(random.nextInt(remembered.size()));
    }

    private void compare() {
        for (final Entity entity : remembered) {
            final long word = store.slab(entity.kind).lifeWord(Handle.slot(entity.handle));
            final boolean isSame = LifeWord.generation(word) == Handle.generation(entity.handle);
            final String what = Handle.describe(entity.handle) + ", found " + LifeWord.describe(word);
            assertEquals(entity.isLive, fixture.resolves(entity.handle), what);
            if (!entity.isGone) {
                assertTrue(isSame, what);
                assertEquals(entity.holders, LifeWord.references(word), what);
                assertEquals(entity.phase(), LifeWord.phase(word), what);
            } else if (isSame) {
                assertEquals(LifeWord.FREE, LifeWord.phase(word), what);
            }
        }
        for (int kind = PARENT; kind <= FILTER; kind++) {
            assertEquals(inUse[kind], store.slab(kind).inUse());
            assertEquals(limbo.get(kind).size(), store.slab(kind).inLimbo());
        }
        assertEquals(leases.size(), store.openLeases());
    }

    /** Let go of everything: then nothing may be left. */
    private void wind() {
        while (!leases.isEmpty()) {
            closeLease();
        }
        for (final Reader reader : readers) {
            reader.close();
        }
        for (int kind = PARENT; kind <= FILTER; kind++) {
            final Slab slab = store.slab(kind);
            store.forEachReferenced(kind, slot -> store.unlink(slab.handle(slot)));
        }
        fixture.reclaimAll();
        fixture.assertNothingLeft();
    }

    /** One record, as its holders see it. */
    private static final class Entity {
        private final int kind;
        private final long handle;
        private boolean isNew = true;
        private boolean isLive;
        private boolean isGone;
        private int holders;
        private long cutOffEpoch;
        private long retiredEpoch;
        private Entity parent;
        private Entity filter;

        private Entity(final int kind, final long handle) {
            this.kind = kind;
            this.handle = handle;
        }

        private int phase() {
            if (isLive) {
                return LifeWord.LIVE;
            }
            return isNew ? LifeWord.HELD : LifeWord.RETIRED;
        }
    }
}
