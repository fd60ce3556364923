package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeerFigureTest {
    @Test
    void shouldFailWhenAnAnswerIsMissing() {
        assertThatThrownBy(() -> new PeerFigure("lookup", "covey").print("ns", new double[] {1}, 10, 9))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected=10, counted=9");
    }
}
