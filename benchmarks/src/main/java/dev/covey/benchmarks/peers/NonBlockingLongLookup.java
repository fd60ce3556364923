package dev.covey.benchmarks.peers;

import org.jctools.maps.NonBlockingHashMapLong;

/** JCTools' NonBlockingHashMapLong, presized. */
final class NonBlockingLongLookup extends LongMapLookup {
    private final NonBlockingHashMapLong<Long> map;

    NonBlockingLongLookup(final int capacity) {
        map = new NonBlockingHashMapLong<>(capacity, false);
    }

    @Override
    void put(final long key, final long value) {
        map.put(key, Long.valueOf(value));
    }

    @Override
    void removeKey(final long key) {
        map.remove(key);
    }

    @Override
    long get(final long key) {
        final Long found = map.get(key);
        return found == null ? MISS : found;
    }
}
