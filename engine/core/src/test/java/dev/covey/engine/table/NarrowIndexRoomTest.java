package dev.covey.engine.table;

import static dev.covey.engine.table.NarrowIndex.MISS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How full an index may be, and what becomes of entries that find their lines full. */
class NarrowIndexRoomTest {
    private static final long SEED = 20_261_121L;
    private static final int LANES = 7;
    private static final int MAX_OVERFLOW = 255;
    private static final int MAX_ENTRIES = 2_000_000;

    private final IndexFixture fixture = new IndexFixture();
    private final KeyPermutation permutation = new KeyPermutation(SEED);

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    /** A key whose home is the same in every generation up to so many bits. */
    private long colliding(final int bits, final long home, final long number) {
        return permutation.restore((home << (Long.SIZE - bits)) | (number << KeyPermutation.UNUSED_BITS));
    }

    private static long key(final int number) {
        return ((long) (number & 63) << 28) | (number >>> 6);
    }

    @Test
    void shouldGoOnUntilReallyFullWhenGrowthIsRefused() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        final int lines = index.current().lineCount;
        fixture.isRefusing = true;
        int entries = 0;
        while (index.insert(key(entries), entries)) {
            index.maintain();
            entries++;
        }
        assertThat(entries).isGreaterThan(lines * 4).isLessThanOrEqualTo(lines * LANES);
        assertThat(index.size()).isEqualTo(entries);
        assertThat(index.find(key(entries))).isEqualTo(MISS);
        for (int i = 0; i < entries; i++) {
            assertThat(index.find(key(i))).isEqualTo(i);
        }

