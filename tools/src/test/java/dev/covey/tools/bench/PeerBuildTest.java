package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerBuildTest {
    private static final Path PEERS = Path.of("../benchmarks/peers");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void shouldKnowWhatIsBuiltAndWhyTheRestIsNot() {
        final PeerBuild build = PeerBuild.run(
                new BenchTree(folder),
                new FakeProcesses()
                        .says(
                                "build",
                                0,
                                List.of(
                                        "built chase",
                                        "skipped lookup-ck: libck-dev is not installed",
                                        "failed epoch-ck: it does not compile")));

        assertThat(build.missing("chase")).isNull();
        assertThat(build.failed("chase")).isNull();
        assertThat(build.missing("lookup-ck")).isEqualTo("libck-dev is not installed");
        assertThat(build.failed("lookup-ck")).isNull();
        assertThat(build.missing("epoch-ck")).isNull();
        assertThat(build.failed("epoch-ck")).isEqualTo("it does not compile");
        assertThat(build.failed("lookup-dpdk")).isEqualTo("not built");
    }

    @Test
    void shouldFailAllWithTheReasonWhenTheBuildBrokeOff() {
        final PeerBuild build = PeerBuild.run(
                new BenchTree(folder),
                new FakeProcesses().says("build", 127, List.of("built chase"), "sh: build: not found"));

        assertThat(build.missing("chase")).isNull();
        assertThat(build.failed("chase")).isEqualTo("the peers were not built: sh: build: not found");
    }

    @Test
    void shouldSkipEveryProgramWhenThereIsNoCompiler() {
        final List<String> lines = build(folder.resolve("no-such-compiler"));

        assertThat(lines)
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.matches("skipped [-a-z]+: no .*no-such-compiler"));
    }

    @Test
    void shouldNameThePackageWhenALibraryIsMissingAndFailWhatNeedsNone() throws IOException {
        final Path compiler = Files.writeString(folder.resolve("compiler"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(compiler, PosixFilePermissions.fromString("rwxr-xr-x"));

        final List<String> lines = build(compiler);

        assertThat(lines)
                .contains(
                        "skipped lookup-dpdk: libdpdk-dev is not installed",
                        "skipped lookup-ck: libck-dev is not installed",
                        "skipped lookup-urcu: liburcu-dev is not installed",
                        "skipped lookup-cuckoo: libcuckoo-dev is not installed",
                        "failed chase: it does not compile, see benchmarks/target/peers/chase.log");
    }

    @Test
    void shouldBuildOnceAndAgainOnlyAfterAChange() throws IOException {
        final Path compiler = Files.writeString(
                folder.resolve("compiler"),
                """
                #!/bin/sh
                echo "$@" >>"$(dirname "$0")/calls"
                for word; do [ "$previous" = -o ] && : >"$word" && chmod +x "$word"; previous=$word; done
                cat >/dev/null
                """);
        Files.setPosixFilePermissions(compiler, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(build(compiler)).allMatch(line -> line.startsWith("built "));
        final long calls = Files.size(folder.resolve("calls"));
        assertThat(new SystemProcesses().run(command(compiler), TIMEOUT).output())
                .allMatch(line -> line.startsWith("built "));
        assertThat(Files.size(folder.resolve("calls"))).isEqualTo(calls);
    }

    @Test
    void shouldRefuseASourceTreeThatIsNone() {
        assumeTrue(Files.isDirectory(PEERS), "the peers are not beside this module");
        final List<String> command = List.of(
                "sh",
                PEERS.resolve("build").toString(),
                "--vpp",
                folder.toString(),
                folder.resolve("vpp").toString());

        final ProcessRunner.Result result = new SystemProcesses().run(command, TIMEOUT);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.reason()).contains("no source tree of VPP: " + folder);
        assertThat(folder.resolve("vpp")).doesNotExist();
    }

    /** Build a copy of the peers with another compiler. */
    private List<String> build(final Path compiler) {
        assumeTrue(Files.isDirectory(PEERS), "the peers are not beside this module");
        final Path copy = folder.resolve("benchmarks/peers");
        try (Stream<Path> files = Files.list(PEERS)) {
            Files.createDirectories(copy);
            for (final Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (final IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        final ProcessRunner.Result result = new SystemProcesses().run(command(compiler), TIMEOUT);
        assertThat(result.code()).as(result.reason()).isZero();
        return result.output();
    }

    private List<String> command(final Path compiler) {
        return List.of(
                "env",
                "COVEY_PEERS_CXX=" + compiler,
                "sh",
                folder.resolve("benchmarks/peers/build").toString());
    }
}
