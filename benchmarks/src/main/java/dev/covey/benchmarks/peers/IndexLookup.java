package dev.covey.benchmarks.peers;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.AddressBatch;
import dev.covey.engine.table.AddressIndex;
import dev.covey.engine.wire.AddressFamily;

/** The first step of a lookup alone: the index of the engine, for what is said about the index and nothing else. */
final class IndexLookup implements LookupTable {
    private static final int INITIAL_ENTRIES = 512;
    private static final long SEED = 0x2236_3810_9776_9777L;

    private final AddressFamily family;
    private final AddressIndex index;

    IndexLookup(final AddressFamily family, final int capacity) {
        this.family = family;
        index = new AddressIndex(
                "peers",
                new NativeMemory(AllocationGate.OPEN),
                new EpochDomain(1),
                INITIAL_ENTRIES,
                capacity,
                SEED,
                true);
    }

    @Override
    public boolean isForWriter() {
        return false;
    }

    @Override
    public void fill(final int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
        for (int i = 0; i < count; i++) {
            index.maintain();
        }
    }

    @Override
    public void insert(final long number) {
        final boolean isInserted = index.insert(
                GroupNumbers.interfaceOf(number), GroupNumbers.high(family), GroupNumbers.low(family, number), (int)
                        number);
        if (!isInserted) {
            throw new IllegalStateException("no room: number=" + number);
        }
        index.maintain();
    }

    @Override
    public void remove(final long number) {
        throw new IllegalArgumentException("the index alone is measured without a writer");
    }

    @Override
    public long valueOf(final long number) {
        return number;
    }

    @Override
    public LookupReader openReader(final String name) {
        return new Reader();
    }

    @Override
    public long bytes() {
        return index.bytes();
    }

    private final class Reader implements LookupReader {
        private final AddressBatch batch = new AddressBatch();
        private final long groupHigh = GroupNumbers.high(family);
        private int value;

        @Override
        public boolean find(final long number) {
            value = index.find(GroupNumbers.interfaceOf(number), groupHigh, GroupNumbers.low(family, number));
            return value != AddressIndex.MISS;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public int findAll(final long[] numbers) {
            batch.clear();
            for (final long number : numbers) {
                batch.add(GroupNumbers.interfaceOf(number), groupHigh, GroupNumbers.low(family, number));
            }
            index.find(batch);
            int found = 0;
            for (int i = 0; i < numbers.length; i++) {
                found += batch.value(i) == AddressIndex.MISS ? 0 : 1;
            }
            return found;
        }

        @Override
        public void findAll(final long[] numbers, final long[] values) {
            findAll(numbers);
            for (int i = 0; i < numbers.length; i++) {
                values[i] = batch.value(i) == AddressIndex.MISS ? ABSENT : batch.value(i);
            }
        }
    }
}
