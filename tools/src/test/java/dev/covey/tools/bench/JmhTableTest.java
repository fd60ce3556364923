package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JmhTableTest {
    private static final String RESULTS =
            """
            [{"benchmark":"dev.covey.benchmarks.LookupBenchmark.polling","params":{"family":"IPV4","groups":"1024"},
              "primaryMetric":{"score":20.0,"scoreError":1.0,"scoreUnit":"ns/op"},
              "secondaryMetrics":{"gc.alloc.rate.norm":{"score":0.0}}},
             {"benchmark":"dev.covey.benchmarks.IngestBenchmark.ingest",
              "primaryMetric":{"score":4000000.0,"scoreError":"NaN","scoreUnit":"ops/s"},"secondaryMetrics":{}}]
            """;

    @Test
    void shouldTellTimeAndRateOfBothKindsOfBenchmarks() throws JsonProcessingException {
        assertThat(JmhTable.lines(new ObjectMapper().readTree(RESULTS)))
                .containsExactly(
                        "  benchmark                parameters               ns/op       ops/s  error  B/op",
                        "  LookupBenchmark.polling  family=IPV4 groups=1024   20.0  50,000,000    5 %   0.0",
                        "  IngestBenchmark.ingest                            250.0   4,000,000");
    }

    @Test
    void shouldRefuseAUnitItDoesNotKnow() {
        assertThat(JmhTable.ns(2, "us/op")).isEqualTo(2_000);
        assertThatThrownBy(() -> JmhTable.ns(1, "ops/min")).hasMessageContaining("ops/min");
    }
}
