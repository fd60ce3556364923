package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.covey.tools.bench.Execution.Kind;
import dev.covey.tools.bench.RowResult.Outcome;
import dev.covey.tools.observe.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey bench peers}: the engine beside its peers, measured turn by turn. */
@Command(
        name = "peers",
        description = "Measures the engine and its peers turn by turn, and says which goals are reached.",
        footer = {
            "",
            "What a row needs and this machine lacks (libraries, a compiler, root) skips that row, with the reason.",
            "COVEY_VPP_DIR names a folder with a program lookup-vpp, COVEY_JAVA_OPTS options for the JVMs measured.",
            "",
            "Exit codes:",
            "  0  measured, whatever goals were reached",
            "  1  a side gave wrong answers, does not compile or did not come to an end, or the",
            "     results cannot be kept",
            "  2  wrong usage, or nothing is built"
        })
public final class PeersCommand implements Callable<Integer> {
    private static final String RESULTS = "peers.json";
    private static final int DEFAULT_ROUNDS = 5;
    private static final int MAX_ROUNDS = 1000;
    private static final int WRONG = 1;
    private static final int UNUSABLE = 2;

    /** Of a table that has room for half as many again, with its largest keys. */
    private static final long PEER_BYTES_PER_GROUP = 200;

    private static final long PEER_BYTES = 128L * 1024 * 1024;

    private final BenchTree tree;
    private final ProcessRunner processes;
    private final Path hugePagesSetting;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            description = "Only rows whose names begin so, e.g. join,batch-ipv4; all by default.")
    private List<String> chosen = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, 5 by default: medians are taken over them.")
    private int rounds = DEFAULT_ROUNDS;

    @Option(names = "--quick", description = "Run everything small and once. The figures mean nothing.")
    private boolean isQuick;

    @Option(names = "--list", description = "Say which rows there are, and measure nothing.")
    private boolean isList;

    @Option(names = "--json", description = "One JSON object.")
    private boolean isJson;

    /** Make the command for the tree that the launcher named. */
    public PeersCommand() {
        this(BenchTree.current(), new SystemProcesses(), Path.of("/proc/sys/vm/nr_hugepages"));
    }

    PeersCommand(final BenchTree tree, final ProcessRunner processes, final Path hugePagesSetting) {
        this.tree = tree;
        this.processes = processes;
        this.hugePagesSetting = hugePagesSetting;
    }

    @Override
    public Integer call() {
        BenchCommand.refuseOptionsBefore(spec);
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new ParameterException(spec.commandLine(), "out of range: --rounds=" + rounds);
        }
        final List<PeerRow> rows = choose();
        final PrintWriter out = spec.commandLine().getOut();
        if (isList) {
            if (isJson) {
                out.println(PeerTable.json(rows));
            } else {
                rows.forEach(row -> out.println(row.id() + "  " + row.what()));
            }
            out.flush();
            return 0;
        }
        if (!Files.exists(tree.benchmarksJar())) {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("covey bench: not built: " + tree.benchmarksJar()
                    + " is missing; tools/covey of the source tree builds it");
            err.flush();
            return UNUSABLE;
        }
        return BenchCommand.orExplain(spec, () -> measure(rows, out));
    }

    private List<PeerRow> choose() {
        final List<PeerRow> all = PeerRows.all(isQuick);
        for (final String prefix : chosen) {
            // An empty variable of a script is no wish to measure everything.
            if (prefix.isBlank() || all.stream().noneMatch(row -> row.id().startsWith(prefix))) {
                throw new ParameterException(
                        spec.commandLine(), "no such row: \"" + prefix + "\"; --list says which there are");
            }
        }
        return all.stream()
                .filter(row -> chosen.isEmpty() || chosen.stream().anyMatch(row.id()::startsWith))
                .toList();
    }

    private int measure(final List<PeerRow> rows, final PrintWriter out) throws IOException {
        final BenchProgress progress = new BenchProgress(
                spec.commandLine().getErr(), Terminal.isTerminal(Terminal.STANDARD_ERROR), System::nanoTime);
        progress.draw("building the peers ...");
        final PeerBuild build = PeerBuild.run(tree, processes);
        final List<String> javaOptions = javaOptions();
        final List<RowResult> results;
        final RunFolder folder;
        final ObjectNode json;
        try (HugePages pages = HugePages.reserve(hugePagesSetting, isQuick ? 0 : pagesFor(rows))) {
            folder = RunFolder.choose(tree, Environment.ofThisMachine(tree, processes), javaOptions, isQuick, RESULTS);
            folder.check();
            final PeerSession session =
                    new PeerSession(tree, processes, build, System.getenv("COVEY_VPP_DIR"), javaOptions, progress);
            results = session.run(rows, isQuick ? 1 : rounds);
            json = PeerTable.json(results, session.measured(), isQuick);
            json.put("huge_pages_reserved", pages.isReserved());
        }
        if (isJson) {
            out.println(json);
        } else {
            PeerTable.lines(results, isQuick).forEach(out::println);
            out.println();
            out.println(PeerTable.summary(results, isQuick));
            out.println("huge pages, as the engine asks for them: got " + folder.hugePagesGot());
        }
        out.flush();
        // Shown first, in case that it cannot be kept any more.
        folder.make();
        folder.write(RESULTS, json);
        folder.describe();
        if (!isJson) {
            out.println("kept in " + tree.root().relativize(folder.path()));
            out.flush();
        }
        return results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED) ? WRONG : 0;
    }

    private static List<String> javaOptions() {
        final String options = System.getenv("COVEY_JAVA_OPTS");
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.strip().split("\\s+", -1));
    }

    /** Pages for the largest table of the peers that take them. */
    private static long pagesFor(final List<PeerRow> rows) {
        long most = 0;
        for (final PeerRow row : rows) {
            for (final Probe peer : row.peers()) {
                if (peer.execution().kind() == Kind.VPP
                        || peer.execution().program().endsWith("-dpdk")) {
                    most = Math.max(most, PEER_BYTES + PEER_BYTES_PER_GROUP * groups(peer.execution()));
                }
            }
        }
        return (most + HugePages.PAGE_BYTES - 1) / HugePages.PAGE_BYTES;
    }

    private static long groups(final Execution execution) {
        for (final String argument : execution.arguments()) {
            if (argument.startsWith("n=")) {
                return Long.parseLong(argument.substring(2));
            }
        }
        return 0;
    }
}
