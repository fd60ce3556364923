package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.tools.Covey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Captures of other projects, in a folder beside the repository that not everybody has, against what tshark counts.
 *
 * <p>tshark counts what it recognises and the engine what it accepts; what lies between is in the table of drops here,
 * each of which is one of the rules on receiving.
 */
class CorpusReplayTest {
    private static final Path CORPUS = Stream.of(
                    Path.of("..", "..", "shared", "pcaps"), Path.of("..", "shared", "pcaps"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("..", "shared", "pcaps"));

    /** "12x[v2/0x16 icmp6= ck=1]" */
    private static final Pattern TSHARK_COUNT =
            Pattern.compile("(\\d+)x\\[v([0-9]?)/(0x[0-9a-f]+)? ?icmp6=(\\d*) ck=\\d[^\\]]*\\]");

    private static final Map<String, String> DROPS = Map.ofEntries(
            // The IP header checksum is wrong.
            Map.entry("PcapPlusPlus__PacketppTest_PacketExamples_IPv4-NoOptions.pcap", "ip.csum=1"),
            Map.entry("PcapPlusPlus__PcapppTest_PcapExamples_IgmpPackets.pcap", "ip.csum=2"),
            Map.entry("zeek__igmp_igmp-bad-checksum.pcap", "igmp.badsum=1"),
            // MLD without Router Alert, a done that is not sent to the routers, a query from a global address, hop
            // limits other than
            // 1.
            Map.entry("zeek__icmp_icmp6-mldv1.pcap", "mld.badreport=1 mld.nora=2"),
            Map.entry("zeek__icmp_icmp6-mld-query.pcap", "mld.badsource=1"),
            Map.entry("zeek__icmp_icmp6-mldv2.pcap", "mld.badhlim=5"),
            // The group of a record is not multicast.
            Map.entry("PcapPlusPlus__PacketppTest_PacketExamples_igmpv3_report2.pcap", "igmp.badgroup=1"),
            // IGMP messages, but not of membership.
            Map.entry("tcpdump__mtrace.pcap", "igmp.unknowntype=2"),
            Map.entry("tcpdump__mrinfo_query.pcap", "igmp.unknowntype=2"),
            Map.entry("tcpdump__PIM-SM_join_prune.pcap", "igmp.unknowntype=4"));

    @TestFactory
    Stream<DynamicTest> shouldAcceptWhatTsharkCountsButForTheDrops() throws IOException {
        if (!Files.isDirectory(CORPUS)) {
            // A test of its own, so that reports show what was skipped and why.
            return Stream.of(DynamicTest.dynamicTest(
                    "captures of other projects",
                    () -> abort("no captures here: folder="
                            + CORPUS.toAbsolutePath().normalize())));
        }
        final Map<String, Map<String, Integer>> tshark = readTshark(CORPUS.resolve("TSHARK.tsv"));
        final List<Path> captures;
        try (Stream<Path> files = Files.list(CORPUS)) {
            captures = files.filter(file -> file.toString().matches(".*\\.pcap(ng)?"))
                    .sorted()
                    .toList();
        }
        assertTrue(captures.size() >= 30, "captures=" + captures.size());
        return captures.stream()
                .map(capture -> DynamicTest.dynamicTest(capture.getFileName().toString(), () -> {
                    final String name = capture.getFileName().toString();
                    compare(name, replay(capture), tshark.getOrDefault(name, Map.of()));
                }));
    }

    private static void compare(final String name, final JsonNode summary, final Map<String, Integer> tshark) {
        final Map<String, Integer> accepted = new TreeMap<>();
        for (final String protocol : List.of("igmp", "mld")) {
            for (final var kind : summary.get(protocol).properties()) {
                // tshark's counts do not tell the version of an MLD query.
                final String label = protocol + " " + kind.getKey();
                accepted.merge(
                        label.matches("mld v.-query") ? "mld query" : label,
                        kind.getValue().asInt(),
                        Integer::sum);
            }
        }
        final Map<String, Integer> dropped = new TreeMap<>();
        summary.get("dropped")
                .properties()
                .forEach(drop -> dropped.put(drop.getKey(), drop.getValue().asInt()));
        final List<String> drops = new ArrayList<>();
        dropped.forEach((reason, count) -> drops.add(reason + "=" + count));
        assertEquals(DROPS.getOrDefault(name, ""), String.join(" ", drops));

        int missing = 0;
        for (final var kind : tshark.entrySet()) {
            final int difference = kind.getValue() - accepted.getOrDefault(kind.getKey(), 0);
            assertTrue(difference >= 0, kind + ", accepted=" + accepted);
            missing += difference;
        }
        for (final var kind : accepted.entrySet()) {
            assertTrue(kind.getValue() <= tshark.getOrDefault(kind.getKey(), 0), kind + ", tshark=" + tshark);
        }
        // Messages that tshark does not list at all: of IGMP, but not of membership.
        final int unlisted = tshark.isEmpty() ? sum(dropped) : 0;
        assertEquals(missing, sum(dropped) - unlisted, () -> "tshark=" + tshark + ", accepted=" + accepted);
        assertEquals(
                summary.get("packets").asInt(),
                sum(accepted)
                        + sum(dropped)
                        + summary.get("data").asInt()
                        + summary.get("other").asInt());
    }

    private static JsonNode replay(final Path capture) throws IOException {
        final StringWriter out = new StringWriter();
        final int code =
                Covey.commandLine().setOut(new PrintWriter(out, true)).execute("replay", "--json", capture.toString());
        assertEquals(0, code);
        final List<String> lines = out.toString().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1)).get("summary");
    }

    private static Map<String, Map<String, Integer>> readTshark(final Path table) throws IOException {
        final Map<String, Map<String, Integer>> counts = new HashMap<>();
        for (final String line : Files.readAllLines(table)) {
            final String[] columns = line.split("\t", 3);
            final Map<String, Integer> ofFile = new TreeMap<>();
            final Matcher count = TSHARK_COUNT.matcher(columns[columns.length - 1]);
            while (count.find()) {
                ofFile.merge(
                        kind(count.group(2), count.group(3), count.group(4)),
                        Integer.parseInt(count.group(1)),
                        Integer::sum);
            }
            counts.put(columns[0], ofFile);
        }
        return counts;
    }

    private static String kind(final String version, final String igmpType, final String icmpType) {
        if (igmpType == null) {
            return "mld "
                    + switch (icmpType) {
                        case "130" -> "query";
                        case "131" -> "v1-report";
                        case "132" -> "done";
                        case "143" -> "v2-report";
                        default -> "type " + icmpType;
                    };
        }
        return "igmp "
                + switch (igmpType) {
                    case "0x11" -> "v" + version + "-query";
                    case "0x12" -> "v1-report";
                    case "0x16" -> "v2-report";
                    case "0x17" -> "leave";
                    case "0x22" -> "v3-report";
                    default -> "type " + igmpType;
                };
    }

    private static int sum(final Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
