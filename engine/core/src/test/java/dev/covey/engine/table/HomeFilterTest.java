package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HomeFilterTest {
    private static final long SEED = 20_261_121L;

    @Test
    void shouldLetEveryEntryThrough() {
        final Random random = new Random(SEED);
        for (int turn = 0; turn < 100_000; turn++) {
            final long hash = random.nextLong();
            final long filter = HomeFilter.bits(random.nextLong()) | HomeFilter.bits(hash);
            assertThat(HomeFilter.isCandidate(filter, hash))
                    .as("seed=" + SEED + ", turn=" + turn)
                    .isTrue();
        }
        assertThat(HomeFilter.isCandidate(0, 0)).isFalse();
    }

    @Test
    void shouldSetOneBitForEachSixOfTheBitsThatChooseNoLine() {
        final int unused = KeyPermutation.UNUSED_BITS;
        assertThat(HomeFilter.bits(0)).isEqualTo(1);
        assertThat(HomeFilter.bits(0xff_ffffL << unused)).isEqualTo(0x8000_0000_0000_0000L);
        assertThat(HomeFilter.bits(-1L << (unused + 24) | (1 << unused) - 1)).isEqualTo(1);
        assertThat(HomeFilter.bits((1L | 2 << 6 | 3 << 12 | 4 << 18) << unused)).isEqualTo(0b1_1110);
    }

    /** Four entries are as many as a line has at most, on average, before its index grows. */
    @Test
    void shouldStopAlmostAllOthersAtTheLoadAtWhichAnIndexGrows() {
        final Random random = new Random(SEED);
        int passed = 0;
        for (int turn = 0; turn < 100_000; turn++) {
            long filter = 0;
            for (int entry = 0; entry < 4; entry++) {
                filter |= HomeFilter.bits(random.nextLong());
            }
            passed += HomeFilter.isCandidate(filter, random.nextLong()) ? 1 : 0;
        }
        assertThat(passed).as("seed=" + SEED).isBetween(1, 400);
    }
}
