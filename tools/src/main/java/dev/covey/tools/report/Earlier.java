package dev.covey.tools.report;

/**
 * The run to compare with.
 *
 * @param run or null if there is none.
 * @param reason why there is none; null if there is one.
 */
record Earlier(Run run, String reason) {
    static Earlier of(final Run run) {
        return new Earlier(run, null);
    }

    static Earlier none(final String reason) {
        return new Earlier(null, reason);
    }
}
