package dev.covey.engine.table;

import static dev.covey.engine.table.AddressIndex.MISS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressIndexTest {
    private static final long SEED = 20_261_123L;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long LAST_OF_GROUPS = 0xefff_ffffL;

    private final IndexFixture fixture = new IndexFixture();
    private AddressIndex index;

    private record Key(int interfaceSlot, long high, long low) {}

    @BeforeEach
    void open() {
        index = new AddressIndex("address", fixture.memory, fixture.epochs, 512, 200_000, SEED, true);
    }

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    @Test
    void shouldAgreeWithAMapWhenFamiliesAreMixed() {
        final Random random = new Random(SEED);
        final Map<Key, Integer> model = new HashMap<>();
        final AddressBatch batch = new AddressBatch();
        final Key[] batched = new Key[AddressBatch.CAPACITY];
        for (int step = 0; step < 300_000; step++) {
            final String context = "seed=" + SEED + ", step=" + step;
            final Key key = drawKey(random);
            final int dice = random.nextInt(21);
            if (dice < 10) {
                if (!model.containsKey(key)) {
                    assertThat(index.insert(key.interfaceSlot, key.high, key.low, step))
                            .as(context)
                            .isTrue();
                    model.put(key, step);
                }
            } else if (dice < 17) {
                final Integer value = model.remove(key);
                assertThat(index.remove(key.interfaceSlot, key.high, key.low))
                        .as(context)
                        .isEqualTo(value != null);
                if (value != null) {
                    index.vacate(key.interfaceSlot, key.high, key.low, value);
                }
            } else if (dice < 18) {
                if (model.replace(key, step) == null) {
                    assertThatThrownBy(() -> index.replace(key.interfaceSlot, key.high, key.low, 1))
                            .as(context)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("index=address");
                } else {
                    index.replace(key.interfaceSlot, key.high, key.low, step);
                }
            } else if (dice < 19) {
                batch.clear();
                final int n = random.nextInt(AddressBatch.CAPACITY + 1);
                for (int i = 0; i < n; i++) {
                    batched[i] = drawKey(random);
                    assertThat(batch.add(batched[i].interfaceSlot, batched[i].high, batched[i].low))
                            .isEqualTo(i);
                }
                index.find(batch);
                for (int i = 0; i < n; i++) {
                    assertThat(batch.value(i)).as(context).isEqualTo(model.getOrDefault(batched[i], MISS));
                }
            } else {
                index.maintain();
            }
            assertThat(index.find(key.interfaceSlot, key.high, key.low))
                    .as(context)
                    .isEqualTo(model.getOrDefault(key, MISS));
            assertThat(index.size()).isEqualTo(model.size());
        }
        final Map<Key, Integer> held = new HashMap<>();
        index.forEach((interfaceSlot, high, low, value) -> held.put(new Key(interfaceSlot, high, low), value));
        assertThat(held).as("seed=" + SEED).isEqualTo(model);
    }

    private static Key drawKey(final Random random) {
        final int interfaceSlot = random.nextInt(random.nextInt(8) == 0 ? TableSizes.MAX_INTERFACES : 16);
        return switch (random.nextInt(4)) {
            case 0 -> new Key(interfaceSlot, 0xff3e_0000_0000_0000L, random.nextInt(2_000));
            case 1 -> new Key(interfaceSlot, random.nextInt(2), MAPPED | random.nextInt(2_000));
            default -> new Key(interfaceSlot, 0, MAPPED | 0xe000_0000L | random.nextInt(5_000));
        };
    }

    @Test
    void shouldExpectMissesOfEachFamilyByItself() {
        final AddressBatch batch = new AddressBatch();
        for (int i = 0; i < 8; i++) {
            assertThat(index.insert(1, 0, MAPPED | 0xe000_0000L | i, i)).isTrue();
            assertThat(index.insert(1, 5, i, i)).isTrue();
        }
        fill(batch, 0, 8);
        index.find(batch);
        assertExpected(batch, false, true);
        fill(batch, 8, 0);
        index.find(batch);
        assertExpected(batch, true, false);

        // A batch of one family tells nothing of the other, and an empty one nothing of any.
        batch.clear();
        batch.add(1, 5, 8);
        index.find(batch);
        assertExpected(batch, true, true);
        batch.clear();
        index.find(batch);
        index.find(new long[0], new long[0], new int[0], 0, 0, batch);
        assertExpected(batch, true, true);
        batch.add(1, 0, MAPPED | 0xe000_0000L);
        index.find(batch);
        assertExpected(batch, false, true);
    }

    /** Eight groups of each family from a first one on; those below 8 are there. */
    private static void fill(final AddressBatch batch, final int firstNarrow, final int firstWide) {
        batch.clear();
        for (int i = 0; i < 8; i++) {
            batch.add(1, 0, MAPPED | 0xe000_0000L | (firstNarrow + i));
            batch.add(1, 5, firstWide + i);
        }
    }

    private static void assertExpected(
            final AddressBatch batch, final boolean isNarrowMissing, final boolean isWideMissing) {
        assertThat(batch.scratch.isNarrowMissing).isEqualTo(isNarrowMissing);
        assertThat(batch.scratch.isWideMissing).isEqualTo(isWideMissing);
    }

    @Test
    void shouldTellApartWhatDiffersInOneBitOnly() {
        final int lastSlot = TableSizes.MAX_INTERFACES - 1;
        int value = 0;
        final Map<Key, Integer> model = new HashMap<>();
        for (final int slot : new int[] {0, 1, lastSlot}) {
            for (final long low : new long[] {
                MAPPED | 0xe000_0000L,
                MAPPED | LAST_OF_GROUPS,
                MAPPED | 0xdfff_ffffL,
                MAPPED | 0xf000_0000L,
                0xe000_0000L,
                LAST_OF_GROUPS,
                MAPPED | (1L << 48) | LAST_OF_GROUPS,
                -1L
            }) {
                for (final long high : new long[] {0, 1, Long.MIN_VALUE}) {
                    assertThat(index.find(slot, high, low)).isEqualTo(MISS);
                    assertThat(index.insert(slot, high, low, value)).isTrue();
                    model.put(new Key(slot, high, low), value++);
                }
            }
        }
        model.forEach((key, expected) ->
                assertThat(index.find(key.interfaceSlot, key.high, key.low)).isEqualTo(expected));
    }

    @Test
    void shouldRefuseAnInterfaceThatCannotBe() {
        assertThatThrownBy(() -> index.insert(TableSizes.MAX_INTERFACES, 0, MAPPED | LAST_OF_GROUPS, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSendGroupsOfIpv4AndNothingElseToTheNarrowPart() {
        final long group = MAPPED | 0xe000_0001L;
        assertThat(AddressIndex.isNarrow(0, group)).isTrue();
        assertThat(AddressIndex.isNarrow(0, MAPPED | LAST_OF_GROUPS)).isTrue();
        assertThat(AddressIndex.isNarrow(1, group)).isFalse();
        assertThat(AddressIndex.isNarrow(0, MAPPED | 0xdfff_ffffL)).isFalse();
        assertThat(AddressIndex.isNarrow(0, MAPPED | 0xf000_0000L)).isFalse();
        assertThat(AddressIndex.narrowKey(TableSizes.MAX_INTERFACES - 1, MAPPED | LAST_OF_GROUPS))
                .isEqualTo(NarrowIndex.MAX_KEY);
    }

    @Test
    void shouldAcceptItsMaximumOverBothParts() {
        final AddressIndex small = new AddressIndex("small", fixture.memory, fixture.epochs, 0, 10, SEED, false);
        for (int i = 0; i < 5; i++) {
            assertThat(small.insert(1, 0, MAPPED | 0xe000_0000L | i, i)).isTrue();
            assertThat(small.insert(1, 5, i, i)).isTrue();
        }
        assertThat(small.insert(1, 0, MAPPED | 0xe000_0005L, 5)).isFalse();
        assertThat(small.insert(1, 5, 5, 5)).isFalse();
        assertThat(small.remove(1, 5, 0)).isTrue();
        assertThat(small.insert(1, 0, MAPPED | 0xe000_0005L, 5)).isTrue();
        assertThat(small.bytes()).isPositive();
    }
}
