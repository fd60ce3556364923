package dev.covey.benchmarks.peers;

import org.jctools.maps.NonBlockingHashMapLong;

/** JCTools' NonBlockingHashMapLong, presized: an interface and an IPv4 group fit its key. */
final class NonBlockingLongLookup implements LookupTable {
    private final NonBlockingHashMapLong<Long> map;

    NonBlockingLongLookup(final int capacity) {
        map = new NonBlockingHashMapLong<>(capacity, false);
    }

    @Override
    public void fill(final int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    @Override
    public void insert(final long number) {
        map.put(LongKeys.ipv4(number), Long.valueOf(number));
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
            final Long found = map.get(LongKeys.ipv4(number));
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
}
