package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jctools.maps.NonBlockingHashMap;

/** The JDK's ConcurrentHashMap, or JCTools' NonBlockingHashMap, presized, with keys that are objects. */
final class ConcurrentMapLookup implements LookupTable {
    private final AddressFamily family;
    private final ConcurrentMap<Key, Long> map;

    ConcurrentMapLookup(final AddressFamily family, final int capacity, final boolean isNonBlocking) {
        this.family = family;
        this.map = isNonBlocking ? new NonBlockingHashMap<>(capacity) : new ConcurrentHashMap<>(capacity);
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
