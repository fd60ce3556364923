package dev.covey.linux;

import static dev.covey.linux.KnownDifference.BROADCAST;
import static dev.covey.linux.KnownDifference.FRAGMENTS;
import static dev.covey.linux.KnownDifference.NO_ROUTER_ALERT;
import static dev.covey.linux.KnownDifference.ROUTER_ALERT_VALUE;
import static dev.covey.linux.KnownDifference.TIME_TO_LIVE;

import java.util.ArrayList;
import java.util.List;

/** Queries that only IGMP knows, or that only IPv4 can bring in this way. */
final class IgmpQueryCases {
    private static final LiveFamily FAMILY = LiveFamily.IPV4;

    private final List<QueryCase> cases = new ArrayList<>();
    private final List<String> all = QueryComparison.allOf(FAMILY);

    static List<QueryCase> all() {
        final IgmpQueryCases cases = new IgmpQueryCases();
        cases.addSenders();
        cases.addHeaders();
        cases.addOptions();
        cases.addFragments();
        return cases.cases;
    }

    private static QueryFrame general() {
        return QueryFrame.general(FAMILY);
    }

    private static QueryFrame ask(final int group) {
        return QueryFrame.of(FAMILY, FAMILY.group(group));
    }

    private static String answer() {
        return QueryCases.isExclude(FAMILY, 1);
    }

    private QueryCase add(final String name, final QueryFrame... queries) {
        final QueryCase query = new QueryCase(name, queries);
        cases.add(query);
        return query;
    }

    private void addSenders() {
        add("from nobody", general().from("0.0.0.0")).answered(all);
        add("group, from nobody", ask(1).from("0.0.0.0")).answered(answer());
        add("from another subnet", general().from("10.55.0.1")).answered(all);
        add("from a link-local address", general().from("169.254.1.1")).answered(all);
        add("from loopback", general().from("127.0.0.1"));
        add("from the limited broadcast address", general().from("255.255.255.255"));
        add("from the broadcast address of the subnet", general().from("10.99.0.255"))
                .answered(all);
        add("from the address of the host", general().from(FAMILY.host()));
        add("from net 0", general().from("0.0.0.5")).answered(all);
        add("from a reserved address", general().from("240.0.0.1")).answered(all);
    }

    private void addHeaders() {
        add("time to live 0", general().hopLimit(0)).kernel(TIME_TO_LIVE, all);
        add("time to live 2", general().hopLimit(2)).kernel(TIME_TO_LIVE, all);
        add("time to live 5", ask(1).hopLimit(5)).kernel(TIME_TO_LIVE, answer());
        add("time to live 255", general().hopLimit(255)).kernel(TIME_TO_LIVE, all);
        add("wrong checksum of the header", general().badHeaderChecksum());
        add("version 5", general().patch(0, 0x56));
        add("header of 16 octets", general().patch(0, 0x44));
        add("header longer than the packet", general().patch(0, 0x4f));
        add("longer than the frame", general().patch(3, 0xff));
        add("shorter than its header", general().patch(3, 0x10));
        add("cut before the end of its message", general().patch(3, 0x20));
        add("normal type of service", general().patch(1, 0)).answered(all);
        add("not to be fragmented", general().patch(6, 0x40)).answered(all);
        add("with the reserved flag", general().patch(6, 0x80)).answered(all);
        add("another protocol", general().patch(9, 103));
        add("to all hosts by broadcast", general().to("255.255.255.255")).kernel(BROADCAST, all);
        add("to a broadcast address of the link", general().mac("ffffffffffff")).answered(all);
        add("group address to a broadcast address of the link", ask(1).mac("ffffffffffff"))
                .answered(answer());
        add("to another host", general().to("10.99.0.77"));
        add("code in the header of an unknown type", general().type(0x12));
        add("frame of VLAN 0", general().vlan(0)).answered(all);
    }

    private void addOptions() {
        add("no option", general().options()).kernel(NO_ROUTER_ALERT, all);
        add("no option, group", ask(1).options()).kernel(NO_ROUTER_ALERT, answer());
        add("options that do nothing", general().options(1, 1, 1, 0)).kernel(NO_ROUTER_ALERT, all);
        add("router alert behind others", general().options(1, 1, 1, 1, 0x94, 4, 0, 0))
                .answered(all);
        add("router alert of another value", general().options(0x94, 4, 0, 1)).kernel(ROUTER_ALERT_VALUE, all);
        add("router alert twice", general().options(0x94, 4, 0, 0, 0x94, 4, 0, 0))
                .answered(all);
        add("router alert cut", general().options(1, 1, 0x94, 4));
        add("router alert of a wrong length", general().options(0x94, 3, 0, 0));
        add("option of length 0", general().options(0x94, 4, 0, 0, 7, 0, 0, 0));
        add("unknown option behind router alert", general().options(0x94, 4, 0, 0, 0x9e, 4, 0, 0))
                .answered(all);
        add("end of options before router alert", general().options(0, 0, 0, 0, 0x94, 4, 0, 0))
                .kernel(NO_ROUTER_ALERT, all);
    }

    private void addFragments() {
        cases.add(QueryCase.fragmented("two fragments", ask(1).fragments()).kernel(FRAGMENTS, answer()));
        cases.add(QueryCase.fragmented("first fragment", general().fragments().subList(0, 1)));
        cases.add(QueryCase.fragmented("last fragment", ask(2).fragments().subList(1, 2)));
    }
}
