package dev.covey.tools.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey bench full}: every benchmark, with every parameter, as long as each of them says. */
@Command(
        name = "full",
        description = "Runs every benchmark with every parameter. Takes hours.",
        footer = {
            "",
            "Exit codes:",
            "  0  measured",
            "  1  a benchmark has failed, or its results cannot be kept",
            "  2  wrong usage, or nothing is built"
        })
public final class FullCommand implements Callable<Integer> {
    /** What joins on an interface of the kernel's. */
    private static final String JOINS_OF_THE_JDK = "JdkJoinBenchmark.jdk";

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final int MAX_FORKS = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "Processes for each benchmark with each parameter, in place of what each says."
                    + " With 1, it takes little more than an hour, and does not tell what differs from process to"
                    + " process.")
    private Integer forks;

    @Option(names = "--json", description = "JMH's JSON instead of a table.")
    private boolean isJson;

    @Override
    public Integer call() {
        BenchCommand.refuseOptionsBefore(spec);
        if (forks != null && (forks < 1 || forks > MAX_FORKS)) {
            throw new ParameterException(spec.commandLine(), "out of range: --forks=" + forks);
        }
        final BenchTree tree = BenchTree.current();
        final PrintWriter err = spec.commandLine().getErr();
        return BenchCommand.orExplain(spec, () -> {
            final List<String> options = options(tree, new SystemProcesses(), forks, err);
            return new JmhRun(tree, spec.commandLine().getOut(), err).run(options, "results.json", isJson, false);
        });
    }

    /**
     * JMH's options. What fails after an hour does not cost what was measured before: it is said at the end. What this
     * machine cannot measure is left out.
     *
     * @param forks null for as many as each benchmark says.
     */
    static List<String> options(
            final BenchTree tree, final ProcessRunner processes, final Integer forks, final PrintWriter err) {
        final List<String> options = new ArrayList<>(List.of("-foe", "false", "-prof", "gc"));
        if (forks != null) {
            options.addAll(List.of("-f", forks.toString()));
        }
        final ProcessRunner.Result namespace =
                processes.run(List.of("sh", tree.namespaceMaker().toString(), "true"), TIMEOUT);
        if (namespace.code() != 0) {
            err.println("covey bench: left out: " + JOINS_OF_THE_JDK + ": " + namespace.reason());
            err.flush();
            options.addAll(List.of("-e", JOINS_OF_THE_JDK));
        }
        return options;
    }
}
