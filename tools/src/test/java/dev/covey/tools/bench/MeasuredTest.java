package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.tools.bench.Execution.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final Probe PROBE =
            new Probe("covey", new Execution(Kind.JAVA, "lookup", List.of()), Map.of("form", "scalar"));

    @Test
    void shouldTakeTheMedianOverTheRounds() {
        final Measured measured = new Measured();
        for (final double median : new double[] {90, 10, 30, 20, 25}) {
            measured.add(Figure.parse(List.of(FigureTest.line("batch", 1, 10), FigureTest.line("scalar", median, 10))));
        }

        assertThat(measured.median(PROBE)).isEqualTo(25);
    }

    @Test
    void shouldLieBetweenTheTwoInTheMiddle() {
        assertThat(Measured.median(new double[] {4, 1, 2, 100})).isEqualTo(3);
        assertThat(Measured.median(new double[] {7})).isEqualTo(7);
        assertThatThrownBy(() -> Measured.median(new double[0])).hasMessageContaining("no rounds");
    }
}
