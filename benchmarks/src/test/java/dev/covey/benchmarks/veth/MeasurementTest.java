package dev.covey.benchmarks.veth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private static Measurement measurement() {
        final Measurement measurement = new Measurement("covey", Flow.QUERY, 0);
        measurement.add(new Measurement.Round(1_000, SECOND_NS, new Receiver.Result(1_000, 0, 1_000_000, 990)));
        measurement.add(new Measurement.Round(3_000, SECOND_NS, new Receiver.Result(2_900, 70, 5_800_000, 2_900)));
        measurement.add(new Measurement.Round(4_000, 2 * SECOND_NS, new Receiver.Result(4_001, 0, 12_003_000, 4_001)));
        return measurement;
    }

    @Test
    void shouldGiveTheMedianOfTheRoundsAsAResultOfJmh() {
        final ArrayNode results = new ObjectMapper().createArrayNode();
        measurement().addTo(results, 54);
        final JsonNode result = results.get(0);

        assertThat(result.path("benchmark").asText()).isEqualTo("dev.covey.benchmarks.veth.VethThroughput.covey");
        assertThat(result.path("params").path("rate").asText()).isEqualTo("max");
        assertThat(result.path("primaryMetric").path("score").asDouble()).isEqualTo(2_000.5);
        assertThat(result.path("primaryMetric").path("scoreUnit").asText()).isEqualTo("ops/s");
        assertThat(result.path("primaryMetric").path("rawData").get(0)).hasSize(3);
        final JsonNode secondary = result.path("secondaryMetrics");
        assertThat(secondary.path("sent").path("score").asDouble()).isEqualTo(2_000);
        assertThat(secondary.path("cpu").path("score").asDouble()).isEqualTo(2_000);
        assertThat(secondary.path("cpu").path("scoreError").asDouble()).isCloseTo(1_000, within(1e-6));
        assertThat(secondary.path("answered").path("score").asDouble()).isEqualTo(2_000.5);
        assertThat(secondary.path("dropped").path("rawData").get(0).get(1).asInt())
                .isEqualTo(70);
        assertThat(secondary.path("missing").path("rawData").get(0).get(1).asInt())
                .isEqualTo(100);
        assertThat(secondary.path("missing").path("rawData").get(0).get(2).asInt())
                .isZero();
    }

    @Test
    void shouldHaveALineForPeopleUnderItsHeading() {
        assertThat(measurement().line()).matches("query +covey +max +2000 +2001 +2001 +2000 +0 +0");
        assertThat(Measurement.heading()).hasSameSizeAs(measurement().line());
    }
}
