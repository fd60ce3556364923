package dev.covey.tools.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey bench}: the few benchmarks that say most, in two to three minutes. */
@Command(
        name = "bench",
        description = "Measures joins and leaves, lookups and ingest, in two to three minutes.",
        subcommands = {FullCommand.class, PeersCommand.class},
        footer = {
            "",
            "Results are kept in jmh-results/runs, beside what the machine was like; those of --quick in",
            "benchmarks/target.",
            "",
            "Exit codes:",
            "  0  measured",
            "  1  a benchmark has failed, or its results cannot be kept",
            "  2  wrong usage, or nothing is built"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    private static final List<String> SELECTION = List.of(
            "JoinLeaveBenchmark.newGroup",
            "LookupBenchmark.lookup$",
            "LookupBenchmark.lookupBatch$",
            "LookupBenchmark.pointerChase",
            "IngestBenchmark.ingest$");

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "JMH's JSON instead of a table.")
    private boolean isJson;

    @Option(names = "--quick", description = "Run it small and once. The figures mean nothing.")
    private boolean isQuick;

    /** Something to measure, and to keep. */
    @FunctionalInterface
    interface Measurement {
        int run() throws IOException;
    }

    /**
     * Measure, or say which file stood in the way.
     *
     * @param spec of the command.
     * @return exit code.
     */
    static int orExplain(final CommandSpec spec, final Measurement measurement) {
        try {
            return measurement.run();
        } catch (final IOException fault) {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("covey bench: cannot read or write: " + fault);
            err.flush();
            return FAILED;
        }
    }

    /**
     * What is said before the name of a subcommand would be passed over, and a small run become one of hours.
     *
     * @param spec of the subcommand.
     */
    static void refuseOptionsBefore(final CommandSpec spec) {
        final CommandLine bench = spec.commandLine().getParent();
        if (bench != null && !bench.getParseResult().matchedOptions().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "options stand behind the subcommand: bench " + spec.name() + " "
                            + bench.getParseResult().matchedOptions().get(0).longestName());
        }
    }

    @Override
    public Integer call() {
        final List<String> options = new ArrayList<>(List.of("-foe", "true", "-f", "1", "-prof", "gc"));
        options.addAll(
                List.of("-p", "family=IPV4", "-p", "reported=true", "-p", "kind=IGMP_V2_REPORT,IGMP_V3_REPORT_100"));
        options.addAll(
                isQuick
                        ? List.of("-wi", "1", "-i", "1", "-w", "100ms", "-r", "100ms", "-p", "groups=1024")
                        : List.of("-wi", "3", "-i", "5", "-w", "1s", "-r", "1s", "-p", "groups=1024,1048576"));
        options.addAll(SELECTION);
        final JmhRun run = new JmhRun(
                BenchTree.current(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return orExplain(spec, () -> run.run(options, "short.json", isJson, isQuick));
    }
}
