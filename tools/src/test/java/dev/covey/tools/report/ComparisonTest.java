package dev.covey.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.covey.tools.report.Comparison.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static JmhResult result(final double ns, final double sigmaNs) {
        return new JmhResult("a.B.c", "avgt", Map.of(), ns, Double.NaN, "ns/op", ns, sigmaNs, 5, Double.NaN);
    }

    private static Verdict verdict(final JmhResult before, final JmhResult now) {
        return new Comparison(before, now).verdict();
    }

    @Test
    void shouldCallChangeSignificantWhenBeyondBothTwoSigmaAndFivePercent() {
        // The deviations of both sides add up as squares: 3 and 4 make 5.
        assertEquals(Verdict.SLOWER, verdict(result(100, 3), result(110.1, 4)));
        assertEquals(Verdict.FASTER, verdict(result(100, 3), result(89.9, 4)));
    }

    @Test
    void shouldNotCallChangeSignificantWhenWithinTwoSigma() {
        assertEquals(Verdict.SAME, verdict(result(100, 3), result(110, 4)));
        assertEquals(Verdict.SAME, verdict(result(100, 3), result(90, 4)));
    }

    @Test
    void shouldNotCallChangeSignificantWhenWithinFivePercent() {
        assertEquals(Verdict.SAME, verdict(result(100, 0.1), result(105, 0.1)));
        assertEquals(Verdict.SLOWER, verdict(result(100, 0.1), result(105.1, 0.1)));
        assertEquals(Verdict.SAME, verdict(result(100, 0.1), result(95, 0.1)));
        assertEquals(Verdict.FASTER, verdict(result(100, 0.1), result(94.9, 0.1)));
    }

    @Test
    void shouldSayNothingWhenOneSideHasNoDeviation() {
        assertEquals(Verdict.UNKNOWN, verdict(result(100, Double.NaN), result(1_000, 1)));
        assertEquals(Verdict.UNKNOWN, verdict(result(100, 1), result(1_000, Double.NaN)));
    }
}
