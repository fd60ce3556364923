package dev.covey.tools.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One benchmark in two runs.
 *
 * @param before result of the earlier run.
 * @param now result of this one.
 */
record Comparison(JmhResult before, JmhResult now) {
    private static final double MIN_SIGMAS = 2;
    private static final double MIN_SHARE = 0.05;

    /** What became of a benchmark. */
    enum Verdict {
        FASTER,
        SLOWER,
        /** Within two standard deviations, or within 5 %. */
        SAME,
        /** An iteration alone has no deviation. */
        UNKNOWN
    }

    /** The benchmarks that both runs have. */
    static List<Comparison> of(final Run before, final Run now) {
        final Map<String, JmhResult> earlier = new HashMap<>();
        before.results().forEach(result -> earlier.put(result.key(), result));
        final List<Comparison> comparisons = new ArrayList<>();
        for (final JmhResult result : now.results()) {
            final JmhResult same = earlier.get(result.key());
            if (same != null) {
                comparisons.add(new Comparison(same, result));
            }
        }
        return comparisons;
    }

    /** Change as a share of what it was: -0.5 is twice as fast. */
    double change() {
        return now.ns() / before.ns() - 1;
    }

    /** Standard deviation of the difference between an iteration then and one now. */
    double sigmaNs() {
        return Math.hypot(before.sigmaNs(), now.sigmaNs());
    }

    /** Difference in standard deviations. */
    double sigmas() {
        return Math.abs(now.ns() - before.ns()) / sigmaNs();
    }

    Verdict verdict() {
        if (Double.isNaN(sigmaNs())) {
            return Verdict.UNKNOWN;
        }
        final double differenceNs = Math.abs(now.ns() - before.ns());
        if (!(differenceNs > MIN_SIGMAS * sigmaNs() && differenceNs > MIN_SHARE * before.ns())) {
            return Verdict.SAME;
        }
        return change() < 0 ? Verdict.FASTER : Verdict.SLOWER;
    }
}
