package dev.covey.tools.watch;

import static dev.covey.tools.watch.WatchedLink.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The observer on a link in memory, in virtual time, as machines read it. */
class WatchSessionTest {
    private final StringWriter out = new StringWriter();
    private final WatchedLink link = new WatchedLink();

    private List<String> watch(final InternetAddress filter) throws IOException {
        link.watch(new WatchLines(new PrintWriter(out), filter), filter);
        return out.toString().lines().toList();
    }

    private static String line(final String event, final int atMs, final String rest) {
        final String fraction = atMs % 1000 == 0 ? "" : "." + atMs % 1000;
        return "{\"event\":\"" + event + "\",\"at_ms\":" + atMs + ",\"time\":\"2023-11-14T22:13:" + (20 + atMs / 1000)
                + fraction + "Z\",\"interface\":\"e0\"," + rest + "}";
    }

    private static String membership(
            final int atMs, final String group, final String change, final String filter, final String reporter) {
        return line(
                "membership",
                atMs,
                "\"group\":\"" + group + "\",\"change\":\"" + change + "\"," + filter + ",\"reporter\":\"" + reporter
                        + "\"");
    }

    private static String attached(final int atMs, final int index) {
        return line(
                "interface",
                atMs,
                "\"change\":\"attached\",\"index\":" + index
                        + ",\"mac\":\"02:00:00:00:00:0a\",\"mtu\":1500,\"up\":true,\"addresses\":[]");
    }

    @Test
    void shouldTellEachChangeOnALineAndTheStateAtTheEnd() throws IOException {
        link.at(SECOND_NS)
                .report("10.0.0.5", "239.1.1.1")
                .at(2 * SECOND_NS)
                .query("10.0.0.9")
                .record("10.0.0.6", GroupRecordType.ALLOW_NEW_SOURCES, "232.1.1.1", "192.0.2.8")
                .at(3 * SECOND_NS)
                .record("10.0.0.7", GroupRecordType.ALLOW_NEW_SOURCES, "232.1.1.1", "192.0.2.9")
                .record("10.0.0.7", GroupRecordType.MODE_IS_INCLUDE, "232.1.1.1", "192.0.2.9")
                .query("10.0.0.4")
                .query("fe80::9")
                .damaged("10.0.0.5", "239.1.1.2");

        final List<String> lines = watch(null);

        assertThat(lines.subList(0, lines.size() - 1))
                .containsExactly(
                        attached(0, 2),
                        membership(1000, "239.1.1.1", "joined", "\"mode\":\"exclude\",\"sources\":[]", "10.0.0.5"),
                        line(
                                "querier",
                                2000,
                                "\"proto\":\"igmp\",\"change\":\"seen\",\"address\":\"10.0.0.9\",\"version\":3"),
                        membership(
                                2000,
                                "232.1.1.1",
                                "joined",
                                "\"mode\":\"include\",\"sources\":[\"192.0.2.8\"]",
                                "10.0.0.6"),
                        membership(
                                3000,
                                "232.1.1.1",
                                "replaced",
                                "\"mode\":\"include\",\"sources\":[\"192.0.2.8\",\"192.0.2.9\"]",
                                "10.0.0.7"),
                        line(
                                "querier",
                                3000,
                                "\"proto\":\"igmp\",\"change\":\"changed\",\"address\":\"10.0.0.4\",\"version\":3"),
                        line(
                                "querier",
                                3000,
                                "\"proto\":\"mld\",\"change\":\"seen\",\"address\":\"fe80::9\",\"version\":2"));
        final JsonNode state = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(state.get("event").asText()).isEqualTo("state");
        assertThat(state.get("at_ms").asInt()).isEqualTo(3000);
        final JsonNode seen = state.get("interfaces").get("e0");
        assertThat(seen.get("igmp_mode").asInt()).isEqualTo(3);
        assertThat(seen.get("querier").get("igmp"))
                .hasToString("{\"address\":\"10.0.0.4\",\"self\":false,\"expires_ms\":125000}");
        assertThat(seen.get("variables").get("igmp"))
                .hasToString("{\"robustness\":2,\"query_interval_ms\":60000,\"query_response_interval_ms\":10000}");
        assertThat(seen.get("groups").get("239.1.1.1"))
                .hasToString("{\"mode\":\"exclude\",\"sources\":[],\"timer_ms\":268000,\"static\":false,"
                        + "\"last_reporter\":\"10.0.0.5\",\"version\":2}");
        assertThat(seen.get("groups").get("232.1.1.1").get("sources"))
                .hasToString("[{\"address\":\"192.0.2.8\",\"timer_ms\":139000,\"blocked\":false},"
                        + "{\"address\":\"192.0.2.9\",\"timer_ms\":140000,\"blocked\":false}]");
        assertThat(state.get("packets").asInt()).isEqualTo(8);
        assertThat(state.get("igmp").get("v2-report").asInt()).isEqualTo(1);
        assertThat(state.get("igmp").get("v3-query").asInt()).isEqualTo(2);
        assertThat(state.get("dropped")).hasToString("{\"igmp.badsum\":1}");
    }

