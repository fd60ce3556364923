package dev.covey.tools.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkListTest {
    private final BenchmarkList list = BenchmarkList.parse(List.of(
            "Benchmarks: ",
            "dev.covey.benchmarks.LookupBenchmark.lookup",
            "  param \"family\" = {IPV4, IPV6}",
            "  param \"groups\" = {1024}",
            "dev.covey.benchmarks.LookupBenchmark.lookupBatch",
            "dev.covey.benchmarks.EpochBenchmark.guarded",
            "dev.covey.benchmarks.LookupBenchmark.guarded"));

    private String refusal(final String name) {
        return assertThrows(IllegalArgumentException.class, () -> list.find(name))
                .getMessage();
    }

    @Test
    void shouldKnowParametersInTheirOrderWhenRead() {
        final BenchmarkEntry entry = list.find("LookupBenchmark.lookup");

        assertEquals("dev.covey.benchmarks.LookupBenchmark.lookup", entry.name());
        assertEquals(Map.of("family", List.of("IPV4", "IPV6"), "groups", List.of("1024")), entry.parameters());
        assertEquals(List.of("family", "groups"), List.copyOf(entry.parameters().keySet()));
    }

    @Test
    void shouldFindByEndOfNameWhenOnlyOneIsMeant() {
        assertEquals("LookupBenchmark.lookupBatch", list.find("lookupBatch").shortName());
        assertEquals(
                "EpochBenchmark.guarded",
                list.find("dev.covey.benchmarks.EpochBenchmark.guarded").shortName());
    }

    @Test
    void shouldNameBothWhenTwoAreMeant() {
        assertEquals(
                "more than one benchmark is called guarded: EpochBenchmark.guarded, LookupBenchmark.guarded",
                refusal("guarded"));
    }

    @Test
    void shouldNameThoseOfTheClassWhenOnlyTheClassIsGiven() {
        assertEquals(
                "no such benchmark: lookupbenchmark; near to it: LookupBenchmark.lookup,"
                        + " LookupBenchmark.lookupBatch, LookupBenchmark.guarded",
                refusal("lookupbenchmark"));
    }

    @Test
    void shouldNameTheNearestFirstWhenNothingMatches() {
        assertTrue(refusal("LokupBenchmark.lokup").contains("near to it: LookupBenchmark.lookup, "));
        assertTrue(refusal("guardde").contains("near to it: EpochBenchmark.guarded, LookupBenchmark.guarded"));
    }

    @Test
    void shouldCountLettersThatDiffer() {
        assertEquals(0, BenchmarkList.distance("join", "join"));
        assertEquals(1, BenchmarkList.distance("join", "jon"));
        assertEquals(2, BenchmarkList.distance("join", "coil"));
        assertEquals(4, BenchmarkList.distance("", "join"));
    }

    @Test
    void shouldBeEmptyWhenJmhListsNothing() {
        assertTrue(BenchmarkList.parse(List.of("No matching benchmarks. Miss-spelled regexp?"))
                .isEmpty());
    }
}
