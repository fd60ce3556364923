package dev.covey.tools.drive;

import static dev.covey.tools.drive.ScenarioRun.EM0;
import static dev.covey.tools.drive.ScenarioRun.JOIN;
import static dev.covey.tools.drive.ScenarioRun.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host sends, seen through scenarios. */
class HostScenarioTest {
    private static final String TO_EX = "IGMPv3 report: TO_EX 239.1.1.1 {}";
    private static final String IS_EX = "IGMPv3 report: IS_EX 239.1.1.1 {}";

    private static String receive(final int atMs, final String packet) {
        return "{'at_ms':" + atMs + ",'op':'receive','interface':'em0','packet':'" + packet + "'}";
    }

    private static String advance(final int atMs) {
        return "{'op':'advance','at_ms':" + atMs + "}";
    }

    @Test
    void shouldPrintWhatIsSentAtItsOwnTime() {
        final ScenarioRun run = ScenarioRun.of(EM0, S1, JOIN, advance(60_000));

        assertThat(run.sent()).containsExactly(TO_EX, TO_EX);
        final JsonNode first = run.all("transmit").get(0);
        assertEquals(
                "{'event':'transmit','at_ms':0,'interface':'em0','packet':'46c00028000040000102"
                        + "41efc000020ae0000016940400002200e9fb0000000104000000ef010101',"
                        + "'dst_mac':'01:00:5e:00:00:16','summary':'" + TO_EX + "'}",
                ScenarioRun.text(first));
        final int secondMs = run.all("transmit").get(1).get("at_ms").intValue();
        assertTrue(secondMs > 0 && secondMs <= 1_000, () -> "at_ms=" + secondMs);
    }

