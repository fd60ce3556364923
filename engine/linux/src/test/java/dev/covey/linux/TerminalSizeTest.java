package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    @Test
    void shouldHaveNoSizeWhenThereIsNoTerminal() {
        assertThat(TerminalSize.of(-1)).isNull();
    }
}
