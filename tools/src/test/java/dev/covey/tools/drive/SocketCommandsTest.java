package dev.covey.tools.drive;

import static dev.covey.tools.drive.ScenarioRun.EM0;
import static dev.covey.tools.drive.ScenarioRun.JOIN;
import static dev.covey.tools.drive.ScenarioRun.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketCommandsTest {
    private static final String OF_S1 = "'socket':'s1','interface':'em0','group':'239.1.1.1'";
    private static final String LEAVE = "{'op':'leave'," + OF_S1 + "}";
    private static final String GET = "{'op':'get_filter'," + OF_S1 + "}";
    private static final String REMOVE = "{'op':'interface.remove','interface':'em0'}";
    private static final String DELIVER =
            "{'op':'deliver','interface':'em0','group':'239.1.1.1','source':'198.51.100.7'}";

    private static String filter(final String mode, final String... sources) {
        final StringBuilder list = new StringBuilder();
        for (final String source : sources) {
            list.append(list.isEmpty() ? "'" : ",'").append(source).append('\'');
        }
        return "{'op':'set_filter'," + OF_S1 + ",'mode':'" + mode + "','sources':[" + list + "]}";
    }

    private static String source(final String op, final String source) {
        return "{'op':'" + op + "'," + OF_S1 + ",'source':'" + source + "'}";
    }

    private static ScenarioRun run(final String... lines) {
        final List<String> all = new ArrayList<>(List.of(EM0, S1));
        all.addAll(List.of(lines));
        return ScenarioRun.of(all.toArray(String[]::new));
    }

    private static String filterOf(final ScenarioRun run) {
        final JsonNode event = run.only("filter");
        return event.get("mode").textValue() + event.get("sources").toString().replace('"', '\'');
    }

    @Test
    void shouldPrintTheWholeFilter() {
        assertEquals(
                "{'event':'filter','at_ms':7,'socket':'s1','interface':'em0','group':'239.1.1.1','mode':'exclude',"
                        + "'sources':['10.0.0.9','10.0.0.10']}",
                ScenarioRun.text(
                        run(filter("exclude", "10.0.0.10", "10.0.0.9", "10.0.0.10"), GET.replace("{", "{'at_ms':7,"))
                                .only("filter")));
    }

    @Test
    void shouldJoinAndLeaveSourcesOneByOne() {
        final ScenarioRun run = run(
                source("join_source", "10.0.0.1"),
                source("join_source", "10.0.0.2"),
                source("join_source", "10.0.0.2"),
                source("leave_source", "10.0.0.1"),
                GET,
                source("leave_source", "10.0.0.2"),
                GET);

        assertEquals("include['10.0.0.2']", filterOf(run));
        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL", "EADDRNOTAVAIL");
        assertEquals(Scenario.DONE, run.status);
    }

    @Test
    void shouldBlockAndUnblockSources() {
        final ScenarioRun run = run(
                JOIN,
                source("block_source", "10.0.0.1"),
                source("block_source", "10.0.0.2"),
                source("unblock_source", "10.0.0.1"),
                GET);

        assertEquals("exclude['10.0.0.2']", filterOf(run));
        assertThat(run.codes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "freebsd | EINVAL        | include['10.0.0.1']",
                "linux   | EADDRINUSE    | include['10.0.0.1']",
            })
    void shouldAnswerInTheDialectOfTheInterface(final String dialect, final String code, final String filter) {
        final ScenarioRun run = run(
                "{'op':'interface.set','interface':'em0','config':{'dialect':'" + dialect + "'}}",
                source("join_source", "10.0.0.1"),
                JOIN,
                GET);

        assertThat(run.codes()).containsExactly(code);
        assertEquals(filter, filterOf(run));
    }

    @Test
    void shouldRefuseWhatIsNotPossible() {
        assertThat(run(JOIN, JOIN).codes()).containsExactly("EADDRINUSE");
        assertThat(run(LEAVE).codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run(GET).codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run(S1).codes()).containsExactly("EEXIST");
        assertThat(run(JOIN.replace("s1", "s2")).codes()).containsExactly("EBADF");
        assertThat(run("{'op':'socket.close','socket':'s2'}").codes()).containsExactly("EBADF");
        assertThat(run(JOIN.replace("em0", "em1")).codes()).containsExactly("ENODEV");
        assertThat(run(DELIVER.replace("em0", "em1")).codes()).containsExactly("ENODEV");
        assertThat(run(JOIN.replace("em0", "192.0.2.11")).codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run(JOIN.replace("239.1.1.1", "10.1.1.1")).codes()).containsExactly("EINVAL");
        assertThat(run(source("join_source", "239.1.1.2")).codes()).containsExactly("EINVAL");
        assertThat(run(source("join_source", "fe80::1")).codes()).containsExactly("EINVAL");
    }

    @Test
    void shouldSucceedOfItsOwnWhenARefusalIsNoMalformedLine() {
        assertEquals(Scenario.DONE, run(LEAVE, JOIN.replace("em0", "em1")).status);
    }

    @Test
    void shouldNameTheLimitThatIsReachedWithItsValue() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                "{'op':'socket.open','socket':'s1','limits':{'max_groups':1,'max_sources':2}}",
                JOIN,
                JOIN.replace("239.1.1.1", "239.1.1.2"),
                filter("include", "10.0.0.1", "10.0.0.2"),
                filter("include", "10.0.0.1", "10.0.0.2", "10.0.0.3"),
                GET);

        assertThat(run.codes()).containsExactly("ENOBUFS", "ENOBUFS");
        assertThat(run.all("error").get(0).get("message").textValue()).contains("max_groups=1 of the socket");
        assertThat(run.all("error").get(1).get("message").textValue()).contains("max_sources=2 of the socket");
        assertEquals("include['10.0.0.1','10.0.0.2']", filterOf(run));
    }

    @Test
    void shouldRefuseALimitThatIsNone() {
        assertThat(run("{'op':'socket.open','socket':'s2','limits':{'max_groups':0}}")
                        .codes())
                .containsExactly("EINVAL");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.10, 239.1.1.1", "fe80::10, ff15::1", "0.0.0.0, 239.1.1.1", "::, ff15::1"})
    void shouldFindTheInterfaceByItsAddress(final String address, final String group) {
        final ScenarioRun run =
                run(JOIN.replace("em0", address).replace("239.1.1.1", group), GET.replace("239.1.1.1", group));

        assertEquals("exclude[]", filterOf(run));
    }

    @Test
    void shouldChooseAnInterfaceWhenNoneIsNamed() {
        final ScenarioRun run = run("{'op':'join','socket':'s1','group':'239.1.1.1'}", GET);

        assertEquals("exclude[]", filterOf(run));
        assertThat(ScenarioRun.of(S1, "{'op':'join','socket':'s1','group':'239.1.1.1'}")
                        .codes())
                .containsExactly("EADDRNOTAVAIL");
    }

    @Test
    void shouldLeaveWhereItIsAMemberWhenNoInterfaceIsNamed() {
        final ScenarioRun run = run(
                EM0.replace("em0", "em1").replace("192.0.2.10", "192.0.2.11"),
                JOIN.replace("em0", "em1"),
                "{'op':'leave','socket':'s1','group':'239.1.1.1'}",
                GET.replace("em0", "em1"),
                JOIN,
                REMOVE,
                "{'op':'leave','socket':'s1','interface':'192.0.2.10','group':'239.1.1.1'}",
                GET);

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL", "EADDRNOTAVAIL");
        assertThat(run.all("error"))
                .allSatisfy(error -> assertEquals("get_filter", error.get("op").textValue()));
    }

    @Test
    void shouldDeliverToMembersThatLetTheSourceThroughInOrderOfTheirNames() {
        final ScenarioRun run = run(
                "{'op':'socket.open','socket':'b'}",
                "{'op':'socket.open','socket':'a'}",
                JOIN,
                JOIN.replace("s1", "b"),
                filter("exclude", "198.51.100.7").replace("s1", "a"),
                "{'op':'deliver','interface':'em0','group':'239.1.1.1','source':'198.51.100.7','at_ms':3}",
                "{'op':'deliver','interface':'em0','group':'239.1.1.1','source':'198.51.100.8'}",
                "{'op':'deliver','interface':'em0','group':'239.1.1.2','source':'198.51.100.8'}");

        assertEquals(
                "{'event':'delivered','at_ms':3,'sockets':['b','s1']}",
                ScenarioRun.text(run.all("delivered").get(0)));
        assertEquals(
                "['a','b','s1']", ScenarioRun.text(run.all("delivered").get(1).get("sockets")));
        assertEquals("[]", ScenarioRun.text(run.all("delivered").get(2).get("sockets")));
    }

    @Test
    void shouldDeliverToMoreSocketsThanWereExpected() {
        final List<String> lines = new ArrayList<>(List.of(EM0));
        for (int i = 0; i < 2_000; i++) {
            lines.add(S1.replace("s1", "s" + i));
            lines.add(JOIN.replace("s1", "s" + i));
        }
        lines.add(DELIVER);

        final ScenarioRun run = ScenarioRun.of(lines.toArray(String[]::new));

        assertEquals(2_000, run.only("delivered").get("sockets").size());
    }

    @Test
    void shouldLeaveByTheOldNameOnceWhenTheInterfaceIsGone() {
        final ScenarioRun run = run(JOIN, REMOVE, DELIVER, GET, LEAVE, LEAVE, JOIN);

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL", "ENODEV");
        assertEquals("exclude[]", filterOf(run));
        assertEquals("[]", ScenarioRun.text(run.only("delivered").get("sockets")));
    }

    @Test
    void shouldLeaveTheNewInterfaceFirstWhenTheNameIsUsedAgain() {
        final ScenarioRun run = run(JOIN, REMOVE, EM0, DELIVER, JOIN, DELIVER, LEAVE, DELIVER, LEAVE, LEAVE);

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run.all("delivered"))
                .extracting(event -> ScenarioRun.text(event.get("sockets")))
                .containsExactly("[]", "['s1']", "[]");
    }

    @Test
    void shouldLeaveTheOldInterfaceByAFilterOfNothingAndByItsLastSource() {
        assertThat(run(JOIN, REMOVE, filter("include"), LEAVE).codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run(JOIN, REMOVE, EM0, filter("include"), LEAVE).codes()).containsExactly("EADDRNOTAVAIL");
    }

    @Test
    void shouldForgetMembershipsWhenTheSocketCloses() {
        final ScenarioRun run = run(
                JOIN,
                REMOVE,
                EM0,
                JOIN,
                "{'op':'socket.close','socket':'s1'}",
                DELIVER,
                S1,
                LEAVE,
                "{'op':'socket.close','socket':'s1'}",
                REMOVE,
                "{'op':'audit'}");

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL");
        assertEquals("[]", ScenarioRun.text(run.only("delivered").get("sockets")));
        final JsonNode audit = run.only("audit");
        assertThat(audit.get("live").elements()).toIterable().allSatisfy(count -> assertEquals(0, count.intValue()));
        assertEquals(0, audit.get("leaked").intValue() + audit.get("mismatched").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'interface':'198.51.100.10',"})
    void shouldFindTheMembershipWhenNoInterfaceIsNamed(final String choice) {
        final String of = "'socket':'s1'," + choice + "'group':'239.1.1.1'";
        final ScenarioRun run = run(
                EM0.replace("em0", "em1").replace("192.0.2.10", "198.51.100.10"),
                JOIN.replace("em0", "em1"),
                "{'op':'block_source'," + of + ",'source':'10.0.0.1'}",
                "{'op':'block_source'," + of + ",'source':'10.0.0.2'}",
                "{'op':'unblock_source'," + of + ",'source':'10.0.0.1'}",
                "{'op':'get_filter'," + of + "}",
                "{'op':'leave'," + of + "}",
                GET.replace("em0", "em1"));

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL");
        assertEquals("exclude['10.0.0.2']", filterOf(run));
        assertEquals("em1", run.only("filter").get("interface").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave_source", "set_filter"})
    void shouldFindTheMembershipOfSourcesWhenNoInterfaceIsNamed(final String op) {
        final ScenarioRun run = run(
                EM0.replace("em0", "em1").replace("192.0.2.10", "198.51.100.10"),
                source("join_source", "10.0.0.1").replace("em0", "em1"),
                "{'op':'" + op + "','socket':'s1','group':'239.1.1.1','source':'10.0.0.1','mode':'include',"
                        + "'sources':[]}",
                GET.replace("em0", "em1"));

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL");
        assertThat(run.only("error").get("op").textValue()).isEqualTo("get_filter");
    }

    @Test
    void shouldNameTheLimitOfTheInterface() {
        final ScenarioRun run = run(
                "{'op':'interface.set','interface':'em0','config':{'max_groups':1,'max_sources':1}}",
                JOIN,
                JOIN.replace("239.1.1.1", "239.1.1.2"),
                filter("include", "10.0.0.1", "10.0.0.2"));

        assertThat(run.codes()).containsExactly("ENOBUFS", "ENOBUFS");
        assertThat(run.all("error").get(0).get("message").textValue()).contains("max_groups=1 of the interface");
        assertThat(run.all("error").get(1).get("message").textValue()).contains("max_sources=1 of the interface");
    }

    private static String[] sources(final int count) {
        final String[] sources = new String[count];
        for (int i = 0; i < count; i++) {
            sources[i] = "10." + (i >> 16) + '.' + (i >> 8 & 0xff) + '.' + (i & 0xff);
        }
        return sources;
    }

    @Test
    void shouldNameTheLimitOfAFilterThatIsLongerThanACommand() {
        final String[] sources = sources((1 << 18) + 1);
        final String open = "{'op':'socket.open','socket':'s1','limits':{'max_sources':5}}";
        final String[] same = sources.clone();
        Arrays.fill(same, "10.0.0.1");

        final ScenarioRun engine = run(filter("exclude", sources), filter("exclude", same), GET);
        final ScenarioRun socket = ScenarioRun.of(EM0, open, filter("include", sources));

        assertThat(engine.codes()).containsExactly("ENOBUFS");
        assertThat(engine.only("error").get("message").textValue()).contains("max_sources=262144 of the socket");
        assertEquals("exclude['10.0.0.1']", filterOf(engine));
        assertThat(socket.codes()).containsExactly("ENOBUFS");
        assertThat(socket.only("error").get("message").textValue()).contains("max_sources=5 of the socket");
    }
}
