package dev.covey.engine.memory;

import static dev.covey.engine.memory.LifeWord.FREE;
import static dev.covey.engine.memory.LifeWord.HELD;
import static dev.covey.engine.memory.LifeWord.LIVE;
import static dev.covey.engine.memory.LifeWord.MAX_GENERATION;
import static dev.covey.engine.memory.LifeWord.MAX_REFERENCES;
import static dev.covey.engine.memory.LifeWord.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.LifeWord.Unlinking;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LifeWordTest {
    private static final int OFFSET = 64;
    private static final int GENERATION = 7;
    private static final List<Integer> PHASES = List.of(FREE, HELD, LIVE, RETIRED);

    private final UnsafeBuffer slab = new UnsafeBuffer(BufferUtil.allocateDirectAligned(128, 64));

    @Test
    void shouldKeepEveryFieldWhenComposed() {
        final SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 10_000; i++) {
            final int generation = random.nextInt(MAX_GENERATION) + 1;
            final int phase = random.nextInt(4);
            final long references = random.nextLong(MAX_REFERENCES + 1);

            final long word = LifeWord.of(generation, phase, references);

            assertEquals(generation, LifeWord.generation(word), "seed=42");
            assertEquals(phase, LifeWord.phase(word), "seed=42");
            assertEquals(references, LifeWord.references(word), "seed=42");
        }
    }

    @Test
    void shouldKeepEveryFieldWhenAllAreAtTheirHighest() {
        final long word = LifeWord.of(MAX_GENERATION, RETIRED, MAX_REFERENCES);

        assertEquals(MAX_GENERATION, LifeWord.generation(word));
        assertEquals(RETIRED, LifeWord.phase(word));
        assertEquals(MAX_REFERENCES, LifeWord.references(word));
    }

    @Test
    void shouldGoThroughAllPhasesWhenARecordLives() {
        set(0, FREE, 0);

        assertEquals(1, LifeWord.begin(slab, OFFSET));
        assertWord(1, HELD, 1);
        LifeWord.publish(slab, OFFSET);
        assertWord(1, LIVE, 2);
        assertTrue(LifeWord.tryRetain(slab, OFFSET, 1));
        assertWord(1, LIVE, 3);
        assertFalse(LifeWord.release(slab, OFFSET));
        assertWord(1, LIVE, 2);
        assertEquals(Unlinking.PINNED, LifeWord.unlink(slab, OFFSET, 1));
        assertWord(1, RETIRED, 1);
        assertTrue(LifeWord.release(slab, OFFSET));
        assertWord(1, RETIRED, 0);
        LifeWord.free(slab, OFFSET);
        assertWord(1, FREE, 0);
        assertEquals(2, LifeWord.begin(slab, OFFSET));
        assertWord(2, HELD, 1);
    }

    @Test
    void shouldBeginOnlyWhenFree() {
        for (final int phase : PHASES) {
            if (phase == FREE) {
                set(GENERATION, phase, 0);
                assertEquals(GENERATION + 1, LifeWord.begin(slab, OFFSET));
                assertWord(GENERATION + 1, HELD, 1);
            } else {
                assertFault(phase, 3, "slot is not free", () -> LifeWord.begin(slab, OFFSET));
            }
        }
    }

    @Test
    void shouldPublishOnlyWhenHeld() {
        for (final int phase : PHASES) {
            if (phase == HELD) {
                set(GENERATION, phase, 1);
                LifeWord.publish(slab, OFFSET);
                assertWord(GENERATION, LIVE, 2);
            } else {
                assertFault(
                        phase,
                        phase == FREE ? 0 : 3,
                        "only a record in no table",
                        () -> LifeWord.publish(slab, OFFSET));
            }
        }
    }

    @Test
    void shouldRetainOnlyWhenLive() {
        for (final int phase : PHASES) {
            final long references = phase == FREE ? 0 : 3;
            set(GENERATION, phase, references);

            assertEquals(phase == LIVE, LifeWord.tryRetain(slab, OFFSET, GENERATION));
            assertWord(GENERATION, phase, phase == LIVE ? 4 : references);
        }
    }

    @Test
    void shouldNotRetainOrUnlinkWhenTheGenerationIsAnother() {
        set(GENERATION, LIVE, 3);

        for (final int other : new int[] {0, 1, GENERATION - 1, GENERATION + 1, MAX_GENERATION}) {
            assertFalse(LifeWord.tryRetain(slab, OFFSET, other));
            assertEquals(Unlinking.ALREADY, LifeWord.unlink(slab, OFFSET, other));
        }

        assertWord(GENERATION, LIVE, 3);
    }

    @Test
    void shouldUnlinkOnlyWhenLive() {
        for (final int phase : PHASES) {
            final long references = phase == FREE ? 0 : 3;
            set(GENERATION, phase, references);

            final Unlinking unlinking = LifeWord.unlink(slab, OFFSET, GENERATION);

            assertEquals(phase == LIVE ? Unlinking.PINNED : Unlinking.ALREADY, unlinking);
            assertWord(GENERATION, phase == LIVE ? RETIRED : phase, phase == LIVE ? 2 : references);
        }
    }

    @Test
    void shouldTellTheLastReferenceFromAPinnedOneWhenUnlinked() {
        set(GENERATION, LIVE, 1);
        assertEquals(Unlinking.LAST, LifeWord.unlink(slab, OFFSET, GENERATION));
        assertWord(GENERATION, RETIRED, 0);

        set(GENERATION, LIVE, 2);
        assertEquals(Unlinking.PINNED, LifeWord.unlink(slab, OFFSET, GENERATION));
        assertWord(GENERATION, RETIRED, 1);
    }

    @Test
    void shouldChangeNothingWhenUnlinkedAgain() {
        set(GENERATION, LIVE, 2);
        assertEquals(Unlinking.PINNED, LifeWord.unlink(slab, OFFSET, GENERATION));

        assertEquals(Unlinking.ALREADY, LifeWord.unlink(slab, OFFSET, GENERATION));
        assertWord(GENERATION, RETIRED, 1);
        assertTrue(LifeWord.release(slab, OFFSET));
        assertEquals(Unlinking.ALREADY, LifeWord.unlink(slab, OFFSET, GENERATION));
        assertWord(GENERATION, RETIRED, 0);
    }

    @Test
    void shouldRetireWithTheLastReleaseWhenNeverPublished() {
        set(GENERATION, HELD, 1);

        assertTrue(LifeWord.release(slab, OFFSET));

        assertWord(GENERATION, RETIRED, 0);
    }

    @Test
    void shouldOnlyCountDownWhenOthersStillHoldTheRecord() {
        for (final int phase : new int[] {HELD, LIVE, RETIRED}) {
            set(GENERATION, phase, 3);
            assertFalse(LifeWord.release(slab, OFFSET));
            assertWord(GENERATION, phase, 2);
        }
    }

    @Test
    void shouldThrowAndChangeNothingWhenReleasedTooOften() {
        for (final int phase : PHASES) {
            assertFault(phase, 0, "over-release", () -> LifeWord.release(slab, OFFSET));
        }
    }

    @Test
    void shouldThrowAndChangeNothingWhenTheLastReferenceOfALiveRecordIsReleased() {
        assertFault(LIVE, 1, "over-release", () -> LifeWord.release(slab, OFFSET));
    }

    @Test
    void shouldNameTheRecordWhenReleasedTooOften() {
        set(GENERATION, RETIRED, 0);

        assertThat(assertThrows(IllegalStateException.class, () -> LifeWord.release(slab, OFFSET)))
                .hasMessage("over-release: offset=64, generation=7, phase=3, references=0");
    }

    @Test
    void shouldFreeOnlyWhenRetiredAndUnreferenced() {
        for (final int phase : PHASES) {
            if (phase == RETIRED) {
                set(GENERATION, phase, 0);
                LifeWord.free(slab, OFFSET);
                assertWord(GENERATION, FREE, 0);
            } else {
                assertFault(phase, 0, "only a retired record", () -> LifeWord.free(slab, OFFSET));
            }
        }
        assertFault(RETIRED, 1, "only a retired record", () -> LifeWord.free(slab, OFFSET));
    }

    @Test
    void shouldBeginAgainAtOneWhenGenerationsAreUsedUp() {
        set(MAX_GENERATION - 1, FREE, 0);
        assertEquals(MAX_GENERATION, LifeWord.begin(slab, OFFSET));

        set(MAX_GENERATION, FREE, 0);
        assertEquals(1, LifeWord.begin(slab, OFFSET));
        assertWord(1, HELD, 1);
    }

    @Test
    void shouldSaturateWhenReferencesReachTheirMaximum() {
        set(GENERATION, LIVE, MAX_REFERENCES - 1);
        assertTrue(LifeWord.tryRetain(slab, OFFSET, GENERATION));
        assertWord(GENERATION, LIVE, MAX_REFERENCES);

        assertFalse(LifeWord.tryRetain(slab, OFFSET, GENERATION));
        assertWord(GENERATION, LIVE, MAX_REFERENCES);

        assertFalse(LifeWord.release(slab, OFFSET));
        assertWord(GENERATION, LIVE, MAX_REFERENCES - 1);
    }

    @Test
    void shouldUnlinkWhenReferencesAreAtTheirMaximum() {
        set(MAX_GENERATION, LIVE, MAX_REFERENCES);

        assertEquals(Unlinking.PINNED, LifeWord.unlink(slab, OFFSET, MAX_GENERATION));

        assertWord(MAX_GENERATION, RETIRED, MAX_REFERENCES - 1);
    }

    private void set(final int generation, final int phase, final long references) {
        slab.putLong(OFFSET, LifeWord.of(generation, phase, references));
    }

    private void assertWord(final int generation, final int phase, final long references) {
        assertEquals(
                LifeWord.describe(LifeWord.of(generation, phase, references)), LifeWord.describe(slab.getLong(OFFSET)));
        assertEquals(0, slab.getLong(OFFSET - Long.BYTES));
        assertEquals(0, slab.getLong(OFFSET + Long.BYTES));
    }

    private void assertFault(final int phase, final long references, final String message, final Executable call) {
        set(GENERATION, phase, references);
        assertThat(assertThrows(IllegalStateException.class, call)).hasMessageStartingWith(message);
        assertWord(GENERATION, phase, references);
    }
}
