package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

/** fastutil's Long2LongOpenHashMap. For one thread. */
final class FastutilLookup extends LongMapLookup {
    private static final float LOAD_FACTOR = 0.55f;

    private final Long2LongOpenHashMap map;

    FastutilLookup(final AddressFamily family, final int capacity) {
        LongKeys.requireIpv4(family);
        map = new Long2LongOpenHashMap(capacity, LOAD_FACTOR);
        map.defaultReturnValue(MISS);
    }

    @Override
    public boolean isForReaders() {
        return false;
    }

    @Override
    public boolean isForWriter() {
        return false;
    }

    @Override
    void put(final long key, final long value) {
        map.put(key, value);
    }

    @Override
    void removeKey(final long key) {
        map.remove(key);
    }

    @Override
    long get(final long key) {
        return map.get(key);
    }
}
