package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.tools.bench.Execution.Kind;
import dev.covey.tools.bench.RowResult.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerSessionTest {
    private static final BenchTree TREE = new BenchTree(Path.of("tree"));
    private static final Map<String, String> SCALAR = Map.of("form", "scalar");

    private final FakeProcesses processes = new FakeProcesses()
            .says(
                    "peers/build",
                    0,
                    List.of(
                            "built lookup-a",
                            "built lookup-b",
                            "skipped lookup-c: libc-dev is not installed",
                            "failed lookup-d: it does not compile"))
            .says("side=ours", 0, List.of(FigureTest.line("scalar", 10, 10)))
            .says("lookup-a", 0, List.of(FigureTest.line("scalar", 40, 10)))
            .says("lookup-b", 0, List.of(FigureTest.line("scalar", 30, 10)));

    private static Probe ours() {
        return new Probe("covey", new Execution(Kind.JAVA, "lookup", List.of("side=ours")), SCALAR);
    }

    private static Probe peer(final String program) {
        return new Probe(program, new Execution(Kind.NATIVE, program, List.of("side=" + program)), SCALAR);
    }

    private static PeerRow row(final Goal goal, final Probe... peers) {
        return PeerRow.measured("row", "what", ours(), List.of(peers), goal);
    }

    private List<RowResult> run(final int rounds, final PeerRow... rows) {
        return run(null, rounds, rows);
    }

    private List<RowResult> run(final String vppFolder, final int rounds, final PeerRow... rows) {
        final PeerBuild build = PeerBuild.run(TREE, processes);
        processes.ran().clear();
        final BenchProgress progress = new BenchProgress(new PrintWriter(new StringWriter()), false, () -> 0);
        return new PeerSession(TREE, processes, build, vppFolder, List.of(), progress).run(List.of(rows), rounds);
    }

    @Test
    void shouldRunTheSidesTurnByTurnAndTheOtherWayAboutInEverySecondRound() {
        run(3, row(Goal.faster(2), peer("lookup-a")));

        assertThat(processes.ran())
                .containsExactly(
                        "side=lookup-a", "side=ours", "side=ours", "side=lookup-a", "side=lookup-a", "side=ours");
    }

    @Test
    void shouldMeasureOnceWhatTwoRowsWant() {
        run(1, row(Goal.faster(2), peer("lookup-a")), row(Goal.faster(2), peer("lookup-b")));

        assertThat(processes.ran()).containsExactly("side=lookup-a", "side=ours", "side=lookup-b");
    }

    @Test
    void shouldCompareWithTheBetterPeer() {
        final RowResult result =
                run(1, row(Goal.faster(3), peer("lookup-a"), peer("lookup-b"))).get(0);

        assertThat(result.peerName()).isEqualTo("lookup-b");
        assertThat(result.ratio()).isEqualTo(3);
        assertThat(result.isReached()).isTrue();
    }

    @Test
    void shouldSkipARowWithTheReasonWhenItsPeerIsNotBuilt() {
        final List<RowResult> results =
                run(1, row(Goal.faster(3), peer("lookup-c")), row(Goal.faster(3), peer("lookup-a")));

        assertThat(results.get(0).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(results.get(0).reason()).isEqualTo("libc-dev is not installed");
        assertThat(results.get(1).outcome()).isEqualTo(Outcome.MEASURED);
    }

    @Test
    void shouldCompareWithThePeerThatIsThereWhenAnotherIsMissing() {
        final RowResult result =
                run(1, row(Goal.faster(3), peer("lookup-c"), peer("lookup-a"))).get(0);

        assertThat(result.peerName()).isEqualTo("lookup-a");
        assertThat(processes.ran()).containsExactly("side=lookup-a", "side=ours");
    }

    @Test
    void shouldFailARowWithTheReasonWhenItsPeerDoesNotCompile() {
        final List<RowResult> results =
                run(1, row(Goal.faster(3), peer("lookup-d")), row(Goal.faster(3), peer("lookup-a"), peer("lookup-d")));

        assertThat(results).allMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(results).allMatch(result -> result.reason().equals("lookup-d: it does not compile"));
        assertThat(processes.ran()).doesNotContain("side=lookup-d");
    }

    @Test
    void shouldFailEveryRowWithANativePeerWhenTheBuildBrokeOff() {
        processes.says("peers/build", ProcessRunner.TIMED_OUT, List.of("built lookup-a"));

        final List<RowResult> results =
                run(1, row(Goal.faster(3), peer("lookup-a")), row(Goal.faster(3), peer("lookup-b")));

        assertThat(results).allMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(results).allMatch(result -> result.reason().contains("the peers were not built: took too long"));
    }

    @Test
    void shouldSkipARowWithTheReasonWhenItsPeerCannotRunHere() {
        processes.says("lookup-a", 3, List.of(), "no network namespace: root is needed", "");

        final RowResult result = run(5, row(Goal.faster(3), peer("lookup-a"))).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(result.reason()).isEqualTo("no network namespace: root is needed");
        // Once was enough to know.
        assertThat(processes.ran().stream().filter("side=lookup-a"::equals)).hasSize(1);
    }

    @Test
    void shouldFailARowWhenASideGivesAWrongAnswer() {
        processes.says("lookup-a", 1, List.of(), "wrong answers: expected=10, counted=9");
        processes.says("lookup-b", 0, List.of(FigureTest.line("scalar", 30, 9)));

        final List<RowResult> results =
                run(1, row(Goal.faster(3), peer("lookup-a")), row(Goal.faster(3), peer("lookup-b")));

        assertThat(results).allMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(results).allMatch(result -> result.reason().contains("expected=10, counted=9"));
    }

    @Test
    void shouldFailARowWhenTheFigureIsNotThere() {
        processes.says("lookup-a", 0, List.of(FigureTest.line("batch", 30, 10)));

        final RowResult result = run(1, row(Goal.faster(3), peer("lookup-a"))).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("no such figure");
    }

    @Test
    void shouldSkipARowWhenItsFigureIsLostInTheNoise() {
        processes.says("lookup-a", 0, List.of(FigureTest.line("scalar", -2, 10)));

        final RowResult result = run(1, row(Goal.faster(3), peer("lookup-a"))).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(result.reason()).contains("lost in the noise");
    }

    @Test
    void shouldSkipARowWhenAWriterMissesItsRate() {
        final String figure = FigureTest.line("scalar", 40, 10).replace("{", "{\"writer_ns\":1000,\"written_ns\":%s,");
        processes.says("lookup-a", 0, List.of(figure.formatted("1500")));
        processes.says("lookup-b", 0, List.of(figure.formatted("1600")));

        final List<RowResult> results =
                run(1, row(Goal.faster(3), peer("lookup-a")), row(Goal.faster(3), peer("lookup-b")));

        assertThat(results.get(0).outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(results.get(1).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(results.get(1).reason()).contains("a writer was 1.6 times too slow");
    }

    @Test
    void shouldSayWhyVppIsNotMeasured() {
        final Probe vpp = new Probe("VPP", new Execution(Kind.VPP, "lookup-vpp", List.of()), SCALAR);

        final RowResult result = run(1, row(Goal.faster(3), vpp)).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(result.reason()).contains("not built here").contains("COVEY_VPP_DIR");
        assertThat(processes.ran()).isEmpty();
    }

    @Test
    void shouldFailWhenTheFolderOfVppHasNoProgram() {
        final Probe vpp = new Probe("VPP", new Execution(Kind.VPP, "lookup-vpp", List.of()), SCALAR);

        final RowResult result =
                run("no/such/folder", 1, row(Goal.faster(3), vpp)).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("lookup-vpp: COVEY_VPP_DIR has no such program: no/such/folder");
    }

    @Test
    void shouldTellTheMostThatOursAllocatesAndNotWhatPeersDo() {
        final String figure = FigureTest.line("scalar", 10, 10).replace("{", "{\"allocated_bytes\":%s,");
        processes.says("side=ours", 0, List.of(figure.formatted("0.0"), figure.formatted("2.5")));
        processes.says("peer=other", 0, List.of(figure.formatted("99")));
        final Probe other = new Probe("other", new Execution(Kind.JAVA, "lookup", List.of("peer=other")), SCALAR);
        final PeerRow allocation =
                new PeerRow(PeerRow.ALLOCATION, "what", Units.BYTES_EACH, null, List.of(), Goal.atMost(0.05));

        final RowResult result = run(1, row(Goal.faster(3), other), allocation).get(1);

        assertThat(result.ours()).isEqualTo(2.5);
        assertThat(result.isReached()).isFalse();
    }
}
