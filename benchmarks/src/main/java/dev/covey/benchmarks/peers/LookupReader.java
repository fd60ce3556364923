package dev.covey.benchmarks.peers;

/** One thread's way to look. */
interface LookupReader extends AutoCloseable {
    /** Instead of a value: the group is not there. */
    long ABSENT = -1;

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

    /** What {@link #findAll} finds each of some groups with, or {@link #ABSENT}. */
    default void findAll(final long[] numbers, final long[] values) {
        for (int i = 0; i < numbers.length; i++) {
            values[i] = find(numbers[i]) ? value() : ABSENT;
        }
    }

    /** Once per batch: nothing found before is kept. */
    default void quiescent() {}

    @Override
    default void close() {}
}
