package dev.covey.benchmarks.peers;

/**
 * A map whose key is one long, which an interface and an IPv4 group fit. Each process loads one of the subclasses, so
 * what they differ in is called directly.
 */
abstract class LongMapLookup implements LookupTable {
    static final long MISS = -1;

    abstract void put(long key, long value);

    abstract void removeKey(long key);

    /** Returns {@link #MISS} for a key that is absent. */
    abstract long get(long key);

    @Override
    public final void fill(final int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    @Override
    public final void insert(final long number) {
        put(LongKeys.ipv4(number), number);
    }

    @Override
    public final void remove(final long number) {
        removeKey(LongKeys.ipv4(number));
    }

    @Override
    public final long valueOf(final long number) {
        return number;
    }

    @Override
    public final LookupReader openReader(final String name) {
        return new Reader();
    }

    private final class Reader implements LookupReader {
        private long value;

        @Override
        public boolean find(final long number) {
            value = get(LongKeys.ipv4(number));
            return value != MISS;
        }

        @Override
        public long value() {
            return value;
        }
    }
}
