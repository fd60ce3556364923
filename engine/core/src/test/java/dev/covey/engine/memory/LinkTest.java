package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.StoreFixture.CHILD;
import static dev.covey.engine.memory.StoreFixture.FILTER;
import static dev.covey.engine.memory.StoreFixture.FRIEND_OFFSET;
import static dev.covey.engine.memory.StoreFixture.PARENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Owned links and weak links: the two ways for a record to name another. */
class LinkTest {
    private final StoreFixture fixture = new StoreFixture();
    private final RecordStore store = fixture.store;
    private final OwnedLink filterLink = fixture.filterLink;
    private final WeakLink friendLink = fixture.friendLink;
    private final long parent = fixture.live(PARENT);
    private final long child = fixture.liveChild(parent);
    private final int childSlot = Handle.slot(child);

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    @Test
    void shouldHoldTheReferenceWhenALeaseIsMovedIn() {
        assertEquals(parent, fixture.parentLink.get(childSlot));
        assertEquals(parent, fixture.parentLink.getAcquire(childSlot));
        assertEquals(2, fixture.references(parent));
        assertEquals(NULL_HANDLE, filterLink.get(childSlot));
    }

    @Test
    void shouldThrowAndChangeNothingWhenTheLinkIsTaken() {
        final long other = fixture.live(PARENT);
        try (Lease lease = store.acquire(other)) {
            assertThat(assertThrows(IllegalStateException.class, () -> fixture.parentLink.move(lease, childSlot)))
                    .hasMessage("owned link is taken: kind=child, slot=0, holds kind=1, generation=1, slot=0");
            assertFalse(lease.isEmpty());
            assertEquals(2, fixture.references(other));
        }
        assertEquals(1, fixture.references(other));
        assertEquals(parent, fixture.parentLink.get(childSlot));
    }

    @Test
    void shouldGiveTheOldReferenceBackWhenReplaced() {
        final long first = replaceFilter();
        assertEquals(first, filterLink.get(childSlot));
        assertEquals(LifeWord.HELD, fixture.phase(first));
        assertEquals(1, fixture.references(first));

        final long second = replaceFilter();

        assertEquals(second, filterLink.getAcquire(childSlot));
        assertEquals(LifeWord.RETIRED, fixture.phase(first));
        assertEquals(0, fixture.references(first));
        assertEquals(1, store.inLimbo());
    }

    @Test
    void shouldClearTheLinkWhenReplacedByNothing() {
        final long filter = replaceFilter();

        try (Lease none = store.none()) {
            filterLink.replace(none, childSlot);
        }

        assertEquals(NULL_HANDLE, filterLink.get(childSlot));
        assertEquals(0, fixture.references(filter));
        try (Lease none = store.none()) {
            filterLink.replace(none, childSlot);
        }
        assertEquals(1, store.inLimbo());
    }

    @Test
    void shouldKeepTheRecordWhenReplacedByItself() {
        final long filter = fixture.live(FILTER);
        for (int i = 0; i < 3; i++) {
            try (Lease lease = store.acquire(filter)) {
                filterLink.replace(lease, childSlot);
            }
            assertEquals(2, fixture.references(filter));
        }
    }

    @Test
    void shouldReleaseEveryLinkOnceWhenTheOwnerIsReclaimed() {
        final long filter = replaceFilter();
        store.unlink(child);
        assertEquals(1, fixture.references(filter));

        fixture.reclaimAll();

        assertEquals(1, fixture.references(parent));
        assertEquals(LifeWord.FREE, fixture.phase(filter));
    }

    @Test
    void shouldThrowWhenTheLayoutNamesNoSuchLink() {
        assertThat(assertThrows(IllegalArgumentException.class, () -> new OwnedLink(store, CHILD, FRIEND_OFFSET)))
                .hasMessage("layout names no such owned link: kind=child, offset=32");
    }

    @Test
    void shouldNotHoldWhatItNamesWhenWeak() {
        final long friend = fixture.liveChild(parent);
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));

        friendLink.set(childSlot, friend);

        assertEquals(friend, friendLink.get(childSlot));
        assertEquals(1, fixture.references(friend));
    }

    @Test
    void shouldNameNothingWhenTheFriendIsUnlinkedReclaimedOrItsSlotReused() {
        final long friend = fixture.liveChild(parent);
        friendLink.set(childSlot, friend);

        assertTrue(store.unlink(friend));
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));
        fixture.reclaimAll();
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));
        final long reused = fixture.liveChild(parent);
        assertEquals(Handle.slot(friend), Handle.slot(reused));
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));
    }

    @Test
    void shouldNameNothingWhenClearedOrOfAnotherKind() {
        friendLink.set(childSlot, child);
        assertEquals(child, friendLink.get(childSlot));

        friendLink.set(childSlot, parent);
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));
        friendLink.set(childSlot, NULL_HANDLE);
        assertEquals(NULL_HANDLE, friendLink.get(childSlot));
    }

    private long replaceFilter() {
        try (Lease filter = store.allocate(FILTER)) {
            final long handle = filter.handle();
            filterLink.replace(filter, childSlot);
            return handle;
        }
    }
}
