package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.MAX_KIND;
import static dev.covey.engine.memory.Handle.MAX_SLOT;
import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.LifeWord.MAX_GENERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HandleTest {
    @Test
    void shouldKeepEveryFieldWhenComposed() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            assertFields(
                    random.nextInt(MAX_KIND) + 1, random.nextInt(MAX_GENERATION) + 1, random.nextInt(MAX_SLOT) + 1);
        }
    }

    @Test
    void shouldKeepEveryFieldWhenAtItsBounds() {
        for (final int kind : new int[] {1, MAX_KIND}) {
            for (final int generation : new int[] {1, MAX_GENERATION}) {
                for (final int slot : new int[] {0, MAX_SLOT}) {
                    assertFields(kind, generation, slot);
                }
            }
        }
    }

    @Test
    void shouldBePositiveSoThatACallCanReturnAStatusInstead() {
        assertTrue(Handle.of(MAX_KIND, MAX_GENERATION, MAX_SLOT) > 0);
        assertEquals(Long.MAX_VALUE, Handle.of(MAX_KIND, MAX_GENERATION, MAX_SLOT));
        assertTrue(Handle.of(1, 1, 0) > 0);
    }

    @Test
    void shouldNameNoKindWhenNullOrNegative() {
        assertEquals(0, Handle.kind(NULL_HANDLE));
        assertThat(Handle.kind(-1)).isGreaterThan(MAX_KIND);
        assertThat(Handle.kind(Long.MIN_VALUE)).isGreaterThan(MAX_KIND);
    }

    @Test
    void shouldReadAsWordsWhenDescribed() {
        assertEquals("none", Handle.describe(NULL_HANDLE));
        assertEquals("kind=4, generation=9, slot=17", Handle.describe(Handle.of(4, 9, 17)));
    }

    private static void assertFields(final int kind, final int generation, final int slot) {
        final long handle = Handle.of(kind, generation, slot);
        assertEquals(kind, Handle.kind(handle), Handle.describe(handle));
        assertEquals(generation, Handle.generation(handle), Handle.describe(handle));
        assertEquals(slot, Handle.slot(handle), Handle.describe(handle));
    }
}
