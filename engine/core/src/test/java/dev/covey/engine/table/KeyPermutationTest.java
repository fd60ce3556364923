package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class KeyPermutationTest {
    private static final long SEED = 0x9e37_2026L;
    private static final int ENTRIES = 1 << 16;
    private static final int HOME_BITS = 14;

    @Test
    void shouldRestoreEveryKey() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            final long seed = random.nextLong();
            final KeyPermutation permutation = new KeyPermutation(seed);
            assertRestored(permutation, 0, seed);
            assertRestored(permutation, NarrowIndex.MAX_KEY, seed);
            for (int i = 0; i < 1_000; i++) {
                assertRestored(permutation, random.nextLong() & NarrowIndex.MAX_KEY, seed);
            }
        }
    }

    private static void assertRestored(final KeyPermutation permutation, final long key, final long seed) {
        final long permuted = permutation.permute(key);
        assertThat(permuted << KeyPermutation.KEY_BITS)
                .as("seed=" + seed + ", key=" + key)
                .isZero();
        assertThat(permutation.restore(permuted)).as("seed=" + seed).isEqualTo(key);
    }

    @Test
    void shouldMakeSomethingElseOfKeysWhenTheSeedDiffers() {
        final KeyPermutation one = new KeyPermutation(SEED);
        final KeyPermutation other = new KeyPermutation(SEED + 1);
        int same = 0;
        for (long key = 0; key < 10_000; key++) {
            same += one.permute(key) == other.permute(key) ? 1 : 0;
        }
        assertThat(same).isZero();
    }

    /** Random keys would leave 2.1% beyond the seventh of a line that has four on average. */
    @Test
    void shouldSpreadRegularKeysLikeRandomOnes() {
        for (long seed = 0; seed < 40; seed++) {
            assertSpread("dense", seed, i -> i);
            assertSpread("64 interfaces", seed, i -> ((long) (i & 63) << 28) | (i >>> 6));
            assertSpread("strides of 256", seed, i -> (long) i << 8);
            assertSpread("strides of 2^24", seed, i -> (long) i << 24);
            assertSpread("strides of 2^32", seed, i -> (long) i << 32);
            assertSpread("sockets by records", seed, i -> ((long) (i & 255) << 25) | (i >>> 8));
            assertSpread("socket equals record", seed, i -> ((long) i << 25) | i);
        }
    }

    private static void assertSpread(final String pattern, final long seed, final IntToLongFunction keyOf) {
        final KeyPermutation permutation = new KeyPermutation(seed);
        final int[] entries = new int[1 << HOME_BITS];
        for (int i = 0; i < ENTRIES; i++) {
            entries[(int) (permutation.permute(keyOf.applyAsLong(i)) >>> (Long.SIZE - HOME_BITS))]++;
        }
        int overflowing = 0;
        for (final int count : entries) {
            overflowing += Math.max(0, count - 7);
        }
        assertThat(overflowing).as("pattern=" + pattern + ", seed=" + seed).isLessThan((int) (ENTRIES * 0.03));
    }
}
