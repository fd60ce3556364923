package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.tools.observe.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What JMH has measured, with nanoseconds, operations per second and the error of both. */
public final class JmhTable {
    private static final double NS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private JmhTable() {}

    /**
     * The lines of the table.
     *
     * @param results JMH's own JSON.
     */
    static List<String> lines(final JsonNode results) {
        final TextTable table = new TextTable("benchmark", "parameters", ">ns/op", ">ops/s", ">error", ">B/op");
        for (final JsonNode result : results) {
            final JsonNode metric = result.path("primaryMetric");
            final double ns =
                    ns(metric.path("score").asDouble(), metric.path("scoreUnit").asText());
            final double error = metric.path("scoreError").asDouble(Double.NaN)
                    / metric.path("score").asDouble();
            final JsonNode allocated = result.path("secondaryMetrics").path("gc.alloc.rate.norm");
            table.row(
                    name(result.path("benchmark").asText()),
                    parameters(result.path("params")),
                    String.format(Locale.ROOT, "%.1f", ns),
                    String.format(Locale.ROOT, "%,.0f", NS_PER_SECOND / ns),
                    Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.0f %%", error * PERCENT),
                    allocated.isMissingNode()
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%.1f", allocated.path("score").asDouble()));
        }
        return table.lines();
    }

    /**
     * Nanoseconds for each operation, whether JMH counts time or operations.
     *
     * @param score of a benchmark.
     * @param unit of the score, as JMH names it.
     * @throws IllegalArgumentException if the unit is neither of time nor of its inverse.
     */
    public static double ns(final double score, final String unit) {
        return switch (unit) {
            case "ns/op" -> score;
            case "us/op" -> score * 1e3;
            case "ms/op" -> score * 1e6;
            case "s/op" -> score * NS_PER_SECOND;
            case "ops/s" -> NS_PER_SECOND / score;
            case "ops/ms" -> 1e6 / score;
            case "ops/us" -> 1e3 / score;
            case "ops/ns" -> 1 / score;
            default -> throw new IllegalArgumentException("no such unit: " + unit);
        };
    }

    /** A benchmark without its package. */
    static String name(final String benchmark) {
        final int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    private static String parameters(final JsonNode parameters) {
        final List<String> words = new ArrayList<>();
        for (final Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            words.add(parameter.getKey() + "=" + parameter.getValue().asText());
        }
        return String.join(" ", words);
    }
}
