package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScenarioClockTest {
    @Test
    void shouldEndAtTheTimeOfTheLastLine() {
        assertEquals(
                "{\"event\":\"end\",\"at_ms\":86400000,\"lines\":3,\"errors\":0}\n",
                ScenarioRun.of(
                                "{'op':'advance','at_ms':5}",
                                "{'op':'socket.open','socket':'s1'}",
                                "{'at_ms':86400000,'op':'advance'}")
                        .output);
    }

    @Test
    void shouldEndAtOnceWhenThereIsNothing() {
        assertEquals("{\"event\":\"end\",\"at_ms\":0,\"lines\":0,\"errors\":0}\n", ScenarioRun.of("").output);
    }

    @Test
    void shouldTakeWholeNumbersHoweverTheyAreWritten() {
        final ScenarioRun run = ScenarioRun.of("{'op':'advance','at_ms':10.0}", "{'op':'advance','at_ms':1e3}");

        assertThat(run.output).startsWith("{\"event\":\"end\",\"at_ms\":1000,");
    }

    @Test
    void shouldRefuseALineThatIsEarlierThanTheOneBefore() {
        final ScenarioRun run = ScenarioRun.of(
                "{'op':'advance','at_ms':10}", "{'op':'socket.open','socket':'s1','at_ms':9}", ScenarioRun.S1);

        assertEquals(
                "{'event':'error','at_ms':10,'line':2,'op':'socket.open','code':'EINVAL',"
                        + "'message':'earlier than the line before: at_ms=9'}",
                ScenarioRun.text(run.only("error")));
        assertEquals(Scenario.MALFORMED, run.status);
    }

    @Test
    void shouldMoveTheClockBeforeALineThatFails() {
        final ScenarioRun run = ScenarioRun.of("{'op':'dance','at_ms':10}", "{'op':'join','at_ms':20}");

        assertEquals(10, run.all("error").get(0).get("at_ms").intValue());
        assertEquals(20, run.all("error").get(1).get("at_ms").intValue());
    }

    @Test
    void shouldBeginAgainAtTimeZeroAfterReset() {
        final ScenarioRun run = ScenarioRun.of(
                ScenarioRun.EM0,
                ScenarioRun.S1,
                "{'at_ms':50,'op':'join','socket':'s1','interface':'em0','group':'239.1.1.1'}",
                "{'at_ms':60,'op':'reset'}",
                "{'at_ms':5,'op':'state'}",
                "{'op':'audit'}",
                ScenarioRun.JOIN);

        assertEquals("{'event':'reset','at_ms':60}", ScenarioRun.text(run.only("reset")));
        assertEquals("{'event':'state','at_ms':5,'interfaces':{}}", ScenarioRun.text(run.only("state")));
        assertThat(run.only("audit").get("live").elements())
                .toIterable()
                .allSatisfy(count -> assertEquals(0, count.intValue()));
        assertThat(run.codes()).containsExactly("EBADF");
        assertEquals(Scenario.DONE, run.status);
    }

    @Test
    void shouldSayNothingOfAnEngineThatIsDiscarded() {
        final ScenarioRun run = ScenarioRun.of(ScenarioRun.EM0, ScenarioRun.S1, ScenarioRun.JOIN, "{'op':'reset'}");

        assertEquals("reset", run.events.get(run.events.size() - 1).get("event").textValue());
    }

    @Test
    void shouldSayNothingOfTheEngineAfterTheEnd() {
        final ScenarioRun run = ScenarioRun.of(ScenarioRun.EM0, ScenarioRun.S1, ScenarioRun.JOIN);

        assertThat(run.output.lines().toList().get(run.events.size())).startsWith("{\"event\":\"end\"");
    }
}
