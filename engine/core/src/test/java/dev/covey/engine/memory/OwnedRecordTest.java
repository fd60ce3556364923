package dev.covey.engine.memory;

import static dev.covey.engine.memory.StoreFixture.CHILD;
import static dev.covey.engine.memory.StoreFixture.NO_LIMIT;
import static dev.covey.engine.memory.StoreFixture.PARENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a record owns: how long it stays for the record, and how long for its own readers. */
class OwnedRecordTest {
    private final StoreFixture fixture = new StoreFixture();
    private final RecordStore store = fixture.store;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldPinTheParentUntilTheChildIsReclaimedAndDropItOnce() {
        final long parent = fixture.live(PARENT);
        final long child = fixture.liveChild(parent);
        assertEquals(2, fixture.references(parent));

        assertTrue(store.unlink(child));
        assertTrue(store.unlink(parent));
        assertEquals(0, fixture.references(child));
        assertEquals(1, fixture.references(parent));
        assertFalse(fixture.resolves(parent));

        store.reclaim(NO_LIMIT);
        assertEquals(1, fixture.references(parent), "a reader may still look at the child");
        // One grace period is enough for both: who cannot see the child any more cannot have come to the parent by it.
        assertEquals(2, store.reclaim(NO_LIMIT));
        fixture.assertNothingLeft();
    }

    @Test
    void shouldHoldBackAParentThatWasUnlinkedAfterItsChild() {
        final long parent = fixture.live(PARENT);
        final long child = fixture.liveChild(parent);
        store.unlink(child);
        assertEquals(0, store.reclaim(NO_LIMIT));
        store.unlink(parent);

        assertEquals(1, store.reclaim(NO_LIMIT));
        assertEquals(1, fixture.parents.inLimbo(), "a reader may still look at the parent");
        assertEquals(1, store.reclaim(NO_LIMIT));
        fixture.assertNothingLeft();
    }

    @Test
    void shouldHoldBackAParentThatAnotherChildLetGoOfAfterTheFirstWasUnlinked() {
        final long parent = fixture.live(PARENT);
        final long first = fixture.liveChild(parent);
        final long second = fixture.liveChild(parent);
        store.unlink(parent);
        store.unlink(first);
        assertEquals(0, store.reclaim(NO_LIMIT));
        try (Lease none = store.none()) {
            fixture.parentLink.replace(none, Handle.slot(second));
        }

        assertEquals(1, store.reclaim(NO_LIMIT));
        assertEquals(1, fixture.parents.inLimbo(), "a reader may still have come to the parent by the second child");
        assertEquals(1, store.reclaim(NO_LIMIT));
        assertEquals(0, store.inLimbo());
    }

    @Test
    void shouldDropTheParentOnceForEachChildWhenSeveralShareIt() {
        final long parent = fixture.live(PARENT);
        final List<Long> children = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            children.add(fixture.liveChild(parent));
        }
        assertEquals(11, fixture.references(parent));

        for (int i = 0; i < 10; i++) {
            store.unlink(children.get(i));
            assertEquals(1, fixture.reclaimAll());
            assertEquals(10 - i, fixture.references(parent));
        }
        assertTrue(fixture.resolves(parent));
    }

    @Test
    void shouldDropTheParentWhenAnUnpublishedChildIsGivenUp() {
        final long parent = fixture.live(PARENT);
        try (Lease child = store.allocate(CHILD);
                Lease owned = store.acquire(parent)) {
            fixture.parentLink.move(owned, child.slot());
        }
        assertEquals(2, fixture.references(parent));

        fixture.reclaimAll();

        assertEquals(1, fixture.references(parent));
    }
}
