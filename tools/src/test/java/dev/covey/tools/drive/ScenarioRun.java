package dev.covey.tools.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A scenario that is run, and what came out of it. Single quotes stand for double ones. */
final class ScenarioRun {
    static final String EM0 = "{'op':'interface.add','interface':'em0','role':'host','ipv4':['192.0.2.10/24'],"
            + "'ipv6':['fe80::10/64','2001:db8::10/64']}";
    static final String S1 = "{'op':'socket.open','socket':'s1'}";
    static final String JOIN = "{'op':'join','socket':'s1','interface':'em0','group':'239.1.1.1'}";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<JsonNode> events = new ArrayList<>();
    final int status;
    final String output;

    private ScenarioRun(final byte[] input, final long seed) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        status = Scenario.run(new ByteArrayInputStream(input), out, seed);
        output = out.toString(StandardCharsets.US_ASCII);
        output.lines().forEach(line -> {
            try {
                events.add(MAPPER.readTree(line));
            } catch (final IOException fault) {
                throw new AssertionError("not JSON: " + line, fault);
            }
        });
        final JsonNode end = events.remove(events.size() - 1);
        assertEquals("end", end.get("event").textValue());
    }

    static ScenarioRun of(final String... lines) {
        return of(1, lines);
    }

    static ScenarioRun of(final long seed, final String... lines) {
        return ofBytes(seed, String.join("\n", lines).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static ScenarioRun ofBytes(final long seed, final byte[] input) {
        try {
            return new ScenarioRun(input, seed);
        } catch (final IOException fault) {
            throw new AssertionError(fault);
        }
    }

    /** The events of one kind. */
    List<JsonNode> all(final String event) {
        return events.stream()
                .filter(node -> node.get("event").textValue().equals(event))
                .toList();
    }

    /** The only event of a kind. */
    JsonNode only(final String event) {
        final List<JsonNode> found = all(event);
        assertEquals(1, found.size(), () -> event + " in " + output);
        return found.get(0);
    }

    /** The codes of all errors. */
    List<String> codes() {
        return all("error").stream().map(node -> node.get("code").textValue()).toList();
    }

    /** What was sent, in words. */
    List<String> sent() {
        return all("transmit").stream()
                .map(node -> node.get("summary").textValue())
                .toList();
    }

    /** One event as text, with single quotes. */
    static String text(final JsonNode node) {
        return node.toString().replace('"', '\'');
    }
}
