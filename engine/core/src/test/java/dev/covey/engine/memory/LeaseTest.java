package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.StoreFixture.CHILD;
import static dev.covey.engine.memory.StoreFixture.PARENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases are opened here without try-with-resources where the test is about closing them wrongly. */
@SuppressWarnings("MustBeClosedChecker")
class LeaseTest {
    private final StoreFixture fixture = new StoreFixture();
    private final RecordStore store = fixture.store;
    private final long parent = fixture.live(PARENT);

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    @Test
    void shouldGiveItsReferenceBackOnceWhenReleasedEarly() {
        try (Lease lease = store.acquire(parent)) {
            assertEquals(2, fixture.references(parent));

            assertSame(lease, lease.release());
            assertTrue(lease.isEmpty());
            assertEquals(1, fixture.references(parent));
            lease.release();
            assertEquals(1, fixture.references(parent));
        }
        assertEquals(1, fixture.references(parent));
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldKeepTheReferenceWhereItWentWhenMoved() {
        try (Lease child = store.allocate(CHILD);
                Lease owned = store.acquire(parent)) {
            fixture.parentLink.move(owned, child.slot());
            assertTrue(owned.isEmpty());
            assertEquals(NULL_HANDLE, owned.handle());
        }
        assertEquals(2, fixture.references(parent));
    }

    @Test
    void shouldHoldNothingWhenAskedForNone() {
        try (Lease none = store.none()) {
            assertTrue(none.isEmpty());
            assertEquals(1, store.openLeases());
        }
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldThrowWhenClosedTwice() {
        final Lease lease = store.acquire(parent);
        lease.close();

        assertThat(assertThrows(IllegalStateException.class, lease::close)).hasMessage("lease was closed before");
        assertEquals(1, fixture.references(parent));
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldThrowWhenNotClosedInReverseOrder() {
        final Lease outer = store.acquire(parent);
        final Lease inner = store.acquire(parent);

        assertThat(assertThrows(IllegalStateException.class, outer::close))
                .hasMessage("leases are closed in reverse order: depth=0, open=2");

        inner.close();
        outer.close();
        assertEquals(1, fixture.references(parent));
        assertEquals(0, store.openLeases());
    }

    @Test
    void shouldStayValidWhenThePoolGrows() {
        final List<Lease> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            open.add(store.acquire(parent));
        }
        assertEquals(100, store.openLeases());
        assertEquals(101, fixture.references(parent));

        for (int i = open.size() - 1; i >= 0; i--) {
            assertEquals(parent, open.get(i).handle());
            open.get(i).close();
        }
        assertEquals(1, fixture.references(parent));
    }

    @Test
    void shouldBeReusedWhenOpenedAgain() {
        final Lease first = store.acquire(parent);
        first.close();

        try (Lease second = store.acquire(parent)) {
            assertSame(first, second);
            assertFalse(second.isEmpty());
        }
    }

    @Test
    void shouldReadAsWordsWhenPrinted() {
        try (Lease lease = store.acquire(parent)) {
            assertEquals("Lease{kind=1, generation=1, slot=0}", lease.toString());
        }
    }
}
