package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jctools.maps.NonBlockingHashMap;

/**
 * The JDK's HashMap or ConcurrentHashMap, or JCTools' NonBlockingHashMap, presized, with keys that are objects. HashMap
 * is for one thread.
 */
final class ObjectMapLookup implements LookupTable {
    private final AddressFamily family;
    private final Map<Key, Long> map;

    private ObjectMapLookup(final AddressFamily family, final Map<Key, Long> map) {
        this.family = family;
        this.map = map;
    }

    static LookupTable hashMap(final AddressFamily family, final int capacity) {
        // What it is told counts slots, of which it fills three in four.
        return new ObjectMapLookup(family, new HashMap<>(capacity / 3 * 4));
    }

    static LookupTable concurrentHashMap(final AddressFamily family, final int capacity) {
        return new ObjectMapLookup(family, new ConcurrentHashMap<>(capacity));
    }

    static LookupTable nonBlockingHashMap(final AddressFamily family, final int capacity) {
        return new ObjectMapLookup(family, new NonBlockingHashMap<>(capacity));
    }

    @Override
    public boolean isForReaders() {
        return !(map instanceof HashMap);
    }

    @Override
    public boolean isForWriter() {
        return !(map instanceof HashMap);
    }

    @Override
    public void fill(final int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    @Override
    public void insert(final long number) {
        map.put(key(number), number);
    }

    @Override
    public void remove(final long number) {
        map.remove(key(number));
    }

    private Key key(final long number) {
        return new Key().set(family, number);
    }

    @Override
    public long valueOf(final long number) {
        return number;
    }

    @Override
    public LookupReader openReader(final String name) {
        return new Reader();
    }

    /** Nothing is allocated to look: one key is set again and again, of which the map keeps nothing. */
    private final class Reader implements LookupReader {
        private final Key key = new Key();
        private long value;

        @Override
        public boolean find(final long number) {
            final Long found = map.get(key.set(family, number));
            if (found == null) {
                return false;
            }
            value = found;
            return true;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** An interface and a group. */
    private static final class Key {
        private static final long FIRST_MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
        private static final long SECOND_MULTIPLIER = 0xc2b2_ae3d_27d4_eb4fL;

        private int interfaceIndex;
        private long high;
        private long low;

        Key set(final AddressFamily family, final long number) {
            interfaceIndex = GroupNumbers.interfaceOf(number);
            high = GroupNumbers.high(family);
            low = GroupNumbers.low(family, number);
            return this;
        }

        @Override
        public int hashCode() {
            final long hash = (low ^ high * SECOND_MULTIPLIER ^ interfaceIndex) * FIRST_MULTIPLIER;
            return (int) (hash >>> 32);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key
                    && key.low == low
                    && key.high == high
                    && key.interfaceIndex == interfaceIndex;
        }
    }
}
