package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FullCommandTest {
    private static final BenchTree TREE = new BenchTree(Path.of("tree"));

    private final StringWriter err = new StringWriter();

    private List<String> options(final ProcessRunner processes) {
        return FullCommand.options(TREE, processes, null, new PrintWriter(err));
    }

    @Test
    void shouldMeasureEverythingWhenThereCanBeANamespace() {
        assertThat(options(new FakeProcesses().says("in-namespace", 0, List.of())))
                .containsExactly("-foe", "false", "-prof", "gc");

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldRunAsManyProcessesAsWanted() {
        final FakeProcesses processes = new FakeProcesses().says("in-namespace", 0, List.of());

        assertThat(FullCommand.options(TREE, processes, 1, new PrintWriter(err)))
                .containsExactly("-foe", "false", "-prof", "gc", "-f", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "-1", "many"})
    void shouldRefuseANumberOfProcessesThatMeansNothing(final String forks) {
        final CommandLine full = new CommandLine(new FullCommand()).setErr(new PrintWriter(err));

        assertThat(full.execute("--forks", forks)).isEqualTo(2);

        assertThat(err.toString()).contains(forks).contains("--forks");
    }

    @Test
    void shouldLeaveOutTheJoinsOfTheJdkAndSayWhyWhenThereCanBeNoNamespace() {
        final FakeProcesses processes =
                new FakeProcesses().says("in-namespace", 3, List.of(), "no network namespace: root is needed");

        assertThat(options(processes)).containsExactly("-foe", "false", "-prof", "gc", "-e", "JdkJoinBenchmark.jdk");

        assertThat(err.toString()).contains("left out: JdkJoinBenchmark.jdk: no network namespace: root is needed");
    }
}
