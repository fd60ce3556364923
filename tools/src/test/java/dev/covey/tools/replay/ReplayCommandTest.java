package dev.covey.tools.replay;

import static dev.covey.tools.replay.FakeEngine.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.tools.capture.PcapFile;
import dev.covey.tools.capture.PcapngFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final int RAW = 101;
    private static final int UNKNOWN_LINK_TYPE = 147;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void shouldTellPeopleWhoIsAMemberOfWhat() throws IOException {
        final String file = write(story());

        assertEquals(0, run.replay(file));

        assertEquals(
                """
                Memberships since 2023-11-14T22:13:20Z
                     +0.000000  link0     239.0.0.1        joined    exclude {}  by 10.0.0.5
                     +0.500000  link0     239.0.0.2        joined    include {192.0.2.8}  by 10.0.0.6
                     +0.750000  link0     239.0.0.2        replaced  include {192.0.2.8, 192.0.2.9}  by 10.0.0.7
                     +1.000000  link0     239.0.0.3        joined    exclude {192.0.2.4}  by 10.0.0.5
                     +3.000000  link0     239.0.0.1        left      exclude {}  by 10.0.0.5
                   +260.750000  link0     239.0.0.2        expired   include {}  last reported by 10.0.0.7

                Groups at +260.900000 (2023-11-14T22:17:40.900Z)
                  link   group      mode     sources            timer  reporters  oldest host
                  link0  239.0.0.3  exclude  192.0.2.4 blocked  0.1 s  10.0.0.5   IGMPv3

                Packets
                  kind            packets
                  IGMP v3-report        4
                  IGMP leave            1
                  data                  3
                  dropped               1
                  other                 1
                  all                  10

                Dropped
                  reason       packets
                  igmp.badsum        1

                Data
                  link   group      packets  wanted  unwanted  join to first packet   (longest)
                  link0  239.0.0.1        3       2         1            200.000 ms  200.000 ms
                """,
                run.out.toString());
        assertEquals("", run.err.toString());
    }

    @Test
    void shouldTellMachinesTheSame() throws IOException {
        assertEquals(0, run.replay("--json", write(story())));

        final List<JsonNode> lines = run.jsonLines();
        assertEquals(7, lines.size());
        assertEquals(
                "{\"event\":\"membership\",\"at_ms\":750,\"time\":\"2023-11-14T22:13:20.750Z\","
                        + "\"interface\":\"link0\",\"group\":\"239.0.0.2\",\"change\":\"replaced\","
                        + "\"mode\":\"include\",\"sources\":[\"192.0.2.8\",\"192.0.2.9\"],\"reporter\":\"10.0.0.7\"}",
                lines.get(2).toString());
        assertEquals("expired", lines.get(5).get("change").asText());
        assertEquals("10.0.0.7", lines.get(5).get("reporter").asText());
        final JsonNode summary = run.jsonSummary();
        assertEquals(
                "{\"first_packet\":\"2023-11-14T22:13:20Z\",\"at_ms\":260900,\"packets\":10,"
                        + "\"igmp\":{\"v1-query\":0,\"v2-query\":0,\"v3-query\":0,\"v1-report\":0,\"v2-report\":0,"
                        + "\"v3-report\":4,\"leave\":1},"
                        + "\"mld\":{\"v1-query\":0,\"v2-query\":0,\"v1-report\":0,\"v2-report\":0,\"done\":0},"
                        + "\"data\":3,\"other\":1,\"dropped\":{\"igmp.badsum\":1},"
                        + "\"groups\":{\"link0\":{\"groups\":{\"239.0.0.3\":{\"mode\":\"exclude\","
                        + "\"sources\":[{\"address\":\"192.0.2.4\",\"timer_ms\":null,\"blocked\":true}],"
                        + "\"timer_ms\":100,\"static\":false,\"last_reporter\":\"10.0.0.5\",\"version\":3}}}},"
                        + "\"data_groups\":[{\"interface\":\"link0\",\"group\":\"239.0.0.1\",\"packets\":3,"
                        + "\"wanted\":2,\"unwanted\":1,\"join_to_first_packet_ms\":{\"joins\":1,\"min\":200.0,"
                        + "\"mean\":200.0,\"max\":200.0}}],"
                        + "\"counters\":{\"igmp.rx.total\":10,\"igmp.badsum\":0}}",
                summary.toString());
        assertTrue(run.out.toString().endsWith("}\n"));
    }

    @Test
    void shouldShowOneGroupOnlyAndCountAllPacketsWhenFiltered() throws IOException {
        assertEquals(0, run.replay("--json", "--filter", "239.0.0.1", write(story())));

        assertEquals(3, run.jsonLines().size());
        assertEquals("joined", run.jsonLines().get(0).get("change").asText());
        assertEquals("left", run.jsonLines().get(1).get("change").asText());
        assertEquals(10, run.jsonSummary().get("packets").asInt());
        assertEquals(
                "{\"link0\":{\"groups\":{}}}", run.jsonSummary().get("groups").toString());
        assertEquals(1, run.jsonSummary().get("data_groups").size());
    }

    @Test
    void shouldFilterWhatPeopleSeeToo() throws IOException {
        assertEquals(0, run.replay("--filter=239.0.0.2", write(story())));

        assertFalse(run.out.toString().contains("239.0.0.1 "), run.out::toString);
        assertFalse(run.out.toString().contains("239.0.0.3 "), run.out::toString);
        assertTrue(run.out.toString().contains("239.0.0.2 "), run.out::toString);
    }

    @Test
    void shouldStopWhereItIsTold() throws IOException {
        final String file = write(story());

        assertEquals(0, run.replay("--json", "--at", "1.0", file));

        final JsonNode summary = run.jsonSummary();
        assertEquals(5, summary.get("packets").asInt(), "the packet at that time counts");
        assertEquals(1000, summary.get("at_ms").asInt());
        final JsonNode groups = summary.get("groups").get("link0").get("groups");
        assertEquals(259_000, groups.get("239.0.0.1").get("timer_ms").asInt());
        assertTrue(groups.get("239.0.0.2").get("timer_ms").isNull());
        assertEquals(
                259_750,
                groups.get("239.0.0.2").get("sources").get(0).get("timer_ms").asInt());
    }

    @Test
    void shouldLetTimersExpireWhenToldToStopAfterTheLastPacket() throws IOException {
        assertEquals(0, run.replay("--json", "--at", "2023-11-14T22:17:41.5Z", write(story())));

        assertEquals(
                "{}", run.jsonSummary().get("groups").get("link0").get("groups").toString());
        assertEquals(261_500, run.jsonSummary().get("at_ms").asInt());
        assertEquals("expired", run.jsonLines().get(6).get("change").asText());
    }

    @Test
    void shouldReplayNothingWhenToldToStopBeforeTheFirstPacket() throws IOException {
        assertEquals(0, run.replay("--json", "--at", "2020-01-01T00:00:00Z", write(story())));

        assertEquals(0, run.jsonSummary().get("packets").asInt());
        assertEquals(List.of(), run.engines.get(0).received);
    }

    @Test
    void shouldNeverTurnTimeBackWhenPacketsAreOutOfOrder() throws IOException {
        final String file = write(new PcapFile(RAW)
                .packet(START_NS + SECOND_NS, OTHER)
                .packet(START_NS, OTHER)
                .packet(START_NS + 2 * SECOND_NS, OTHER));

        assertEquals(0, run.replay(file));

        assertEquals(
                List.of(
                        "1700000001000000000 link0 IP 1",
                        "1700000001000000000 link0 IP 1",
                        "1700000002000000000 link0 IP 1"),
                run.engines.get(0).received);
    }

    @Test
    void shouldKeepLinksApart() throws IOException {
        final PcapngFile file = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.name("b")).captureInterface(RAW, 0, file.name("a"));
        file.enhanced(0, 1, JOIN, (byte) 1, (byte) 1).enhanced(1, 2, JOIN, (byte) 2, (byte) 2);
        file.enhanced(0, 3, DATA, (byte) 2).enhanced(1, 4, DATA, (byte) 2);

        assertEquals(0, run.replay("--json", write("two", file.toBytes())));

        final JsonNode groups = run.jsonSummary().get("groups");
        assertEquals(
                List.of("a", "b"),
                List.copyOf(groups.properties().stream().map(e -> e.getKey()).toList()));
        assertEquals("239.0.0.2", groups.get("a").get("groups").fieldNames().next());
        assertEquals(
                0, run.jsonSummary().get("data_groups").get(1).get("wanted").asInt());
        assertEquals(
                1, run.jsonSummary().get("data_groups").get(0).get("wanted").asInt());
    }

    @Test
    void shouldReadStandardInput() throws IOException {
        run.standardInput = story().toBytes();

        assertEquals(0, run.replay("--json", "-"));

        assertEquals(10, run.jsonSummary().get("packets").asInt());
    }

    @Test
    void shouldReplayWhatCouldBeReadWhenTheCaptureIsTruncated() throws IOException {
        final byte[] whole = story().toBytes();
        final String file = write("cut.pcap", Arrays.copyOf(whole, whole.length - 1));

        assertEquals(1, run.replay("--json", file));

        assertEquals(9, run.jsonSummary().get("packets").asInt());
        assertEquals(
                "covey: truncated capture: file=" + file + ", offset=" + (whole.length - 17)
                        + ", reason=the file ends inside a record: end=" + (whole.length - 1) + ", missing=1",
                run.firstErrorLine());
    }

    @Test
    void shouldNameEveryDefectiveFile() throws IOException {
        final byte[] whole = story().toBytes();
        final String cut = write("cut.pcap", Arrays.copyOf(whole, whole.length - 1));
        final String corrupt =
                write("corrupt.pcap", new PcapFile(RAW).record(START_NS, -1, 1).toBytes());
        final String zip = write("zip.gz", new byte[] {0x1f, (byte) 0x8b});

        assertEquals(1, run.replay("--json", cut, corrupt, zip));

        assertEquals(9, run.jsonSummary().get("packets").asInt());
        final List<String> lines = run.err.toString().lines().toList();
        assertEquals(3, lines.size(), run.err::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("covey: corrupt capture: file=" + corrupt)));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("covey: truncated capture: file=" + zip)));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("covey: truncated capture: file=" + cut)));
    }

    @Test
    void shouldPrintAnEmptySummaryWhenTheCaptureFailsBeforeItsFirstPacket() throws IOException {
        final String file = write("cut.pcap", Arrays.copyOf(story().toBytes(), 10));

        assertEquals(1, run.replay("--json", file));

        assertEquals(0, run.jsonSummary().get("packets").asInt());
        assertTrue(run.jsonSummary().get("first_packet").isNull());
    }

    @Test
    void shouldRefuseWhatIsNoCapture() throws IOException {
        final String text = write("text", "hello world".getBytes(StandardCharsets.US_ASCII));
        final PcapngFile section = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        final byte[] badMagic = section.toBytes();
        badMagic[8]++;

        assertEquals(2, run.replay(text));
        assertEquals("covey: not a capture: file=" + text + ", first octets=68656c6c", run.firstErrorLine());
        assertEquals(2, run.replay(write("section", badMagic)));
        assertEquals(2, run.replay(folder + "/missing"));
        assertEquals("", run.out.toString());
    }

    @Test
    void shouldExplainWrongUsage() throws IOException {
        final String file = write(story());

        assertEquals(2, run.replay());
        assertEquals(2, run.replay("--at", "soon", file));
        assertEquals(2, run.replay("--filter", "10.0.0.1", file));
        assertEquals(2, run.replay("--filter", "x", file));
        assertEquals(2, run.replay("--repeat", "0", file));
        assertEquals(2, run.replay("-", "-"));

        assertTrue(run.err.toString().contains("Missing required parameter: 'FILE'"), run.err::toString);
        assertTrue(run.err.toString().contains("text=soon"), run.err::toString);
        assertTrue(run.err.toString().contains("not a multicast group: address=10.0.0.1"), run.err::toString);
        assertTrue(run.err.toString().contains("cannot repeat so often: --repeat=0"), run.err::toString);
        assertTrue(run.err.toString().contains("standard input can be read only once"), run.err::toString);
        assertEquals("", run.out.toString());
    }

    @Test
    void shouldCountPacketsOfAnUnknownLinkTypeAndSayWhichOnce() throws IOException {
        final String file = write(new PcapFile(UNKNOWN_LINK_TYPE)
                .packet(START_NS, JOIN, (byte) 1, (byte) 1)
                .packet(START_NS, JOIN));

        assertEquals(0, run.replay("--json", file));

        assertEquals(2, run.jsonSummary().get("other").asInt());
        assertEquals(2, run.jsonSummary().get("packets").asInt());
        assertEquals("covey: skipped packets of an unknown link type: code=147, interface=link0\n", run.err.toString());
    }

    @Test
    void shouldCountPacketsOfALinkThatTheEngineRefuses() throws IOException {
        final byte[] tagged = new byte[18];
        tagged[12] = (byte) 0x81;
        tagged[15] = 13;
        final String file = write(new PcapFile(1).packet(START_NS, tagged).packet(START_NS, tagged));

        assertEquals(0, run.replay("--json", file));

        assertEquals(
                2, run.jsonSummary().get("dropped").get("engine.drop.noiface").asInt());
        assertEquals("covey: skipped packets of a link that the engine refused: link=link0.13\n", run.err.toString());
    }

    @Test
    void shouldSayWhenALimitKeptSomethingOut() throws IOException {
        assertEquals(
                0, run.replay("--json", write(new PcapFile(RAW).packet(0, LIMIT).packet(1, LIMIT))));

        assertEquals("{}", run.jsonSummary().get("dropped").toString(), "the messages were accepted");
        assertEquals("covey: limit of the engine reached: limit=engine.limit.groups, times=2\n", run.err.toString());
    }

    @Test
    void shouldTakeATimeBefore1970ForABrokenClock() throws IOException {
        final PcapngFile file = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        file.captureInterface(RAW, 0, file.timeOffset(-100))
                .enhanced(0, 1, OTHER)
                .enhanced(0, 100_000_007, OTHER);

        assertEquals(0, run.replay(write("early", file.toBytes())));

        assertEquals(List.of("0 link0 IP 1", "7000 link0 IP 1"), run.engines.get(0).received);
    }

    @Test
    void shouldUseColoursOnlyWhenAskedWhileNobodyWatches() throws IOException {
        final String file = write(story());

        assertEquals(0, run.replay(file));
        assertFalse(run.out.toString().contains("\u001b"));
        assertEquals(0, run.replay("--no-color", file));
        assertFalse(run.out.toString().contains("\u001b"));
        assertEquals(0, run.replay("--color", file));
        assertTrue(run.out.toString().contains("\u001b[32mjoined  \u001b[0m"), run.out::toString);
    }

    @Test
    void shouldMeasureWithAnotherEngineWhenToldToRepeat() throws IOException {
        final long[] nowNs = new long[1];
        run.clockNs = () -> nowNs[0] += 5 * SECOND_NS;

        assertEquals(0, run.replay("--json", "--repeat", "3", write(story())));

        assertEquals(2, run.engines.size());
        assertEquals(10, run.engines.get(0).received.size());
        assertEquals(30, run.engines.get(1).received.size());
        assertEquals(10, run.jsonSummary().get("packets").asInt());
        assertEquals(
                "{\"packets\":10,\"packets_per_second\":2,"
                        + "\"median_packets_per_second\":2,\"best_packets_per_second\":2,\"rounds\":[2,2,2]}",
                run.jsonSummary().get("repeat").toString());
    }

    @Test
    void shouldTellPeopleTheSpeedOfEachRound() throws IOException {
        final long[] nowNs = new long[1];
        run.clockNs = () -> nowNs[0] += 1_000_000;

        assertEquals(0, run.replay("--repeat", "2", write(story())));

        assertTrue(
                run.out
                        .toString()
                        .endsWith(
                                """
                                Speed
                                   round  packets  packets/s
                                       1       10     10,000
                                       2       10     10,000
                                     all       20     10,000
                                  median              10,000
                                    best              10,000
                                """),
                run.out::toString);
    }

    private static PcapFile story() {
        return new PcapFile(RAW)
                .packet(START_NS, JOIN, (byte) 1, (byte) 5)
                .packet(START_NS + SECOND_NS / 5, DATA, (byte) 1)
                .packet(START_NS + SECOND_NS / 2, INCLUDE, (byte) 2, (byte) 6, (byte) 8)
                .packet(START_NS + SECOND_NS * 3 / 4, INCLUDE, (byte) 2, (byte) 7, (byte) 9)
                .packet(START_NS + SECOND_NS, BLOCK, (byte) 3, (byte) 5, (byte) 4)
                .packet(START_NS + 2 * SECOND_NS, DATA, (byte) 1)
                .packet(START_NS + 3 * SECOND_NS, LEAVE, (byte) 1, (byte) 5)
                .packet(START_NS + 4 * SECOND_NS, DATA, (byte) 1)
                .packet(START_NS + 5 * SECOND_NS, DROP)
                .packet(START_NS + 260 * SECOND_NS + SECOND_NS * 9 / 10, OTHER);
    }

    private String write(final PcapFile file) throws IOException {
        return write("story.pcap", file.toBytes());
    }

    private String write(final String name, final byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }
}
