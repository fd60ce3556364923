package dev.covey.tools.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Captures;
import dev.covey.tools.capture.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code decode} of real traffic against what tshark said of it, and of every time code against the RFCs' formula. */
class SampleDecodeTest {
    private static final Path SAMPLES =
            Files.isDirectory(Path.of("samples")) ? Path.of("samples") : Path.of("tools", "samples");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data-and-joins.pcap",
                "igmp-mix-v2-v3.pcap",
                "igmpv2-leave.pcap",
                "igmpv3-asm-ssm.pcap",
                "mld-v1-v2.pcapng"
            })
    void shouldDecodeWhatTsharkDecoded(final String name) throws IOException {
        final StringBuilder scenario = new StringBuilder();
        final CapturedPacket packet = new CapturedPacket();
        try (CaptureReader reader =
                Captures.open(List.of(SAMPLES.resolve(name).toString()), InputStream.nullInputStream())) {
            while (reader.next(packet)) {
                final byte[] octets = new byte[packet.frameLength()];
                packet.buffer().getBytes(packet.frameOffset(), octets);
                scenario.append("{'op':'decode','")
                        .append(packet.framing() == Framing.ETHERNET ? "frame" : "packet")
                        .append("':'")
                        .append(HexFormat.of().formatHex(octets))
                        .append("'}\n");
            }
        }

        final ScenarioRun run = ScenarioRun.of(scenario.toString());

        final JsonNode truth =
                MAPPER.readTree(Files.readString(SAMPLES.resolve("truth").resolve(name + ".json")));
        for (final String protocol : List.of("igmp", "mld")) {
            assertEquals(truth.get(protocol), count(run, protocol, truth.get(protocol)), protocol);
        }
    }

    /** What was accepted, under the names that the truth has for it. */
    private static ObjectNode count(final ScenarioRun run, final String protocol, final JsonNode names) {
        final ObjectNode counts = MAPPER.createObjectNode();
        names.fieldNames().forEachRemaining(name -> counts.put(name, 0));
        for (final JsonNode event : run.all("decoded")) {
            final JsonNode message = event.path("message");
            if (message.path("proto").asText().equals(protocol)) {
                final String kind = message.get("kind").textValue().replaceFirst("^(general|group).*-query$", "query");
                final String name =
                        kind.equals("leave") || kind.equals("done") ? kind : "v" + message.get("version") + "-" + kind;
                counts.put(name, counts.path(name).asInt() + 1);
            }
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"igmp, 256, 7, 4, 100", "mld, 65536, 15, 12, 1"})
    void shouldDecodeEveryTimeCode(
            final String protocol, final int codes, final int linearBits, final int mantissaBits, final int unitMs) {
        final StringBuilder scenario = new StringBuilder();
        for (int code = 0; code < codes; code++) {
            final String packet = protocol.equals("mld")
                    ? PacketText.mldV2Query("::", code)
                    : PacketText.igmp(
                            PacketText.QUERIER, "224.0.0.1", String.format("11%02x000000000000027d0000", code));
            scenario.append("{'op':'decode','packet':'").append(packet).append("'}\n");
        }

        final ScenarioRun run = ScenarioRun.of(scenario.toString());

        for (int code = 0; code < codes; code++) {
            final int mantissa = (code & ((1 << mantissaBits) - 1)) | (1 << mantissaBits);
            final int exponent = ((code >> mantissaBits) & 7) + 3;
            final int value = code < 1 << linearBits ? code : mantissa << exponent;
            final JsonNode message = run.events.get(code).get("message");
            assertEquals(code, message.get("max_resp_code").intValue());
            assertEquals(value * unitMs, message.get("max_resp_ms").intValue(), "code=" + code);
        }
    }
}
