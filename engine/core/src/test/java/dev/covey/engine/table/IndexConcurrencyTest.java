package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.memory.EpochDomain;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One writer churns and grows an index; a reader must find what stays, and never a value of another key: key by key,
 * and in batches that go by the filters.
 */
@Timeout(120)
class IndexConcurrencyTest {
    private static final long SEED = 20_261_124L;
    private static final int STABLE = 2_000;
    private static final int CHURNING = 60_000;
    private static final int WINDOW = 500;
    private static final int CYCLES = 6;

    /** Keys of one home, more than a line holds, and those of them that stay. */
    private static final int CROWDED = 12;

    private static final int CROWDED_STABLE = 8;

    /** More than any index here has lines for: what agrees in them has one home. */
    private static final int HOME_BITS = 14;

    /** Keys of a batch, and which of them is the newest. */
    private static final int BATCH = 4;

    private static final int NEWEST = 3;
    private static final int LOOKS_FOR_NEWEST = 64;

    private final IndexFixture fixture = new IndexFixture();
    private final EpochDomain.Reader reader = fixture.epochs.openReader("reader");
    private final AtomicReference<AssertionError> failure = new AtomicReference<>();

    /** For each key how often its removal began or ended: odd while the writer removes it. */
    private final AtomicIntegerArray removals = new AtomicIntegerArray(CHURNING * CYCLES + STABLE);

    /** What the writer inserts now. */
    private volatile int newest;

    private volatile boolean isWriterDone;

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    /** How the reader finds keys, which have numbers. */
    private interface Look {
        int find(int number);

        /** Find a batch that is expected to miss: by the filters. */
        void findFew(int[] numbers, int[] values);
    }

    /** One step of the writer. */
    private interface Step {
        void take(int number);
    }

    @Test
    void shouldFindStableNarrowKeysWhileOthersComeAndGo() throws InterruptedException {
        final NarrowIndex index = fixture.narrow(1 << 20, SEED);
        for (int i = 0; i < STABLE; i++) {
            assertThat(index.insert(narrowKey(i), i)).isTrue();
        }
        run(new NarrowLook(index, IndexConcurrencyTest::narrowKey), number -> {
            newest = number;
            assertThat(index.insert(narrowKey(number), number)).isTrue();
            // The last cycle removes at once, so that places and their readers change all the time.
            final int removed = number - WINDOW;
            if (removed >= STABLE && removed % 4 != 0) {
                removals.incrementAndGet(removed);
                assertThat(index.remove(narrowKey(removed))).isTrue();
                removals.incrementAndGet(removed);
            }
            if (number % 64 == 0) {
                index.maintain();
            }
        });
    }

    /** One home for all keys: searches go over several lines, and lanes are reused at once. */
    @Test
    void shouldFindStableNarrowKeysInCrowdedLines() throws InterruptedException {
        final KeyPermutation permutation = new KeyPermutation(SEED);
        final NarrowIndex index = fixture.narrow(1 << 20, SEED);
        for (int i = 0; i < CROWDED_STABLE; i++) {
            assertThat(index.insert(crowded(permutation, i), i)).isTrue();
        }
        churn(new NarrowLook(index, number -> crowded(permutation, number)), 1_000_000, number -> {
            newest = number;
            removals.incrementAndGet(number);
            final boolean isRemoved = index.remove(crowded(permutation, number));
            removals.incrementAndGet(number);
            if (!isRemoved) {
                assertThat(index.insert(crowded(permutation, number), number)).isTrue();
            }
        });
    }

    private static long crowded(final KeyPermutation permutation, final int number) {
        return permutation.restore(((0x123L << 36) | number) << KeyPermutation.UNUSED_BITS);
    }

    @Test
    void shouldFindStableWideKeysWhileOthersComeAndGo() throws InterruptedException {
        final WideIndex index = fixture.wide(1 << 20, SEED);
        final long[] removedIn = new long[CHURNING * CYCLES + STABLE];
        final int[] vacated = {STABLE};
        for (int i = 0; i < STABLE; i++) {
            assertThat(index.insert(i & 15, i, ~i, i)).isTrue();
        }
        run(new WideLook(index, number -> ~number), number -> {
            newest = number;
            assertThat(index.insert(number & 15, number, ~number, number)).isTrue();
            final int removed = number - WINDOW;
            if (removed >= STABLE && removed % 4 != 0) {
                removals.incrementAndGet(removed);
                assertThat(index.remove(removed & 15, removed, ~removed)).isTrue();
                removals.incrementAndGet(removed);
                removedIn[removed] = fixture.epochs.epoch();
            }
            if (number % 64 == 0) {
                index.maintain();
                fixture.epochs.tryAdvance();
            }
            for (int i = vacated[0]; i <= removed; i++) {
                if (i % 4 != 0 && fixture.epochs.epoch() - removedIn[i] < EpochDomain.GRACE_EPOCHS) {
                    break;
                }
                if (i % 4 != 0) {
                    index.vacate(i & 15, i, ~i, i);
                }
                vacated[0] = i + 1;
            }
        });
    }

