package dev.covey.linux;

import static dev.covey.linux.KnownDifference.FRAGMENTS;
import static dev.covey.linux.KnownDifference.OWN_ADDRESS;
import static dev.covey.linux.QueryFrame.DESTINATION;
import static dev.covey.linux.QueryFrame.FRAGMENT;
import static dev.covey.linux.QueryFrame.HOP_BY_HOP;
import static dev.covey.linux.QueryFrame.NO_NEXT;
import static dev.covey.linux.QueryFrame.extension;

import java.util.ArrayList;
import java.util.List;

/** Queries that only MLD knows, or that only IPv6 can bring in this way. */
final class MldQueryCases {
    private static final LiveFamily FAMILY = LiveFamily.IPV6;
    private static final byte[] ALERT = {5, 2, 0, 0, 1, 0};

    private final List<QueryCase> cases = new ArrayList<>();
    private final List<String> all = QueryComparison.allOf(FAMILY);

    static List<QueryCase> all() {
        final MldQueryCases cases = new MldQueryCases();
        cases.addSenders();
        cases.addHeaders();
        cases.addOptions();
        cases.addExtensions();
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
        add("from nobody", general().from("::"));
        add("group, from nobody", ask(1).from("::"));
        add("from a global address", general().from("2001:db8::1"));
        add("from a unique local address", general().from("fd00::1"));
        add("from loopback", general().from("::1"));
        add("from another link-local address", general().from("fe80::1234")).answered(all);
        add("from a link-local address of other bits", general().from("febf::1"))
                .answered(all);
        add("from the address of the host", general().from(FAMILY.host())).kernel(OWN_ADDRESS, all);
        add("from an IPv4 address in IPv6", general().from("::ffff:10.99.0.2"));
    }

    private void addHeaders() {
        add("hop limit 0", general().hopLimit(0));
        add("hop limit 2", general().hopLimit(2));
        add("hop limit 5", ask(1).hopLimit(5));
        add("hop limit 255", general().hopLimit(255));
        add("version 5", general().patch(0, 0x50));
        add("longer than the frame", general().patch(5, 0xff));
        add("no payload", general().patch(5, 0));
        add("cut before the end of its message", general().patch(5, 0x20));
        add("with a traffic class and a flow", general().patch(1, 0xc7)).answered(all);
        add("code of the message", general().icmpCode(1)).answered(all);
        add("to all hosts of the interface", general().to("ff01::1"));
        add("to all hosts of the site", general().to("ff05::1"));
        add("to another host", general().to("fe80::77"));
        add("group that stays in the host", QueryFrame.of(FAMILY, "ff01::99:1").to("ff02::1"));
        add("router solicitation", general().type(133));
        add("frame of VLAN 0", general().vlan(0)).answered(all);
    }

    private void addOptions() {
        final byte[] longAlert = {1, 4, 0, 0, 0, 0, 5, 2, 0, 0, 1, 0, 0, 0};
        add("no extension header", general().extensions());
        add("no router alert", general().extensions(extension(HOP_BY_HOP, (byte) 1, (byte) 4)));
        add(
                "router alert of another value",
                general()
                        .extensions(extension(HOP_BY_HOP, (byte) 5, (byte) 2, (byte) 0, (byte) 1, (byte) 1, (byte) 0)));
        add(
                "router alert of a wrong length",
                general()
                        .extensions(extension(HOP_BY_HOP, (byte) 5, (byte) 1, (byte) 0, (byte) 1, (byte) 1, (byte) 0)));
        add("router alert behind others", general().extensions(extension(HOP_BY_HOP, longAlert)))
                .answered(all);
        add("router alert in options for the destination", general().extensions(extension(DESTINATION, ALERT)));
        add("unknown option to be skipped", general().extensions(extension(HOP_BY_HOP, with(0x1e))))
                .answered(all);
        add("unknown option that discards", general().extensions(extension(HOP_BY_HOP, with(0x5e))));
        add("unknown option that discards and tells", general().extensions(extension(HOP_BY_HOP, with(0x9e))));
    }

    /** Router alert and an option of no data. */
    private static byte[] with(final int option) {
        return new byte[] {5, 2, 0, 0, (byte) option, 0};
    }

    private void addExtensions() {
        add(
                        "options for the destination too",
                        general().extensions(extension(HOP_BY_HOP, ALERT), extension(DESTINATION, new byte[] {1, 4})))
                .answered(all);
        add(
                        "options for the destination twice",
                        ask(1).extensions(
                                        extension(HOP_BY_HOP, ALERT),
                                        extension(DESTINATION, new byte[] {1, 4}),
                                        extension(DESTINATION, new byte[] {1, 4})))
                .answered(answer());
        add(
                "hop-by-hop options behind others",
                general().extensions(extension(DESTINATION, new byte[] {1, 4}), extension(HOP_BY_HOP, ALERT)));
        add(
                "hop-by-hop options twice",
                general().extensions(extension(HOP_BY_HOP, ALERT), extension(HOP_BY_HOP, ALERT)));
        add("no next header", general().extensions(extension(HOP_BY_HOP, ALERT), extension(NO_NEXT)));
    }

    private void addFragments() {
        cases.add(QueryCase.fragmented("two fragments", ask(1).fragments()).kernel(FRAGMENTS, answer()));
        cases.add(QueryCase.fragmented("first fragment", general().fragments().subList(0, 1)));
        cases.add(QueryCase.fragmented("last fragment", ask(2).fragments().subList(1, 2)));
        add(
                        "fragment that is the whole",
                        ask(1).extensions(extension(HOP_BY_HOP, ALERT), extension(FRAGMENT, new byte[] {0, 0, 0, 0, 0, 9
                        })))
                .kernel(FRAGMENTS, answer());
    }
}
