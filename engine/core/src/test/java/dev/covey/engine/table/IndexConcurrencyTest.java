package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.memory.EpochDomain;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writer churns and grows an index; a reader must find what stays, and never a value of another key. */
@Timeout(120)
class IndexConcurrencyTest {
    private static final long SEED = 20_261_124L;
    private static final int STABLE = 2_000;
    private static final int CHURNING = 60_000;
    private static final int WINDOW = 500;
    private static final int CYCLES = 6;

    private final IndexFixture fixture = new IndexFixture();
    private final EpochDomain.Reader reader = fixture.epochs.openReader("reader");
    private final AtomicReference<AssertionError> failure = new AtomicReference<>();
    private volatile boolean isWriterDone;

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    /** One look of the reader at one key. */
    private interface Look {
        int find(int number);
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
        run(number -> index.find(narrowKey(number)), number -> {
            assertThat(index.insert(narrowKey(number), number)).isTrue();
            // The last cycle removes at once, so that places and their readers change all the time.
            final int removed = number - WINDOW;
            if (removed >= STABLE && removed % 4 != 0) {
                assertThat(index.remove(narrowKey(removed))).isTrue();
            }
            if (number % 64 == 0) {
                index.maintain();
            }
        });
    }

    /** Few homes for many keys: searches go over several lines, and lanes are reused at once. */
    @Test
    void shouldFindStableNarrowKeysInCrowdedLines() throws InterruptedException {
        final KeyPermutation permutation = new KeyPermutation(SEED);
        final NarrowIndex index = fixture.narrow(1 << 20, SEED);
        final int stable = 20;
        for (int i = 0; i < stable; i++) {
            assertThat(index.insert(crowded(permutation, i), i)).isTrue();
        }
        final Thread thread = new Thread(() -> read(stable, stable + 30, n -> index.find(crowded(permutation, n))));
        thread.start();
        for (int i = 0; i < 1_000_000 && failure.get() == null; i++) {
            final int number = stable + i * 7 % 30;
            if (!index.remove(crowded(permutation, number))) {
                assertThat(index.insert(crowded(permutation, number), number)).isTrue();
            }
        }
        join(thread);
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
        run(number -> index.find(number & 15, number, ~number), number -> {
            assertThat(index.insert(number & 15, number, ~number, number)).isTrue();
            final int removed = number - WINDOW;
            if (removed >= STABLE && removed % 4 != 0) {
                assertThat(index.remove(removed & 15, removed, ~removed)).isTrue();
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

    private void join(final Thread thread) throws InterruptedException {
        isWriterDone = true;
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void read(final int stable, final int all, final Look look) {
        try {
            int number = 0;
            while (!isWriterDone) {
                try (EpochDomain.Guard inside = reader.enter()) {
                    for (int i = 0; i < 32; i++) {
                        number = (number + 7_919) & Integer.MAX_VALUE;
                        assertThat(look.find(number % stable)).isEqualTo(number % stable);
                        final int found = look.find(number % all);
                        if (found != NarrowIndex.MISS) {
                            assertThat(found).isEqualTo(number % all);
                        }
                    }
                }
            }
        } catch (final AssertionError error) {
            failure.set(new AssertionError("seed=" + SEED, error));
        }
    }
}
