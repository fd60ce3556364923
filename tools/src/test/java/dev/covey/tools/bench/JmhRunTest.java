package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JmhRunTest {
    private static final Path ROOT = Path.of("/home/somebody/covey");

    @Test
    void shouldNotTellWhereTheTreeLiesWhenALineIsKept() {
        final String line =
                "# VM options: -javaagent:/home/somebody/covey/a.jar -Xlog:gc:/home/somebody/covey/b/gc.log";

        assertThat(JmhRun.withoutPlace(line, ROOT)).isEqualTo("# VM options: -javaagent:a.jar -Xlog:gc:b/gc.log");
    }

    @Test
    void shouldKeepALineWhenNothingInItIsOfTheTree() {
        final String line = "# VM invoker: /usr/lib/jvm/bin/java, 12.5 ops/s, /home/somebody/covey-other/a.jar";

        assertThat(JmhRun.withoutPlace(line, ROOT)).isEqualTo(line);
    }
}
