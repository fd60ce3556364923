package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullCommandTest {
    private static final BenchTree TREE = new BenchTree(Path.of("tree"));

    private final StringWriter err = new StringWriter();

    private List<String> options(final ProcessRunner processes) {
        return FullCommand.options(TREE, processes, new PrintWriter(err));
    }

    @Test
    void shouldMeasureEverythingWhenThereCanBeANamespace() {
        assertThat(options(new FakeProcesses().says("in-namespace", 0, List.of())))
                .containsExactly("-foe", "true", "-prof", "gc");

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldLeaveOutTheJoinsOfTheJdkAndSayWhyWhenThereCanBeNoNamespace() {
        final FakeProcesses processes =
                new FakeProcesses().says("in-namespace", 3, List.of(), "no network namespace: root is needed");

        assertThat(options(processes)).containsExactly("-foe", "true", "-prof", "gc", "-e", "JdkJoinBenchmark.jdk");

        assertThat(err.toString()).contains("left out: JdkJoinBenchmark.jdk: no network namespace: root is needed");
    }
}
