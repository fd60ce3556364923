package dev.covey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationCheckTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AllocationCheck check = new AllocationCheck(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void shouldPassWhenEveryParameterStaysBelowOneByte() {
        assertThat(check.check(List.of("a.B.read"), results(result("1024", "0.99"), result("65536", "2.8E-5"))))
                .isTrue();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("0 B/op: benchmark=a.B.read {\"groups\":\"65536\"}");
    }

    @Test
    void shouldFailAndNameTheParameterWhenOneOfThemAllocates() {
        assertThat(check.check(List.of("a.B.read"), results(result("1024", "0.1"), result("65536", "1.0"))))
                .isFalse();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("allocates: benchmark=a.B.read {\"groups\":\"65536\"}, bytesPerOperation=1.0");
    }

    @Test
    void shouldFailWhenAListedBenchmarkDidNotRun() {
        assertThat(check.check(List.of("a.B.read", "a.B.readAll"), results(result("1024", "0.0"))))
                .isFalse();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("no result: benchmark=a.B.readAll");
    }

    @Test
    void shouldFailWhenTheProfilerMeasuredNothing() {
        assertThat(check.check(List.of("a.B.read"), results(result("1024", "\"NaN\""))))
                .isFalse();
        assertThat(check.check(List.of("a.B.read"), results("{\"benchmark\": \"a.B.read\"}")))
                .isFalse();
    }

    @Test
    void shouldFailWhenNothingIsListed() {
        assertThat(check.check(AllocationCheck.names(List.of("# comment", " ")), results(result("1024", "0.0"))))
                .isFalse();
    }

    private static String result(final String groups, final String bytesPerOperation) {
        return "{\"benchmark\": \"a.B.read\", \"params\": {\"groups\": \"" + groups
                + "\"}, \"secondaryMetrics\": {\"gc.alloc.rate.norm\": {\"score\": " + bytesPerOperation + "}}}";
    }

    private static JsonNode results(final String... results) {
        try {
            return new ObjectMapper().readTree("[" + String.join(",", results) + "]");
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: results=" + String.join(",", results), e);
        }
    }
}
