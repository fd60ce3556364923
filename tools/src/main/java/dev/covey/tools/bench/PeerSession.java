package dev.covey.tools.bench;

import dev.covey.tools.bench.Execution.Kind;
import dev.covey.tools.bench.RowResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs what the rows need, the sides turn by turn in each round, the other way about in every second: what the machine
 * does meanwhile meets all of them.
 */
final class PeerSession {
    /** What a program exits with that cannot run on this machine. */
    private static final int CANNOT_RUN = 3;

    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    /** Readers beside writers of different speeds do not do the same work. */
    private static final double MAX_WRITER_LAG = 1.5;

    private static final String ALLOCATED = "allocated_bytes";

    private final BenchTree tree;
    private final ProcessRunner processes;
    private final PeerBuild build;
    private final String vppFolder;
    private final List<String> javaOptions;
    private final BenchProgress progress;
    private final Map<Execution, Measured> measured = new LinkedHashMap<>();

    PeerSession(
            final BenchTree tree,
            final ProcessRunner processes,
            final PeerBuild build,
            final String vppFolder,
            final List<String> javaOptions,
            final BenchProgress progress) {
        this.tree = tree;
        this.processes = processes;
        this.build = build;
        this.vppFolder = vppFolder;
        this.javaOptions = javaOptions;
        this.progress = progress;
    }

    /** Measure some rows in some rounds. */
    List<RowResult> run(final List<PeerRow> rows, final int rounds) {
        for (final PeerRow row : rows) {
            if (row.ours() != null && missingPeer(row) == null) {
                row.peers().forEach(peer -> measured.computeIfAbsent(peer.execution(), this::prepare));
                measured.computeIfAbsent(row.ours().execution(), unused -> new Measured());
            }
        }
        final List<Execution> order = new ArrayList<>(measured.keySet());
        progress.begin(rounds * order.size());
        for (int round = 0; round < rounds; round++) {
            for (final Execution execution : order) {
                progress.step(round + 1, rounds, execution.label());
                measure(execution, measured.get(execution));
            }
            Collections.reverse(order);
        }
        progress.end();
        final List<RowResult> results = new ArrayList<>();
        rows.forEach(row -> results.add(result(row)));
        return results;
    }

    /** A peer that is not there is not tried: the others of its row may be. */
    private Measured prepare(final Execution peer) {
        final Measured result = new Measured();
        final String missing = missing(peer);
        final String broken = broken(peer);
        if (missing != null) {
            result.skip(missing);
        } else if (broken != null) {
            result.fail(peer.program() + ": " + broken);
        }
        return result;
    }

    private void measure(final Execution execution, final Measured result) {
        if (result.isOver()) {
            return;
        }
        final ProcessRunner.Result process = processes.run(execution.command(tree, vppFolder, javaOptions), TIMEOUT);
        if (process.code() == CANNOT_RUN) {
            result.skip(process.reason());
            return;
        }
        if (process.code() != 0) {
            result.fail(execution.label() + ": " + process.reason());
            return;
        }
        try {
            result.add(Figure.parse(process.output()));
        } catch (final IllegalArgumentException wrong) {
            result.fail(execution.label() + ": " + wrong.getMessage());
        }
    }

    /** Why no peer of a row can run; null if one can, or none is needed. */
    private String missingPeer(final PeerRow row) {
        String reason = null;
        for (final Probe peer : row.peers()) {
            reason = missing(peer.execution());
            if (reason == null) {
                return null;
            }
        }
        return reason;
    }

    private String missing(final Execution execution) {
        return switch (execution.kind()) {
            case JAVA, JAVA_IN_NAMESPACE -> null;
            case NATIVE -> build.missing(execution.program());
            case VPP ->
                hasVppFolder()
                        ? null
                        : "not built here: VPP is no part of this tree; benchmarks/peers/build --vpp makes what "
                                + "COVEY_VPP_DIR names";
        };
    }

    /** Why a program is not there that should be; null if it is there, or something is missing. */
    private String broken(final Execution execution) {
        return switch (execution.kind()) {
            case JAVA, JAVA_IN_NAMESPACE -> null;
            case NATIVE -> build.failed(execution.program());
            case VPP ->
                !hasVppFolder() || Files.isExecutable(Path.of(vppFolder, execution.program()))
                        ? null
                        : "COVEY_VPP_DIR has no such program: " + vppFolder;
        };
    }

    private boolean hasVppFolder() {
        return vppFolder != null && !vppFolder.isEmpty();
    }

    private RowResult result(final PeerRow row) {
        if (row.id().equals(PeerRow.ALLOCATION)) {
            return allocation(row);
        }
        final String missing = missingPeer(row);
        if (missing != null) {
            return RowResult.skipped(row, missing);
        }
        try {
            return compare(row);
        } catch (final IllegalArgumentException wrong) {
            return RowResult.failed(row, wrong.getMessage());
        }
    }

    private RowResult compare(final PeerRow row) {
        final Measured ours = measured.get(row.ours().execution());
        if (ours.isOver()) {
            return unmeasured(row, ours);
        }
        double best = Double.NaN;
        String bestName = null;
        double slowest = ours.writerLag(row.ours());
        Measured stopped = null;
        for (final Probe peer : row.peers()) {
            final Measured theirs = measured.get(peer.execution());
            if (theirs.failed() != null) {
                return unmeasured(row, theirs);
            }
            if (theirs.isOver()) {
                stopped = theirs;
            } else if (bestName == null || theirs.median(peer) < best) {
                best = theirs.median(peer);
                bestName = peer.name();
                slowest = Math.max(ours.writerLag(row.ours()), theirs.writerLag(peer));
            }
        }
        if (bestName == null && stopped != null) {
            return unmeasured(row, stopped);
        }
        final double own = ours.median(row.ours());
        if (own <= 0 || best <= 0) {
            return RowResult.skipped(row, "lost in the noise: ours=" + own + ", theirs=" + best);
        }
        if (slowest > MAX_WRITER_LAG) {
            return RowResult.skipped(
                    row, String.format(Locale.ROOT, "a writer was %.1f times too slow: not the same load", slowest));
        }
        return new RowResult(row, Outcome.MEASURED, own, best, bestName, null);
    }

    private static RowResult unmeasured(final PeerRow row, final Measured side) {
        return side.failed() != null ? RowResult.failed(row, side.failed()) : RowResult.skipped(row, side.skipped());
    }

    /** The most that any figure of ours says it has allocated. The peers may. */
    private RowResult allocation(final PeerRow row) {
        double most = Double.NaN;
        for (final Map.Entry<Execution, Measured> entry : measured.entrySet()) {
            if (isOurs(entry.getKey())) {
                for (final List<Figure> figures : entry.getValue().rounds()) {
                    for (final Figure figure : figures) {
                        if (figure.has(ALLOCATED) && !(figure.number(ALLOCATED) <= most)) {
                            most = figure.number(ALLOCATED);
                        }
                    }
                }
            }
        }
        return Double.isNaN(most)
                ? RowResult.skipped(row, "no row was chosen that tells what it allocates")
                : new RowResult(row, Outcome.MEASURED, most, Double.NaN, null, null);
    }

    private static boolean isOurs(final Execution execution) {
        return execution.kind() == Kind.JAVA
                && execution.arguments().stream()
                        .noneMatch(argument -> argument.startsWith("peer=") && !argument.startsWith("peer=covey"));
    }

    /** Everything that was measured, for the folder of the run. */
    Map<Execution, Measured> measured() {
        return measured;
    }
}
