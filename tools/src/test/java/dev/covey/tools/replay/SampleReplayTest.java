package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.tools.Covey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The samples, through the real engine, against what tshark, the routers and the kernels said when they were recorded.
 */
class SampleReplayTest {
    private static final Path SAMPLES =
            Files.isDirectory(Path.of("samples")) ? Path.of("samples") : Path.of("tools", "samples");
    private static final double DELAY_TOLERANCE_MS = 0.001;

    private final List<JsonNode> events = new ArrayList<>();

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldFindTheSamples() throws IOException {
        assertTrue(samples().size() >= 4, () -> "samples in " + SAMPLES.toAbsolutePath());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldFindWhatWasTrueWhenItWasRecorded(final Path sample) throws IOException {
        final JsonNode truth = truth(sample);
        final JsonNode summary = replay(sample);

        assertEquals(truth.get("packets"), summary.get("packets"));
        assertEquals(truth.get("igmp"), summary.get("igmp"));
        assertEquals(truth.get("mld"), summary.get("mld"));
        assertEquals("{}", summary.get("dropped").toString());
        // One side rounds, the other cuts off.
        assertEquals(truth.get("duration_ms").asDouble(), summary.get("at_ms").asDouble(), 1);
        assertEquals(membersOf(truth.get("groups")), membersOf(onlyLink(summary.get("groups"))));
        for (final JsonNode ended : truth.get("ended")) {
            assertEquals(List.of("joined", "over"), firstAndLastChange(ended.asText()), ended.asText());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldCountDataAndItsDelays(final Path sample) throws IOException {
        final JsonNode truth = truth(sample);
        final JsonNode summary = replay(sample);

        int dataPackets = 0;
        for (final var group : truth.get("data").properties()) {
            int packets = 0;
            for (final JsonNode ofSource : group.getValue()) {
                packets += ofSource.asInt();
            }
            dataPackets += packets;
            final JsonNode counted = dataOf(summary, group.getKey());
            assertEquals(packets, counted.get("packets").asInt(), group.getKey());
            assertEquals(
                    packets,
                    counted.get("wanted").asInt() + counted.get("unwanted").asInt(),
                    group.getKey());
        }
        // What is sent to a group counts as data, also what is not UDP (PIM), which the truth calls other.
        assertEquals(
                dataPackets + truth.get("other").asInt(),
                summary.get("data").asInt() + summary.get("other").asInt());
        for (final var delay : truth.get("join_to_first_packet_ms").properties()) {
            final JsonNode measured = dataOf(summary, delay.getKey()).get("join_to_first_packet_ms");
            assertEquals(delay.getValue().asDouble(), measured.get("mean").asDouble(), DELAY_TOLERANCE_MS);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldAuditClean(final Path sample) {
        final StringWriter out = new StringWriter();

        assertEquals(0, execute(out, "audit", "--after", sample.toString()), out::toString);

        assertTrue(out.toString().startsWith("Audit: clean\n"), out::toString);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSayTheSameToPeopleEveryTime(final Path sample) {
        final StringWriter first = new StringWriter();
        final StringWriter second = new StringWriter();

        assertEquals(0, execute(first, "replay", sample.toString()));
        assertEquals(0, execute(second, "replay", sample.toString()));

        assertEquals(first.toString(), second.toString());
        assertFalse(first.toString().isEmpty());
    }

    /** "joined" and "over" if that is how the story of the group begins and ends. */
    private List<String> firstAndLastChange(final String group) {
        final List<JsonNode> ofGroup = events.stream()
                .filter(event -> event.get("group").asText().equals(group))
                .toList();
        final JsonNode last = ofGroup.get(ofGroup.size() - 1);
        final boolean isOver =
                Set.of("left", "expired").contains(last.get("change").asText())
                        && last.get("mode").asText().equals("include")
                        && last.get("sources").isEmpty();
        return List.of(ofGroup.get(0).get("change").asText(), isOver ? "over" : "not over");
    }

    private JsonNode replay(final Path sample) throws IOException {
        final StringWriter out = new StringWriter();
        assertEquals(0, execute(out, "replay", "--json", sample.toString()));
        final ObjectMapper mapper = new ObjectMapper();
        for (final String line : out.toString().lines().toList()) {
            events.add(mapper.readTree(line));
        }
        long lastAtMs = 0;
        for (final JsonNode event : events.subList(0, events.size() - 1)) {
            assertEquals("membership", event.get("event").asText());
            assertTrue(event.get("at_ms").asLong() >= lastAtMs, "in order of time");
            lastAtMs = event.get("at_ms").asLong();
        }
        return events.remove(events.size() - 1).get("summary");
    }

    private static int execute(final StringWriter out, final String... arguments) {
        return Covey.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments);
    }

    private static JsonNode truth(final Path sample) throws IOException {
        final Path file = SAMPLES.resolve("truth").resolve(sample.getFileName() + ".json");
        return new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    private static JsonNode onlyLink(final JsonNode links) {
        assertEquals(1, links.size());
        return links.elements().next().get("groups");
    }

    private static JsonNode dataOf(final JsonNode summary, final String group) {
        for (final JsonNode data : summary.get("data_groups")) {
            if (data.get("group").asText().equals(group)) {
                return data;
            }
        }
        throw new AssertionError("no data for group " + group);
    }

    /** Groups with mode and sources as words, in a set, since the two sides sort differently. */
    private static Set<String> membersOf(final JsonNode groups) {
        final Set<String> members = new TreeSet<>();
        for (final var group : groups.properties()) {
            final Set<String> sources = new TreeSet<>();
            for (final JsonNode source : group.getValue().get("sources")) {
                sources.add(
                        source.get("address").asText() + (source.get("blocked").asBoolean() ? " blocked" : ""));
            }
            members.add(group.getKey() + " " + group.getValue().get("mode").asText() + " " + sources);
        }
        return members;
    }
}
