package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    private Path folder;

    private final FakeProcesses processes =
            new FakeProcesses().says("HEAD", 0, List.of("8e87ae3")).says("--porcelain", 0, List.of());

    private Environment environment() throws IOException {
        Files.createDirectories(folder.resolve("sys/kernel/mm/transparent_hugepage"));
        Files.writeString(folder.resolve("sys/kernel/mm/transparent_hugepage/enabled"), "always [madvise] never\n");
        Files.createDirectories(folder.resolve("proc"));
        Files.writeString(folder.resolve("proc/cpuinfo"), "processor\t: 0\nmodel name\t: A Fast One\n");
        Files.writeString(folder.resolve("proc/meminfo"), "MemTotal:  24 kB\nHugePages_Total:   7\n");
        Files.writeString(folder.resolve("proc/loadavg"), "0.01 0.02 0.03 1/2 3\n");
        return new Environment(
                folder.resolve("proc"), folder.resolve("sys"), new BenchTree(folder.resolve("tree")), processes);
    }

    @Test
    void shouldTellWhatTheMachineIsLike() throws IOException {
        final JsonNode json = environment().capture(List.of("-Xlog:gc"));

        assertThat(json.get("processor").asText()).isEqualTo("A Fast One");
        assertThat(json.get("memory").asText()).isEqualTo("24 kB");
        assertThat(json.get("huge_pages").asText()).isEqualTo("7");
        assertThat(json.get("transparent_huge_pages").asText()).isEqualTo("always [madvise] never");
        assertThat(json.get("load").asText()).isEqualTo("0.01 0.02 0.03 1/2 3");
        assertThat(json.get("commit").asText()).isEqualTo("8e87ae3");
        assertThat(json.get("modified").asBoolean()).isFalse();
        assertThat(json.get("measured_flags").get(0).asText()).isEqualTo("-Xlog:gc");
        assertThat(json.get("kernel").asText()).contains(System.getProperty("os.version"));
        assertThat(json.get("jdk").asText()).contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void shouldSayUnknownWhenTheSystemDoesNotTell() throws IOException {
        final Environment environment = environment();
        Files.delete(folder.resolve("proc/cpuinfo"));
        processes.says("HEAD", 128, List.of(), "not a git repository");

        final JsonNode json = environment.capture(List.of());

        assertThat(json.get("processor").asText()).isEqualTo("unknown");
        assertThat(json.get("commit").asText()).isEqualTo("unknown");
    }

    @Test
    void shouldKeepItBesideTheResults() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));

        final RunFolder run = RunFolder.choose(tree, environment(), List.of(), false, "short.json");
        run.make();
        run.write("peers.json", new ObjectMapper().createObjectNode().put("rows", 1));
        run.describe();

        assertThat(run.path().getParent()).isEqualTo(tree.runs());
        assertThat(run.path().getFileName().toString())
                .matches("\\d{4}-\\d\\d-\\d\\d-8e87ae3-" + System.getProperty("java.version"));
        assertThat(run.path().resolve("environment.json")).exists();
        assertThat(new ObjectMapper()
                        .readTree(run.path().resolve("peers.json").toFile())
                        .get("rows")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldShareTheFolderUntilItHasSuchResultsAlready() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));
        final RunFolder first = RunFolder.choose(tree, environment(), List.of(), false, "short.json");
        first.make();
        first.write("short.json", new ObjectMapper().createArrayNode());
        first.describe();

        final Path others = RunFolder.choose(tree, environment(), List.of(), false, "peers.json")
                .path();
        final Path again = RunFolder.choose(tree, environment(), List.of(), false, "short.json")
                .path();

        assertThat(others).isEqualTo(first.path());
        assertThat(again).isEqualTo(Path.of(first.path() + "-2"));
    }

    @Test
    void shouldTakeAnotherFolderBesideResultsOfAnotherSetting() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));
        final RunFolder first = RunFolder.choose(tree, environment(), List.of(), false, "short.json");
        first.make();
        first.write("short.json", new ObjectMapper().createArrayNode());
        first.describe();

        final Path others = RunFolder.choose(tree, environment(), List.of("-XX:+UseZGC"), false, "peers.json")
                .path();

        assertThat(others).isEqualTo(Path.of(first.path() + "-2"));
    }

    @Test
    void shouldTakeAnotherFolderBesideResultsOfWhichNobodyKnowsTheSettings() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));
        final RunFolder first = RunFolder.choose(tree, environment(), List.of(), false, "short.json");
        first.make();
        Files.writeString(first.path().resolve("environment.json"), "{\"time\": ");

        final Path others = RunFolder.choose(tree, environment(), List.of(), false, "peers.json")
                .path();

        assertThat(others).isEqualTo(Path.of(first.path() + "-2"));
    }

    @Test
    void shouldKeepWhatTheMachineWasLikeWhenTheFirstRunBegan() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));
        final RunFolder first = RunFolder.choose(tree, environment(), List.of(), false, "short.json");
        first.make();
        first.describe();
        final String described = Files.readString(first.path().resolve("environment.json"));
        Files.writeString(folder.resolve("proc/loadavg"), "2.50 2.50 2.50 3/103 4711\n");

        final RunFolder second = RunFolder.choose(tree, environment(), List.of(), false, "peers.json");
        second.make();
        second.describe();

        assertThat(Files.readString(second.path().resolve("environment.json"))).isEqualTo(described);
    }

    @Test
    void shouldKeepWhatMeansNothingOutOfTheWay() throws IOException {
        final BenchTree tree = new BenchTree(folder.resolve("tree"));

        final RunFolder run = RunFolder.choose(tree, environment(), List.of(), true, "short.json");

        assertThat(run.path()).isEqualTo(tree.quickRun());
        assertThat(tree.runs()).doesNotExist();
    }
}
