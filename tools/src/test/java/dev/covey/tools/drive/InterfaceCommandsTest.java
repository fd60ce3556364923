package dev.covey.tools.drive;

import static dev.covey.tools.drive.ScenarioRun.EM0;
import static dev.covey.tools.drive.ScenarioRun.JOIN;
import static dev.covey.tools.drive.ScenarioRun.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceCommandsTest {
    private static final String STATE = "{'op':'state'}";

    private static String add(final String fields) {
        return "{'op':'interface.add','interface':'em0','role':'host'," + fields + "}";
    }

    private static String set(final String fields) {
        return "{'op':'interface.set','interface':'em0'," + fields + "}";
    }

    private static JsonNode em0(final ScenarioRun run) {
        return run.only("state").get("interfaces").get("em0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"querier", "snooper", "proxy-upstream", "proxy-downstream"})
    void shouldNotSupportOtherRolesYet(final String role) {
        final ScenarioRun run = ScenarioRun.of(
                "{'op':'interface.add','interface':'p1','bridge':'br0','role':'" + role + "'}",
                EM0,
                set("'role':'" + role + "'"),
                set("'role':'host'"));

        assertThat(run.codes()).containsExactly("ENOTSUP", "ENOTSUP");
        assertEquals(Scenario.DONE, run.status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'bridge.set','bridge':'br0'}",
                "{'op':'router_port','interface':'em0','state':'auto'}",
                "{'op':'static','interface':'em0','group':'239.1.1.1'}",
                "{'op':'flush','interface':'em0'}",
                "{'op':'flush','bridge':'br0'}",
                "{'op':'forward','interface':'em0','group':'239.1.1.1','source':'10.0.0.1'}",
            })
    void shouldNotSupportTheOpsOfOtherRolesYet(final String line) {
        final ScenarioRun run = ScenarioRun.of(EM0, line);

        assertThat(run.codes()).containsExactly("ENOTSUP");
        assertEquals(Scenario.DONE, run.status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'igmp':4",
                "'igmp':-1",
                "'mld':3",
                "'mtu':67",
                "'mtu':70000",
                "'mtu':4294967296",
                "'ipv4':['239.1.1.1/24']",
                "'ipv4':['192.0.2.1/33']",
                "'ipv6':['ff02::1/64']",
                "'ipv6':['fe80::1/129']",
                "'config':{'robustness':0}",
                "'config':{'robustness':256}",
                "'config':{'query_interval_ms':-1}",
                "'config':{'query_interval_ms':9223372036854775807}",
                "'config':{'profile':'loose'}",
                "'config':{'dialect':'posix'}",
                "'config':{'max_groups':0}",
                "'config':{'robustnes':2}",
            })
    void shouldRefuseWhatIsOutOfRangeAndChangeNothing(final String fields) {
        final ScenarioRun run = ScenarioRun.of(add(fields), EM0, set(fields), STATE);
        final ScenarioRun without = ScenarioRun.of(EM0, STATE);

        assertThat(run.codes()).containsExactly("EINVAL", "EINVAL");
        assertEquals(em0(without), em0(run));
        assertEquals(Scenario.DONE, run.status);
    }

    @Test
    void shouldNameTheVariableThatItDoesNotKnow() {
        assertThat(ScenarioRun.of(add("'config':{'robustnes':2}"))
                        .only("error")
                        .get("message")
                        .textValue())
                .endsWith("name=robustnes");
    }

    @Test
    void shouldRefuseWhatIsThereAlreadyOrIsNotThere() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                EM0,
                "{'op':'interface.remove','interface':'em1'}",
                "{'op':'interface.set','interface':'em1','up':false}",
                "{'op':'state','interface':'em1'}",
                "{'op':'counters','interface':'em1'}",
                "{'op':'interface.remove','interface':'em0'}",
                "{'op':'interface.remove','interface':'em0'}");

        assertThat(run.codes()).containsExactly("EEXIST", "ENODEV", "ENODEV", "ENODEV", "ENODEV", "ENODEV");
    }

    @Test
    void shouldAcceptEveryVariableAndShowIt() {
        final String config = "'config':{'robustness':3,'query_interval_ms':60000,'query_response_interval_ms':5000,"
                + "'last_member_query_interval_ms':500,'last_member_query_count':4,'startup_query_count':5,"
                + "'startup_query_interval_ms':1500,'unsolicited_report_interval_ms':700,"
                + "'group_membership_interval_ms':100000,'fast_leave':true,'profile':'rfc-minimum',"
                + "'require_router_alert':false,'legacy_report_suppression':true,'minimum_robustness':1,"
                + "'report_link_local':false,'dialect':'linux','max_groups':10,'max_sources':20,"
                + "'startup_queries':false,'periodic_queries':false,'flood_unknown':false,'ssm_aware':false,"
                + "'older_version_querier_present_ms':9000,'leave_always':true,'lightweight':true,"
                + "'solicited_node_groups':false}";

        final ScenarioRun run = ScenarioRun.of(add(config), STATE);

        assertThat(run.codes()).isEmpty();
        final JsonNode variables = em0(run).get("variables");
        for (final String family : new String[] {"igmp", "mld"}) {
            assertThat(ScenarioRun.text(variables.get(family)))
                    .contains("'robustness':3,", "'query_interval_ms':60000,", "'query_response_interval_ms':5000,")
                    .contains("'last_member_query_interval_ms':500,", "'last_member_query_count':4,")
                    .contains("'startup_query_count':5,", "'startup_query_interval_ms':1500,")
                    .contains("'unsolicited_report_interval_ms':700,", "'group_membership_interval_ms':100000,")
                    .contains("'fast_leave':true,", "'profile':'rfc-minimum',", "'require_router_alert':false,")
                    .contains("'legacy_report_suppression':true,", "'minimum_robustness':1,")
                    .contains("'report_link_local':false,", "'dialect':'linux',", "'max_groups':10,")
                    .contains("'max_sources':20,", "'startup_queries':false,", "'periodic_queries':false,")
                    .contains("'flood_unknown':false,", "'ssm_aware':false,", "'leave_always':true,")
                    .contains("'older_version_querier_present_ms':9000,", "'lightweight':true,");
        }
    }

    @Test
    void shouldShowTheDefaultsOfTheRfc() {
        final JsonNode variables =
                em0(ScenarioRun.of(EM0, STATE)).get("variables").get("igmp");

        assertThat(ScenarioRun.text(variables))
                .contains("'robustness':2,", "'query_interval_ms':125000,", "'query_response_interval_ms':10000,")
                .contains("'group_membership_interval_ms':270000,", "'startup_query_interval_ms':31250,")
                .contains("'older_version_querier_present_ms':350000,", "'unsolicited_report_interval_ms':1000,");
    }

    @Test
    void shouldChangeOneFieldAndKeepTheOthers() {
        final ScenarioRun run = ScenarioRun.of(
                add("'ipv4':['192.0.2.10/24'],'igmp':2,'config':{'robustness':3}"),
                set("'up':false,'config':{'query_interval_ms':1000}"),
                STATE);

        assertEquals("false", em0(run).get("up").toString());
        assertEquals(2, em0(run).get("igmp_mode").intValue());
        final JsonNode variables = em0(run).get("variables").get("igmp");
        assertEquals(3, variables.get("robustness").intValue());
        assertEquals(1000, variables.get("query_interval_ms").intValue());
    }

    @Test
    void shouldReplaceAListByAList() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                set("'ipv4':['192.0.2.99/24']"),
                JOIN.replace("em0", "192.0.2.10"),
                JOIN.replace("em0", "192.0.2.99"));

        assertThat(run.codes()).containsExactly("EADDRNOTAVAIL");
    }

    @Test
    void shouldShowInterfacesAndGroupsInOrder() {
        final ScenarioRun run = ScenarioRun.of(
                EM0.replace("em0", "z"),
                EM0,
                S1,
                JOIN.replace("239.1.1.1", "239.1.1.10"),
                JOIN.replace("239.1.1.1", "239.1.1.9"),
                JOIN.replace("239.1.1.1", "ff15::1"),
                STATE,
                "{'op':'state','interface':'z'}");

        final JsonNode all = run.all("state").get(0).get("interfaces");
        assertThat(all.fieldNames()).toIterable().containsExactly("em0", "z");
        assertThat(all.get("em0").get("groups").fieldNames())
                .toIterable()
                .containsExactly("239.1.1.9", "239.1.1.10", "ff15::1");
        assertThat(run.all("state").get(1).get("interfaces").fieldNames())
                .toIterable()
                .containsExactly("z");
    }

    @Test
    void shouldShowTheMergedFilterOfAGroupAndItsSockets() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                S1.replace("s1", "s0"),
                "{'op':'set_filter','socket':'s1','interface':'em0','group':'239.1.1.1','mode':'exclude',"
                        + "'sources':['10.0.0.1','10.0.0.2']}",
                "{'op':'join_source','socket':'s0','interface':'em0','group':'239.1.1.1','source':'10.0.0.2'}",
                STATE);

        final JsonNode group = em0(run).get("groups").get("239.1.1.1");
        assertThat(group.fieldNames())
                .toIterable()
                .containsExactly("mode", "sources", "timer_ms", "static", "last_reporter", "version", "sockets");
        assertEquals("exclude", group.get("mode").textValue());
        assertEquals("[{'address':'10.0.0.1','timer_ms':null,'blocked':true}]", ScenarioRun.text(group.get("sources")));
        assertEquals("['s0','s1']", ScenarioRun.text(group.get("sockets")));
        assertTrue(group.get("timer_ms").isNull());
        assertEquals("false", group.get("static").toString());
    }

    @Test
    void shouldTellTheLinkFilterOfTheFirstAndTheLastMember() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                JOIN,
                JOIN.replace("239.1.1.1", "225.1.1.1"),
                "{'op':'leave','socket':'s1','interface':'em0','group':'239.1.1.1'}",
                "{'op':'leave','socket':'s1','interface':'em0','group':'225.1.1.1','at_ms':4}");

        assertThat(run.all("link_filter").stream()
                        .filter(event -> event.get("mac").textValue().endsWith("01:01:01"))
                        .map(ScenarioRun::text))
                .containsExactly(
                        "{'event':'link_filter','at_ms':0,'interface':'em0','mac':'01:00:5e:01:01:01','action':'add'}",
                        "{'event':'link_filter','at_ms':4,'interface':'em0','mac':'01:00:5e:01:01:01',"
                                + "'action':'remove'}");
    }

    @Test
    void shouldChangeNothingWhenAnInterfaceIsRefused() {
        final String end = "{'op':'advance','at_ms':5000}";

        final ScenarioRun run = ScenarioRun.of(
                add("'mtu':1"), add("'config':{'robustness':0}"), add("'ipv4':['239.1.1.1/24']"), EM0, S1, JOIN, end);
        final ScenarioRun without = ScenarioRun.of(EM0, S1, JOIN, end);

        assertThat(run.codes()).containsExactly("EINVAL", "EINVAL", "EINVAL");
        assertEquals(without.all("transmit"), run.all("transmit"));
        assertEquals(2, run.all("transmit").size());
    }

    /** What is in the hardware filter after each event; nothing is added twice or removed without being there. */
    private static List<String> filters(final ScenarioRun run) {
        final Set<String> filter = new TreeSet<>();
        return run.all("link_filter").stream()
                .map(event -> {
                    final String mac = event.get("mac").textValue();
                    final boolean isAdded = event.get("action").textValue().equals("add");
                    assertTrue(isAdded ? filter.add(mac) : filter.remove(mac), () -> mac + " in " + run.output);
                    assertEquals(mac.equals("01:00:00:00:00:00"), event.has("all_multicast"));
                    return String.join(" ", filter);
                })
                .toList();
    }

    @Test
    void shouldReceiveAllMulticastWhileTheFilterIsTooSmall() {
        final List<String> lines = new ArrayList<>(List.of(add("'config':{'max_link_addresses':2}"), S1));
        for (final String group :
                new String[] {"224.1.1.1", "225.1.1.1", "239.1.1.1", "239.1.1.2", "239.1.1.3", "ff05::1"}) {
            lines.add(JOIN.replace("239.1.1.1", group));
        }
        for (final String group : new String[] {"239.1.1.3", "224.1.1.1", "225.1.1.1", "239.1.1.1", "ff05::1"}) {
            lines.add(JOIN.replace("join", "leave").replace("239.1.1.1", group));
        }
        lines.add(set("'config':{'max_link_addresses':0}"));
        final String first = "01:00:5e:01:01:01";
        final String second = "01:00:5e:01:01:02";
        final String last = "33:33:00:00:00:01";
        final String all = "01:00:00:00:00:00";

        final ScenarioRun run = ScenarioRun.of(lines.toArray(String[]::new));

        assertThat(run.codes()).isEmpty();
        assertThat(filters(run)).startsWith(first, first + ' ' + second, all + ' ' + first + ' ' + second);
        assertThat(filters(run)).contains(all, all + ' ' + second + ' ' + last, second + ' ' + last);
        assertThat(filters(run)).endsWith(second, all + ' ' + second, all);
        assertEquals(
                List.of(
                        "{'event':'link_filter','at_ms':0,'interface':'em0','mac':'" + all
                                + "','action':'add','all_multicast':true}",
                        "{'event':'link_filter','at_ms':0,'interface':'em0','mac':'" + all
                                + "','action':'remove','all_multicast':true}",
                        "{'event':'link_filter','at_ms':0,'interface':'em0','mac':'" + all
                                + "','action':'add','all_multicast':true}"),
                run.all("link_filter").stream()
                        .filter(event -> event.has("all_multicast"))
                        .map(ScenarioRun::text)
                        .toList());
    }

    @Test
    void shouldTellAllMulticastWhenTheFilterIsMadeSmaller() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                S1,
                JOIN,
                JOIN.replace("239.1.1.1", "239.1.1.2"),
                set("'config':{'max_link_addresses':1}"),
                set("'config':{'max_link_addresses':2}"),
                set("'config':{'max_link_addresses':0}"),
                set("'config':{'max_link_addresses':null}"));

        assertThat(run.codes()).isEmpty();
        assertThat(filters(run)).endsWith("01:00:5e:01:01:01 01:00:5e:01:01:02");
        assertEquals(
                4,
                run.all("link_filter").stream()
                        .filter(event -> event.has("all_multicast"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource({
        "robustness, 4294967297, 1, 255",
        "robustness, 0, 1, 255",
        "minimum_robustness, 8, 1, 7",
        "query_interval_ms, 0, 1, 31744000",
        "query_interval_ms, 31744001, 1, 31744000",
        "query_response_interval_ms, -1, 0, 31744000",
        "unsolicited_report_interval_ms, 0, 1, 31744000",
        "older_version_querier_present_ms, 9223372036854775807, 0, 31744000",
        "group_membership_interval_ms, 0, 1, 8094720000",
        "other_querier_present_interval_ms, 0, 1, 8094720000",
        "older_host_present_interval_ms, 0, 1, 8094720000",
        "startup_query_interval_ms, 0, 1, 31744000",
        "startup_query_count, 256, 1, 255",
        "last_member_query_count, 0, 1, 255",
        "last_member_query_interval_ms, 0, 1, 31744000",
        "max_groups, 4294967297, 1, 2147483647",
        "max_sources, 0, 1, 2147483647",
        "max_link_addresses, -1, 0, 2147483647",
    })
    void shouldNameAVariableOutOfRangeAsTheScenarioDoes(
            final String name, final String value, final String minimum, final String maximum) {
        final ScenarioRun run = ScenarioRun.of(add("'config':{'" + name + "':" + value + "}"));

        assertThat(run.codes()).containsExactly("EINVAL");
        assertEquals(
                "out of range: " + name + '=' + value + ", minimum=" + minimum + ", maximum=" + maximum,
                run.only("error").get("message").textValue());
        assertThat(ScenarioRun.of(
                                add("'config':{'" + name + "':" + minimum + "}"),
                                set("'config':{'" + name + "':" + maximum + "}"))
                        .codes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"igmp, 4294967299", "mld, -1", "mtu, 4294967296"})
    void shouldNameAFieldOutOfRangeWithItsValue(final String name, final String value) {
        assertThat(ScenarioRun.of(add("'" + name + "':" + value))
                        .only("error")
                        .get("message")
                        .textValue())
                .startsWith("out of range: " + name + '=' + value + ',');
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "33:33:00:00:00:01", "03:00:00:00:00:01"})
    void shouldRefuseALinkLayerAddressOfMany(final String mac) {
        final ScenarioRun run = ScenarioRun.of(add("'mac':'" + mac + "'"), EM0, set("'mac':'" + mac + "'"));

        assertThat(run.codes()).containsExactly("EINVAL", "EINVAL");
        assertThat(run.all("error").get(0).get("message").textValue()).endsWith("mac=" + mac);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'igmp':3                                                                       | 350000 | 260000",
                "'igmp':2                                                                       | 400000 | 260000",
                "'igmp':2,'config':{'older_version_querier_present_ms':0}                       | 400000 | 260000",
                "'igmp':2,'config':{'older_version_querier_present_ms':7000}                    | 7000   | 7000",
                "'config':{'robustness':3,'query_interval_ms':10000}                            | 130000 | 40000",
                "'config':{'query_interval_ms':10000,'query_response_interval_ms':500}          | 25000  | 20500",
            })
    void shouldShowHowLongAnOlderQuerierCounts(final String fields, final long igmpMs, final long mldMs) {
        final JsonNode variables = em0(ScenarioRun.of(add(fields), STATE)).get("variables");

        assertEquals(
                igmpMs,
                variables.get("igmp").get("older_version_querier_present_ms").longValue());
        assertEquals(
                mldMs,
                variables.get("mld").get("older_version_querier_present_ms").longValue());
    }
}
