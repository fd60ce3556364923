package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.tools.bench.JmhTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One benchmark with one value for each of its parameters.
 *
 * @param benchmark with package and class.
 * @param mode of JMH: {@code avgt}, {@code thrpt} and so on.
 * @param parameters by name.
 * @param score in the unit.
 * @param error of the score, half of a 99.9 % confidence interval; not a number if there were too few iterations.
 * @param unit of JMH.
 * @param ns for each operation.
 * @param sigmaNs standard deviation of one iteration; not a number with fewer than two.
 * @param iterations measured, of all forks.
 * @param allocatedBytes for each operation; not a number if it was not profiled.
 */
record JmhResult(
        String benchmark,
        String mode,
        Map<String, String> parameters,
        double score,
        double error,
        String unit,
        double ns,
        double sigmaNs,
        int iterations,
        double allocatedBytes) {

    /**
     * Read one element of JMH's JSON.
     *
     * @throws IllegalArgumentException if it is none, or counts in a unit that is not time or its inverse.
     */
    static JmhResult of(final JsonNode json) {
        final JsonNode metric = json.path("primaryMetric");
        final String benchmark = json.path("benchmark").asText();
        // A score that is not a number is written as text.
        if (benchmark.isEmpty() || !metric.path("score").isNumber()) {
            throw new IllegalArgumentException("no benchmark with a score: benchmark=" + benchmark);
        }
        final Map<String, String> parameters = new TreeMap<>();
        json.path("params")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        final double score = metric.get("score").asDouble();
        final String unit = metric.path("scoreUnit").asText();
        final double ns = JmhTable.ns(score, unit);
        final double[] iterations = iterations(metric.path("rawData"));
        final JsonNode allocated =
                json.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
        return new JmhResult(
                benchmark,
                json.path("mode").asText(),
                parameters,
                score,
                number(metric.path("scoreError")),
                unit,
                ns,
                // Small errors of a rate are those of its inverse.
                ns * deviation(iterations) / score,
                iterations.length,
                number(allocated));
    }

    private static double number(final JsonNode value) {
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    private static double[] iterations(final JsonNode rawData) {
        final List<Double> scores = new ArrayList<>();
        rawData.forEach(fork -> fork.forEach(iteration -> scores.add(iteration.asDouble())));
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Standard deviation of a sample; not a number for fewer than two values. */
    static double deviation(final double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double sum = 0;
        for (final double value : values) {
            sum += value;
        }
        final double mean = sum / values.length;
        double squares = 0;
        for (final double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    /** What makes two results answers to the same question. */
    String key() {
        return benchmark + " " + mode + " " + parameters;
    }

    /** Class without its package. */
    String className() {
        final int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1, Math.max(method, 0));
    }

    String method() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** Value of a parameter; empty if the benchmark has none of that name. */
    String parameter(final String name) {
        return parameters.getOrDefault(name, "");
    }

    String parameterText() {
        return String.join(
                " ",
                parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }
}
