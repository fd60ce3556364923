package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import org.agrona.collections.Long2LongHashMap;

/** Agrona's Long2LongHashMap. For one thread. */
final class AgronaLookup extends LongMapLookup {
    private static final float LOAD_FACTOR = 0.55f;

    private final Long2LongHashMap map;

    AgronaLookup(final AddressFamily family, final int capacity) {
        LongKeys.requireIpv4(family);
        map = new Long2LongHashMap(capacity, LOAD_FACTOR, MISS);
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
