package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import java.util.function.BooleanSupplier;

/** Memory that can be made to refuse, and epochs, for the tests of indexes. */
final class IndexFixture implements AutoCloseable {
    boolean isRefusing;
    final NativeMemory memory = new NativeMemory(what -> !isRefusing);
    final EpochDomain epochs = new EpochDomain(4);

    NarrowIndex narrow(final int maxEntries, final long seed) {
        return new NarrowIndex("narrow", memory, epochs, 512, maxEntries, seed, true);
    }

    WideIndex wide(final int maxEntries, final long seed) {
        return new WideIndex("wide", memory, epochs, 512, maxEntries, seed, true);
    }

    /** Move growth on until it is over and nothing waits for readers. */
    static void settle(final GrowingIndex index) {
        repeat(() -> {
            index.maintain();
            return !index.isGrowing();
        });
        for (int i = 0; i <= EpochDomain.GRACE_EPOCHS; i++) {
            index.maintain();
        }
    }

    private static void repeat(final BooleanSupplier isDone) {
        for (int i = 0; !isDone.getAsBoolean(); i++) {
            if (i == 1_000_000) {
                throw new AssertionError("growth does not end");
            }
        }
    }

    /** Every filter has the bits of the entries whose home it belongs to, and no more. */
    static void assertFilters(final GrowingIndex index, final String context) {
        final Generation generation = index.current();
        for (int line = 0; line < generation.lineCount; line++) {
            assertThat(generation.getLong(generation.filterOffset(line)))
                    .as(context)
                    .isEqualTo(index.filterOf(generation, line));
        }
    }

    /** Sum of all overflow counts. */
    static long overflows(final Generation generation, final int lineShift) {
        long sum = 0;
        for (int line = 0; line < generation.lineCount; line++) {
            sum += LineHeader.overflowCount(generation.getLong(line << lineShift));
        }
        return sum;
    }

    @Override
    public void close() {
        memory.close();
    }
}
