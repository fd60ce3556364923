package dev.covey.engine.table;

import static dev.covey.engine.table.NarrowIndex.MAX_KEY;
import static dev.covey.engine.table.NarrowIndex.MAX_VALUE;
import static dev.covey.engine.table.NarrowIndex.MISS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.memory.EpochDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowIndexTest {
    private static final long SEED = 20_261_121L;
    private static final int MAX_ENTRIES = 2_000_000;

    private final IndexFixture fixture = new IndexFixture();
    private final KeyPermutation permutation = new KeyPermutation(SEED);
    private final FindScratch scratch = new FindScratch();

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    /** A key whose home is the same in every generation up to so many bits. */
    private long colliding(final int bits, final long home, final long number) {
        return permutation.restore((home << (Long.SIZE - bits)) | (number << KeyPermutation.UNUSED_BITS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeWithAMapWhateverIsDone(final long modelSeed) {
        final Random random = new Random(modelSeed);
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final Map<Long, Integer> model = new HashMap<>();
        final long[] keys = new long[FindScratch.BATCH_LIMIT];
        final int[] values = new int[FindScratch.BATCH_LIMIT];
        for (int step = 0; step < 300_000; step++) {
            final String context = "modelSeed=" + modelSeed + ", step=" + step;
            final long key = drawKey(random);
            // Inserts outweigh removes, so that the index grows; in between it shrinks for a while.
            final boolean isFilling = step / 50_000 % 3 != 2;
            final int dice = random.nextInt(100);
            if (dice < (isFilling ? 60 : 25)) {
                insert(index, model, key, random, context);
            } else if (dice < 85) {
                assertThat(index.remove(key)).as(context).isEqualTo(model.remove(key) != null);
            } else if (dice < 95) {
                assertThat(index.find(key)).as(context).isEqualTo(model.getOrDefault(key, MISS));
            } else if (dice < 97) {
                final int n = random.nextInt(FindScratch.BATCH_LIMIT + 1);
                for (int i = 0; i < n; i++) {
                    keys[i] = drawKey(random);
                }
                index.find(keys, values, 0, n, scratch);
                for (int i = 0; i < n; i++) {
                    assertThat(values[i]).as(context).isEqualTo(model.getOrDefault(keys[i], MISS));
                }
            } else if (dice < 99) {
                index.maintain();
            } else {
                fixture.isRefusing = random.nextInt(4) == 0;
            }
            assertThat(index.size()).as(context).isEqualTo(model.size());
        }
        assertHolds(index, model, "modelSeed=" + modelSeed);
        IndexFixture.settle(index);
        assertHolds(index, model, "modelSeed=" + modelSeed);
    }

    /** One key in four is one of 40 that share a home, one is anything, the others come back often. */
    private long drawKey(final Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> colliding(20, 0x81234, (long) random.nextInt(40) << 20);
            case 1 -> random.nextLong() & MAX_KEY;
            default -> ((long) random.nextInt(64) << 28) | random.nextInt(2_000);
        };
    }

    private void insert(
            final NarrowIndex index,
            final Map<Long, Integer> model,
            final long key,
            final Random random,
            final String context) {
        final int value = random.nextInt(MAX_VALUE + 1);
        if (model.containsKey(key)) {
            assertThatThrownBy(() -> index.insert(key, value)).as(context).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(index.insert(key, value)).as(context).isTrue();
            model.put(key, value);
        }
    }

    private static void assertHolds(final NarrowIndex index, final Map<Long, Integer> model, final String context) {
        final Map<Long, Integer> held = new HashMap<>();
        index.forEach(
                (key, value) -> assertThat(held.put(key, value)).as(context).isNull());
        assertThat(held).as(context).isEqualTo(model);
        model.forEach((key, value) -> assertThat(index.find(key)).as(context).isEqualTo(value));
        IndexFixture.assertFilters(index, context);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindTheSameInABatchWhateverTheLastOneWas(final boolean isMissing) {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        // A run that overflows, and one key in two of the rest.
        for (int i = 0; i < 40; i++) {
            assertThat(index.insert(colliding(20, 0x81234, i), i)).isTrue();
        }
        for (int i = 0; i < 10_000; i += 2) {
            assertThat(index.insert(key(i), i)).isTrue();
        }
        final long[] keys = new long[FindScratch.BATCH_LIMIT];
        final int[] values = new int[FindScratch.BATCH_LIMIT + 1];
        for (int from = 0; from < 10_000; from += keys.length / 2) {
            for (int i = 0; i < keys.length; i += 2) {
                keys[i] = key(from + i / 2);
                keys[i + 1] = colliding(20, 0x81234, (from + i / 2) % 80);
            }
            scratch.isNarrowMissing = isMissing;
            index.find(keys, values, 1, keys.length, scratch);
            for (int i = 0; i < keys.length; i++) {
                assertThat(values[1 + i]).as("from=" + from + ", i=" + i).isEqualTo(index.find(keys[i]));
            }
        }
    }

    @Test
    void shouldFindBatchesWithoutFiltersToo() {
        final NarrowIndex index =
                new NarrowIndex("narrow", fixture.memory, fixture.epochs, 0, MAX_ENTRIES, SEED, false);
        final long[] keys = new long[FindScratch.BATCH_LIMIT];
        final int[] values = new int[FindScratch.BATCH_LIMIT];
        for (int i = 0; i < 20_000; i++) {
            assertThat(index.insert(key(i), i)).isTrue();
            keys[i % keys.length] = key(i % 3 == 0 ? i : -1 - i);
            index.find(keys, values, 0, i % keys.length + 1, scratch);
            assertThat(values[i % keys.length]).isEqualTo(i % 3 == 0 ? i : MISS);
        }
        IndexFixture.settle(index);
        assertThat(index.bytes()).isEqualTo((long) index.current().lineCount << NarrowWord.LINE_SHIFT);
    }

    @Test
    void shouldExpectMissesOnceMoreThanThreeOfFourKeysOfABatchWereAbsent() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        for (int i = 0; i < 10; i++) {
            assertThat(index.insert(key(i), i)).isTrue();
        }
        final long[] keys = new long[FindScratch.BATCH_LIMIT];
        final int[] values = new int[FindScratch.BATCH_LIMIT];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(i);
        }
        index.find(keys, values, 0, 40, scratch);
        assertThat(scratch.isNarrowMissing).isFalse();
        index.find(keys, values, 0, 41, scratch);
        assertThat(scratch.isNarrowMissing).isTrue();
        index.find(keys, values, 0, 0, scratch);
        assertThat(scratch.isNarrowMissing).isTrue();
        index.find(keys, values, 0, 40, scratch);
        assertThat(scratch.isNarrowMissing).isFalse();
    }

    @Test
    void shouldLoseNothingAndGiveMemoryBackWhenItGrowsToMoreThanAMillion() {
        final int entries = 1_100_000;
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final long[] keys = new long[FindScratch.BATCH_LIMIT];
        final int[] values = new int[FindScratch.BATCH_LIMIT];
        for (int i = 0; i < entries; i++) {
            assertThat(index.insert(key(i), i)).isTrue();
            if (i % 1_000 == 0) {
                for (int j = 0; j < keys.length; j++) {
                    keys[j] = key(i - j * (i / keys.length));
                }
                index.find(keys, values, 0, keys.length, scratch);
                for (int j = 0; j < keys.length; j++) {
                    assertThat(values[j]).as("at=" + i).isEqualTo(i - j * (i / keys.length));
                }
                assertThat(index.find(key(i + 1))).isEqualTo(MISS);
            }
        }
        IndexFixture.settle(index);
        for (int i = 0; i < entries; i++) {
            assertThat(index.find(key(i))).isEqualTo(i);
        }
        assertThat(index.bytes()).isEqualTo(index.current().capacity());
        assertThat(fixture.memory.reservedBytes()).isBetween(index.bytes(), index.bytes() * 11 / 10);
        assertThat(index.bytes() / index.size()).isLessThan(35);

        for (int i = 0; i < entries; i++) {
            assertThat(index.remove(key(i))).isTrue();
        }
        assertThat(index.size()).isZero();
        assertThat(IndexFixture.overflows(index.current(), NarrowWord.LINE_SHIFT))
                .isZero();
    }

    private static long key(final int number) {
        return ((long) (number & 63) << 28) | (number >>> 6);
    }

    @Test
    void shouldKeepAnOldGenerationAsLongAsAReaderIsInside() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final EpochDomain.Reader reader = fixture.epochs.openReader("stalled");
        final Generation old = index.current();
        try (EpochDomain.Guard inside = reader.enter()) {
            int entries = 0;
            while (index.current() == old) {
                assertThat(index.insert(key(entries), entries)).isTrue();
                entries++;
            }
            for (int i = 0; i < 10; i++) {
                index.maintain();
            }
            assertThat(index.bytes()).isEqualTo(old.capacity() + index.current().capacity());
        }
        for (int i = 0; i <= EpochDomain.GRACE_EPOCHS; i++) {
            index.maintain();
        }
        assertThat(index.bytes()).isEqualTo(index.current().capacity());
        assertThat(fixture.memory.reservedBytes()).isLessThan(old.capacity() + index.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 40})
    void shouldBuildALargerGenerationWhenTheOneBeingBuiltHasNoRoom(final int maintenances) {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final int bits = index.current().bits;
        int entries = 0;
        while (!index.isGrowing()) {
            assertThat(index.insert(key(entries), entries)).isTrue();
            entries++;
        }
        for (int i = 0; i < maintenances; i++) {
            index.maintain();
        }
        final Generation building = index.buildingFor(-1);
        for (int line = 0; line < building.lineCount; line++) {
            building.putLong(line << NarrowWord.LINE_SHIFT, LineHeader.SEVEN_LANES);
        }
        final long reservedBytes = fixture.memory.reservedBytes();
        // Found by the copying, or by an insert into a line that has been copied.
        while (index.buildingFor(-1) == building) {
            assertThat(index.insert(key(entries), entries)).isTrue();
            entries++;
        }
        assertThat(fixture.memory.reservedBytes()).isLessThan(reservedBytes);
        IndexFixture.settle(index);
        assertThat(index.current().bits).isEqualTo(bits + 2);
        for (int i = 0; i < entries; i++) {
            assertThat(index.find(key(i))).isEqualTo(i);
        }
        assertThat(fixture.memory.reservedBytes()).isLessThan(index.bytes() + 4096);
    }

    /** What a reader does that was held up between reading the header and reading the word. */
    @Test
    void shouldBelieveTheWordWhenTheHeaderIsOld() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final Generation generation = index.current();
        final long permuted = 0x123L << 55;
        final long key = permutation.restore(permuted);
        final int home = generation.home(permuted) << NarrowWord.LINE_SHIFT;
        assertThat(index.insert(key, 0)).isTrue();
        final long oldHeader = generation.getLong(home);
        assertThat(NarrowIndex.match(generation, permuted, home, oldHeader)).isZero();

        assertThat(index.remove(key)).isTrue();
        assertThat(NarrowIndex.match(generation, permuted, home, oldHeader)).isEqualTo(MISS);
        final long other = permutation.restore(permuted | 1L << KeyPermutation.UNUSED_BITS);
        assertThat(index.insert(other, 9)).isTrue();
        assertThat(generation.getLong(home)).as("same lane, same tag").isEqualTo(oldHeader);
        assertThat(NarrowIndex.match(generation, permuted, home, oldHeader)).isEqualTo(MISS);

        assertThat(index.remove(other)).isTrue();
        assertThat(index.insert(key, 10)).isTrue();
        assertThat(NarrowIndex.match(generation, permuted, home, oldHeader)).isEqualTo(10);
    }

    @Test
    void shouldTellApartKeysThatDifferInWhatTheWordDoesNotHold() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        for (long circle = 0; circle < 512; circle++) {
            assertThat(index.insert(colliding(9, circle, 77), (int) circle)).isTrue();
        }
        for (long circle = 0; circle < 512; circle++) {
            assertThat(index.find(colliding(9, circle, 77))).isEqualTo((int) circle);
            assertThat(index.find(colliding(9, circle, 78))).isEqualTo(MISS);
        }
    }

    @Test
    void shouldHoldKeysAndValuesAtTheirLimits() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        // The last two have words of all zeros and, but for the value, all ones.
        final long[] keys = {
            0, MAX_KEY, MAX_KEY >>> 1, permutation.restore(0), permutation.restore(-1L << KeyPermutation.UNUSED_BITS)
        };
        for (final int value : new int[] {0, 1, MAX_VALUE - 1, MAX_VALUE}) {
            for (final long key : keys) {
                assertThat(index.insert(key, value)).isTrue();
                assertThat(index.find(key)).as("key=" + key).isEqualTo(value);
            }
            for (final long key : keys) {
                assertThat(index.remove(key)).isTrue();
                assertThat(index.find(key)).as("key=" + key).isEqualTo(MISS);
                assertThat(index.remove(key)).isFalse();
            }
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        assertThatThrownBy(() -> index.insert(MAX_KEY + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.insert(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.insert(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.insert(0, MAX_VALUE + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.find(new long[65], new int[65], 0, 65, scratch))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.narrow(511, SEED)).isInstanceOf(IllegalArgumentException.class);
        assertThat(index.insert(5, 5)).isTrue();
        assertThat(index.find(MAX_KEY + 1 + 5)).isEqualTo(MISS);
        assertThat(index.remove(MAX_KEY + 1 + 5)).isFalse();
    }

    @Test
    void shouldRefuseToStartWhenThereIsNoMemory() {
        fixture.isRefusing = true;
        assertThatThrownBy(() -> fixture.narrow(MAX_ENTRIES, SEED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("index=narrow");
    }

    @Test
    void shouldAcceptItsMaximumAndNotOneMore() {
        final NarrowIndex index = fixture.narrow(1_000, SEED);
        for (int i = 0; i < 1_000; i++) {
            assertThat(index.insert(key(i), i)).isTrue();
        }
        assertThat(index.insert(key(1_000), 1_000)).isFalse();
        assertThat(index.find(key(1_000))).isEqualTo(MISS);
        assertThat(index.remove(key(0))).isTrue();
        assertThat(index.insert(key(1_000), 1_000)).isTrue();
    }
}
