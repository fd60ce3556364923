package dev.covey.engine.membership;

/**
 * What one user of the engine can take of it.
 *
 * @param membershipsPerSocket that one socket can have, positive.
 * @param sourcesPerFilter that one filter can list, positive.
 * @param recordsInLimbo that may wait for readers before nothing new is begun, positive.
 */
public record OperationLimits(int membershipsPerSocket, int sourcesPerFilter, int recordsInLimbo) {
    /** Checks each number. */
    public OperationLimits {
        check("membershipsPerSocket", membershipsPerSocket);
        check("sourcesPerFilter", sourcesPerFilter);
        check("recordsInLimbo", recordsInLimbo);
    }

    private static void check(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException("must be positive: " + name + "=" + value);
        }
    }
}