    @Test
    void shouldSayNothingOnTheLinkWhateverIsSaidThere() throws IOException {
        // Alone on a link, a router would ask who is left in the group that is left.
        link.report("10.0.0.5", "239.1.1.1")
                .record("10.0.0.6", GroupRecordType.CHANGE_TO_EXCLUDE_MODE, "239.1.1.2")
                .record("10.0.0.6", GroupRecordType.CHANGE_TO_INCLUDE_MODE, "239.1.1.2")
                .report("fe80::5", "ff15::1")
                .at(60 * SECOND_NS)
                .at(1000 * SECOND_NS);

        assertThat(watch(null)).anyMatch(line -> line.contains("\"left\"")).anyMatch(line -> line.contains("expired"));

        assertThat(link.framesOfObserver()).isZero();
    }

    @Test
    void shouldTellThatTheQuerierSpeaksAnOlderVersionAndThatItIsGone() throws IOException {
        link.query("10.0.0.9")
                .at(SECOND_NS)
                .olderQuery("10.0.0.9")
                // Robustness x Query Interval + Query Response Interval / 2, as far as an older query tells.
                .at(256 * SECOND_NS)
                .at(257 * SECOND_NS);

        final List<String> queriers = new ArrayList<>();
        for (final String line : watch(null)) {
            final JsonNode event = new ObjectMapper().readTree(line);
            if (event.get("event").asText().equals("querier")) {
                queriers.add(
                        event.get("at_ms").asInt() + " " + event.get("change").asText() + " "
                                + event.get("address").asText() + " " + event.get("version"));
            }
        }
        assertThat(queriers).containsExactly("0 seen 10.0.0.9 3", "1000 changed 10.0.0.9 2", "256000 gone 10.0.0.9 2");
    }

    @Test
    void shouldForgetWhatWasOnAnInterfaceThatIsGoneAndWaitForOneOfItsName() throws IOException {
        link.report("10.0.0.5", "239.1.1.1")
                .query("10.0.0.9")
                .at(SECOND_NS)
                .vanish()
                .at(2 * SECOND_NS)
                .comeBack()
                .at(3 * SECOND_NS)
                .report("10.0.0.5", "239.1.1.2");

        final List<String> lines = watch(null);

        final String gone = line(
                "interface",
                1000,
                "\"change\":\"gone\",\"index\":2,\"mac\":\"02:00:00:00:00:0a\",\"mtu\":1500,\"up\":false,"
                        + "\"addresses\":[]");
        assertThat(lines.get(3)).isEqualTo(gone);
        // The querier of the link that is gone is not one of the new link that goes.
        assertThat(lines).noneMatch(line -> line.contains("\"event\":\"querier\"") && line.contains("\"gone\""));
        assertThat(lines.get(4)).startsWith("{\"event\":\"interface\"").contains("\"attached\",\"index\":3");
        final JsonNode seen = new ObjectMapper()
                .readTree(lines.get(lines.size() - 1))
                .get("interfaces")
                .get("e0");
        assertThat(seen.get("groups").has("239.1.1.1")).isFalse();
        assertThat(seen.get("groups").has("239.1.1.2")).isTrue();
        assertThat(seen.get("querier").get("igmp").get("address").isNull()).isTrue();
    }

    @Test
    void shouldHaveNoInterfaceInItsStateWhileThatIsGone() throws IOException {
        link.report("10.0.0.5", "239.1.1.1").vanish().at(SECOND_NS);

        final List<String> lines = watch(null);

        final JsonNode state = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(state.get("interfaces")).isEmpty();
        assertThat(state.get("packets").asInt()).isEqualTo(1);
    }

    @Test
    void shouldShowOneGroupOnlyAndCountAllPacketsWhenFiltered() throws IOException {
        link.report("10.0.0.5", "239.1.1.1").report("10.0.0.5", "239.1.1.2");

        final List<String> lines = watch(InternetAddress.parse("239.1.1.2"));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("\"239.1.1.2\"");
        final JsonNode state = new ObjectMapper().readTree(lines.get(2));
        assertThat(state.get("interfaces").get("e0").get("groups")).hasSize(1);
        assertThat(state.get("packets").asInt()).isEqualTo(2);
    }
}