    /** One home for all keys; what was removed comes anew in the same slot when its readers have gone. */
    @Test
    void shouldFindStableWideKeysInCrowdedLines() throws InterruptedException {
        final long[] lows = crowdedLows(2 * CROWDED);
        final WideIndex index = fixture.wide(1 << 20, SEED);
        for (int i = 0; i < CROWDED_STABLE; i++) {
            assertThat(index.insert(i & 15, i, lows[i], i)).isTrue();
        }
        churn(new WideLook(index, number -> lows[number]), 30_000, number -> {
            newest = number;
            removals.incrementAndGet(number);
            final boolean isRemoved = index.remove(number & 15, number, lows[number]);
            removals.incrementAndGet(number);
            final long removedEpoch = fixture.epochs.epoch();
            while (isRemoved && fixture.epochs.epoch() - removedEpoch < EpochDomain.GRACE_EPOCHS) {
                fixture.epochs.tryAdvance();
            }
            index.vacate(number & 15, number, lows[number], number);
            if (!isRemoved) {
                assertThat(index.insert(number & 15, number, lows[number], number))
                        .isTrue();
            }
        });
    }

    /** Low halves of addresses with one home, however small the index is. */
    private static long[] crowdedLows(final int count) {
        final WideHash hash = new WideHash(SEED);
        final long[] lows = new long[count];
        for (int i = 0; i < count; i++) {
            while (hash.hash(i & 15, i, lows[i]) >>> (Long.SIZE - HOME_BITS) != 1) {
                lows[i]++;
            }
        }
        return lows;
    }

    private static long narrowKey(final int number) {
        return ((long) (number & 15) << 28) | number;
    }

    private void run(final Look look, final Step step) throws InterruptedException {
        final Thread thread = new Thread(() -> read(STABLE, CHURNING * CYCLES + STABLE, look));
        thread.start();
        for (int i = STABLE; i < CHURNING * CYCLES + STABLE && failure.get() == null; i++) {
            step.take(i);
        }
        join(thread);
    }

    private void churn(final Look look, final int steps, final Step step) throws InterruptedException {
        final Thread thread = new Thread(() -> read(CROWDED_STABLE, CROWDED, look));
        thread.start();
        for (int i = 0; i < steps && failure.get() == null; i++) {
            step.take(CROWDED_STABLE + i % (CROWDED - CROWDED_STABLE));
        }
        join(thread);
    }

    private void join(final Thread thread) throws InterruptedException {
        isWriterDone = true;
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void read(final int stable, final int all, final Look look) {
        final int[] numbers = new int[BATCH];
        final int[] values = new int[BATCH];
        try {
            int number = 0;
            while (!isWriterDone) {
                try (EpochDomain.Guard inside = reader.enter()) {
                    for (int i = 0; i < 32; i++) {
                        number = (number + 7_919) & Integer.MAX_VALUE;
                        assertThat(look.find(number % stable)).isEqualTo(number % stable);
                        assertOwn(look.find(number % all), number % all);
                        numbers[0] = number % stable;
                        numbers[1] = number % all;
                        // Never inserted.
                        numbers[2] = all + number % all;
                        assertBatch(look, numbers, values);
                    }
                }
            }
        } catch (final AssertionError error) {
            failure.set(new AssertionError("seed=" + SEED, error));
        }
    }

    /** Who saw the newest key come finds it in a batch, too, as long as its removal has not begun. */
    private void assertBatch(final Look look, final int[] numbers, final int[] values) {
        final int latest = newest;
        final int removalsBefore = removals.get(latest);
        numbers[NEWEST] = latest;
        boolean isFound = false;
        for (int i = 0; i < LOOKS_FOR_NEWEST && !isFound; i++) {
            isFound = look.find(latest) == latest;
        }
        look.findFew(numbers, values);
        final boolean isKept = removalsBefore % 2 == 0 && removals.get(latest) == removalsBefore;
        if (isFound && isKept) {
            assertThat(values[NEWEST]).isEqualTo(latest);
        }
        assertOwn(values[NEWEST], latest);
        assertThat(values[0]).isEqualTo(numbers[0]);
        assertOwn(values[1], numbers[1]);
        assertThat(values[2]).isEqualTo(GrowingIndex.MISS);
    }

    private static void assertOwn(final int found, final int number) {
        if (found != GrowingIndex.MISS) {
            assertThat(found).isEqualTo(number);
        }
    }

    private record NarrowLook(NarrowIndex index, IntToLongFunction key, long[] keys, FindScratch scratch)
            implements Look {
        NarrowLook(final NarrowIndex index, final IntToLongFunction key) {
            this(index, key, new long[BATCH], new FindScratch());
        }

        @Override
        public int find(final int number) {
            return index.find(key.applyAsLong(number));
        }

        @Override
        public void findFew(final int[] numbers, final int[] values) {
            for (int i = 0; i < numbers.length; i++) {
                keys[i] = key.applyAsLong(numbers[i]);
            }
            scratch.isNarrowMissing = true;
            index.find(keys, values, 0, numbers.length, scratch);
        }
    }

    /** Addresses of 16 owners: the high half is the number. */
    private record WideLook(
            WideIndex index, IntToLongFunction low, long[] owners, long[] addresses, FindScratch scratch)
            implements Look {
        WideLook(final WideIndex index, final IntToLongFunction low) {
            this(index, low, new long[BATCH], new long[2 * BATCH], new FindScratch());
        }

        @Override
        public int find(final int number) {
            return index.find(number & 15, number, low.applyAsLong(number));
        }

        @Override
        public void findFew(final int[] numbers, final int[] values) {
            for (int i = 0; i < numbers.length; i++) {
                owners[i] = numbers[i] & 15;
                addresses[2 * i] = numbers[i];
                addresses[2 * i + 1] = low.applyAsLong(numbers[i]);
            }
            scratch.isWideMissing = true;
            index.find(owners, addresses, values, 0, numbers.length, scratch);
        }
    }
}
