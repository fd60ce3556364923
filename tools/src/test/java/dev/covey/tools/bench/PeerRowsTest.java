package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeerRowsTest {
    @Test
    void shouldGiveEveryRowANameOfItsOwn() {
        final List<PeerRow> rows = PeerRows.all(false);

        assertThat(rows.stream().map(PeerRow::id).distinct()).hasSameSizeAs(rows);
        assertThat(rows.stream().map(PeerRow::id))
                .contains("scalar-ipv4-1m-dpdk", "join-ipv4-10k-kernel", "allocation");
    }

    @Test
    void shouldMeasureEveryRowButTheOneThatIsMadeOfTheOthers() {
        assertThat(PeerRows.all(false))
                .filteredOn(row -> row.ours() == null)
                .extracting(PeerRow::id)
                .containsExactly(PeerRow.ALLOCATION);
    }

    @Test
    void shouldNeedAPeerWhereTheGoalIsARatio() {
        assertThat(PeerRows.all(false))
                .filteredOn(row -> row.ours() != null && row.goal().kind() != Goal.Kind.AT_MOST)
                .allMatch(row -> !row.peers().isEmpty());
    }

    @Test
    void shouldCompareBatchesWithBothFormsOfVpp() {
        assertThat(PeerRows.all(false))
                .filteredOn(row -> row.id().startsWith("batch-") && row.id().endsWith("-vpp"))
                .hasSize(8)
                .allMatch(row -> row.peers().stream()
                        .map(peer -> peer.selection().get("form"))
                        .toList()
                        .equals(List.of("steps", "pipeline")));
    }

    @Test
    void shouldMeasureGrowthBesideTheSameWithoutGrowth() {
        final PeerRow row = row("growth-ipv4-still");

        assertThat(row.ours().execution()).isEqualTo(row("growth-ipv4").ours().execution());
        assertThat(row.ours().execution().arguments()).contains("form=growing");
        assertThat(row.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.execution().arguments()).contains("form=still", "n=10000000"));
        assertThat(row.goal()).isEqualTo(Goal.NONE);
    }

    @Test
    void shouldMeasureBatchesOfHitsAndMissesOnBothSides() {
        for (final String id : List.of("mixed-ipv4-1m-dpdk", "mixed-ipv6-1m-dpdk")) {
            final List<Probe> sides = List.of(row(id).ours(), row(id).peers().get(0));

            assertThat(sides)
                    .allMatch(side -> side.execution().arguments().containsAll(List.of("form=batch", "hits=50")))
                    .allMatch(side -> side.selection().equals(Map.of("form", "batch", "hits", "50")));
        }
    }

    @Test
    void shouldMeasureOneReaderAndTwoInTurnsInOneProcess() {
        final PeerRow row = row("readers-ipv4-1m");

        assertThat(row.ours().execution().arguments()).contains("readers=1,2", "form=scalar", "n=1000000");
        assertThat(row.ours().selection()).isEqualTo(Map.of("readers", "2"));
        assertThat(row.peers()).singleElement().satisfies(one -> {
            assertThat(one.execution()).isEqualTo(row.ours().execution());
            assertThat(one.selection()).isEqualTo(Map.of("readers", "1"));
        });
    }

    private static PeerRow row(final String id) {
        return PeerRows.all(false).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCutEverySizeWhenQuick() {
        assertThat(PeerRows.all(true).stream()
                        .filter(row -> row.ours() != null)
                        .flatMap(row -> Stream.concat(Stream.of(row.ours()), row.peers().stream()))
                        .flatMap(probe -> probe.execution().arguments().stream())
                        .filter(argument -> argument.matches("(n|held)=.*"))
                        .map(argument -> Integer.parseInt(argument.split("=", -1)[1])))
                .isNotEmpty()
                .allMatch(size -> size <= 4_096);
    }
}
