package dev.covey.linux;

import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_INCLUDE;
import static dev.covey.linux.KnownDifference.ANOTHER_GROUP;
import static dev.covey.linux.KnownDifference.GENERAL_TO_A_GROUP;
import static dev.covey.linux.KnownDifference.SOURCES_OF_EXCLUDE;

import java.util.ArrayList;
import java.util.List;

/** Queries of the newest version that the kernel and we are shown, in both families. */
final class QueryCases {
    private static final int ABSENT = 7;

    private final LiveFamily family;
    private final List<QueryCase> cases = new ArrayList<>();
    private final List<String> all;

    private QueryCases(final LiveFamily family) {
        this.family = family;
        this.all = QueryComparison.allOf(family);
    }

    /** What both families have. */
    static List<QueryCase> of(final LiveFamily family) {
        final QueryCases cases = new QueryCases(family);
        cases.addGeneral();
        cases.addBroken();
        cases.addSourceAddresses();
        cases.addDestinations();
        cases.addGroups();
        cases.addSources();
        cases.addSequences();
        return cases.cases;
    }

    static String isExclude(final LiveFamily family, final int group, final int... sources) {
        return ReportReader.record(MODE_IS_EXCLUDE, family.group(group), family.sources(sources));
    }

    static String isInclude(final LiveFamily family, final int group, final int... sources) {
        return ReportReader.record(MODE_IS_INCLUDE, family.group(group), family.sources(sources));
    }

    private String isExclude(final int group, final int... sources) {
        return isExclude(family, group, sources);
    }

    private String isInclude(final int group, final int... sources) {
        return isInclude(family, group, sources);
    }

    private QueryFrame general() {
        return QueryFrame.general(family);
    }

    /** A query about a group, by its number, and sources by theirs. */
    private QueryFrame ask(final int group, final int... sources) {
        return QueryFrame.of(
                family, family.group(group), family.sources(sources).toArray(new String[0]));
    }

    private QueryCase add(final String name, final QueryFrame... queries) {
        final QueryCase query = new QueryCase(name, queries);
        cases.add(query);
        return query;
    }

    private void addGeneral() {
        add("general query", general()).answered(all);
        add("general query with the S flag", general().flags(8 | 2)).answered(all);
        add("general query with robustness 0", general().flags(0)).answered(all);
        add("general query with robustness 7", general().flags(7)).answered(all);
        add("general query with robustness 1", general().flags(1)).answered(all);
        add("general query with interval 0", general().intervalCode(0)).answered(all);
        add("general query with an interval of an exponent", general().intervalCode(0x91))
                .answered(all);
        add("general query with the longest interval", general().intervalCode(0xff))
                .answered(all);
        add("general query to be answered at once", general().maxResponseCode(0))
                .answered(all);
        add("general query with reserved bits", general().flags(0x70 | 2)).answered(all);
        add("general query with the extension flag", general().flags(0x80 | 2)).answered(all);
        add("general query with octets behind it", general().trailing(1, 2, 3, 4))
                .answered(all);
        add("general query with an odd number of octets behind it", general().trailing(9, 8, 7))
                .answered(all);
        add("general query in a padded frame", general().padding(18)).answered(all);
    }

    private void addBroken() {
        final int length = family.isIpv6() ? 24 : 8;
        add("wrong checksum", general().badChecksum());
        add("wrong checksum of a query about a group", ask(1).badChecksum());
        for (int octets = 1; octets < 4; octets++) {
            add("message of " + (length + octets) + " octets", general().messageLength(length + octets));
        }
        add("message of 4 octets", general().messageLength(4));
        add("message of " + (length - 1) + " octets", general().messageLength(length - 1));
        add("query about a group cut before its sources are counted", ask(1).messageLength(length + 2));
        add(
                "general query with a source",
                QueryFrame.of(family, zero(), family.source(1)).to(family.allSystems()));
        add("general query that lies of a source", general().numberOfSources(1));
        add("query that lies of a source", ask(2).numberOfSources(1));
        add("query with one source of two", ask(2, 1).numberOfSources(2));
        add("query that lies of 65,535 sources", ask(2, 1).numberOfSources(0xffff));
        add(
                "query that lies of so many sources that 16 bits overflow",
                ask(2, 1).numberOfSources(16_384));
        add("message of no known type", general().type(family.isIpv6() ? 200 : 0x44));
        add("frame to another host of the link", general().mac("0200000000cc"));
        add("frame of a VLAN on top of the link", general().vlan(5));
    }

    private String zero() {
        return family.isIpv6() ? "::" : "0.0.0.0";
    }

    private void addSourceAddresses() {
        add("from a multicast address", general().from(family.group(2)));
    }

