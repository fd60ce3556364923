package dev.covey.benchmarks.peers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** One figure, measured some times, and the line of JSON that tells it. */
final class PeerFigure {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    PeerFigure(final String name, final String peer) {
        json.put("name", name).put("peer", peer);
    }

    PeerFigure with(final String key, final String value) {
        json.put(key, value);
        return this;
    }

    PeerFigure with(final String key, final long value) {
        json.put(key, value);
        return this;
    }

    PeerFigure with(final String key, final double value) {
        json.put(key, value);
        return this;
    }

    /**
     * The last words.
     *
     * @param unit of what was measured.
     * @param rounds what was measured, at least once.
     * @param expected number of right answers.
     * @param checked number of answers that were right.
     * @throws IllegalStateException if the two differ; the figure is told all the same.
     */
    void print(final String unit, final double[] rounds, final long expected, final long checked) {
        final double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        json.put("unit", unit)
                .put("rounds", sorted.length)
                .put("median", sorted[sorted.length / 2])
                .put("min", sorted[0])
                .put("max", sorted[sorted.length - 1])
                .put("expected", expected)
                .put("checked", checked);
        System.out.println(json);
        System.out.flush();
        if (expected != checked) {
            throw new IllegalStateException("wrong answers: expected=" + expected + ", counted=" + checked);
        }
    }
}
