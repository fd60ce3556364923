package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.tools.bench.Execution.Kind;
import dev.covey.tools.bench.RowResult.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final Probe OURS = new Probe("covey", new Execution(Kind.JAVA, "lookup", List.of()), Map.of());

    private final List<RowResult> results = List.of(
            measured("faster", Goal.faster(3.5), 100, 400, "dpdk"),
            measured("slower", Goal.faster(3.5), 100, 175, "dpdk"),
            measured("limit", Goal.atMost(2_000), 1_500, Double.NaN, null),
            RowResult.skipped(row("absent", Goal.faster(2)), "libck-dev is not installed"),
            RowResult.failed(row("broken", Goal.faster(2)), "wrong answers"));

    private static PeerRow row(final String id, final Goal goal) {
        return PeerRow.measured(id, "what", OURS, List.of(), goal);
    }

    private static RowResult measured(
            final String id, final Goal goal, final double ours, final double peer, final String name) {
        return new RowResult(row(id, goal), Outcome.MEASURED, ours, peer, name, null);
    }

    @Test
    void shouldSayWhatWasReachedAndHowMuchIsMissing() {
        assertThat(PeerTable.lines(results, false))
                .containsExactly(
                        "  row         ours  peer    theirs  ratio       goal  reached",
                        "  faster  100.0 ns  dpdk  400.0 ns   4.00     >= 3.5  yes",
                        "  slower  100.0 ns  dpdk  175.0 ns   1.75     >= 3.5  no, 2.00 times missing",
                        "  limit     1.5 us                         <= 2.0 us  yes",
                        "  absent                                      >= 2.0  skipped: libck-dev is not installed",
                        "  broken                                      >= 2.0  FAILED: wrong answers");
        assertThat(PeerTable.summary(results, false)).isEqualTo("2 of 3 goals reached, 1 skipped, 1 failed");
    }

    @Test
    void shouldSayNothingOfGoalsWhenTheFiguresMeanNothing() {
        assertThat(PeerTable.lines(results, true)).noneMatch(line -> line.endsWith("yes") || line.contains("missing"));
        assertThat(PeerTable.summary(results, true))
                .isEqualTo("3 rows run, the figures mean nothing, 1 skipped, 1 failed");
    }

    @Test
    void shouldTellMachinesTheSame() {
        final JsonNode json = PeerTable.json(results, Map.of(), false);

        final JsonNode slower = json.get("rows").get(1);
        assertThat(slower.get("ratio").asDouble()).isEqualTo(1.75);
        assertThat(slower.get("goal").asDouble()).isEqualTo(3.5);
        assertThat(slower.get("reached").asBoolean()).isFalse();
        assertThat(slower.get("distance").asDouble()).isEqualTo(2);
        assertThat(json.get("rows").get(3).get("skipped").asText()).isEqualTo("libck-dev is not installed");
        assertThat(json.get("rows").get(4).get("failed").asText()).isEqualTo("wrong answers");
    }

    @Test
    void shouldKeepTheFiguresOfEveryRound() {
        final Measured measured = new Measured();
        measured.add(Figure.parse(List.of(FigureTest.line("scalar", 1, 10))));
        measured.add(Figure.parse(List.of(FigureTest.line("scalar", 2, 10))));

        final JsonNode figures = PeerTable.json(List.of(), Map.of(OURS.execution(), measured), false)
                .get("figures");

        assertThat(figures.get(0).get("rounds")).hasSize(2);
        assertThat(figures.get(0).get("rounds").get(1).get(0).get("median").asDouble())
                .isEqualTo(2);
    }
}
