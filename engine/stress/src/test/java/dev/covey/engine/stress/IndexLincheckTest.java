package dev.covey.engine.stress;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.NarrowIndex;
import dev.covey.engine.table.TableAccess;
import dev.covey.engine.table.WideIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One writer and readers beside it: whatever they are told has to look as if they had come one after another. All keys
 * have one home line. An index is far larger than a scenario, so all scenarios share one, emptied in between.
 */
class IndexLincheckTest {
    private static final int KEYS = 3;
    private static final int MISS = -1;
    private static final long SEED = 7;
    private static final int MAX_THREADS = 8;

    @Test
    void shouldBeLinearizableWhenANarrowIndexIsTriedForAMoment() {
        options(5, 200).check(Narrow.class);
    }

    @Test
    void shouldBeLinearizableWhenAWideIndexIsTriedForAMoment() {
        options(5, 200).check(Wide.class);
    }

    @Test
    @Tag("long")
    void shouldBeLinearizableWhenANarrowIndexIsTriedForLong() {
        options(25, 1_000).check(Narrow.class);
    }

    @Test
    @Tag("long")
    void shouldBeLinearizableWhenAWideIndexIsTriedForLong() {
        options(25, 1_000).check(Wide.class);
    }

    @Test
    @Tag("long")
    void shouldBeCaughtWhenKeyAndValueAreApart() {
        assertThrows(LincheckAssertionError.class, () -> options(200, 2_000).check(Broken.class));
    }

    private static StressOptions options(final int scenarios, final int runsPerScenario) {
        return new StressOptions()
                .iterations(scenarios)
                .invocationsPerIteration(runsPerScenario)
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(5)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Specification.class);
    }

    /** The engine's, for IPv4 groups. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    @Param(name = "value", gen = IntGen.class, conf = "0:2")
    public static class Narrow {
        private static final long[] PLACES = TableAccess.narrowKeys(SEED, KEYS);
        private static final NarrowIndex INDEX =
                new NarrowIndex("index", new NativeMemory(AllocationGate.OPEN), new EpochDomain(1), 0, 100, SEED, true);

        {
            for (final long place : PLACES) {
                INDEX.remove(place);
            }
        }

        @Operation(nonParallelGroup = "writer")
        public boolean insert(@Param(name = "key") final int key, @Param(name = "value") final int value) {
            return INDEX.insert(PLACES[key], value);
        }

        @Operation(nonParallelGroup = "writer")
        public boolean remove(@Param(name = "key") final int key) {
            return INDEX.remove(PLACES[key]);
        }

        @Operation
        public int find(@Param(name = "key") final int key, @Param(gen = ThreadIdGen.class) final int thread) {
            return INDEX.find(PLACES[key]);
        }
    }

    /** The engine's, for everything else. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    @Param(name = "value", gen = IntGen.class, conf = "0:2")
    public static class Wide {
        private static final int OWNER = 1;
        private static final long HIGH = 2;
        private static final int VALUES = 3;
        private static final long[] PLACES = TableAccess.wideLows(SEED, OWNER, HIGH, KEYS);
        private static final EpochDomain EPOCHS = new EpochDomain(MAX_THREADS);
        private static final EpochDomain.Reader[] READERS = new EpochDomain.Reader[MAX_THREADS];
        private static final WideIndex INDEX =
                new WideIndex("index", new NativeMemory(AllocationGate.OPEN), EPOCHS, 0, 100, SEED, true);

        static {
            for (int i = 0; i < MAX_THREADS; i++) {
                READERS[i] = EPOCHS.openReader("reader " + i);
            }
        }

        {
            for (int key = 0; key < KEYS; key++) {
                INDEX.remove(OWNER, HIGH, PLACES[key]);
                vacate(key);
            }
        }

        @Operation(nonParallelGroup = "writer")
        public boolean insert(@Param(name = "key") final int key, @Param(name = "value") final int value) {
            return INDEX.insert(OWNER, HIGH, PLACES[key], value);
        }

        @Operation(nonParallelGroup = "writer")
        public boolean remove(@Param(name = "key") final int key) {
            final boolean isRemoved = INDEX.remove(OWNER, HIGH, PLACES[key]);
            final long removedEpoch = EPOCHS.epoch();
            EPOCHS.tryAdvance();
            EPOCHS.tryAdvance();
            if (EPOCHS.epoch() - removedEpoch >= EpochDomain.GRACE_EPOCHS) {
                vacate(key);
            }
            return isRemoved;
        }

        @Operation
        public int find(@Param(name = "key") final int key, @Param(gen = ThreadIdGen.class) final int thread) {
            try (EpochDomain.Guard inside = READERS[thread].enter()) {
                return INDEX.find(OWNER, HIGH, PLACES[key]);
            }
        }

        /** End the quarantine of whatever the key had, once or several times. */
        private static void vacate(final int key) {
            for (int value = 0; value < VALUES; value++) {
                for (int times = 0; times < VALUES; times++) {
                    INDEX.vacate(OWNER, HIGH, PLACES[key], value);
                }
            }
        }
    }

    /** One lane, whose key and value are two words. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    @Param(name = "value", gen = IntGen.class, conf = "0:2")
    public static class Broken {
        private final AtomicLongArray keys = new AtomicLongArray(KEYS);
        private final AtomicLongArray values = new AtomicLongArray(KEYS);

        @Operation(nonParallelGroup = "writer")
        public boolean insert(@Param(name = "key") final int key, @Param(name = "value") final int value) {
            if (keys.get(key) != 0) {
                throw new IllegalStateException("present");
            }
            keys.set(key, 1);
            values.set(key, value);
            return true;
        }

        @Operation(nonParallelGroup = "writer")
        public boolean remove(@Param(name = "key") final int key) {
            final boolean isRemoved = keys.get(key) != 0;
            keys.set(key, 0);
            return isRemoved;
        }

        @Operation
        public int find(@Param(name = "key") final int key, @Param(gen = ThreadIdGen.class) final int thread) {
            return keys.get(key) == 0 ? MISS : (int) values.get(key);
        }
    }

    /** What an index is to one thread alone. */
    public static class Specification {
        private final Map<Integer, Integer> entries = new HashMap<>();

        public boolean insert(final int key, final int value) {
            if (entries.containsKey(key)) {
                throw new IllegalStateException("present");
            }
            entries.put(key, value);
            return true;
        }

        public boolean remove(final int key) {
            return entries.remove(key) != null;
        }

        public int find(final int key, final int thread) {
            return entries.getOrDefault(key, MISS);
        }
    }
}
