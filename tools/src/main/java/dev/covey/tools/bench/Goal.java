package dev.covey.tools.bench;

import java.util.Locale;

/**
 * What a row has to reach.
 *
 * @param kind of the goal.
 * @param bound that it sets; means nothing without a goal.
 */
record Goal(Kind kind, double bound) {
    /** Nothing has to be reached: the row is there to be looked at. */
    static final Goal NONE = new Goal(Kind.NONE, 0);

    /** Kinds of goals. */
    enum Kind {
        NONE,
        /** So many times faster than the peer. */
        FASTER,
        /** At most so many times the peer's figure. */
        AT_MOST_TIMES,
        /** At most so much, without a peer. */
        AT_MOST
    }

    static Goal faster(final double times) {
        return new Goal(Kind.FASTER, times);
    }

    static Goal atMostTimes(final double times) {
        return new Goal(Kind.AT_MOST_TIMES, times);
    }

    static Goal atMost(final double value) {
        return new Goal(Kind.AT_MOST, value);
    }

    /** The ratio that is compared with the bound: peer / ours for speed, ours / peer for a limit. */
    double ratio(final double ours, final double peer) {
        return switch (kind) {
            case NONE, FASTER -> peer / ours;
            case AT_MOST_TIMES -> ours / peer;
            case AT_MOST -> ours / bound;
        };
    }

    boolean isReached(final double ratio) {
        return switch (kind) {
            case NONE -> true;
            case FASTER -> ratio >= bound;
            case AT_MOST_TIMES -> ratio <= bound;
            case AT_MOST -> ratio <= 1;
        };
    }

    /** What is missing, as the factor by which ours would have to be better; 1 or less where it is reached. */
    double distance(final double ratio) {
        return switch (kind) {
            case NONE -> 1;
            case FASTER -> bound / ratio;
            case AT_MOST_TIMES -> ratio / bound;
            case AT_MOST -> ratio;
        };
    }

    /** For the table. */
    String text(final String unit) {
        return switch (kind) {
            case NONE -> "-";
            case FASTER -> ">= " + String.format(Locale.ROOT, "%.1f", bound);
            case AT_MOST_TIMES -> "<= " + String.format(Locale.ROOT, "%.2f", bound);
            case AT_MOST -> "<= " + Units.text(bound, unit);
        };
    }
}
