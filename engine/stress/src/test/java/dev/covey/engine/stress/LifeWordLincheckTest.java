package dev.covey.engine.stress;

import static dev.covey.engine.memory.LifeWord.LIVE;
import static dev.covey.engine.memory.LifeWord.RETIRED;
import static dev.covey.engine.stress.StressWords.OFFSET;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.LifeWord.Unlinking;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever several threads do to a life word has to look as if they had done it one after another: the model checker
 * tries their interleavings one by one.
 */
class LifeWordLincheckTest {
    private static final int GENERATION = 5;

    @Test
    void shouldBeLinearizableWhenTriedForAMoment() {
        options(5, 200).check(Real.class);
    }

    @Test
    @Tag("long")
    void shouldBeLinearizableWhenTriedForLong() {
        options(30, 1_000).check(Real.class);
    }

    @Test
    void shouldBeCaughtWhenLooksAndActsAreApart() {
        assertThrows(LincheckAssertionError.class, () -> options(30, 1_000).check(Broken.class));
    }

    private static ModelCheckingOptions options(final int scenarios, final int runsPerScenario) {
        return new ModelCheckingOptions()
                .iterations(scenarios)
                .invocationsPerIteration(runsPerScenario)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Specification.class);
    }

    private static AtomicBuffer liveRecord() {
        final VisibleBuffer record = new VisibleBuffer();
        record.putLongVolatile(OFFSET, LifeWord.of(GENERATION, LIVE, 1));
        return record;
    }

    /** One word that the model checker can follow: what it sees of off-heap memory is a call. */
    private static final class VisibleBuffer extends UnsafeBuffer {
        private final AtomicLong word = new AtomicLong();

        private VisibleBuffer() {
            super(new byte[Long.BYTES]);
        }

        @Override
        public long getLongVolatile(final int index) {
            return word.get();
        }

        @Override
        public void putLongVolatile(final int index, final long value) {
            word.set(value);
        }

        @Override
        public boolean compareAndSetLong(final int index, final long expectedValue, final long updateValue) {
            return word.compareAndSet(expectedValue, updateValue);
        }
    }

    /** The engine's. */
    @Param(name = "generation", gen = IntGen.class, conf = "4:5")
    public static class Real {
        private final AtomicBuffer record = liveRecord();

        @Operation
        public boolean tryRetain(@Param(name = "generation") final int generation) {
            return LifeWord.tryRetain(record, OFFSET, generation);
        }

        @Operation
        public boolean release() {
            return LifeWord.release(record, OFFSET);
        }

        @Operation
        public String unlink(@Param(name = "generation") final int generation) {
            return LifeWord.unlink(record, OFFSET, generation).name();
        }
    }

    /** One that reads the word and writes it in two steps. */
    @Param(name = "generation", gen = IntGen.class, conf = "4:5")
    public static class Broken {
        private final AtomicBuffer record = liveRecord();

        @Operation
        public boolean tryRetain(@Param(name = "generation") final int generation) {
            final Specification copy = read();
            final boolean isRetained = copy.tryRetain(generation);
            write(copy);
            return isRetained;
        }

        @Operation
        public boolean release() {
            final Specification copy = read();
            final boolean isLast = copy.release();
            write(copy);
            return isLast;
        }

        @Operation
        public String unlink(@Param(name = "generation") final int generation) {
            final Specification copy = read();
            final String unlinking = copy.unlink(generation);
            write(copy);
            return unlinking;
        }

        private Specification read() {
            final Specification copy = new Specification();
            final long word = record.getLongVolatile(OFFSET);
            copy.isLive = LifeWord.phase(word) == LIVE;
            copy.references = LifeWord.references(word);
            return copy;
        }

        private void write(final Specification copy) {
            record.putLongVolatile(OFFSET, LifeWord.of(GENERATION, copy.isLive ? LIVE : RETIRED, copy.references));
        }
    }

    /** What a life word is to one thread alone. */
    public static class Specification {
        private boolean isLive = true;
        private long references = 1;

        public boolean tryRetain(final int generation) {
            if (generation != GENERATION || !isLive) {
                return false;
            }
            references++;
            return true;
        }

        public boolean release() {
            if (references == 0 || (isLive && references == 1)) {
                throw new IllegalStateException("over-release");
            }
            references--;
            return references == 0;
        }

        public String unlink(final int generation) {
            if (generation != GENERATION || !isLive) {
                return Unlinking.ALREADY.name();
            }
            isLive = false;
            references--;
            return (references == 0 ? Unlinking.LAST : Unlinking.PINNED).name();
        }
    }
}
