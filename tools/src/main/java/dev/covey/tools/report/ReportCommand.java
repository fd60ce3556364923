package dev.covey.tools.report;

import dev.covey.tools.bench.BenchTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code covey report}: what the newest run has measured, as Markdown and pictures. */
@Command(
        name = "report",
        description = {
            "Writes REPORT.md and plots/*.png about the newest run of covey bench: the machine, every benchmark with"
                    + " the command that runs it, the peers, and a comparison with an earlier run on the same kind of"
                    + " host (same processor, number of processors and JDK).",
            "",
            "A change is called significant only beyond both 2 standard deviations and 5 %%.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0  written",
            "  1  written in part: a run could not be read and is left out, --against was",
            "     on another kind of host, or no picture could be drawn; or it could not",
            "     be written",
            "  2  wrong usage, no run that can be read, or no such run"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final int PARTLY = 1;
    private static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder that has the folder runs; the report is written there. Default: jmh-results.")
    private Path results;

    @Option(
            names = "--against",
            paramLabel = "RUN",
            description = "Folder of the run to compare with, or the beginning of its name. Default: the newest"
                    + " earlier one on the same kind of host.")
    private String against;

    @Override
    public Integer call() {
        try {
            return report(results != null ? results : BenchTree.current().results());
        } catch (final ReportException unusable) {
            complain(unusable.getMessage());
            return UNUSABLE;
        } catch (final IOException fault) {
            complain("cannot read or write: " + fault);
            return PARTLY;
        }
    }

    private int report(final Path folder) throws IOException, ReportException {
        final RunList runs = RunList.read(folder.resolve("runs"));
        runs.complaints().forEach(this::complain);
        boolean isWhole = runs.complaints().isEmpty();
        final Earlier earlier = against == null ? runs.earlier() : runs.earlier(against);
        if (against != null && earlier.run() == null) {
            complain(earlier.reason());
            isWhole = false;
        }
        final Run run = runs.newest();
        Map<String, Plot> plots = Plots.of(run);
        final String fault = draw(plots, folder.resolve(ReportText.PLOTS));
        if (fault != null) {
            complain("no pictures: " + fault
                    + "; Java draws text with fontconfig and a font (fontconfig, fonts-dejavu-core)");
            isWhole = false;
            plots = Map.of();
        }
        final Path file = folder.resolve("REPORT.md");
        Files.writeString(file, new ReportText(run, plots).text(earlier));
        print(run, earlier, plots, file);
        return isWhole ? 0 : PARTLY;
    }

    /** Draw, and return null, or what keeps this machine from drawing. */
    private static String draw(final Map<String, Plot> plots, final Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            // The JDK would print where it has found out.
            throw new AccessDeniedException(folder.toString());
        }
        try {
            for (final Plot plot : plots.values()) {
                PlotPainter.paint(plot, folder);
            }
            return null;
        } catch (final LinkageError | InternalError missing) {
            // A JRE without its libraries for fonts says so only when it draws.
            return missing.toString();
        }
    }

    private void print(final Run run, final Earlier earlier, final Map<String, Plot> plots, final Path file) {
        final PrintWriter out = spec.commandLine().getOut();
        out.println("Report of " + run.name() + ": " + run.results().size() + " results of JMH, "
                + run.peers().rows().size() + " rows beside peers, " + plots.size() + " plots");
        if (earlier.run() != null) {
            out.println(
                    "Against " + earlier.run().name() + ": " + ReportText.summary(Comparison.of(earlier.run(), run)));
        } else if (against == null) {
            out.println(earlier.reason() + " to compare with.");
        }
        out.println("Written: " + file);
        out.flush();
    }

    private void complain(final String message) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("covey report: " + message);
        err.flush();
    }
}
