package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeFilterTest {
    private static final long SEED = 20_261_121L;
    private static final int INTERFACES = 4;

    @Test
    void shouldStopWhatHasABitThatNoEntryHas() {
        final long filter = 0b1011;
        assertThat(HomeFilter.isCandidate(filter, hash(0, 1, 3, 0))).isTrue();
        assertThat(HomeFilter.isCandidate(filter, hash(3, 3, 3, 3))).isTrue();
        assertThat(HomeFilter.isCandidate(filter, hash(0, 1, 3, 2))).isFalse();
        assertThat(HomeFilter.isCandidate(filter, hash(4, 1, 3, 0))).isFalse();
        assertThat(HomeFilter.isCandidate(0, hash(0, 0, 0, 0))).isFalse();
        assertThat(HomeFilter.isCandidate(-1, hash(63, 2, 31, 32))).isTrue();
    }

    private static long hash(final long first, final long second, final long third, final long fourth) {
        return (first | second << 6 | third << 12 | fourth << 18) << KeyPermutation.UNUSED_BITS;
    }

    @Test
    void shouldSetOneBitForEachSixOfTheBitsThatChooseNoLine() {
        final int unused = KeyPermutation.UNUSED_BITS;
        assertThat(HomeFilter.bits(0)).isEqualTo(1);
        assertThat(HomeFilter.bits(0xff_ffffL << unused)).isEqualTo(0x8000_0000_0000_0000L);
        assertThat(HomeFilter.bits(-1L << (unused + 24) | (1 << unused) - 1)).isEqualTo(1);
        assertThat(HomeFilter.bits((1L | 2 << 6 | 3 << 12 | 4 << 18) << unused)).isEqualTo(0b1_1110);
    }

    /** Runs of IPv4 groups on a few interfaces, in lines with as many entries as when an index grows. */
    @ParameterizedTest
    @ValueSource(ints = {12, 16})
    void shouldStopAlmostAllOtherGroupsOfIpv4(final int bits) {
        final KeyPermutation permutation = new KeyPermutation(SEED);
        final int entries = 7 << (bits - 1);
        final double rate = rateOfCandidates(bits, entries, number -> {
            final long group = 0xe100_0000L + number / INTERFACES;
            return permutation.permute(AddressIndex.narrowKey(number % INTERFACES, group));
        });
        assertThat(rate).as("seed=" + SEED).isBetween(0.000_1, 0.004);
    }

    /** Runs of IPv6 groups on a few interfaces, in lines with as many entries as when an index grows. */
    @ParameterizedTest
    @ValueSource(ints = {12, 16})
    void shouldStopAlmostAllOtherGroupsOfIpv6(final int bits) {
        final WideHash hash = new WideHash(SEED);
        final int entries = 5 << (bits - 1);
        final double rate = rateOfCandidates(
                bits, entries, number -> hash.hash(number % INTERFACES, 0xff3e_0000_0000_0000L, number / INTERFACES));
        assertThat(rate).as("seed=" + SEED).isBetween(0.000_1, 0.002);
    }

    /** How many of the keys that follow on some entries find their bits in the filter of their home. */
    private static double rateOfCandidates(final int bits, final int entries, final IntToLongFunction hashOf) {
        final long[] filters = new long[1 << bits];
        for (int number = 0; number < entries; number++) {
            final long hash = hashOf.applyAsLong(number);
            filters[(int) (hash >>> (Long.SIZE - bits))] |= HomeFilter.bits(hash);
        }
        int passed = 0;
        final int others = 200_000;
        for (int number = entries; number < entries + others; number++) {
            final long hash = hashOf.applyAsLong(number);
            passed += HomeFilter.isCandidate(filters[(int) (hash >>> (Long.SIZE - bits))], hash) ? 1 : 0;
        }
        return (double) passed / others;
    }
}
