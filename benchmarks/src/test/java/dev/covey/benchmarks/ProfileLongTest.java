package dev.covey.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.tools.profile.ProfileCommand;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real profile of a benchmark that is small, by the real profiler. */
@Tag("long")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ProfileLongTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int profile(final String... words) {
        final String classPath = System.getProperty("java.class.path");
        final Path profiler = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith("async-profiler-"))
                .findFirst()
                .orElseThrow();
        final List<String> jmh = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-cp",
                classPath,
                "org.openjdk.jmh.Main");
        return new CommandLine(new ProfileCommand(jmh, profiler, folder, Path.of("/proc")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @Test
    void shouldShowThreadsAndInlinedFramesWhenBenchmarkIsProfiled() throws Exception {
        assertEquals(
                0, profile("DecodeBenchmark.checksum", "-p", "kind=IGMP_V3_REPORT_100", "--for", "3"), err::toString);

        final String graph = Files.readString(folder.resolve("DecodeBenchmark.checksum-ctimer.html"));
        assertTrue(graph.contains("jmh-worker"), "no thread by its name");
        assertTrue(graph.contains("Checksum"), "what is hot is not in the graph");
        assertTrue(out.toString().contains("dev.covey.engine.wire."), out::toString);
        assertTrue(out.toString().matches("(?s).*\\d %\\s+\\d+\\s+inlined .*"), out::toString);
    }

    @Test
    void shouldFindNoAllocationWhenPathHasNone() {
        assertEquals(0, profile("EpochBenchmark.guarded", "--event", "alloc", "--for", "1"), err::toString);

        // JMH's own samples may be among them, the engine's may not.
        assertTrue(!out.toString().contains("by dev.covey.engine"), out::toString);
    }
}
