package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

/** fastutil's Long2LongOpenHashMap. For one thread, so it is measured without a writer. */
final class FastutilLookup implements LookupTable {
    private static final long MISS = -1;
    private static final float LOAD_FACTOR = 0.55f;

    private final Long2LongOpenHashMap map;

    FastutilLookup(final AddressFamily family, final int capacity) {
        LongKeys.requireIpv4(family);
        map = new Long2LongOpenHashMap(capacity, LOAD_FACTOR);
        map.defaultReturnValue(MISS);
    }

    @Override
    public void fill(final int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    @Override
    public void insert(final long number) {
        map.put(LongKeys.ipv4(number), number);
    }

    @Override
    public void remove(final long number) {
        map.remove(LongKeys.ipv4(number));
    }

    @Override
    public long valueOf(final long number) {
        return number;
    }

    @Override
    public LookupReader openReader(final String name) {
        return new Reader();
    }

    private final class Reader implements LookupReader {
        private long value;

        @Override
        public boolean find(final long number) {
            value = map.get(LongKeys.ipv4(number));
            return value != MISS;
        }

        @Override
        public long value() {
            return value;
        }
    }
}
