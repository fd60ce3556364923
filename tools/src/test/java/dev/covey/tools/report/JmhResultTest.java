package dev.covey.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JmhResultTest {
    private static final double TOLERANCE = 1e-9;

    private static JmhResult result(final String score, final String unit, final String rawData) throws IOException {
        return JmhResult.of(new ObjectMapper()
                .readTree("{\"benchmark\":\"dev.covey.benchmarks.LookupBenchmark.lookup\",\"mode\":\"avgt\","
                        + "\"params\":{\"groups\":\"1024\",\"family\":\"IPV4\"},\"primaryMetric\":{\"score\":" + score
                        + ",\"scoreError\":\"NaN\",\"scoreUnit\":\"" + unit + "\",\"rawData\":" + rawData + "}}"));
    }

    @Test
    void shouldTellWhatWasMeasuredWhenReadFromJmh() throws Exception {
        final JmhResult result = result("12.0", "ns/op", "[[10.0, 12.0], [14.0]]");

        assertEquals("LookupBenchmark", result.className());
        assertEquals("lookup", result.method());
        assertEquals("family=IPV4 groups=1024", result.parameterText());
        assertEquals(12, result.ns());
        assertEquals(3, result.iterations());
        assertEquals(2, result.sigmaNs(), TOLERANCE);
        assertTrue(Double.isNaN(result.error()));
        assertTrue(Double.isNaN(result.allocatedBytes()));
    }

    @Test
    void shouldTurnRateAndItsDeviationIntoTimeWhenOperationsAreCounted() throws Exception {
        // A million operations a second, give or take a tenth.
        final JmhResult result = result("1000000.0", "ops/s", "[[900000.0, 1000000.0, 1100000.0]]");

        assertEquals(1_000, result.ns(), TOLERANCE);
        assertEquals(100, result.sigmaNs(), TOLERANCE);
    }

    @Test
    void shouldNotKnowDeviationWhenThereIsOneIteration() throws Exception {
        assertTrue(Double.isNaN(result("12.0", "ns/op", "[[12.0]]").sigmaNs()));
    }

    @Test
    void shouldRefuseWhenScoreOrUnitIsNone() {
        assertThrows(IllegalArgumentException.class, () -> result("\"NaN\"", "ns/op", "[[]]"));
        assertThrows(IllegalArgumentException.class, () -> result("1.0", "apples/op", "[[1.0]]"));
    }
}
