package dev.covey.benchmarks.peers;

/** One thread's way to look. */
interface LookupReader extends AutoCloseable {
    /** Is a group there? */
    boolean find(long number);

    /** What the group was found with last. */
    long value();

    /** How many of some groups are there? */
    default int findAll(final long[] numbers) {
        int found = 0;
        for (final long number : numbers) {
            found += find(number) ? 1 : 0;
        }
        return found;
    }

    /** Once per batch: nothing found before is kept. */
    default void quiescent() {}

    @Override
    default void close() {}
}
