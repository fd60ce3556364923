package dev.covey.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The runs of a folder, the newest last. */
final class RunList {
    private final List<Run> runs;
    private final List<String> complaints;

    private RunList(final List<Run> runs, final List<String> complaints) {
        this.runs = runs;
        this.complaints = complaints;
    }

    /**
     * Read all runs.
     *
     * @param folder with a folder for each run.
     * @throws ReportException if there is none that can be read.
     */
    static RunList read(final Path folder) throws IOException, ReportException {
        final List<Run> runs = new ArrayList<>();
        final List<String> complaints = new ArrayList<>();
        for (final Path path : folders(folder)) {
            if (Run.jsonFiles(path).isEmpty()) {
                // Stopped before it had a result: there is a log at most.
                continue;
            }
            try {
                runs.add(Run.read(path));
            } catch (final ReportException unusable) {
                complaints.add(unusable.getMessage());
            }
        }
        if (runs.isEmpty()) {
            throw new ReportException(
                    complaints.isEmpty()
                            ? "no runs in " + folder + ": tools/covey bench makes one"
                            : String.join("; ", complaints));
        }
        runs.sort(Comparator.comparing((Run run) -> run.environment().time()).thenComparing(Run::name));
        return new RunList(runs, complaints);
    }

    private static List<Path> folders(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    Run newest() {
        return runs.get(runs.size() - 1);
    }

    /** What is wrong with the runs that could not be read. */
    List<String> complaints() {
        return complaints;
    }

    /** The newest of the earlier runs that can be compared with the newest one. */
    Earlier earlier() {
        for (int i = runs.size() - 2; i >= 0; i--) {
            final Run run = runs.get(i);
            if (isComparable(run)) {
                return Earlier.of(run);
            }
        }
        return Earlier.none(
                runs.size() == 1
                        ? "There is no earlier run"
                        : "No earlier run with results of JMH was made on the same kind of host");
    }

    private boolean isComparable(final Run run) {
        return !run.results().isEmpty()
                && newest().environment().differences(run.environment()).isEmpty();
    }

    /**
     * The run that a user has named, if it can be compared with the newest one.
     *
     * @param name of its folder, or so much of the beginning that no other one is meant.
     * @throws ReportException if there is no such run, or it is the newest itself.
     */
    Earlier earlier(final String name) throws ReportException {
        final List<Run> found =
                runs.stream().filter(run -> run.name().startsWith(name)).toList();
        final List<Run> exact =
                runs.stream().filter(run -> run.name().equals(name)).toList();
        final List<Run> chosen = exact.isEmpty() ? found : exact;
        if (chosen.size() != 1) {
            throw new ReportException(
                    (chosen.isEmpty() ? "no such run: " : "more than one run is called ") + name + "; there are "
                            + String.join(", ", runs.stream().map(Run::name).toList()));
        }
        final Run run = chosen.get(0);
        if (run.name().equals(newest().name())) {
            throw new ReportException("cannot compare a run with itself: " + run.name());
        }
        final List<String> differences = newest().environment().differences(run.environment());
        return differences.isEmpty()
                ? Earlier.of(run)
                : Earlier.none("`" + newest().name() + "` and `" + run.name()
                        + "` cannot be compared: they ran on different hosts (" + String.join("; ", differences) + ")");
    }
}