    @Test
    void shouldCountWhatEachInterfaceSends() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                EM0.replace("em0", "em1"),
                S1,
                JOIN,
                JOIN.replace("em0", "em1").replace("239.1.1.1", "ff15::1"),
                receive(30_000, PacketText.igmp(PacketText.QUERIER, "224.0.0.1", "110000000000000000000000")),
                advance(60_000),
                "{'op':'counters'}",
                "{'op':'counters','interface':'em0'}",
                "{'op':'counters','interface':'em1'}");

        assertThat(run.all("counters").stream()
                        .map(event -> event.get("counters").get("igmp.tx.total").intValue()))
                .containsExactly(3, 3, 0);
        assertThat(run.all("counters").stream()
                        .map(event -> event.get("counters").get("mld.tx.total").intValue()))
                .containsExactly(2, 0, 2);
    }

    @Test
    void shouldSeedEveryChoice() {
        assertEquals(
                10,
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).stream()
                        .map(seed -> ScenarioRun.of(seed, EM0, S1, JOIN, advance(60_000)).output)
                        .distinct()
                        .count());
    }

    @Test
    void shouldAnswerOnceWhileAChangeIsStillToBeRepeated() {
        // The answer is due within 100 ms, the repetition of the change most likely later; seed 1 has it so.
        final String query = PacketText.igmp(PacketText.QUERIER, "239.1.1.1", "11010000ef010101027d0000");

        final ScenarioRun run = ScenarioRun.of(EM0, S1, JOIN, receive(0, query), advance(60_000));

        assertThat(run.sent()).containsExactly(TO_EX, IS_EX, TO_EX);
    }

    @Test
    void shouldSendNothingWhileBlockedAndEverythingAfterwards() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                "{'op':'interface.set','interface':'em0','transmit_blocked':true}",
                JOIN,
                advance(30_000),
                "{'op':'counters'}",
                "{'op':'interface.set','interface':'em0','transmit_blocked':false}",
                advance(60_000));

        assertThat(run.sent()).containsExactly(TO_EX, TO_EX);
        assertTrue(run.all("transmit").get(0).get("at_ms").intValue() >= 30_000);
    }

    @Test
    void shouldShowTheQuerierTheVersionAndTheVariablesInForce() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                JOIN,
                receive(10_000, PacketText.igmp("192.0.2.1", "224.0.0.1", "116400000000000003140000")),
                receive(11_000, PacketText.igmpV2Query(100)),
                "{'op':'state','at_ms':12000}");

        final JsonNode em0 = run.only("state").get("interfaces").get("em0");
        assertEquals(2, em0.get("igmp_mode").intValue());
        assertEquals(2, em0.get("mld_mode").intValue());
        assertEquals("192.0.2.1", em0.get("querier").get("igmp").get("address").textValue());
        assertTrue(em0.get("querier").get("igmp").get("expires_ms").intValue() > 0);
        assertTrue(em0.get("querier").get("mld").get("address").isNull());
        final JsonNode variables = em0.get("variables");
        assertEquals(3, variables.get("igmp").get("robustness").intValue());
        assertEquals(20_000, variables.get("igmp").get("query_interval_ms").intValue());
        assertEquals(
                10_000,
                variables.get("igmp").get("unsolicited_report_interval_ms").intValue());
        assertEquals(2, variables.get("mld").get("robustness").intValue());
    }

    @Test
    void shouldShowWhenAnAnswerIsDue() {
        final ScenarioRun run = ScenarioRun.of(
                EM0, S1, JOIN, receive(30_000, PacketText.igmpV3Query("239.1.1.1")), "{'op':'state'}", advance(60_000));

        final JsonNode group =
                run.only("state").get("interfaces").get("em0").get("groups").get("239.1.1.1");
        final JsonNode answer = run.all("transmit").get(2);
        assertEquals(IS_EX, answer.get("summary").textValue());
        assertEquals(
                answer.get("at_ms").intValue() - 30_000, group.get("timer_ms").intValue());
    }

    @Test
    void shouldSendNothingMoreWhenTheInterfaceIsGone() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                JOIN,
                "{'op':'interface.remove','interface':'em0'}",
                "{'op':'leave','socket':'s1','interface':'em0','group':'239.1.1.1'}",
                advance(60_000),
                "{'op':'socket.close','socket':'s1'}",
                "{'op':'audit'}");

        assertThat(run.sent()).containsExactly(TO_EX);
        assertThat(run.codes()).isEmpty();
        assertThat(run.only("audit").get("live").elements())
                .toIterable()
                .allSatisfy(count -> assertEquals(0, count.intValue()));
    }

    @Test
    void shouldSummariseEachKindOfMessage() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                JOIN.replace("239.1.1.1", "ff15::1"),
                "{'op':'set_filter','socket':'s1','interface':'em0','group':'ff15::1','mode':'exclude',"
                        + "'sources':['2001:db8::1','2001:db8::2']}",
                "{'op':'interface.set','interface':'em0','igmp':2,'mld':1,'at_ms':20000}",
                "{'op':'join','socket':'s1','interface':'em0','group':'239.1.1.1','at_ms':40000}",
                "{'op':'leave','socket':'s1','interface':'em0','group':'239.1.1.1','at_ms':80000}",
                "{'op':'leave','socket':'s1','interface':'em0','group':'ff15::1','at_ms':90000}");

        assertThat(run.sent())
                .contains(
                        "MLDv2 report: TO_EX ff15::1 {}",
                        "IGMPv2 report: 239.1.1.1",
                        "IGMPv2 leave: 239.1.1.1",
                        "MLDv1 done: ff15::1")
                .anyMatch(summary ->
                        summary.matches("MLDv2 report: (BLOCK|TO_EX) ff15::1 \\{2001:db8::[12], 2001:db8::[12]}"));
    }

    @Test
    void shouldCountWhatASummaryDoesNotList() {
        final StringBuilder sources = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            sources.append(i == 1 ? "'" : ",'").append("10.0.0.").append(i).append('\'');
        }
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                "{'op':'set_filter','socket':'s1','interface':'em0','group':'239.1.1.1','mode':'include','sources':["
                        + sources + "]}");

        assertThat(run.sent()).singleElement().asString().endsWith(", 12 more}");
    }
}
