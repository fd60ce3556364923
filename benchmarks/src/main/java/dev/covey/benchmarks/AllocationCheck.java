package dev.covey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds hot paths to zero allocation: reads a JMH result made with {@code -prof gc} and fails for every listed
 * benchmark that allocates, has no result, or was not profiled.
 *
 * <p>The bound is one byte per operation and not zero because the profiler sees the whole JVM: what JMH itself
 * allocates is divided among the operations. The smallest object takes 16 bytes, so one allocation in 16 operations is
 * found.
 */
public final class AllocationCheck {
    private static final double BOUND_BYTES_PER_OPERATION = 1.0;
    private static final String ALLOCATION_METRIC = "gc.alloc.rate.norm";

    private final PrintStream out;
    private int failures;

    AllocationCheck(final PrintStream out) {
        this.out = out;
    }

    /**
     * Check and exit: 0 if nothing listed allocates, 1 if something does or is missing, 2 for wrong usage or input.
     *
     * @param args file with the names of the benchmarks, JMH's result as JSON.
     */
    public static void main(final String[] args) {
        if (args.length != 2) {
            System.err.println("usage: AllocationCheck NAMES RESULT.json");
            System.exit(2);
        }
        try {
            final List<String> names = names(Files.readAllLines(Path.of(args[0])));
            final JsonNode results =
                    new ObjectMapper().readTree(Path.of(args[1]).toFile());
            System.exit(new AllocationCheck(System.out).check(names, results) ? 0 : 1);
        } catch (final IOException e) {
            System.err.println("cannot read: names=" + args[0] + ", result=" + args[1] + ", cause=" + e);
            System.exit(2);
        }
    }

    static List<String> names(final List<String> lines) {
        final List<String> names = new ArrayList<>();
        for (final String line : lines) {
            final String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                names.add(name);
            }
        }
        return names;
    }

    boolean check(final List<String> names, final JsonNode results) {
        if (names.isEmpty()) {
            fail("no hot path is listed");
        }
        for (final String name : names) {
            boolean isMeasured = false;
            for (final JsonNode result : results) {
                if (name.equals(result.path("benchmark").asText())) {
                    isMeasured = true;
                    checkOne(name + parameters(result), result);
                }
            }
            if (!isMeasured) {
                fail("no result: benchmark=" + name);
            }
        }
        out.println("hot paths: listed=" + names.size() + ", failures=" + failures);
        return failures == 0;
    }

    private void checkOne(final String label, final JsonNode result) {
        // A score that is not a number is written as text.
        final JsonNode score =
                result.path("secondaryMetrics").path(ALLOCATION_METRIC).path("score");
        if (!score.isNumber()) {
            fail("not profiled: benchmark=" + label);
        } else if (score.asDouble() >= BOUND_BYTES_PER_OPERATION) {
            fail("allocates: benchmark=" + label + ", bytesPerOperation=" + score.asDouble());
        } else {
            out.println("0 B/op: benchmark=" + label);
        }
    }

    private void fail(final String message) {
        failures++;
        out.println("FAILED " + message);
    }

    private static String parameters(final JsonNode result) {
        return result.path("params").isMissingNode() ? "" : " " + result.path("params");
    }
}
