package dev.covey.tools.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.linux.TerminalSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code stat --watch} draws on a terminal. */
class StatPictureTest {
    @Test
    void shouldFitTheTerminalWhateverItsSize() {
        final List<String> lines = List.of("one and more", "two", "th\u001bee", "four", "five");

        assertThat(StatCommand.picture(lines, new TerminalSize(4, 6)))
                .isEqualTo("\u001b[Hone an\u001b[K\r\ntwo\u001b[K\r\n... 3 \u001b[K\u001b[J\r\n");
        assertThat(StatCommand.picture(lines, new TerminalSize(6, 80)))
                .startsWith("\u001b[Hone and more\u001b[K\r\ntwo\u001b[K\r\nth?ee\u001b[K\r\n")
                .endsWith("\nfour\u001b[K\r\nfive\u001b[K\u001b[J\r\n");
        assertThat(StatCommand.picture(lines, new TerminalSize(1, 80)))
                .isEqualTo("\u001b[H... 5 more lines\u001b[K\u001b[J\r\n");
    }

    @Test
    void shouldTakeTheUsualSizeWhenTheTerminalDoesNotKnowIt() {
        final String picture = StatCommand.picture(List.of("x".repeat(200)), null);

        assertThat(picture).isEqualTo("\u001b[H" + "x".repeat(80) + "\u001b[K\u001b[J\r\n");
    }
}
