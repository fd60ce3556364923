package dev.covey.tools.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "JMH's JSON instead of a table.")
    private boolean isJson;

    @Override
    public Integer call() {
        BenchCommand.refuseOptionsBefore(spec);
        final JmhRun run = new JmhRun(
                BenchTree.current(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return BenchCommand.orExplain(
                spec, () -> run.run(List.of("-foe", "true", "-prof", "gc"), "results.json", isJson, false));
    }
}
