package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeProcesses processes = new FakeProcesses()
            .says("peers/build", 0, List.of("built epoch-ck", "skipped epoch-dpdk: libdpdk-dev is not installed"))
            .says("epoch-ck", 0, List.of(FigureTest.line("guarded", 6, 10), FigureTest.line("reclaim", 8, 10)))
            .says(
                    "PeerMain",
                    0,
                    List.of(
                            FigureTest.line("guarded", 2, 10),
                            FigureTest.line("polling", 1, 10),
                            FigureTest.line("reclaim", 4, 10)))
            .says("HEAD", 0, List.of("abcdef0"))
            .says("--untracked-files=no", 0, List.of());

    private int execute(final String... args) {
        final PeersCommand command = new PeersCommand(new BenchTree(root), processes, root.resolve("nr_hugepages"));
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private void pretendToBeBuilt() throws IOException {
        final Path jar = new BenchTree(root).benchmarksJar();
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        Files.writeString(root.resolve("nr_hugepages"), "0");
    }

    @Test
    void shouldPrintTheTableAndKeepTheRun() throws IOException {
        pretendToBeBuilt();

        assertThat(execute("--rows", "epoch,reclaim", "--rounds", "2")).isZero();

        assertThat(out.toString())
                .contains("epoch-guarded-ck    2.0 ns  ck_epoch", "3.00  >= 3.0  yes")
                .contains("reclaim-ck", "2.00  >= 2.0  yes")
                .contains("skipped: libdpdk-dev is not installed")
                .contains("2 of 2 goals reached, 2 skipped, 0 failed");
        assertThat(Path.of(root.toString(), "jmh-results/runs"))
                .isDirectoryRecursivelyContaining("glob:**/environment.json")
                .isDirectoryRecursivelyContaining("glob:**/peers.json");
        assertThat(root.resolve("nr_hugepages")).hasContent("0");
    }

    @Test
    void shouldPrintOneObjectWhenAskedForJson() throws IOException {
        pretendToBeBuilt();

        assertThat(execute("--rows", "epoch-guarded", "--quick", "--json")).isZero();

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("quick").asBoolean()).isTrue();
        assertThat(json.get("rows").get(0).get("ratio").asDouble()).isEqualTo(3);
        assertThat(root.resolve("jmh-results")).doesNotExist();
    }

    @Test
    void shouldFailWhenASideGivesAWrongAnswer() throws IOException {
        pretendToBeBuilt();
        processes.says("epoch-ck", 1, List.of(), "wrong answers: expected=2, counted=1");

        assertThat(execute("--rows", "reclaim-ck")).isEqualTo(1);

        assertThat(out.toString()).contains("FAILED: epoch-ck").contains("expected=2, counted=1");
    }

    @Test
    void shouldRefuseWhatIsNoRow() {
        assertThat(execute("--rows", "jion")).isEqualTo(2);

        assertThat(err.toString()).contains("no such row: \"jion\"");
    }

    @Test
    void shouldRefuseAnEmptyNameInsteadOfMeasuringEverything() {
        assertThat(execute("--rows", "")).isEqualTo(2);
        assertThat(execute("--rows", "join,")).isEqualTo(2);

        assertThat(err.toString()).contains("no such row: \"\"");
        assertThat(processes.ran()).isEmpty();
    }

    @Test
    void shouldRefuseOptionsWhenTheyStandBeforeTheSubcommand() {
        final CommandLine bench = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err));

        assertThat(bench.execute("--quick", "full")).isEqualTo(2);
        assertThat(bench.execute("--json", "peers", "--list")).isEqualTo(2);

        assertThat(err.toString())
                .contains("options stand behind the subcommand: bench full --quick")
                .contains("bench peers --json");
    }

    @Test
    void shouldListRowsAsJsonWhenAskedForIt() throws IOException {
        assertThat(execute("--list", "--json", "--rows", "join-ipv4-10k")).isZero();

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/rows/0/row").asText()).isEqualTo("join-ipv4-10k-kernel");
        assertThat(json.at("/rows/0/what").asText()).startsWith("join and leave");
    }

    @Test
    void shouldMeasureNothingWhenTheResultsCouldNotBeKept() throws IOException {
        pretendToBeBuilt();
        Files.writeString(root.resolve("jmh-results"), "a file where the folder would be");

        assertThat(execute("--rows", "reclaim-ck")).isEqualTo(1);

        assertThat(err.toString())
                .contains("covey bench: cannot read or write: ")
                .contains("jmh-results")
                .doesNotContain("\tat ");
        assertThat(processes.ran()).noneMatch(word -> word.startsWith("retires="));
    }

    @Test
    void shouldKeepAnEarlierRunWhenTheSameCommitIsMeasuredAgain() throws IOException {
        pretendToBeBuilt();

        assertThat(execute("--rows", "epoch,reclaim", "--rounds", "1")).isZero();
        assertThat(execute("--rows", "reclaim-ck", "--rounds", "1")).isZero();

        assertThat(out.toString()).containsPattern("(?m)-abcdef0-[^-/]*$").containsPattern("(?m)-abcdef0-[^-/]*-2$");
        try (Stream<Path> runs = Files.list(new BenchTree(root).runs())) {
            assertThat(runs).hasSize(2).allSatisfy(run -> assertThat(run.resolve("peers.json"))
                    .exists());
        }
    }

    @Test
    void shouldRefuseRoundsOutOfRange() {
        assertThat(execute("--rounds", "0")).isEqualTo(2);
    }

    @Test
    void shouldSayWhatToDoWhenNothingIsBuilt() {
        assertThat(execute()).isEqualTo(2);

        assertThat(err.toString()).contains("benchmarks.jar is missing");
    }

    @Test
    void shouldListRowsWithoutMeasuring() {
        assertThat(execute("--list", "--rows", "join-ipv4-10k")).isZero();

        assertThat(out.toString()).startsWith("join-ipv4-10k-kernel  join and leave");
        assertThat(processes.ran()).isEmpty();
    }
}
