package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "no JSON",
                "[]",
                "5",
                "null",
                "'advance'",
                "{",
                "{'op':'advance','at_ms':1",
                "{'op':'advance','at_ms':1} {}",
                "{'op':'advance','at_ms':1}]",
                "{'op':'advance','op':'advance','at_ms':1}",
                "{'op':'advance','at_ms':01}",
                "{'op':'advance','at_ms':NaN}",
                "{}",
                "{'at_ms':0}",
                "{'op':null}",
                "{'op':5}",
                "{'op':['advance']}",
                "{'op':''}",
                "{'op':'dance'}",
                "{'op':'ADVANCE','at_ms':1}",
                "{'op':'advance'}",
                "{'op':'advance','at_ms':'1'}",
                "{'op':'advance','at_ms':1.5}",
                "{'op':'advance','at_ms':-1}",
                "{'op':'advance','at_ms':1e400}",
                "{'op':'advance','at_ms':9223372036854775807}",
                "{'op':'advance','at_ms':99999999999999999999999999}",
                "{'op':'advance','at_ms':true}",
                "{'op':'interface.add','role':'host'}",
                "{'op':'interface.add','interface':'em0'}",
                "{'op':'interface.add','interface':7,'role':'host'}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv4':'192.0.2.1/24'}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv4':[1]}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv4':['192.0.2/24']}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv4':['192.0.2.1/x']}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv4':['fe80::1/64']}",
                "{'op':'interface.add','interface':'em0','role':'host','ipv6':['192.0.2.1/24']}",
                "{'op':'interface.add','interface':'em0','role':'host','mac':'02:00:00:00:00'}",
                "{'op':'interface.add','interface':'em0','role':'host','mac':'02-00-00-00-00-01'}",
                "{'op':'interface.add','interface':'em0','role':'host','mac':'g2:00:00:00:00:01'}",
                "{'op':'interface.add','interface':'em0','role':'host','mtu':'1500'}",
                "{'op':'interface.add','interface':'em0','role':'host','loopback':1}",
                "{'op':'interface.add','interface':'em0','role':'host','config':[]}",
                "{'op':'interface.add','interface':'em0','role':'host','config':{'robustness':'2'}}",
                "{'op':'interface.add','interface':'em0','role':'host','config':{'ssm_aware':1}}",
                "{'op':'interface.add','interface':'em0','role':'host','config':{'profile':true}}",
                "{'op':'interface.remove'}",
                "{'op':'socket.open'}",
                "{'op':'socket.open','socket':'s','limits':5}",
                "{'op':'socket.open','socket':'s','limits':{'max_groups':'5'}}",
                "{'op':'join','interface':'em0','group':'239.1.1.1'}",
                "{'op':'join','socket':'s','interface':'em0'}",
                "{'op':'join','socket':'s','interface':'em0','group':'239.1.1'}",
                "{'op':'join_source','socket':'s','interface':'em0','group':'239.1.1.1'}",
                "{'op':'join_source','socket':'s','interface':'em0','group':'239.1.1.1','source':'x'}",
                "{'op':'set_filter','socket':'s','interface':'em0','group':'239.1.1.1','mode':'include'}",
                "{'op':'set_filter','socket':'s','interface':'em0','group':'239.1.1.1','sources':[]}",
                "{'op':'set_filter','socket':'s','interface':'em0','group':'239.1.1.1','mode':'in','sources':[]}",
                "{'op':'deliver','interface':'em0','group':'239.1.1.1'}",
                "{'op':'receive','packet':''}",
                "{'op':'receive','interface':'em0'}",
                "{'op':'receive','interface':'em0','packet':'','frame':''}",
                "{'op':'receive','interface':'em0','packet':'4'}",
                "{'op':'receive','interface':'em0','packet':'4g'}",
                "{'op':'receive','interface':'em0','packet':'４６'}",
                "{'op':'receive','interface':'em0','packet':46}",
                "{'op':'decode'}",
                "{'op':'forward','interface':'em0','group':'239.1.1.1'}",
                "{'op':'bridge.set'}",
                "{'op':'flush'}",
            })
    void shouldAnswerAnErrorAndGoOn(final String line) {
        final ScenarioRun run = ScenarioRun.of("{'op':'advance','at_ms':0}", line, "{'op':'counters'}");

        final JsonNode error = run.only("error");
        assertEquals("EINVAL", error.get("code").textValue());
        assertEquals(2, error.get("line").intValue());
        assertThat(error.get("message").textValue()).isNotEmpty();
        assertThat(error.fieldNames()).toIterable().containsExactly("event", "at_ms", "line", "op", "code", "message");
        assertEquals(1, run.all("counters").size());
        assertEquals(Scenario.MALFORMED, run.status);
    }

    @Test
    void shouldAnswerAnErrorWhenObjectsAreNestedWithoutEnd() {
        final ScenarioRun run = ScenarioRun.of("{'op':".repeat(100_000), "[".repeat(100_000));

        assertThat(run.codes()).containsExactly("EINVAL", "EINVAL");
    }

    @Test
    void shouldAnswerAnErrorWhenALineIsNoText() {
        final byte[] noText = {'{', '"', 'o', 'p', '"', ':', '"', (byte) 0xff, (byte) 0xc0, '"', '}', '\n', 0, '\n'};

        assertThat(ScenarioRun.ofBytes(1, noText).codes()).containsExactly("EINVAL", "EINVAL");
    }

    @Test
    void shouldAnswerAnErrorWhenALineIsTooLongAndReadTheNext() {
        final byte[] input = new byte[LineReader.MAX_LINE_LENGTH + 100_000];
        Arrays.fill(input, (byte) ' ');
        final byte[] next = "\n{\"op\":\"advance\",\"at_ms\":7}".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(next, 0, input, input.length - next.length, next.length);

        final ScenarioRun run = ScenarioRun.ofBytes(1, input);

        assertThat(run.only("error").get("message").textValue()).startsWith("line is too long");
        assertThat(run.output).endsWith("{\"event\":\"end\",\"at_ms\":7,\"lines\":2,\"errors\":1}\n");
    }

    @Test
    void shouldNameTheOpWhenItIsKnown() {
        final ScenarioRun run = ScenarioRun.of("nothing", "{'op':'join'}", "{'op':'no\\ud800\\n'}");

        assertThat(run.all("error").get(0).get("op").isNull()).isTrue();
        assertEquals("join", run.all("error").get(1).get("op").textValue());
        assertEquals("no\ud800\n", run.all("error").get(2).get("op").textValue());
    }

    @Test
    void shouldLetBeWhatItDoesNotKnow() {
        final ScenarioRun run =
                ScenarioRun.of("{'op':'socket.open','socket':'s1','colour':['blue'],'limits':{'later':1}}");

        assertThat(run.codes()).isEmpty();
        assertEquals(Scenario.DONE, run.status);
    }
}
