package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
    static String line(final String form, final double median, final int checked) {
        return "{\"name\":\"lookup\",\"form\":\"" + form + "\",\"hits\":100,\"rounds\":3,\"median\":" + median
                + ",\"min\":1,\"max\":9,\"expected\":10,\"checked\":" + checked + "}";
    }

    @Test
    void shouldReadFiguresAndLeaveOutWhatLibrariesSay() {
        final List<Figure> figures =
                Figure.parse(List.of("EAL: hello", line("scalar", 12.5, 10), "", line("batch", 3, 10)));

        assertThat(figures).hasSize(2);
        assertThat(figures.get(0).number("median")).isEqualTo(12.5);
        assertThat(figures.get(0).matches(Map.of("form", "scalar", "hits", "100")))
                .isTrue();
        assertThat(figures.get(1).matches(Map.of("form", "scalar"))).isFalse();
    }

    @Test
    void shouldRefuseWhenAnswersWereWrong() {
        assertThatThrownBy(() -> Figure.parse(List.of(line("scalar", 12.5, 9))))
                .hasMessageContaining("wrong answers: expected=10, counted=9");
    }

    @Test
    void shouldRefuseWhenALineIsNotWhole() {
        assertThatThrownBy(() -> Figure.parse(List.of("{\"name\":\"lookup\"")))
                .hasMessageContaining("not a figure: {\"name\"");
        assertThatThrownBy(() -> Figure.parse(List.of("{\"name\":\"lookup\",\"median\":\"fast\"}")))
                .hasMessageContaining("no median");
    }

    @Test
    void shouldSayWhichFieldIsMissing() {
        final Figure figure = Figure.parse(List.of(line("scalar", 1, 10))).get(0);

        assertThat(figure.has("bytes_per_entry")).isFalse();
        assertThatThrownBy(() -> figure.number("bytes_per_entry")).hasMessageContaining("no bytes_per_entry");
    }
}
