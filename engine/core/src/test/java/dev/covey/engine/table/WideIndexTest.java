package dev.covey.engine.table;

import static dev.covey.engine.table.WideIndex.MISS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WideIndexTest {
    private static final long SEED = 20_261_122L;
    private static final int LANES = 5;
    private static final int MAX_ENTRIES = 2_000_000;

    private final IndexFixture fixture = new IndexFixture();
    private final WideHash hash = new WideHash(SEED);
    private final FindScratch scratch = new FindScratch();

    private record Key(int owner, long high, long low) {}

    private record Removed(Key key, int value) {}

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    /** Keys that share their home in every generation up to so many bits. */
    private List<Key> colliding(final int bits, final int count) {
        final Random random = new Random(SEED);
        final List<Key> keys = new ArrayList<>();
        while (keys.size() < count) {
            final Key key = new Key(7, random.nextLong(), random.nextLong());
            if (hash.hash(key.owner, key.high, key.low) >>> (Long.SIZE - bits) == 1 << (bits - 1)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static int find(final WideIndex index, final Key key) {
        return index.find(key.owner, key.high, key.low);
    }

    private static boolean insert(final WideIndex index, final Key key, final int value) {
        return index.insert(key.owner, key.high, key.low, value);
    }

    private static boolean remove(final WideIndex index, final Key key) {
        return index.remove(key.owner, key.high, key.low);
    }

    private static void vacate(final WideIndex index, final Key key, final int value) {
        index.vacate(key.owner, key.high, key.low, value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeWithAMapWhateverIsDone(final long modelSeed) {
        final Random random = new Random(modelSeed);
        final List<Key> colliding = colliding(14, 40);
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final Map<Key, Integer> model = new HashMap<>();
        final Deque<Removed> limbo = new ArrayDeque<>();
        for (int step = 0; step < 300_000; step++) {
            final String context = "modelSeed=" + modelSeed + ", step=" + step;
            final Key key = drawKey(random, colliding);
            final boolean isFilling = step / 50_000 % 3 != 2;
            final int dice = random.nextInt(100);
            if (dice < (isFilling ? 60 : 25)) {
                insert(index, model, key, random, context);
            } else if (dice < 80) {
                final Integer value = model.remove(key);
                assertThat(remove(index, key)).as(context).isEqualTo(value != null);
                if (value != null) {
                    limbo.add(new Removed(key, value));
                }
            } else if (dice < 87) {
                for (int i = random.nextInt(8); i > 0 && !limbo.isEmpty(); i--) {
                    final Removed removed = limbo.remove();
                    vacate(index, removed.key, removed.value);
                }
            } else if (dice < 95) {
                assertThat(find(index, key)).as(context).isEqualTo(model.getOrDefault(key, MISS));
            } else if (dice < 97) {
                assertBatch(index, model, random, colliding, context);
            } else if (dice < 99) {
                index.maintain();
            } else {
                fixture.isRefusing = random.nextInt(4) == 0;
            }
            assertThat(index.size()).as(context).isEqualTo(model.size());
        }
        assertHolds(index, model, "modelSeed=" + modelSeed);
        limbo.forEach(removed -> vacate(index, removed.key, removed.value));
        IndexFixture.settle(index);
        assertThat(index.quarantined()).isZero();
        assertHolds(index, model, "modelSeed=" + modelSeed);
    }

    private static Key drawKey(final Random random, final List<Key> colliding) {
        return switch (random.nextInt(4)) {
            case 0 -> colliding.get(random.nextInt(colliding.size()));
            case 1 -> new Key(random.nextInt(), random.nextLong(), random.nextLong());
            default -> new Key(random.nextInt(64), 0xff3e_0000_0000_0000L, random.nextInt(2_000));
        };
    }

    private static void insert(
            final WideIndex index,
            final Map<Key, Integer> model,
            final Key key,
            final Random random,
            final String context) {
        final int value = random.nextInt() >>> 1;
        if (model.containsKey(key)) {
            assertThatThrownBy(() -> insert(index, key, value)).as(context).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(insert(index, key, value)).as(context).isTrue();
            model.put(key, value);
        }
    }

    private void assertBatch(
            final WideIndex index,
            final Map<Key, Integer> model,
            final Random random,
            final List<Key> colliding,
            final String context) {
        final int n = random.nextInt(FindScratch.BATCH_LIMIT + 1);
        final int from = random.nextInt(3);
        final long[] owners = new long[from + n];
        final long[] addresses = new long[2 * (from + n)];
        final int[] values = new int[from + n];
        for (int i = from; i < owners.length; i++) {
            final Key key = drawKey(random, colliding);
            owners[i] = key.owner;
            addresses[2 * i] = key.high;
            addresses[2 * i + 1] = key.low;
        }
        scratch.isWideMissing = random.nextBoolean();
        index.find(owners, addresses, values, from, n, scratch);
        for (int i = from; i < owners.length; i++) {
            assertThat(values[i])
                    .as(context)
                    .isEqualTo(
                            model.getOrDefault(new Key((int) owners[i], addresses[2 * i], addresses[2 * i + 1]), MISS));
        }
    }

    private static void assertHolds(final WideIndex index, final Map<Key, Integer> model, final String context) {
        final Map<Key, Integer> held = new HashMap<>();
        index.forEach((owner, high, low, value) -> assertThat(held.put(new Key(owner, high, low), value))
                .as(context)
                .isNull());
        assertThat(held).as(context).isEqualTo(model);
        model.forEach((key, value) -> assertThat(find(index, key)).as(context).isEqualTo(value));
        IndexFixture.assertFilters(index, context);
    }

    @Test
    void shouldLoseNothingAndGiveMemoryBackWhenItGrowsToMoreThanAMillion() {
        final int entries = 1_100_000;
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        for (int i = 0; i < entries; i++) {
            assertThat(insert(index, key(i), i)).isTrue();
            if (i % 100 == 0) {
                assertThat(find(index, key(i / 2))).isEqualTo(i / 2);
                assertThat(find(index, key(i + 1))).isEqualTo(MISS);
            }
        }
        IndexFixture.settle(index);
        for (int i = 0; i < entries; i++) {
            assertThat(find(index, key(i))).isEqualTo(i);
        }
        assertThat(index.bytes()).isEqualTo(index.current().capacity());
        assertThat(fixture.memory.reservedBytes()).isBetween(index.bytes(), index.bytes() * 11 / 10);
        for (int i = 0; i < entries; i++) {
            assertThat(remove(index, key(i))).isTrue();
            vacate(index, key(i), i);
        }
        assertThat(index.size()).isZero();
        assertThat(IndexFixture.overflows(index.current(), WideSlot.LINE_SHIFT)).isZero();
    }

    private static Key key(final int number) {
        return new Key(number & 63, 0xff3e_0000_0000_0000L, number >>> 6);
    }

    @Test
    void shouldNotReuseTheSlotOfARemovedEntryUntilItIsVacated() {
        final List<Key> keys = colliding(20, LANES + 2);
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        for (int i = 0; i < LANES; i++) {
            assertThat(insert(index, keys.get(i), i)).isTrue();
        }
        final UnsafeView home = new UnsafeView(index, keys.get(0));
        final Key removed = keys.get(2);
        assertThat(remove(index, removed)).isTrue();
        assertThat(find(index, removed)).isEqualTo(MISS);
        assertThat(remove(index, removed)).isFalse();
        assertThat(index.quarantined()).isEqualTo(1);

        assertThat(insert(index, keys.get(LANES), LANES)).isTrue();
        assertThat(home.low(2)).isEqualTo(removed.low);
        assertThat(home.overflow()).isEqualTo(1);

        vacate(index, removed, 3);
        assertThat(index.quarantined()).as("another value is another entry").isEqualTo(1);
        vacate(index, keys.get(LANES + 1), 2);
        assertThat(index.quarantined()).isEqualTo(1);
        vacate(index, removed, 2);
        vacate(index, removed, 2);
        assertThat(index.quarantined()).isZero();

        assertThat(insert(index, keys.get(LANES + 1), 99)).isTrue();
        assertThat(home.low(2)).isEqualTo(keys.get(LANES + 1).low);
        for (int i = 0; i <= LANES; i++) {
            assertThat(find(index, keys.get(i))).isEqualTo(i == 2 ? MISS : i);
        }
    }

    /** What a reader does that was held up between reading the header and reading the slot. */
    @Test
    void shouldLeaveTheSlotAsItWasWhenTheHeaderIsOld() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final Generation generation = index.current();
        final List<Key> keys = colliding(20, 2);
        final Key key = keys.get(0);
        final long hashed = hash.hash(key.owner, key.high, key.low);
        final int home = generation.home(hashed) << WideSlot.LINE_SHIFT;
        assertThat(insert(index, key, 8)).isTrue();
        final long oldHeader = generation.getLong(home);
        assertThat(remove(index, key)).isTrue();
        assertThat(insert(index, keys.get(1), 9)).isTrue();
        assertThat(WideIndex.match(generation, hashed, home, oldHeader, key.owner, key.high, key.low))
                .as("the entry was there when the header was read")
                .isEqualTo(8);
    }

    /** What is in the home line of a key. */
    private final class UnsafeView {
        private final Generation generation;
        private final int line;

        UnsafeView(final WideIndex index, final Key key) {
            generation = index.current();
            line = generation.home(hash.hash(key.owner, key.high, key.low)) << WideSlot.LINE_SHIFT;
        }

        long low(final int lane) {
            return WideSlot.low(generation, line + WideSlot.offset(0x80L << (lane * 8)));
        }

        int overflow() {
            return LineHeader.overflowCount(generation.getLong(line));
        }
    }

    @Test
    void shouldVacateTheRightOneOfTwoEntriesOfTheSameKey() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final Key key = new Key(1, 2, 3);
        for (int value = 10; value < 13; value++) {
            assertThat(insert(index, key, value)).isTrue();
            assertThat(remove(index, key)).isTrue();
        }
        assertThat(insert(index, key, 13)).isTrue();
        assertThat(index.quarantined()).isEqualTo(3);
        vacate(index, key, 13);
        assertThat(index.quarantined()).as("a live entry cannot be vacated").isEqualTo(3);
        vacate(index, key, 11);
        vacate(index, key, 10);
        vacate(index, key, 12);
        assertThat(index.quarantined()).isZero();
        assertThat(find(index, key)).isEqualTo(13);
    }

    @Test
    void shouldForgetQuarantineWhenItGrows() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final Generation old = index.current();
        for (int i = 0; i < 1_000; i++) {
            assertThat(insert(index, key(i), i)).isTrue();
            assertThat(remove(index, key(i))).isTrue();
        }
        for (int i = 1_000; index.current() == old; i++) {
            assertThat(insert(index, key(i), i)).isTrue();
        }
        assertThat(index.quarantined()).isZero();
        for (int i = 0; i < 1_000; i++) {
            vacate(index, key(i), i);
            assertThat(insert(index, key(i), i)).isTrue();
        }
        vacate(index, key(5), 5);
        for (int i = 0; i < index.size(); i++) {
            assertThat(find(index, key(i))).isEqualTo(i);
        }
    }

    @Test
    void shouldNotRunFullOfQuarantinedEntries() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        for (int i = 0; i < 200_000; i++) {
            assertThat(insert(index, key(i), i)).isTrue();
            assertThat(remove(index, key(i))).isTrue();
        }
        assertThat(index.size()).isZero();
        final int quarantined = index.quarantined();
        for (int i = 0; i < 200_000; i++) {
            vacate(index, key(i), i);
        }
        assertThat(quarantined).isPositive();
        assertThat(index.quarantined()).isZero();
    }

    @Test
    void shouldGoOnUntilReallyFullWhenGrowthIsRefused() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final int lines = index.current().lineCount;
        fixture.isRefusing = true;
        int entries = 0;
        while (insert(index, key(entries), entries)) {
            index.maintain();
            entries++;
        }
        assertThat(entries).isGreaterThan(lines * 5 / 2).isLessThanOrEqualTo(lines * LANES);
        assertThat(index.size()).isEqualTo(entries);
        assertThat(find(index, key(entries))).isEqualTo(MISS);

        fixture.isRefusing = false;
        IndexFixture.settle(index);
        assertThat(insert(index, key(entries), entries)).isTrue();
        for (int i = 0; i <= entries; i++) {
            assertThat(find(index, key(i))).isEqualTo(i);
        }
    }

    @Test
    void shouldFindWhatIsThereWhenMoreOverflowsThanCanBeCounted() {
        final int room = GrowingIndex.PROBE_LIMIT * LANES;
        final List<Key> keys = colliding(15, room + 1);
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        for (int i = 0; i < room; i++) {
            assertThat(insert(index, keys.get(i), i)).isTrue();
        }
        assertThat(insert(index, keys.get(room), room)).isFalse();
        assertThat(find(index, keys.get(room))).isEqualTo(MISS);
        assertThat(new UnsafeView(index, keys.get(0)).overflow()).isEqualTo(255);
        for (int i = 0; i < room; i++) {
            assertThat(find(index, keys.get(i))).isEqualTo(i);
        }
        for (int i = 0; i < room; i++) {
            assertThat(remove(index, keys.get(i))).isTrue();
            vacate(index, keys.get(i), i);
            assertThat(find(index, keys.get(i))).isEqualTo(MISS);
            assertThat(find(index, keys.get(room - 1))).isEqualTo(i == room - 1 ? MISS : room - 1);
        }
    }

    @Test
    void shouldHoldKeysAndValuesAtTheirLimits() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        final int[] owners = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        final long[] halves = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE};
        int value = Integer.MAX_VALUE;
        for (final int owner : owners) {
            for (final long high : halves) {
                for (final long low : halves) {
                    assertThat(index.find(owner, high, low)).isEqualTo(MISS);
                    assertThat(index.insert(owner, high, low, value)).isTrue();
                    assertThat(index.find(owner, high, low)).isEqualTo(value--);
                }
            }
        }
        assertThat(index.insert(2, 2, 2, 0)).isTrue();
        assertThat(index.find(2, 2, 2)).isZero();
        assertThatThrownBy(() -> index.insert(3, 3, 3, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAcceptItsMaximumAndNotOneMore() {
        final WideIndex index = fixture.wide(1_000, SEED);
        for (int i = 0; i < 1_000; i++) {
            assertThat(insert(index, key(i), i)).isTrue();
        }
        assertThat(insert(index, key(1_000), 1_000)).isFalse();
        assertThat(remove(index, key(0))).isTrue();
        assertThat(insert(index, key(1_000), 1_000)).isTrue();
    }
}
