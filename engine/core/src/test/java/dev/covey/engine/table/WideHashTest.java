package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class WideHashTest {
    private static final long PREFIX = 0xff3e_0000_0000_0000L;
    private static final long PRIVATE_SOURCES = 0xffff_0a00_0000L;
    private static final int ENTRIES = 40_960;
    private static final int HOME_BITS = 14;

    private interface Pattern {
        long hash(WideHash hash, int number);
    }

    /** Random keys would leave 2.5% beyond the fifth of a line that has two and a half on average. */
    @Test
    void shouldSpreadRegularKeysLikeRandomOnes() {
        for (long seed = 0; seed < 100; seed++) {
            assertSpread("a run of addresses", seed, (hash, i) -> hash.hash(1, PREFIX, i));
            assertSpread("a run of owners", seed, (hash, i) -> hash.hash(i, PREFIX, 1));
            assertSpread("a run of prefixes", seed, (hash, i) -> hash.hash(1, PREFIX + i, 1));
            assertSpread("64 owners", seed, (hash, i) -> hash.hash(i & 63, PREFIX, i >>> 6));
            assertSpread("strides of 2^32", seed, (hash, i) -> hash.hash(1, PREFIX, (long) i << 32));
            assertSpread("sources", seed, (hash, i) -> hash.hash(i & 255, 0, PRIVATE_SOURCES + (i >>> 8)));
            assertSpread("a square", seed, (hash, i) -> hash.hash(1, PREFIX + i % 200, i / 200));
        }
    }

    private static void assertSpread(final String name, final long seed, final Pattern pattern) {
        final WideHash hash = new WideHash(seed);
        final IntToLongFunction home = i -> pattern.hash(hash, i) >>> (Long.SIZE - HOME_BITS);
        final int[] entries = new int[1 << HOME_BITS];
        for (int i = 0; i < ENTRIES; i++) {
            entries[(int) home.applyAsLong(i)]++;
        }
        int overflowing = 0;
        for (final int count : entries) {
            overflowing += Math.max(0, count - 5);
        }
        assertThat(overflowing).as("pattern=" + name + ", seed=" + seed).isLessThan((int) (ENTRIES * 0.035));
    }

    @Test
    void shouldDependOnEveryBitOfTheKeyAndOnTheSeed() {
        final WideHash hash = new WideHash(1);
        final long reference = hash.hash(0, 0, 0);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(hash.hash(0, 1L << bit, 0)).isNotEqualTo(reference);
            assertThat(hash.hash(0, 0, 1L << bit)).isNotEqualTo(reference);
            assertThat(hash.hash(1 << bit, 0, 0)).isNotEqualTo(reference);
        }
        assertThat(new WideHash(2).hash(0, 0, 0)).isNotEqualTo(reference);
    }
}
