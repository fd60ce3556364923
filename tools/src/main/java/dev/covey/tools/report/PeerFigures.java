package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code covey bench peers} has measured.
 *
 * @param json of the file; missing if the run has none.
 */
record PeerFigures(JsonNode json) {
    boolean isEmpty() {
        return !json.path("rows").isArray() || json.path("rows").isEmpty();
    }

    /** Whether everything was cut so small that no figure means anything. */
    boolean isQuick() {
        return json.path("quick").asBoolean();
    }

    JsonNode rows() {
        return json.path("rows");
    }

    /**
     * Medians over the rounds, by the number in another field, of the figures whose other fields say the same, or
     * nothing.
     */
    Map<Double, Double> medians(final String program, final String field, final Map<String, String> fixed) {
        final TreeMap<Double, List<Double>> values = new TreeMap<>();
        for (final JsonNode run : json.path("figures")) {
            if (run.path("program").asText().equals(program)) {
                for (final JsonNode round : run.path("rounds")) {
                    for (final JsonNode figure : round) {
                        if (figure.path(field).isNumber()
                                && figure.path("median").isNumber()
                                && fixed.entrySet().stream().allMatch(entry -> figure.path(entry.getKey())
                                        .asText(entry.getValue())
                                        .equals(entry.getValue()))) {
                            values.computeIfAbsent(figure.get(field).asDouble(), unused -> new ArrayList<>())
                                    .add(figure.get("median").asDouble());
                        }
                    }
                }
            }
        }
        final TreeMap<Double, Double> medians = new TreeMap<>();
        values.forEach((key, all) -> medians.put(key, median(all)));
        return medians;
    }

    /** The last figure of a program whose form is among these; a missing node if there is none. */
    JsonNode last(final String program, final Set<String> forms) {
        JsonNode last = json.path("missing");
        for (final JsonNode run : json.path("figures")) {
            if (run.path("program").asText().equals(program)) {
                for (final JsonNode round : run.path("rounds")) {
                    for (final JsonNode figure : round) {
                        last = forms.contains(figure.path("form").asText()) ? figure : last;
                    }
                }
            }
        }
        return last;
    }

    private static double median(final List<Double> values) {
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
