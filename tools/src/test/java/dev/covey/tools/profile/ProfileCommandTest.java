package dev.covey.tools.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command around a JMH that is a shell script: what it is asked, and what is made of its answers. */
@SuppressWarnings("StringConcatToTextBlock") // lines of a profile, as they come
class ProfileCommandTest {
    private static final String LIST = "case $* in -lp) echo 'Benchmarks: '; echo dev.covey.X.look;"
            + " echo '  param \"groups\" = {1024, 65536}'; exit 0;; esac\n";

    /** Finds its folder as JMH's option is given it, and leaves there what the profiler would. */
    private static final String PROFILE =
            """
            dir=$(echo "$*" | sed 's/.*;dir=\\([^;]*\\);.*/\\1/')
            mkdir $dir/x
            echo "$*" >$dir/x/flame-ctimer-forward.html
            echo '[t tid=1];a/B.c_[j] 5' >$dir/x/collapsed-ctimer.csv
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = folder.resolve("benchmarks.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (final String system : List.of("linux-x64", "linux-arm64", "macos")) {
                zip.putNextEntry(new ZipEntry(system + "/libasyncProfiler.so"));
            }
        }
    }

    private int profile(final String script, final String... words) throws IOException {
        final Path jmh = Files.writeString(folder.resolve("jmh.sh"), script);
        final Path proc = Files.createDirectories(folder.resolve("proc/sys/kernel"));
        Files.writeString(proc.resolve("perf_event_paranoid"), "2\n");
        Files.writeString(proc.resolve("kptr_restrict"), "1\n");
        return new CommandLine(new ProfileCommand(
                        List.of("sh", jmh.toString()), jar, folder.resolve("profiles"), folder.resolve("proc")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @Test
    void shouldAskForTheOneBenchmarkWithFirstValuesWhenNoneAreGiven() throws Exception {
        assertEquals(0, profile(LIST + PROFILE, "X.look", "--for", "4"), err::toString);

        final Path graph = folder.resolve("profiles/X.look-ctimer.html");
        final String asked = Files.readString(graph);
        for (final String wanted : List.of(
                "-f 1 ",
                "-r 4s ",
                "-XX:+DebugNonSafepoints",
                "-p groups=1024 ",
                "event=ctimer;",
                "threads=true;",
                "^\\Qdev.covey.X.look\\E$")) {
            assertTrue(asked.contains(wanted), () -> wanted + " not in " + asked);
        }
        assertEquals(
                List.of(
                        "Profile of X.look groups=1024: processor time, 5 samples in 4 s",
                        "     self  samples  kind      frame",
                        "  100.0 %        5  compiled  a.B.c",
                        "",
                        "Flame graph: " + graph),
                out.toString().lines().toList());
        assertEquals("", err.toString());
    }

    @Test
    void shouldWriteWhereAskedWithTheValueGivenWhenTheyAreNamed() throws Exception {
        final Path graph = folder.resolve("deep/er/flame.html");

        assertEquals(
                0, profile(LIST + PROFILE, "look", "-p", "groups=4096", "--output", graph.toString()), err::toString);

        assertTrue(Files.readString(graph).contains("-p groups=4096 "));
    }

    @Test
    void shouldSayWhatIsNearWhenThereIsNoSuchBenchmark() throws Exception {
        assertEquals(2, profile(LIST + PROFILE, "X.loook"));

        assertTrue(err.toString().contains("no such benchmark: X.loook; near to it: X.look"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseWhenParameterIsUnknownOrHasTwoValues() throws Exception {
        assertEquals(2, profile(LIST + PROFILE, "X.look", "-p", "size=1"));
        assertTrue(
                err.toString().contains("no such parameter: size; X.look has {groups=[1024, 65536]}"), err::toString);
        assertEquals(2, profile(LIST + PROFILE, "X.look", "-p", "groups=1,2"));
        assertTrue(err.toString().contains("one value each: groups=1,2"), err::toString);
    }

    @Test
    void shouldRefuseWhenEventOrDurationIsNone() throws Exception {
        assertEquals(2, profile(LIST, "X.look", "--event", "cycles"));
        assertEquals(2, profile(LIST, "X.look", "--for", "0"));
        assertEquals(2, profile(LIST, "X.look", "--for", "3601"));
        assertEquals(2, profile(LIST));
    }

    @Test
    void shouldSayWhichEventWorksInsteadWhenTheProfilerDoesNotStart() throws Exception {
        final String fault =
                """
                echo 'Suppressed: java.lang.IllegalStateException: Perf events unavailable'
                echo '\tat org.openjdk.jmh.profile.AsyncProfiler$JavaApi.execute0(Native Method)'
                exit 1
                """;

        assertEquals(1, profile(LIST + fault, "X.look", "--event", "cpu"));

        for (final String wanted : List.of(
                "kernel.perf_event_paranoid=2",
                "kernel.kptr_restrict=1",
                "the profiler did not start: Perf events unavailable",
                "--event ctimer needs no permission",
                "--cap-add PERFMON")) {
            assertTrue(err.toString().contains(wanted), err::toString);
        }
    }

    @Test
    void shouldShowJmhsLastWordsWhenTheBenchmarkFails() throws Exception {
        final String fault = "echo 'wrong answers: asked=2, found=1'; for I in 1 2 3 4 5 6 7 8 9 10 11 12; do"
                + " printf '\\tat dev.covey.X.look(X.java:%s)\\n' $I; done; printf '\\t... 7 more\\n'; exit 1\n";

        assertEquals(1, profile(LIST + fault, "X.look"));

        assertTrue(err.toString().contains("the benchmark has failed"), err::toString);
        assertTrue(err.toString().contains("wrong answers: asked=2, found=1"), err::toString);
        assertFalse(err.toString().contains("perf"), err::toString);
    }

    @Test
    void shouldFailWhenTheProfilerWritesNothing() throws Exception {
        assertEquals(1, profile(LIST + "exit 0\n", "X.look"));

        assertTrue(err.toString().contains("the profiler has written nothing"), err::toString);
    }

    @Test
    void shouldCallItDoneWhenNothingAllocates() throws Exception {
        final String script = LIST + PROFILE.replace("echo '[t tid=1];a/B.c_[j] 5'", "printf ''");

        assertEquals(0, profile(script, "X.look", "--event", "alloc"), err::toString);

        assertTrue(out.toString().contains("nothing was seen to allocate"), out::toString);
    }

    @Test
    void shouldFailWhenTheOutputCannotBeWritten() throws Exception {
        final Path file = Files.writeString(folder.resolve("file"), "");

        assertEquals(
                1,
                profile(
                        LIST + PROFILE,
                        "X.look",
                        "--output",
                        file.resolve("flame.html").toString()));

        assertTrue(err.toString().contains("cannot read or write"), err::toString);
    }

    @Test
    void shouldRefuseAFolderWhenItIsNamedForTheOutput() throws Exception {
        assertEquals(2, profile(LIST + PROFILE, "X.look", "--output", "/"));
        assertEquals(2, profile(LIST + PROFILE, "X.look", "--output", folder.toString()));

        assertTrue(err.toString().contains("a folder, no file: " + folder), err::toString);
    }

    @Test
    void shouldSayWhatToBuildWhenTheJarIsMissing() throws Exception {
        Files.delete(jar);

        assertEquals(2, profile(LIST, "X.look"));

        assertTrue(err.toString().contains("not built"), err::toString);
    }

    @Test
    void shouldFailWhenJmhListsNothing() throws Exception {
        assertEquals(1, profile("echo no JMH here; exit 3\n", "X.look"));

        assertTrue(err.toString().contains("cannot list the benchmarks: code=3"), err::toString);
        assertTrue(err.toString().contains("no JMH here"), err::toString);
    }

    @Test
    void shouldExplainOnlyTheEventThatNeedsPermissions() {
        final EventAdvice advice = new EventAdvice(folder.resolve("none"));

        assertEquals(List.of(), advice.notes(ProfileEvent.CPU), "nothing is known to be forbidden");
        for (final ProfileEvent event : ProfileEvent.values()) {
            assertFalse(advice.remedies(event).isEmpty(), event::word);
        }
    }

    @Test
    void shouldNameTheLibraryOfEachSystem() {
        assertEquals("linux-x64/libasyncProfiler.so", ProfilerLibrary.entry("Linux", "amd64"));
        assertEquals("linux-arm64/libasyncProfiler.so", ProfilerLibrary.entry("Linux", "aarch64"));
        assertNotNull(ProfilerLibrary.entry("Mac OS X", "aarch64"));
        assertNull(ProfilerLibrary.entry("Windows 11", "amd64"));
        assertNull(ProfilerLibrary.entry("Linux", "s390x"));
    }
}
