package dev.covey.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.EpochDomain.Guard;
import dev.covey.engine.memory.EpochDomain.Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EpochDomainTest {
    private final EpochDomain domain = new EpochDomain(3);

    @Test
    void shouldAdvanceWhenNobodyIsInside() {
        final long epoch = domain.epoch();
        assertNotNull(domain.openReader("idle"));

        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());

        assertEquals(epoch + 2, domain.epoch());
        assertNull(domain.blockingReader());
    }

    @Test
    void shouldAdvanceOnceOnlyWhenAGuardedReaderStaysInside() {
        final Reader reader = domain.openReader("slow");
        final long epoch = domain.epoch();

        try (Guard inside = reader.enter()) {
            assertNotNull(inside);
            assertTrue(domain.tryAdvance());
            assertFalse(domain.tryAdvance());
            assertFalse(domain.tryAdvance());
            assertEquals(epoch + 1, domain.epoch());
            assertEquals("slow", domain.blockingReader());
        }

        assertTrue(domain.tryAdvance());
        assertNull(domain.blockingReader());
    }

    @Test
    void shouldAnnounceTheEpochOfEachEntryWhenAGuardedReaderComesBack() {
        final Reader reader = domain.openReader("guarded");
        for (int i = 0; i < 5; i++) {
            try (Guard inside = reader.enter()) {
                assertNotNull(inside);
                assertTrue(domain.tryAdvance());
                assertFalse(domain.tryAdvance());
            }
        }
    }

    @Test
    void shouldAdvanceOncePerAnnouncementWhenAReaderPolls() {
        final Reader reader = domain.openReader("polling");
        reader.online();

        for (int i = 0; i < 5; i++) {
            assertTrue(domain.tryAdvance());
            assertFalse(domain.tryAdvance());
            assertEquals("polling", domain.blockingReader());
            reader.quiescent();
        }

        reader.offline();
        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldNameTheReaderThatBlocksWhenSeveralAreInside() {
        final Reader first = domain.openReader("first");
        final Reader second = domain.openReader("second");
        first.online();
        second.online();
        assertTrue(domain.tryAdvance());

        first.quiescent();
        assertFalse(domain.tryAdvance());
        assertEquals("second", domain.blockingReader());

        second.offline();
        assertTrue(domain.tryAdvance());
        assertNull(domain.blockingReader());
    }

    @Test
    void shouldGiveAsManyReadersAsItHasPlacesWhenOpened() {
        final Reader first = domain.openReader("first");
        assertNotNull(domain.openReader("second"));
        assertNotNull(domain.openReader("third"));
        assertNull(domain.openReader("fourth"));

        first.close();

        assertNotNull(domain.openReader("fourth"));
        assertNull(domain.openReader("fifth"));
    }

    @Test
    void shouldNotHoldBackAnythingWhenAReaderWasClosedInside() {
        final Reader reader = domain.openReader("leaver");
        reader.online();
        assertTrue(domain.tryAdvance());
        assertFalse(domain.tryAdvance());

        reader.close();

        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldRefuseNewReadersWhenClosed() {
        assertTrue(domain.close());

        assertNull(domain.openReader("late"));
    }

    @Test
    void shouldRefuseEveryEntryWhenClosed() {
        final Reader reader = domain.openReader("late");
        assertTrue(domain.close());

        assertClosed(() -> enterAndLeave(reader));
        assertClosed(reader::online);
        assertTrue(domain.close(), "a refused reader is outside");
        reader.close();
    }

    @Test
    void shouldWaitForItsReadersWhenClosed() {
        final Reader guarded = domain.openReader("guarded");
        final Reader polling = domain.openReader("polling");
        polling.online();
        try (Guard inside = guarded.enter()) {
            assertNotNull(inside);
            assertFalse(domain.close());
            assertEquals("guarded", domain.blockingReader());
        }

        assertFalse(domain.close());
        assertEquals("polling", domain.blockingReader());
        assertClosed(polling::quiescent);
        assertTrue(domain.close());
        assertNull(domain.blockingReader());
    }

    @Test
    void shouldLetAPollingReaderLeaveWhenClosed() {
        final Reader polling = domain.openReader("polling");
        polling.online();
        assertFalse(domain.close());

        polling.offline();

        assertTrue(domain.close());
    }

    @Test
    void shouldLeaveTheNextReaderInsideWhenClosedAgain() {
        final Reader closed = domain.openReader("closed");
        closed.close();
        final Reader next = domain.openReader("next");
        next.online();

        closed.close();
        closed.offline();

        assertTrue(domain.tryAdvance());
        assertFalse(domain.tryAdvance());
        assertEquals("next", domain.blockingReader());
    }

    @Test
    void shouldThrowWhenAClosedReaderReads() {
        final Reader reader = domain.openReader("closed");
        reader.close();

        assertRefused("reader is closed", () -> enterAndLeave(reader));
        assertRefused("reader is closed", reader::online);
        assertRefused("reader is not online", reader::quiescent);
        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldThrowAndStayInsideWhenEnteredTwice() {
        final Reader reader = domain.openReader("nesting");
        try (Guard inside = reader.enter()) {
            assertNotNull(inside);
            assertRefused("reader is inside already", () -> enterAndLeave(reader));
            assertRefused("reader is inside already", reader::online);
            assertTrue(domain.tryAdvance());
            assertFalse(domain.tryAdvance());
        }
        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldThrowWhenAReaderIsQuiescentThatIsNotOnline() {
        final Reader reader = domain.openReader("offline");
        assertRefused("reader is not online", reader::quiescent);

        reader.online();
        reader.quiescent();
        reader.offline();

        assertRefused("reader is not online", reader::quiescent);
        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldThrowWhenAGuardedReaderIsQuiescentInside() {
        final Reader reader = domain.openReader("guarded");
        try (Guard inside = reader.enter()) {
            assertNotNull(inside);
            assertTrue(domain.tryAdvance());
            assertRefused("reader is not online", reader::quiescent);
            assertFalse(domain.tryAdvance(), "it has announced nothing");
        }
    }

    @Test
    void shouldThrowWhenAPollingReaderIsQuiescentAfterAnOldGuardTookItsWordAway() {
        final Reader reader = domain.openReader("polling");
        final Guard old;
        try (Guard inside = reader.enter()) {
            old = inside;
        }
        reader.online();
        old.close();

        assertTrue(domain.tryAdvance());
        assertTrue(domain.tryAdvance(), "nobody is inside");
        assertRefused("reader is not online", reader::quiescent);
    }

    @Test
    void shouldSayThatTheEngineIsClosedHoweverOftenAPollingReaderAsks() {
        final Reader reader = domain.openReader("polling");
        reader.online();
        assertFalse(domain.close());

        assertClosed(reader::quiescent);
        assertClosed(reader::quiescent);
    }

    @Test
    void shouldStillWaitForItsReadersWhenItAdvancesAfterItWasClosed() {
        final Reader reader = domain.openReader("polling");
        reader.online();
        final long epoch = domain.epoch();
        assertFalse(domain.close());

        assertTrue(domain.tryAdvance());
        assertFalse(domain.tryAdvance());
        assertEquals(epoch + 1, domain.epoch());

        assertClosed(reader::quiescent);
        assertTrue(domain.tryAdvance());
    }

    @Test
    void shouldHandOutTheSameGuardWhenEnteredAgain() {
        final Reader reader = domain.openReader("guarded");
        final Guard first;
        try (Guard inside = reader.enter()) {
            first = inside;
        }
        try (Guard inside = reader.enter()) {
            assertSame(first, inside);
        }
    }

    private static void enterAndLeave(final Reader reader) {
        try (Guard inside = reader.enter()) {
            assertNotNull(inside);
        }
    }

    private static void assertRefused(final String message, final Executable call) {
        assertThat(assertThrows(IllegalStateException.class, call)).hasMessageStartingWith(message + ": reader=");
    }

    private static void assertClosed(final Executable call) {
        assertThat(assertThrows(IllegalStateException.class, call)).hasMessageStartingWith("engine is closed: reader=");
    }
}
