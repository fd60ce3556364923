package dev.covey.tools.profile;

import dev.covey.tools.bench.BenchProgress;
import dev.covey.tools.bench.ExitHook;
import dev.covey.tools.bench.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs JMH with the profiler in its fork. */
final class Profiling {
    /** Frames that the compiler has inlined are seen only where it writes down more than it needs itself. */
    private static final String FORK_OPTIONS = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

    private static final int WARM_UP_S = 3;
    private static final int INTERVAL_NS = 1_000_000;
    private static final long LOOK_MS = 250;
    private static final int LAST_WORDS = 12;
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");
    private static final Pattern PROFILER_FAULT =
            Pattern.compile("(?:IllegalStateException|IllegalArgumentException|IOException): (.+)");

    private final List<String> jmh;
    private final Path libraryJar;
    private final BenchProgress progress;

    /**
     * A profiler.
     *
     * @param jmh command that starts JMH, without its options.
     * @param libraryJar with the profiler's library.
     * @param progress to show.
     */
    Profiling(final List<String> jmh, final Path libraryJar, final BenchProgress progress) {
        this.jmh = jmh;
        this.libraryJar = libraryJar;
        this.progress = progress;
    }

    /** Which benchmarks there are. */
    BenchmarkList list() throws IOException, ProfileFailure {
        final Path log = Files.createTempFile("covey-profile", ".log");
        try {
            final int code = run(List.of("-lp"), log, "looking for benchmarks");
            final BenchmarkList list = BenchmarkList.parse(lines(log));
            if (code != 0 || list.isEmpty()) {
                throw new ProfileFailure("cannot list the benchmarks: code=" + code + lastWords(log), false);
            }
            return list;
        } finally {
            Files.delete(log);
        }
    }

    /** Profile, and leave the flame graph where it was asked for. */
    HotFrames profile(final ProfileRequest request) throws IOException, ProfileFailure {
        final Path folder = Files.createTempDirectory("covey-profile");
        try {
            final Path library = ProfilerLibrary.extract(libraryJar, folder);
            final Path log = folder.resolve("jmh.log");
            final Path results = Files.createDirectory(folder.resolve("results"));
            final int code = run(options(request, library, results), log, request.benchmark());
            if (code != 0) {
                throw failure(log);
            }
            Files.copy(find(results, "flame-", ".html", log), request.output(), StandardCopyOption.REPLACE_EXISTING);
            return frames(find(results, "collapsed-", ".csv", log), request.event());
        } finally {
            delete(folder);
        }
    }

    private static HotFrames frames(final Path stacks, final ProfileEvent event) throws IOException, ProfileFailure {
        try {
            return HotFrames.of(lines(stacks), event);
        } catch (final IllegalArgumentException wrong) {
            throw new ProfileFailure("the flame graph is written, but not understood: " + wrong.getMessage(), false);
        }
    }

    static List<String> options(final ProfileRequest request, final Path library, final Path results) {
        final List<String> options = new ArrayList<>(List.of("-foe", "true", "-f", "1"));
        options.addAll(List.of("-wi", Integer.toString(WARM_UP_S), "-w", "1s", "-i", "1"));
        options.addAll(List.of("-r", request.durationS() + "s", "-jvmArgsAppend", FORK_OPTIONS));
        request.parameters().forEach((name, value) -> options.addAll(List.of("-p", name + "=" + value)));
        String profiler = "async:libPath=" + library + ";dir=" + results + ";event=" + request.event()
                + ";output=collapsed,flamegraph;direction=forward;threads=true;ann=true";
        if (request.event() != ProfileEvent.ALLOC) {
            profiler += ";interval=" + INTERVAL_NS;
        }
        options.addAll(List.of("-prof", profiler));
        options.add("^" + Pattern.quote(request.benchmark()) + "$");
        return options;
    }

    private int run(final List<String> options, final Path log, final String label) throws IOException {
        final List<String> command = new ArrayList<>(jmh);
        command.addAll(options);
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        final long startNs = System.nanoTime();
        try (ExitHook stopper = new ExitHook("profile stopper", () -> ProcessTree.end(process))) {
            while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                final long elapsedS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
                progress.draw(label + ": " + elapsedS + " s");
            }
            progress.end();
            return process.exitValue();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ProcessTree.end(process);
            throw new IOException("interrupted", interrupted);
        }
    }

    private static ProfileFailure failure(final Path log) throws IOException {
        final List<String> lines = lines(log);
        for (int i = 1; i < lines.size(); i++) {
            // The stack of the profiler's fault names the class that started it.
            final Matcher fault = PROFILER_FAULT.matcher(lines.get(i - 1));
            if (fault.find() && lines.get(i).contains("AsyncProfiler")) {
                return new ProfileFailure("the profiler did not start: " + fault.group(1), true);
            }
        }
        return new ProfileFailure("the benchmark has failed" + lastWords(log), false);
    }

    private static String lastWords(final Path log) throws IOException {
        // What was thrown says more than the stack below it.
        final List<String> lines = lines(log).stream()
                .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
                .toList();
        final List<String> last = lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
        return "; JMH's last words:"
                + String.join("", last.stream().map(line -> "\n  " + line).toList());
    }

    private static Path find(final Path folder, final String prefix, final String suffix, final Path log)
            throws IOException, ProfileFailure {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(suffix)) {
                    return file;
                }
            }
        }
        throw new ProfileFailure("the profiler has written nothing" + lastWords(log), true);
    }

    private static List<String> lines(final Path file) throws IOException {
        // Names in native frames may be in any character set.
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static void delete(final Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException fault) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