    private void addDestinations() {
        add("general query to the host alone", general().to(family.host())).answered(all);
        add("general query to a group that is joined", general().to(family.group(1)))
                .kernel(GENERAL_TO_A_GROUP, all);
        add("general query to a group that is not joined", general().to(family.group(ABSENT)));
        add("general query to the routers", general().to(family.allRouters()));
        add("query about a group to all systems", ask(1).to(family.allSystems()))
                .answered(isExclude(1));
        add("query about a group to the host alone", ask(1).to(family.host())).answered(isExclude(1));
        add("query about a group to another one", ask(1).to(family.group(2))).kernel(ANOTHER_GROUP, isExclude(1));
        add("query about a group to one that is not joined", ask(1).to(family.group(ABSENT)));
        add("query about sources to the host alone", ask(2, 1).to(family.host()))
                .answered(isInclude(2, 1));
    }

    private void addGroups() {
        final List<String> both = family.sources(1, 2);
        add("group for any source", ask(1)).answered(isExclude(1));
        add("group for two sources", ask(2)).answered(isInclude(2, 1, 2));
        add("group without two sources", ask(3)).answered(isExclude(3, 1, 2));
        add("source-specific group", QueryFrame.of(family, family.sourceSpecific()))
                .answered(ReportReader.record(MODE_IS_INCLUDE, family.sourceSpecific(), both));
        add("group that stays on the link", QueryFrame.of(family, family.linkLocal()))
                .answered(ReportReader.record(MODE_IS_EXCLUDE, family.linkLocal(), List.of()));
        add("group that is not joined", ask(ABSENT));
        add("group of all systems", QueryFrame.of(family, family.allSystems()));
        add("group that is none", QueryFrame.of(family, family.source(1)).to(family.allSystems()));
        add("group to be answered at once", ask(1).maxResponseCode(0)).answered(isExclude(1));
        add("group with the S flag", ask(1).flags(8 | 2)).answered(isExclude(1));
        add("group with octets behind the query", ask(1).trailing(0, 0, 0, 0)).answered(isExclude(1));
        add("group with robustness 0 and interval 0", ask(1).flags(0).intervalCode(0))
                .answered(isExclude(1));
    }

    private void addSources() {
        add("one source of two and a strange one", ask(2, 1, 8)).answered(isInclude(2, 1));
        add("both sources and a strange one", ask(2, 1, 2, 8)).answered(isInclude(2, 1, 2));
        add("strange sources only", ask(2, 7, 8));
        add("the same source twice", ask(2, 1, 1)).answered(isInclude(2, 1));
        add("sources with the S flag", ask(2, 2).flags(8 | 2)).answered(isInclude(2, 2));
        add("sources with octets behind them", ask(2, 1).trailing(1, 2, 3, 4)).answered(isInclude(2, 1));
        add("more octets than sources are said to have", ask(2, 1, 2).numberOfSources(1))
                .answered(isInclude(2, 1));
        add("sources of a source-specific group", QueryFrame.of(family, family.sourceSpecific(), family.source(2)))
                .answered(ReportReader.record(MODE_IS_INCLUDE, family.sourceSpecific(), List.of(family.source(2))));
        add("sources of a group that is not joined", ask(ABSENT, 1));
        add("source of a group for any source", ask(1, 8))
                .answered(isInclude(1, 8))
                .kernel(SOURCES_OF_EXCLUDE, isExclude(1));
        add("source that is excluded and one that is not", ask(3, 1, 8))
                .answered(isInclude(3, 8))
                .kernel(SOURCES_OF_EXCLUDE, isExclude(3, 1, 2));
        add("sources that are excluded", ask(3, 1, 2));
        add(
                        "source that is a group, and one that is none",
                        QueryFrame.of(family, family.group(2), family.group(5), family.source(1)))
                .answered(isInclude(2, 1));
        add(
                        "source that is a group, of a group for any source",
                        QueryFrame.of(family, family.group(1), family.group(5)))
                .kernel(SOURCES_OF_EXCLUDE, isExclude(1));
    }

    private void addSequences() {
        final int second = family.isIpv6() ? 1_000 : 10;
        final int long40 = family.isIpv6() ? 0x81ff : 0x8f;
        add("long time to answer, then a short one", ask(1).maxResponseCode(long40), ask(1))
                .answered(isExclude(1));
        add("sources, then the group", ask(2, 1).maxResponseCode(second), ask(2).maxResponseCode(second))
                .answered(isInclude(2, 1, 2))
                .within(1_020);
        add(
                        "a source, then another",
                        ask(2, 1).maxResponseCode(second),
                        ask(2, 2).maxResponseCode(second))
                .answered(isInclude(2, 1, 2))
                .within(1_020);
        add(
                        "the group, then a source",
                        ask(2).maxResponseCode(second),
                        ask(2, 1).maxResponseCode(second))
                .answered(isInclude(2, 1, 2))
                .within(1_020);
        add("two groups", ask(1), ask(2)).answered(isExclude(1), isInclude(2, 1, 2));
        add("a broken query, then a right one", ask(1).badChecksum(), ask(1)).answered(isExclude(1));
    }
}
