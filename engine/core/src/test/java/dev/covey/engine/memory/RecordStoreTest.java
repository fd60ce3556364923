package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.StoreFixture.CAPACITY;
import static dev.covey.engine.memory.StoreFixture.CHILD;
import static dev.covey.engine.memory.StoreFixture.FILTER;
import static dev.covey.engine.memory.StoreFixture.NO_LIMIT;
import static dev.covey.engine.memory.StoreFixture.PARENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.EpochDomain.Guard;
import dev.covey.engine.memory.EpochDomain.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
    private final StoreFixture fixture = new StoreFixture();
    private final RecordStore store = fixture.store;

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    @Test
    void shouldHideARecordWhenItIsNotYetPublished() {
        try (Lease lease = store.allocate(PARENT)) {
            assertEquals(1, fixture.references(lease.handle()));
            assertFalse(fixture.resolves(lease.handle()));
            try (Lease second = store.acquire(lease.handle())) {
                assertTrue(second.isEmpty());
            }

            store.publish(lease);

            assertTrue(fixture.resolves(lease.handle()));
            assertEquals(2, fixture.references(lease.handle()));
            store.unlink(lease.handle());
        }
        fixture.reclaimAll();
        fixture.assertNothingLeft();
    }

    @Test
    void shouldGoToLimboWhenARecordIsGivenUpBeforeItIsPublished() {
        try (Lease lease = store.allocate(PARENT)) {
            assertFalse(lease.isEmpty());
        }

        assertEquals(1, store.inLimbo());
        assertEquals(1, fixture.reclaimAll());
        fixture.assertNothingLeft();
    }

    @Test
    void shouldGiveAnEmptyLeaseWhenThereIsNoRoom() {
        for (int i = 0; i < CAPACITY; i++) {
            fixture.live(PARENT);
        }
        try (Lease none = store.allocate(PARENT)) {
            assertTrue(none.isEmpty());
            assertEquals(NULL_HANDLE, none.handle());
            assertThrows(IllegalStateException.class, none::slot);
        }
        assertEquals(CAPACITY, fixture.parents.inUse());
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldGiveBackWhatItTookWhenEachAllocationOfAnOperationFails() {
        final long parent = fixture.live(PARENT);
        fixture.gate.open();
        assertTrue(tryBuildChild(parent));
        final long allocations = fixture.gate.calls();
        assertEquals(2, allocations);
        assertEquals(2, fixture.references(parent));

        for (int call = 1; call <= allocations; call++) {
            fixture.gate.refuse(call);
            assertFalse(tryBuildChild(parent));
            fixture.reclaimAll();
            assertEquals(2, fixture.references(parent), fixture.gate.toString());
            assertEquals(1, fixture.children.inUse());
            assertEquals(1, fixture.filters.inUse());
            assertEquals(0, store.openLeases());
        }
    }

    @Test
    void shouldCountEveryLeaseWhenAcquired() {
        final long parent = fixture.live(PARENT);
        try (Lease first = store.acquire(parent);
                Lease second = store.acquire(parent)) {
            assertEquals(parent, first.handle());
            assertEquals(Handle.slot(parent), second.slot());
            assertEquals(3, fixture.references(parent));
            assertEquals(2, store.openLeases());
        }
        assertEquals(1, fixture.references(parent));
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldGiveAnEmptyLeaseWhenTheHandleResolvesToNothing() {
        final long gone = fixture.live(PARENT);
        store.unlink(gone);
        fixture.reclaimAll();
        final long reused = fixture.live(PARENT);
        assertEquals(Handle.slot(gone), Handle.slot(reused));
        assertNotEquals(gone, reused);

        final long[] handles = {
            NULL_HANDLE, gone, -1, Long.MIN_VALUE, Long.MAX_VALUE, Handle.of(9, 1, 0), Handle.of(PARENT, 1, CAPACITY)
        };
        for (final long handle : handles) {
            try (Lease lease = store.acquire(handle)) {
                assertTrue(lease.isEmpty(), Handle.describe(handle));
            }
        }
        assertEquals(1, fixture.references(reused));
    }

    @Test
    void shouldStayUntilTheLastLeaseIsClosedWhenUnlinked() {
        final long parent = fixture.live(PARENT);
        try (Lease lease = store.acquire(parent)) {
            assertTrue(store.unlink(parent));
            assertEquals(0, fixture.reclaimAll());
            assertEquals(LifeWord.RETIRED, fixture.phase(parent));
            assertEquals(parent, lease.handle());
        }
        assertEquals(1, store.inLimbo());
        assertEquals(1, fixture.reclaimAll());
    }

    @Test
    void shouldDoNothingWhenUnlinkedAgain() {
        final long parent = fixture.live(PARENT);
        final long child = fixture.liveChild(parent);
        assertTrue(store.unlink(parent));

        assertFalse(store.unlink(parent));
        assertEquals(1, fixture.references(parent));
        assertEquals(0, store.inLimbo());

        assertTrue(store.unlink(child));
        assertFalse(store.unlink(child));
        assertEquals(1, store.inLimbo());
        fixture.reclaimAll();
        assertFalse(store.unlink(child));
        fixture.assertNothingLeft();
    }

    @Test
    void shouldLeaveTheNextRecordAloneWhenUnlinkedByAStaleHandle() {
        final long gone = fixture.live(PARENT);
        store.unlink(gone);
        fixture.reclaimAll();
        final long reused = fixture.live(PARENT);

        assertFalse(store.unlink(gone));

        assertTrue(fixture.resolves(reused));
        assertEquals(1, fixture.references(reused));
    }

    @Test
    void shouldDoNothingWhenUnlinkedByAHandleThatNamesNothing() {
        final long parent = fixture.live(PARENT);
        final long[] handles = {
            NULL_HANDLE, -1, Long.MIN_VALUE, Long.MAX_VALUE, Handle.of(9, 1, 0), Handle.of(PARENT, 1, Handle.MAX_SLOT)
        };

        for (final long handle : handles) {
            assertFalse(store.unlink(handle), Handle.describe(handle));
        }

        assertEquals(1, fixture.references(parent));
    }

    @Test
    void shouldThrowWhenAnEmptyLeaseIsPublished() {
        try (Lease none = store.none()) {
            assertThat(assertThrows(IllegalStateException.class, () -> store.publish(none)))
                    .hasMessage("empty lease has no slot");
        }
    }

    @Test
    void shouldThrowAndChangeNothingWhenReleasedByAStaleHandle() {
        final long gone = fixture.live(PARENT);
        store.unlink(gone);
        fixture.reclaimAll();
        final long reused = fixture.live(PARENT);

        assertThat(assertThrows(IllegalStateException.class, () -> store.release(gone)))
                .hasMessageStartingWith("release by a stale handle: kind=1, generation=1, slot=0");
        assertThat(assertThrows(IllegalStateException.class, () -> store.release(reused)))
                .hasMessageStartingWith("over-release");
        assertEquals(1, fixture.references(reused));
        assertEquals(0, store.inLimbo());
    }

    @Test
    void shouldHoldBackReclamationWhenAGuardedReaderIsInside() {
        final Reader reader = fixture.epochs.openReader("guarded");
        final long parent = fixture.live(PARENT);
        try (Guard inside = reader.enter()) {
            assertNotNull(inside);
            store.unlink(parent);
            assertEquals(0, fixture.reclaimAll());
            assertEquals("guarded", fixture.epochs.blockingReader());
            assertThat(store.epochStalls()).isPositive();
            assertEquals(LifeWord.RETIRED, fixture.phase(parent));
        }
        final long stalls = store.epochStalls();

        assertEquals(1, fixture.reclaimAll());

        assertEquals(stalls, store.epochStalls());
        assertNull(fixture.epochs.blockingReader());
    }

    @Test
    void shouldHoldBackReclamationUntilAPollingReaderIsQuiescentTwice() {
        final Reader reader = fixture.epochs.openReader("polling");
        reader.online();
        store.unlink(fixture.live(PARENT));

        assertEquals(0, store.reclaim(NO_LIMIT));
        assertEquals(0, store.reclaim(NO_LIMIT));
        assertEquals("polling", fixture.epochs.blockingReader());
        assertEquals(1, store.epochStalls());

        reader.quiescent();
        assertEquals(1, store.reclaim(NO_LIMIT));
        fixture.assertNothingLeft();
    }

    @Test
    void shouldNotCountAStallWhenNothingWaits() {
        final Reader reader = fixture.epochs.openReader("polling");
        reader.online();
        for (int i = 0; i < 5; i++) {
            assertEquals(0, store.reclaim(NO_LIMIT));
        }

        assertEquals(0, store.epochStalls());
        reader.close();
    }

    @Test
    void shouldHandBackNoMoreThanTheLimitWhenManyWait() {
        final List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            handles.add(fixture.live(PARENT));
            handles.add(fixture.live(FILTER));
        }
        handles.forEach(store::unlink);
        assertEquals(0, store.reclaim(3));

        for (int left = 20; left > 0; left -= 3) {
            assertEquals(left, store.inLimbo());
            assertEquals(Math.min(3, left), store.reclaim(3));
        }
        assertEquals(0, store.reclaim(3));
        fixture.assertNothingLeft();
    }

    @Test
    void shouldNotWaitWithReclamationWhenMoreThanAnEighthOfTheRoomLeftIsInLimbo() {
        final List<Long> handles = new ArrayList<>();
        for (int i = 0; i <= CAPACITY / 8; i++) {
            handles.add(fixture.live(PARENT));
        }
        final int few = CAPACITY / 8 - 1;
        handles.subList(0, few).forEach(store::unlink);
        assertFalse(store.isReclamationUrgent());
        store.unlink(handles.get(few));
        assertTrue(store.isReclamationUrgent());
        assertEquals(0, store.reclaim(NO_LIMIT));
        assertTrue(store.isReclamationUrgent());
        assertEquals(few, store.reclaim(few));
        assertTrue(store.isReclamationUrgent());
        assertEquals(1, store.reclaim(NO_LIMIT));
        assertFalse(store.isReclamationUrgent());
        store.unlink(handles.get(few + 1));
        store.reclaim(NO_LIMIT);
        store.reclaim(NO_LIMIT);
        fixture.assertNothingLeft();
    }

    @Test
    void shouldNotWaitWithReclamationWhenTheRoomIsUsedUp() {
        final List<Long> parents = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            parents.add(fixture.live(PARENT));
        }
        final long filter = fixture.live(FILTER);
        assertTrue(isRefused(PARENT));
        assertFalse(store.isReclamationUrgent());

        store.unlink(filter);
        assertFalse(store.isReclamationUrgent());
        assertTrue(isRefused(PARENT));
        assertTrue(store.isReclamationUrgent());
        store.reclaim(NO_LIMIT);
        store.reclaim(NO_LIMIT);
        assertFalse(store.isReclamationUrgent());
        store.unlink(parents.get(0));
        assertTrue(store.isReclamationUrgent());
        parents.forEach(store::unlink);
        store.reclaim(NO_LIMIT);
        store.reclaim(NO_LIMIT);
        fixture.assertNothingLeft();
    }

    private boolean isRefused(final int kind) {
        try (Lease lease = store.allocate(kind)) {
            return lease.isEmpty();
        }
    }

    @Test
    void shouldCallTheReclaimerAgainWhenItIsNotDone() {
        final List<String> calls = new ArrayList<>();
        store.onReclaim(FILTER, (slot, limit) -> {
            calls.add("slot=" + slot + ", limit=" + limit);
            return calls.size() == 3 ? 0 : limit;
        });
        final long filter = fixture.live(FILTER);
        store.unlink(filter);
        store.reclaim(5);

        assertEquals(5, store.reclaim(5));
        assertEquals(5, store.reclaim(5));
        assertEquals(1, store.inLimbo());
        assertEquals(1, store.reclaim(5));

        assertEquals(List.of("slot=0, limit=5", "slot=0, limit=5", "slot=0, limit=5"), calls);
        fixture.assertNothingLeft();
    }

    @Test
    void shouldNotHoldUpOtherKindsWhenAReclaimerIsNotDone() {
        store.onReclaim(PARENT, (slot, limit) -> limit);
        store.unlink(fixture.live(PARENT));
        store.unlink(fixture.live(FILTER));

        for (int batch = 0; batch < 5; batch++) {
            store.reclaim(5);
        }

        assertEquals(1, fixture.parents.inLimbo());
        assertEquals(0, fixture.filters.inLimbo());
    }

    @Test
    void shouldVisitWhatIsReferencedWhenAsked() {
        final long free = fixture.live(PARENT);
        final long live = fixture.live(PARENT);
        final long pinned = fixture.live(PARENT);
        fixture.liveChild(pinned);
        store.unlink(pinned);
        store.unlink(free);
        fixture.reclaimAll();

        final List<Integer> visited = new ArrayList<>();
        store.forEachReferenced(PARENT, visited::add);
        assertEquals(List.of(Handle.slot(live), Handle.slot(pinned)), visited);

        store.forEachReferenced(PARENT, slot -> store.unlink(fixture.parents.handle(slot)));
        assertFalse(fixture.resolves(live));
    }

    @Test
    void shouldThrowWhenTwoSlabsAreOfOneKind() {
        final Slab second = new Slab(new RecordLayout(PARENT, "second", 64), 1, fixture.memory, AllocationGate.OPEN);

        assertThat(assertThrows(IllegalStateException.class, () -> store.add(second)))
                .hasMessage("two slabs of one kind: kind=1");
    }

    @Test
    void shouldKnowNoSlabWhenTheKindIsUnknown() {
        for (final int kind : new int[] {-1, 0, 9, Handle.MAX_KIND, Handle.MAX_KIND + 1, Integer.MAX_VALUE}) {
            assertNull(store.slab(kind));
        }
        assertEquals(fixture.filters, store.slab(FILTER));
    }

    @Test
    void shouldThrowWhenAnotherThreadChangesState() throws InterruptedException {
        final long parent = fixture.live(PARENT);
        final List<Runnable> calls = List.of(
                () -> leaseAndClose(PARENT),
                () -> store.unlink(parent),
                () -> store.release(parent),
                () -> store.reclaim(1));
        for (final Runnable call : calls) {
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final Thread other = new Thread(() -> {
                try {
                    call.run();
                } catch (final IllegalStateException expected) {
                    failure.set(expected);
                }
            });
            other.start();
            other.join();
            assertThat(failure.get()).isNotNull().hasMessageStartingWith("state belongs to another thread");
        }
        assertEquals(1, fixture.references(parent));
    }

    private void leaseAndClose(final int kind) {
        try (Lease lease = store.allocate(kind)) {
            assertNotNull(lease);
        }
    }

    /** What an operation over several records looks like: every way out gives back what was taken. */
    private boolean tryBuildChild(final long parent) {
        try (Lease owned = store.acquire(parent);
                Lease child = store.allocate(CHILD);
                Lease filter = store.allocate(FILTER)) {
            if (child.isEmpty() || filter.isEmpty()) {
                return false;
            }
            fixture.parentLink.move(owned, child.slot());
            fixture.filterLink.move(filter, child.slot());
            store.publish(child);
            return true;
        }
    }
}