        fixture.isRefusing = false;
        IndexFixture.settle(index);
        assertThat(index.insert(key(entries), entries)).isTrue();
        for (int i = 0; i <= entries; i++) {
            assertThat(index.find(key(i))).isEqualTo(i);
        }
    }

    @Test
    void shouldGrowRatherThanSearchOnAndOnWhenKeysShareAHome() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        // The circle of the smallest size has 8 lines. These keys part in the next bit of their permuted form.
        final int room = 8 * LANES;
        for (int i = 0; i < room; i++) {
            assertThat(index.insert(colliding(13, 0x100 + (i & 1), i), i)).isTrue();
        }
        assertThat(index.insert(colliding(13, 0x100, room), room)).isFalse();
        assertThat(index.find(colliding(13, 0x100, room))).isEqualTo(MISS);
        assertThat(index.isGrowing()).isTrue();
        IndexFixture.settle(index);

        assertThat(index.insert(colliding(13, 0x100, room), room)).isTrue();
        for (int i = 0; i < room; i++) {
            assertThat(index.find(colliding(13, 0x100 + (i & 1), i))).isEqualTo(i);
        }
    }

    @Test
    void shouldCountOverflowsBackToZero() {
        final NarrowIndex index = ofHomesWithinTheProbeLimit();
        final int home = fillOneHome(index, MAX_OVERFLOW - 1 + LANES);
        final Generation generation = index.current();
        assertThat(overflow(generation, home)).isEqualTo(MAX_OVERFLOW - 1);
        for (int i = 0; i < MAX_OVERFLOW - 1 + LANES; i++) {
            assertThat(index.remove(colliding(20, 0x80000, i))).isTrue();
        }
        assertThat(IndexFixture.overflows(generation, NarrowWord.LINE_SHIFT)).isZero();
    }

    /** As bad as it gets: every key goes on from the same line, to the last one within the limit. */
    @Test
    void shouldFindWhatIsThereWhenMoreOverflowsThanCanBeCounted() {
        final NarrowIndex index = ofHomesWithinTheProbeLimit();
        final int room = GrowingIndex.PROBE_LIMIT * LANES;
        final int home = fillOneHome(index, room);
        final Generation generation = index.current();
        assertThat(overflow(generation, home)).isEqualTo(MAX_OVERFLOW);
        assertThat(index.find(colliding(20, 0x80000, room))).isEqualTo(MISS);

        final List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, room).boxed().toList());
        Collections.shuffle(numbers, new Random(SEED));
        final boolean[] isRemoved = new boolean[room];
        for (int round = 0; round < room; round++) {
            final int removed = numbers.get(round);
            assertThat(index.remove(colliding(20, 0x80000, removed))).isTrue();
            isRemoved[removed] = true;
            for (int i = 0; i < room; i++) {
                assertThat(index.find(colliding(20, 0x80000, i)))
                        .as("seed=" + SEED + ", round=" + round + ", i=" + i)
                        .isEqualTo(isRemoved[i] ? MISS : i);
            }
        }
        // Nobody knows any more whether something overflowed; it costs a look at the next line.
        assertThat(overflow(generation, home)).isEqualTo(MAX_OVERFLOW);
        assertThat(index.insert(colliding(20, 0x80000, room), room)).isTrue();
        assertThat(index.find(colliding(20, 0x80000, room))).isEqualTo(room);
    }

    private NarrowIndex ofHomesWithinTheProbeLimit() {
        return new NarrowIndex("narrow", fixture.memory, fixture.epochs, 200_000, MAX_ENTRIES, SEED, true);
    }

    /** Put in keys with one home. Returns that. */
    private int fillOneHome(final NarrowIndex index, final int count) {
        for (int i = 0; i < count; i++) {
            assertThat(index.insert(colliding(20, 0x80000, i), i)).isTrue();
            assertThat(index.find(colliding(20, 0x80000, i))).isEqualTo(i);
        }
        return index.current().home(permutation.permute(colliding(20, 0x80000, 0)));
    }

    private static int overflow(final Generation generation, final int line) {
        return LineHeader.overflowCount(generation.getLong(line << NarrowWord.LINE_SHIFT));
    }

    /** With each of these seeds an insert finds 32 lines in a row full, shortly before the index has grown. */
    @ParameterizedTest
    @ValueSource(longs = {36, 48, 49})
    void shouldRefuseNothingWhileItGrowsWhenItsLinesAreFullerForTheWriterAlone(final long seed) {
        final NarrowIndex index = forWriter(seed);
        for (int i = 0; i < 700_000; i++) {
            assertThat(index.insert(key(i), i)).as("seed=" + seed + ", at=" + i).isTrue();
        }
        for (int i = 0; i < 700_000; i++) {
            assertThat(index.find(key(i))).as("seed=" + seed + ", at=" + i).isEqualTo(i);
        }
    }

    @Test
    void shouldGrowLaterWhenTheWriterAloneAsksAndCirclesAreLong() {
        assertThat(sizesWhenGrowthBegins(fixture.narrow(MAX_ENTRIES, SEED)))
                .containsExactly(4_096, 16_384, 65_536, 131_072, 262_144, 524_288);
        assertThat(sizesWhenGrowthBegins(forWriter(SEED)))
                .containsExactly(4_096, 16_384, 65_536, 131_072, 327_680, 655_360);
    }

    private static List<Integer> sizesWhenGrowthBegins(final NarrowIndex index) {
        final List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 700_000; i++) {
            final boolean wasGrowing = index.isGrowing();
            assertThat(index.insert(key(i), i)).isTrue();
            if (index.isGrowing() && !wasGrowing) {
                // The last entry that there was room for came before this one.
                sizes.add(i - 1);
            }
        }
        return sizes;
    }

    private NarrowIndex forWriter(final long seed) {
        return new NarrowIndex("narrow", fixture.memory, fixture.epochs, 512, MAX_ENTRIES, seed, false);
    }

    @Test
    void shouldServeOnWhenNoSizeHasRoomForKeysThatShareAHome() {
        final NarrowIndex index = fixture.narrow(50_000, SEED);
        int accepted = 0;
        for (int i = 0; i < 1_000; i++) {
            accepted += index.insert(colliding(24, 0x800000, i), i) ? 1 : 0;
            index.maintain();
        }
        IndexFixture.settle(index);
        assertThat(accepted).isBetween(8 * LANES, GrowingIndex.PROBE_LIMIT * LANES);
        assertThat(index.size()).isEqualTo(accepted);
        assertThat(index.bytes()).isEqualTo(index.current().capacity());
        // Only who lives at the start of the crowded lines has to suffer.
        int served = 0;
        for (int i = 0; i < 10_000; i++) {
            final boolean isInserted = index.insert(key(i), i);
            assertThat(index.find(key(i))).isEqualTo(isInserted ? i : MISS);
            served += isInserted ? 1 : 0;
        }
        assertThat(served).isGreaterThan(9_900);
        assertThat(index.size()).isEqualTo(accepted + served);
    }
}
