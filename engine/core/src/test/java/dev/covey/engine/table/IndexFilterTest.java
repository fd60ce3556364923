package dev.covey.engine.table;

import static dev.covey.engine.table.GrowingIndex.MISS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of its two ways a batch goes: a filter that was blanked hides a key from the one that asks the filters. */
class IndexFilterTest {
    private static final long SEED = 20_261_123L;
    private static final int MAX_ENTRIES = 1_000;
    private static final int INTERFACE_SLOT = 3;

    private final IndexFixture fixture = new IndexFixture();
    private final FindScratch scratch = new FindScratch();
    private final long[] owners = {INTERFACE_SLOT};
    private final long[] address = {0xff15L << 48, 1};
    private final int[] values = new int[1];

    @AfterEach
    void giveBack() {
        fixture.close();
    }

    private int findIn(final NarrowIndex index, final boolean isMissing) {
        scratch.isNarrowMissing = isMissing;
        index.find(new long[] {1}, values, 0, 1, scratch);
        return values[0];
    }

    private int findIn(final WideIndex index, final boolean isMissing) {
        scratch.isWideMissing = isMissing;
        index.find(owners, address, values, 0, 1, scratch);
        return values[0];
    }

    private static void blankFilters(final Generation generation) {
        for (int line = 0; line < generation.lineCount; line++) {
            generation.putLong(generation.filterOffset(line), 0);
        }
    }

    @Test
    void shouldAskTheFiltersOfTheNarrowPartOnlyWhenMissesAreExpected() {
        final NarrowIndex index = fixture.narrow(MAX_ENTRIES, SEED);
        assertThat(index.insert(1, 7)).isTrue();
        assertThat(findIn(index, true)).isEqualTo(7);

        blankFilters(index.current());

        assertThat(findIn(index, false)).isEqualTo(7);
        assertThat(findIn(index, true)).isEqualTo(MISS);
    }

    @Test
    void shouldAskTheFiltersOfTheWidePartOnlyWhenMissesAreExpected() {
        final WideIndex index = fixture.wide(MAX_ENTRIES, SEED);
        assertThat(index.insert(INTERFACE_SLOT, address[0], address[1], 7)).isTrue();
        assertThat(findIn(index, true)).isEqualTo(7);

        blankFilters(index.current());

        assertThat(findIn(index, false)).isEqualTo(7);
        assertThat(findIn(index, true)).isEqualTo(MISS);
    }

    @Test
    void shouldFindWithoutFiltersWhenMissesAreExpected() {
        final WideIndex index = new WideIndex("wide", fixture.memory, fixture.epochs, 0, MAX_ENTRIES, SEED, false);
        assertThat(index.insert(INTERFACE_SLOT, address[0], address[1], 7)).isTrue();

        assertThat(findIn(index, true)).isEqualTo(7);
        assertThat(findIn(index, false)).isEqualTo(7);
    }
}
