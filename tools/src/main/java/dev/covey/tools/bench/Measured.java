package dev.covey.tools.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the rounds of one process have told, or why they could not. */
final class Measured {
    private static final String WRITTEN = "written_ns";
    private static final String WRITER = "writer_ns";

    private final List<List<Figure>> rounds = new ArrayList<>();
    private String skipped;
    private String failed;

    void add(final List<Figure> figures) {
        rounds.add(figures);
    }

    void skip(final String reason) {
        skipped = reason;
    }

    void fail(final String reason) {
        failed = reason;
    }

    /** Is there no use in another round? */
    boolean isOver() {
        return skipped != null || failed != null;
    }

    String skipped() {
        return skipped;
    }

    String failed() {
        return failed;
    }

    List<List<Figure>> rounds() {
        return rounds;
    }

    /**
     * Median over the rounds.
     *
     * @throws IllegalArgumentException if a round has no such figure.
     */
    double median(final Probe probe) {
        final double[] values = new double[rounds.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rounds.get(i), probe);
        }
        return median(values);
    }

    /** By how much the writer beside the readers has missed its rate; 0 without one. */
    double writerLag(final Probe probe) {
        final List<Figure> first = rounds.get(0);
        final boolean hasWriter =
                first.stream().anyMatch(figure -> figure.matches(probe.selection()) && figure.has(WRITTEN));
        return hasWriter ? median(probe.of(WRITTEN)) / median(probe.of(WRITER)) : 0;
    }

    private static double value(final List<Figure> figures, final Probe probe) {
        for (final Figure figure : figures) {
            if (figure.matches(probe.selection())) {
                return figure.number(probe.field());
            }
        }
        throw new IllegalArgumentException(
                "no such figure: " + probe.execution().label() + ", selection=" + probe.selection());
    }

    /** The one in the middle; of two in the middle, what lies between them. */
    static double median(final double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
