package dev.covey.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.covey.tools.Covey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final String EARLIER = "2026-11-20-0123456-17.0.15";

    @TempDir
    private Path results;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int report(final String... more) {
        final String[] words = new String[more.length + 3];
        words[0] = "report";
        words[1] = "--results";
        words[2] = results.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return Covey.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private String text() throws IOException {
        return Files.readString(results.resolve("REPORT.md"));
    }

    /** Give every benchmark of a run these scores. */
    private static void setScores(final Path run, final double one, final double other) throws IOException {
        RecordedRun.edit(run, "results.json", json -> {
            for (final JsonNode result : json) {
                final ObjectNode metric = (ObjectNode) result.get("primaryMetric");
                metric.put("score", (one + other) / 2).put("scoreUnit", "ns/op");
                final ArrayNode fork = metric.putArray("rawData").addArray();
                fork.add(one).add(other);
            }
        });
    }

    @Test
    void shouldWriteReportAndPlotsWhenThereIsOneRun() throws Exception {
        RecordedRun.copy(results, RecordedRun.NAME);

        assertEquals(0, report(), err::toString);

        final String text = text();
        for (final String wanted : List.of(
                "Run `" + RecordedRun.NAME + "`",
                "| date | 2026-11-21T10:55:31.921663506Z |",
                "| commit | 6ac9f00 and changes that are in no commit |",
                "| processor | AMD EPYC, 2 processors |",
                "could be in huge pages",
                "load 27.26 on 2 processors",
                "![Lookup by groups held: lower is better, the floor is the memory's](plots/lookup.png)",
                "Run it: `GLIBC_TUNABLES=glibc.malloc.hugetlb=1 java -jar"
                        + " benchmarks/target/benchmarks.jar JoinLeaveBenchmark -prof gc`",
                "| ingest | groups=1024 kind=IGMP_V2_REPORT | 21,095 | ops/s | 47,405 | 21,095 | 2.40 | 2 |",
                "| IGMP_V3 | 1024 | 10,465 |",
                "| 99.99 % | 14,800 |",
                "**A quick run: none of these figures means anything.**",
                "| join-ipv4-1k-kernel | join and leave, complete, 1k memberships on the socket | 149,873"
                        + " | Linux kernel | 7,281 | ns | 0.0486 | ≥ 50.0 | no, 1029.16 times missing |",
                "skipped: FRR pimd is not measured by this command yet",
                "There is no earlier run.")) {
            assertTrue(text.contains(wanted), () -> "missing: " + wanted + "\n" + text);
        }
        for (final String plot : List.of("lookup", "join", "ingest", "growth")) {
            assertTrue(Files.size(results.resolve("plots/" + plot + ".png")) > 0);
        }
        assertTrue(out.toString().contains("26 results of JMH, 8 rows beside peers, 4 plots"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void shouldTellOfGrowthAloneWhenTheMachineWasNotMeasuredBesideIt() throws Exception {
        RecordedRun.copy(results, RecordedRun.NAME);

        assertEquals(0, report(), err::toString);

        assertTrue(text().contains("| percentile | ns, at most |\n| ---: | ---: |\n"), this::textOrNone);
        assertTrue(text().contains("| 99.99 % | 14,800 |\n"), this::textOrNone);
    }

    @Test
    void shouldSayWhatTheMachineAddsBesideGrowthWhenItWasMeasured() throws Exception {
        RecordedRun.addStillGrowth(RecordedRun.copy(results, RecordedRun.NAME));

        assertEquals(0, report(), err::toString);

        for (final String wanted : List.of(
                "| percentile | ns, at most | without growth |",
                "| 50 % | 110 | 100 |",
                "| 99 % | 420 |  |",
                "| 99.99 % | 14,800 | 5,100 |",
                "| 100 % | 210,000 | 90,000 |")) {
            assertTrue(text().contains(wanted), () -> "missing: " + wanted + "\n" + textOrNone());
        }
    }

    @Test
    void shouldCompareWithTheEarlierRunOfTheSameKindOfHostWhenNoneIsNamed() throws Exception {
        setScores(RecordedRun.copyOfEarlier(results, EARLIER), 99, 101);
        setScores(RecordedRun.copy(results, RecordedRun.NAME), 49, 51);

        assertEquals(0, report(), err::toString);

        assertTrue(text().contains("With `" + EARLIER + "` on the same kind of host"));
        assertTrue(
                text().contains("| LookupBenchmark.lookup | family=IPV4 groups=1024 | 100 | 50.0 | -50.0 % | 25.0"
                        + " | **faster** |"),
                this::textOrNone);
        assertTrue(out.toString().contains("26 benchmarks in both runs: 26 faster, 0 slower"), out::toString);
    }

    private String textOrNone() {
        try {
            return text();
        } catch (final IOException none) {
            return none.toString();
        }
    }

    @Test
    void shouldSayWhyWhenTheRunsCannotBeCompared() throws Exception {
        final Path earlier = RecordedRun.copyOfEarlier(results, EARLIER);
        RecordedRun.edit(earlier, "environment.json", json -> ((ObjectNode) json).put("processors", 64));
        RecordedRun.copy(results, RecordedRun.NAME);

        assertEquals(1, report("--against", "2026-11-20"));

        assertTrue(err.toString().contains("cannot be compared"), err::toString);
        assertTrue(text().contains("(processors: 2 / 64)"), this::textOrNone);
        assertEquals(0, report(), "without being asked to it compares with none");
        assertTrue(text().contains("No earlier run with results of JMH was made on the same kind of host."));
    }

    @Test
    void shouldRefuseWhenTheRunToCompareWithIsNoneOrTheSame() throws Exception {
        RecordedRun.copyOfEarlier(results, EARLIER);
        RecordedRun.copy(results, RecordedRun.NAME);

        assertEquals(2, report("--against", "1999"));
        assertTrue(err.toString().contains("no such run: 1999; there are " + EARLIER + ", " + RecordedRun.NAME));
        assertEquals(2, report("--against", "2026-11-2"));
        assertTrue(err.toString().contains("more than one run is called 2026-11-2"), err::toString);
        assertEquals(2, report("--against", RecordedRun.NAME));
        assertTrue(err.toString().contains("cannot compare a run with itself"), err::toString);
        assertFalse(Files.exists(results.resolve("REPORT.md")));
    }

    @Test
    void shouldRefuseWhenThereAreNoRuns() {
        assertEquals(2, report());

        assertTrue(err.toString().contains("no runs in " + results.resolve("runs")), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void shouldNameFileAndLineWhenJsonIsBroken() throws Exception {
        final Path run = RecordedRun.copy(results, RecordedRun.NAME);
        Files.writeString(run.resolve("results.json"), "[\n{\"benchmark\":\n");

        assertEquals(2, report());

        assertTrue(err.toString().contains("broken JSON: " + run.resolve("results.json") + ", line 3"), err::toString);
    }

    @Test
    void shouldRefuseWhenAFileIsJsonButNotWhatIsWritten() throws Exception {
        final Path run = RecordedRun.copy(results, RecordedRun.NAME);
        Files.writeString(run.resolve("short.json"), "{}");
        assertEquals(2, report());
        assertTrue(err.toString().contains("not what JMH writes, no array"), err::toString);

        Files.writeString(run.resolve("short.json"), "[{\"benchmark\":\"x.Y.z\",\"primaryMetric\":{}}]");
        assertEquals(2, report());
        assertTrue(err.toString().contains("no benchmark with a score: benchmark=x.Y.z"), err::toString);

        Files.writeString(run.resolve("peers.json"), "{\"rows\":5}");
        Files.delete(run.resolve("short.json"));
        assertEquals(2, report());
        assertTrue(err.toString().contains("not what covey bench writes, no rows"), err::toString);

        Files.delete(run.resolve("environment.json"));
        assertEquals(2, report());
        assertTrue(err.toString().contains("environment.json is missing"), err::toString);
    }

    @Test
    void shouldPassOverARunThatWasStopped() throws Exception {
        RecordedRun.copy(results, RecordedRun.NAME);
        final Path stopped = Files.createDirectories(results.resolve("runs/2036-01-01-stopped-17"));
        Files.writeString(stopped.resolve("results.log"), "# Run progress: 3.00% complete, ETA 01:00:00");
        Files.writeString(stopped.resolve("results.json.part"), "");

        assertEquals(0, report());

        assertTrue(text().contains("Run `" + RecordedRun.NAME + "`"));
    }

    @Test
    void shouldReportWhatItCanWhenAnEarlierRunIsBroken() throws Exception {
        Files.writeString(RecordedRun.copyOfEarlier(results, EARLIER).resolve("peers.json"), "");
        RecordedRun.copy(results, RecordedRun.NAME);

        assertEquals(1, report());

        assertTrue(err.toString().contains("peers.json is empty"), err::toString);
        assertTrue(text().contains("There is no earlier run."));
    }

    @Test
    void shouldReportOnThePeersAloneWhenNothingElseWasMeasured() throws Exception {
        Files.delete(RecordedRun.copy(results, RecordedRun.NAME).resolve("results.json"));

        assertEquals(0, report(), err::toString);

        assertTrue(text().contains("(plots/join.png)"));
        assertFalse(Files.exists(results.resolve("plots/lookup.png")));
    }

    @Test
    void shouldBelieveTheLongerRunWhenABenchmarkRanTwice() throws Exception {
        final Path run = RecordedRun.copy(results, RecordedRun.NAME);
        Files.copy(run.resolve("results.json"), run.resolve("short.json"));
        RecordedRun.edit(
                run,
                "short.json",
                json -> json.forEach(result -> {
                    final ObjectNode metric = (ObjectNode) result.get("primaryMetric");
                    metric.put("score", 7);
                    metric.putArray("rawData").addArray().add(7);
                }));

        assertEquals(0, report(), err::toString);

        assertTrue(text().contains("| ingest | groups=1024 kind=IGMP_V2_REPORT | 21,095 |"));
    }
}
