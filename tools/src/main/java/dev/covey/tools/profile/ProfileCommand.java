package dev.covey.tools.profile;

import dev.covey.tools.bench.BenchProgress;
import dev.covey.tools.bench.BenchTree;
import dev.covey.tools.observe.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covey profile}: where one benchmark spends its time. */
@Command(
        name = "profile",
        description = {
            "Runs one benchmark of this tree under async-profiler, and writes a flame graph with the threads by their"
                    + " names and the frames that the compiler has inlined. Prints where it is, and the ten hottest"
                    + " frames.",
            "",
            "Events:",
            "  ctimer  processor time, by a timer of each thread: needs no permission",
            "  cpu     the same with the kernel's frames, by perf events",
            "  wall    time of every thread, working or waiting",
            "  alloc   who allocates what on the heap; nobody has no samples",
            "",
            "Without permission for perf events (kernel.perf_event_paranoid above 1, kernel.kptr_restrict above 0, a"
                    + " container that forbids the system call) take ctimer. Hardware events do not exist on most"
                    + " virtual machines, and so not here.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0  profiled",
            "  1  the benchmark has failed, the event is not available here, or the file",
            "     cannot be written",
            "  2  wrong usage, no such benchmark, or nothing is built"
        })
public final class ProfileCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final int MAX_DURATION_S = 3600;
    private static final int HOT_FRAMES = 10;

    private final List<String> jmh;
    private final Path libraryJar;
    private final Path folder;
    private final EventAdvice advice;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BENCHMARK", description = "Its name, or the end of it: LookupBenchmark.lookup.")
    private String benchmark;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            defaultValue = "ctimer",
            description = "What is sampled: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ProfileEvent event;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long, after a warm-up of three seconds. Default: ${DEFAULT-VALUE}.")
    private int durationS;

    @Option(
            names = "-p",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the benchmark; one that is not given has its first value.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "File for the flame graph. Default: benchmarks/target/profiles/BENCHMARK-EVENT.html.")
    private Path output;

    /** Make the command for the tree that the launcher named. */
    public ProfileCommand() {
        this(
                List.of(
                        BenchTree.java(),
                        "-Djmh.ignoreLock=true",
                        "-jar",
                        BenchTree.current().benchmarksJar().toString()),
                BenchTree.current().benchmarksJar(),
                BenchTree.current().profiles(),
                Path.of("/proc"));
    }

    /**
     * Make the command.
     *
     * @param jmh command that starts JMH, without its options.
     * @param libraryJar with the profiler's library.
     * @param folder for flame graphs, unless another file is asked for.
     * @param proc {@code /proc}, or a copy of what is read there.
     */
    public ProfileCommand(final List<String> jmh, final Path libraryJar, final Path folder, final Path proc) {
        this.jmh = List.copyOf(jmh);
        this.libraryJar = libraryJar;
        this.folder = folder;
        this.advice = new EventAdvice(proc);
    }

    @Override
    public Integer call() {
        if (durationS < 1 || durationS > MAX_DURATION_S) {
            throw new ParameterException(
                    spec.commandLine(), "out of range: --for=" + durationS + ", maximum=" + MAX_DURATION_S);
        }
        if (!Files.exists(libraryJar)) {
            explain("not built: " + libraryJar + " is missing; tools/covey of the source tree builds it");
            return UNUSABLE;
        }
        try {
            return profile();
        } catch (final ProfileFailure failure) {
            explain(failure.getMessage());
            if (failure.isOfProfiler()) {
                advice.remedies(event).forEach(this::explain);
            }
            return FAILED;
        } catch (final IOException fault) {
            explain("cannot read or write: " + fault);
            return FAILED;
        }
    }

    private int profile() throws IOException, ProfileFailure {
        final Profiling profiling = new Profiling(
                jmh,
                libraryJar,
                new BenchProgress(
                        spec.commandLine().getErr(), Terminal.isTerminal(Terminal.STANDARD_ERROR), System::nanoTime));
        final BenchmarkEntry entry;
        final Map<String, String> values;
        try {
            entry = profiling.list().find(benchmark);
            values = values(entry);
        } catch (final IllegalArgumentException wrong) {
            explain(wrong.getMessage());
            return UNUSABLE;
        }
        final Path file = output != null ? output : folder.resolve(entry.shortName() + "-" + event + ".html");
        // Before a minute is spent on a profile that cannot be kept.
        if (Files.isDirectory(file)) {
            explain("a folder, no file: " + file);
            return UNUSABLE;
        }
        final Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        if (!Files.isWritable(parent)) {
            explain("may not be written: " + file);
            return UNUSABLE;
        }
        advice.notes(event).forEach(this::explain);
        final HotFrames frames = profiling.profile(new ProfileRequest(entry.name(), values, event, durationS, file));
        print(entry, values, file, frames);
        return 0;
    }

    /** A value for each parameter: several of them in one flame graph could not be told apart. */
    private Map<String, String> values(final BenchmarkEntry entry) {
        final Map<String, String> values = new LinkedHashMap<>();
        entry.parameters().forEach((name, all) -> values.put(name, all.get(0)));
        for (final Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (!values.containsKey(parameter.getKey())) {
                throw new IllegalArgumentException("no such parameter: " + parameter.getKey() + "; " + entry.shortName()
                        + " has " + (values.isEmpty() ? "none" : entry.parameters()));
            }
            if (parameter.getValue().contains(",")) {
                throw new IllegalArgumentException(
                        "one value each: " + parameter.getKey() + "=" + parameter.getValue());
            }
            values.put(parameter.getKey(), parameter.getValue());
        }
        return values;
    }

    private void print(
            final BenchmarkEntry entry, final Map<String, String> values, final Path file, final HotFrames frames) {
        final PrintWriter out = spec.commandLine().getOut();
        final List<String> words = new ArrayList<>(List.of(entry.shortName()));
        values.forEach((name, value) -> words.add(name + "=" + value));
        out.println("Profile of " + String.join(" ", words) + ": " + event.title() + ", " + frames.samples()
                + " samples in " + durationS + " s");
        if (frames.samples() > 0) {
            frames.lines(HOT_FRAMES).forEach(out::println);
        } else if (event == ProfileEvent.ALLOC) {
            out.println("  nothing was seen to allocate: at most a sample's worth (512 KiB) in all that time");
        }
        out.println();
        out.println("Flame graph: " + file);
        out.flush();
    }

    private void explain(final String message) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("covey profile: " + message);
        err.flush();
    }
}
