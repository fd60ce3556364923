package dev.covey.engine.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.TestGrading;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * One run of jcstress in a process of its own, and what its result file says of each test.
 *
 * <p>jcstress says nothing by its exit code and leaves out, without an error, what the machine has too few processors
 * for. Both are looked at here.
 */
final class JcstressRun {
    private static final long TIMEOUT_MINUTES = 15;

    /**
     * Agrona needs the first two. The others let the compiler move code about at random, another way in each fork;
     * given like this they replace jcstress' own list of configurations, which takes ten times as long.
     */
    /** With assertions: free records are poisoned then, and who reads one is found out. */
    private static final String FORK_OPTIONS = "-ea --add-exports java.base/jdk.internal.misc=ALL-UNNAMED"
            + " --add-opens java.base/jdk.internal.misc=ALL-UNNAMED"
            + " -XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM";

    private final Map<String, Verdict> verdicts = new TreeMap<>();

    private JcstressRun() {}

    /**
     * The tests of a package that this machine has the processors for.
     *
     * @param packageName of the tests, without its subpackages.
     * @return their names.
     */
    static Set<String> testsOf(final String packageName) {
        final Set<String> names = new TreeSet<>();
        final int processors = Runtime.getRuntime().availableProcessors();
        for (final String name : TestList.tests()) {
            if (name.substring(0, name.lastIndexOf('.')).equals(packageName)) {
                final TestInfo info = TestList.getInfo(name);
                if (info.threads() <= processors) {
                    names.add(name);
                } else {
                    System.out.printf(
                            "jcstress: %-32s NOT RUN: needs %d processors, found %d%n",
                            shortName(name), info.threads(), processors);
                }
            }
        }
        return names;
    }

    /**
     * Run tests.
     *
     * @param names of them.
     * @param directory for what jcstress writes.
     * @param timeMs of each iteration.
     * @return the verdicts, one for each test.
     */
    static JcstressRun of(final Set<String> names, final Path directory, final int timeMs)
            throws IOException, InterruptedException, ClassNotFoundException {
        empty(directory);
        launch("^(" + String.join("|", names).replace(".", "\\.") + ")$", directory, timeMs);
        final JcstressRun run = new JcstressRun();
        final InProcessCollector results = new InProcessCollector();
        final DiskReadCollector reader =
                new DiskReadCollector(resultFile(directory).toString(), results);
        reader.dump();
        reader.close();
        for (final TestResult result : results.getTestResults()) {
            run.verdicts.computeIfAbsent(result.getName(), Verdict::new).add(result);
        }

        assertEquals(names, run.verdicts.keySet(), "tests that ran");
        return run;
    }

    /**
     * What came out, per test.
     *
     * @return the verdicts in the order of their names.
     */
    List<Verdict> verdicts() {
        return List.copyOf(verdicts.values());
    }

    private static void launch(final String tests, final Path directory, final int timeMs)
            throws IOException, InterruptedException {
        final Path output = directory.resolve("output.txt");
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        absoluteClassPath(),
                        Main.class.getName(),
                        "-t",
                        tests,
                        "-r",
                        "report",
                        "-f",
                        "1",
                        "-iters",
                        "6",
                        "-time",
                        Integer.toString(timeMs),
                        "-sc",
                        "false",
                        "-jvmArgs",
                        FORK_OPTIONS)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                fail("jcstress took longer than " + TIMEOUT_MINUTES + " minutes, see " + output);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String absoluteClassPath() {
        final List<String> entries = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path resultFile(final Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "jcstress-results-*.bin.gz")) {
            for (final Path file : files) {
                return file;
            }
        }
        return fail("jcstress left no results, see " + directory.resolve("output.txt"));
    }

    private static void empty(final Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }

    private static String shortName(final String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What all forks of one test came to. */
    static final class Verdict {
        private final String name;
        private final List<String> errors = new ArrayList<>();
        private final Map<String, Long> samplesByOutcome = new TreeMap<>();
        private long samples;
        private long forbiddenSamples;
        private int forks;

        private Verdict(final String name) {
            this.name = name;
        }

        private void add(final TestResult result) {
            forks++;
            samples += result.getTotalCount();
            if (result.status() != Status.NORMAL) {
                errors.add(result.status() + ": " + result.getMessages());
            }
            for (final GradingResult outcome :
                    TestGrading.grade(result).gradingResults.values()) {
                if (outcome.count > 0) {
                    samplesByOutcome.merge(outcome.id, outcome.count, Long::sum);
                    forbiddenSamples += TestGrading.passed(outcome.expect, outcome.count) ? 0 : outcome.count;
                }
            }
        }

        String testName() {
            return name;
        }

        String name() {
            return shortName(name);
        }

        List<String> errors() {
            return errors;
        }

        long samples() {
            return samples;
        }

        long forbiddenSamples() {
            return forbiddenSamples;
        }

        @Override
        public String toString() {
            return String.format(
                    "jcstress: %-32s forks=%d, samples=%d, forbidden=%d, errors=%d, outcomes=%s",
                    name(), forks, samples, forbiddenSamples, errors.size(), samplesByOutcome);
        }
    }
}
