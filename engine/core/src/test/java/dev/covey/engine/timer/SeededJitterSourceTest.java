package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SeededJitterSourceTest {
    private static final int DRAWS = 600_000;
    private static final long SEED = 4711;

    private final SeededJitterSource jitter = new SeededJitterSource(SEED);

    @Test
    void shouldAnswerAtOnceWhenTheLongestDelayIsZeroOrOver() {
        assertEquals(0, jitter.nextDelayNs(0));
        assertEquals(0, jitter.nextDelayNs(-1));
        assertEquals(0, jitter.nextDelayNs(Long.MIN_VALUE));

        // They used up no random number: the next draw is the first of the seed.
        assertEquals(new SeededJitterSource(SEED).nextDelayNs(1_000_000), jitter.nextDelayNs(1_000_000));
    }

    @Test
    void shouldStayWithinTheRangeAndReachBothEnds() {
        for (final long maxDelayNs : new long[] {1, 2, 3, 7, 10}) {
            final int[] counts = new int[(int) maxDelayNs + 1];
            for (int i = 0; i < 10_000; i++) {
                counts[(int) jitter.nextDelayNs(maxDelayNs)]++;
            }
            assertEquals(0, counts[0], "seed=" + SEED);
            for (int delayNs = 1; delayNs <= maxDelayNs; delayNs++) {
                assertTrue(counts[delayNs] > 0, "seed=" + SEED + ", maxDelayNs=" + maxDelayNs);
            }
        }
        for (int i = 0; i < 10_000; i++) {
            assertTrue(jitter.nextDelayNs(Long.MAX_VALUE) > 0, "seed=" + SEED);
        }
    }

    @Test
    void shouldBeUniformWhenTheRangeIsSmall() {
        final int[] counts = new int[6];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) jitter.nextDelayNs(6) - 1]++;
        }
        assertUniform(counts);
    }

    /** The largest bias of a plain modulo: of 2^63 - 1 and 3 * 2^61 a third would come up twice as often. */
    @Test
    void shouldBeUniformWhenTheRangeDoesNotDivideTheRandomNumbers() {
        final long maxDelayNs = 3L << 61;
        final int[] counts = new int[3];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) ((jitter.nextDelayNs(maxDelayNs) - 1) >>> 61)]++;
        }
        assertUniform(counts);
    }

    /** The delay of each random number by exact arithmetic, redraws included. */
    @Test
    void shouldBeTheUpperHalfOfAnUnsignedProduct() {
        final long[] maxima = {1, 1_000_000_000L, (3L << 61) - 1, (1L << 62) + 1, Long.MAX_VALUE};
        long state = SEED;
        for (int i = 0; i < 20_000; i++) {
            final long maxDelayNs = maxima[i % maxima.length];
            final BigInteger range = BigInteger.valueOf(maxDelayNs);
            final BigInteger two64 = BigInteger.ONE.shiftLeft(64);
            BigInteger product;
            do {
                state += 0x9e3779b97f4a7c15L;
                product = new BigInteger(Long.toUnsignedString(mix(state))).multiply(range);
            } while (product.mod(two64).compareTo(two64.mod(range)) < 0);

            final long expectedNs = product.shiftRight(64).longValueExact() + 1;
            assertEquals(expectedNs, jitter.nextDelayNs(maxDelayNs), "seed=" + SEED + ", draw=" + i);
        }
    }

    @Test
    void shouldDrawTheSameWhenTheSeedIsTheSameAndOtherwiseNot() {
        final SeededJitterSource twin = new SeededJitterSource(SEED);
        final SeededJitterSource other = new SeededJitterSource(SEED + 1);
        final long[] drawn = new long[100];
        final long[] drawnByTwin = new long[100];
        int equal = 0;
        for (int i = 0; i < 100; i++) {
            drawn[i] = jitter.nextDelayNs(1_000_000_000);
            drawnByTwin[i] = twin.nextDelayNs(1_000_000_000);
            equal += drawn[i] == other.nextDelayNs(1_000_000_000) ? 1 : 0;
        }

        assertArrayEquals(drawn, drawnByTwin);
        assertNotEquals(100, equal);
        assertTrue(equal < 3, "equal=" + equal);
    }

    /** Published first outputs of SplitMix64 for seed 1234567: what a replay recorded elsewhere relies on. */
    @Test
    void shouldFollowThePublishedSequence() {
        final SeededJitterSource source = new SeededJitterSource(1234567);

        // For a range of 2^62 the delay is the number's upper 62 bits plus one.
        assertEquals((6457827717110365317L >>> 2) + 1, source.nextDelayNs(1L << 62));
        assertEquals((3203168211198807973L >>> 2) + 1, source.nextDelayNs(1L << 62));
    }

    private static void assertUniform(final int[] counts) {
        final double expected = (double) DRAWS / counts.length;
        double chiSquare = 0;
        for (final int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // Far beyond the 99.99th percentile for up to five degrees of freedom; the seed is fixed, so this never flakes.
        assertTrue(chiSquare < 30, "seed=" + SEED + ", chiSquare=" + chiSquare);
    }

    private static long mix(final long state) {
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
