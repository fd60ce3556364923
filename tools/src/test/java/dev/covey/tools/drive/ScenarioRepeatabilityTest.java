package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output follows from the input and the seed; and whatever the input is, there is an output. */
class ScenarioRepeatabilityTest {
    private static final String[] INTERFACES = {"em0", "em1", "192.0.2.10", "em9"};
    private static final String[] GROUPS = {"239.1.1.1", "232.1.1.1", "224.0.0.251", "ff15::1", "ff02::fb", "10.0.0.1"};
    private static final String[] SOURCES = {"10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::2"};
    private static final String[] SOURCE_OPS = {"join_source", "leave_source", "block_source", "unblock_source"};
    private static final String[] PACKETS = {
        PacketText.igmpV3Query("0.0.0.0"),
        PacketText.igmpV3Query("239.1.1.1"),
        PacketText.igmpV3Query("239.1.1.1", "10.0.0.1", "10.0.0.3"),
        PacketText.igmpV2Query(100),
        PacketText.igmpV2Query(0),
        PacketText.igmp("192.0.2.7", "239.1.1.1", "16000000ef010101"),
        PacketText.mldV2Query("::", 10_000),
        PacketText.mldV2Query("ff15::1", 1_000, "2001:db8::1"),
        PacketText.mld("fe80::7", "ff15::1", "8300000000000000" + PacketText.octets("ff15::1")),
    };

    private static final String[] CHANGES = {
        "'igmp':1",
        "'igmp':2",
        "'igmp':3",
        "'igmp':0",
        "'mld':0",
        "'mld':1",
        "'mld':2",
        "'ipv4':[]",
        "'ipv6':['fe80::11/64','2001:db8::10/64']",
        "'ipv6':[]",
        "'mac':'02:00:00:00:00:77'",
        "'mtu':68",
        "'mtu':1500",
        "'loopback':true",
        "'loopback':false",
        "'config':{'robustness':1,'minimum_robustness':1}",
        "'config':{'robustness':7,'unsolicited_report_interval_ms':1}",
        "'config':{'solicited_node_groups':true}",
        "'config':{'solicited_node_groups':false}",
        "'config':{'lightweight':true}",
        "'config':{'lightweight':false,'legacy_report_suppression':true}",
        "'config':{'report_link_local':false}",
        "'config':{'report_link_local':true,'leave_always':true}",
        "'config':{'ssm_aware':false}",
        "'config':{'ssm_aware':true,'dialect':'linux'}",
        "'config':{'max_groups':2,'max_sources':1,'max_link_addresses':1}",
        "'config':{'max_groups':null,'max_sources':null,'max_link_addresses':null,'dialect':null}",
        "'config':{'older_version_querier_present_ms':1000}",
    };

    private static <T> T pick(final Random random, final T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String line(final Random random, final int atMs) {
        final String at = "'at_ms':" + atMs + ",";
        final String name = pick(random, INTERFACES);
        final String call = "'socket':'s" + random.nextInt(4) + "','interface':'" + name + "','group':'"
                + pick(random, GROUPS) + "'";
        return switch (random.nextInt(17)) {
            case 0 ->
                "{" + at + "'op':'interface.add','interface':'" + name
                        + "','role':'host','ipv4':['192.0.2.10/24'],'ipv6':['fe80::10/64']}";
            case 1 -> "{" + at + "'op':'interface.set','interface':'" + name + "','up':" + random.nextBoolean() + "}";
            case 2 ->
                "{" + at + "'op':'interface.set','interface':'" + name + "','transmit_blocked':" + random.nextBoolean()
                        + "}";
            case 3 ->
                random.nextInt(4) > 0
                        ? "{'op':'advance'," + at + "'x':0}"
                        : "{" + at + "'op':'interface.remove','interface':'" + name + "'}";
            case 4 -> "{" + at + "'op':'socket.open','socket':'s" + random.nextInt(4) + "'}";
            case 5 ->
                random.nextInt(4) > 0
                        ? "{'op':'audit'," + at + "'x':0}"
                        : "{" + at + "'op':'socket.close','socket':'s" + random.nextInt(4) + "'}";
            case 6, 7 -> "{" + at + "'op':'join'," + call + "}";
            case 8 -> "{" + at + "'op':'leave'," + call + "}";
            case 9, 10 ->
                "{" + at + "'op':'" + pick(random, SOURCE_OPS) + "'," + call + ",'source':'" + pick(random, SOURCES)
                        + "'}";
            case 11 ->
                "{" + at + "'op':'set_filter'," + call + ",'mode':'" + (random.nextBoolean() ? "in" : "ex")
                        + "clude','sources':['" + pick(random, SOURCES) + "','" + pick(random, SOURCES) + "']}";
            case 12 -> "{" + at + "'op':'state'}";
            case 13, 14 -> "{" + at + "'op':'interface.set','interface':'" + name + "'," + pick(random, CHANGES) + "}";
            default -> "{" + at + "'op':'receive','interface':'" + name + "','packet':'" + pick(random, PACKETS) + "'}";
        };
    }

    private static String[] scenario(final long seed) {
        final Random random = new Random(seed);
        final String[] lines = new String[1_000];
        int atMs = 0;
        for (int i = 0; i < lines.length; i++) {
            atMs += random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(3);
            lines[i] = line(random, atMs);
        }
        lines[lines.length - 1] = "{'op':'audit'}";
        return lines;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldPrintTheSameForTheSameSeedAndStayHealthy(final long seed) {
        final String[] lines = scenario(seed);

        final ScenarioRun run = ScenarioRun.of(seed, lines);

        assertEquals(run.output, ScenarioRun.of(seed, lines).output, "seed=" + seed);
        assertThat(run.codes()).as("seed=" + seed).doesNotContain("EIO");
        assertThat(run.all("audit")).as("seed=" + seed).allSatisfy(audit -> {
            assertEquals(0, audit.get("leaked").intValue());
            assertEquals(0, audit.get("mismatched").intValue());
        });
        long lastMs = 0;
        for (final var event : run.events) {
            final long atMs = event.path("at_ms").asLong(lastMs);
            assertThat(atMs).as("seed=" + seed + ", " + event).isGreaterThanOrEqualTo(lastMs);
            lastMs = atMs;
        }
    }

    @Test
    void shouldRepeatAfterReset() {
        final String[] lines = scenario(5);
        final String twice = String.join("\n", lines) + "\n{'op':'reset'}\n" + String.join("\n", lines);

        final ScenarioRun run = ScenarioRun.of(5, twice);

        final int half = (run.events.size() - 1) / 2;
        assertEquals("reset", run.events.get(half).get("event").textValue());
        for (int i = 0; i < half; i++) {
            // Errors carry the numbers of their lines.
            if (!run.events.get(i).has("line")) {
                assertEquals(run.events.get(i), run.events.get(half + 1 + i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldAnswerAnythingWhenOctetsAreChanged(final long seed) {
        final Random random = new Random(seed);
        final byte[] input =
                String.join("\n", scenario(seed)).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < input.length / 200; i++) {
            final int at = random.nextInt(input.length);
            input[at] = random.nextBoolean() ? (byte) random.nextInt() : input[random.nextInt(input.length)];
        }

        final ScenarioRun run = ScenarioRun.ofBytes(seed, input);

        assertThat(run.codes()).as("seed=" + seed).doesNotContain("EIO").contains("EINVAL");
        assertNotEquals(0, run.status, "seed=" + seed);
    }
}
