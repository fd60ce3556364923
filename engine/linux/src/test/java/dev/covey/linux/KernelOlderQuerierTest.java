package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.linux.KnownDifference.OLDER_GROUP_QUERY;
import static dev.covey.linux.KnownDifference.OLDER_QUERIER_TIME;
import static dev.covey.linux.KnownDifference.OLDER_SOURCE_SPECIFIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our host beside one of the kernel where an older querier is on the link: IGMPv1, IGMPv2, MLDv1. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelOlderQuerierTest {
    private static final int LAST = 4;
    private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private static MessageKind reportKind(final LiveFamily family) {
        return family.isIpv6() ? MessageKind.MLD_V1_REPORT : MessageKind.V2_REPORT;
    }

    private static MessageKind leaveKind(final LiveFamily family) {
        return family.isIpv6() ? MessageKind.MLD_DONE : MessageKind.LEAVE;
    }

    /** Reports of all groups but that of the source-specific range. */
    private static List<String> ours(final LiveFamily family, final MessageKind kind) {
        return List.of(
                ReportReader.message(kind, family.group(1)),
                ReportReader.message(kind, family.group(2)),
                ReportReader.message(kind, family.group(3)),
                ReportReader.message(kind, family.linkLocal()));
    }

    private static List<String> kernels(final LiveFamily family, final MessageKind kind) {
        final List<String> words = new ArrayList<>(ours(family, kind));
        words.add(ReportReader.message(kind, family.sourceSpecific()));
        return words.stream().sorted().toList();
    }

    private static QueryFrame ask(final LiveFamily family, final int group) {
        return QueryFrame.of(family, family.group(group));
    }

    /** What another host on the link says. */
    private static QueryFrame report(final LiveFamily family, final int group) {
        return ask(family, group)
                .older()
                .type(family.isIpv6() ? 131 : 0x16)
                .maxResponseCode(0)
                .from(family.isIpv6() ? "fe80::cc" : "10.99.0.3");
    }

    /** Seconds, as an older query has them. */
    private static int code(final LiveFamily family, final int seconds) {
        return seconds * (family.isIpv6() ? 1_000 : 10);
    }

    private static void show(final QueryComparison comparison, final QueryCase query) throws IOException {
        assertThat(query.kernelExpected().equals(query.oursExpected())).isEqualTo(query.difference() == null);
        comparison.show(query);
        assertThat(comparison.oursHeard()).as("%s: ours", query).isEqualTo(query.oursExpected());
        assertThat(comparison.kernelHeard())
                .as("%s: kernel, %s", query, query.difference())
                .isEqualTo(query.kernelExpected());
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldTakeAnOlderQueryAboutAGroupForNoOlderQuerier(final LiveFamily family) throws IOException {
        try (LiveNetwork network = LiveNetwork.begin();
                QueryComparison comparison = new QueryComparison(network, family)) {
            comparison.joinAll();
            show(
                    comparison,
                    new QueryCase("older query about a group", ask(family, 1).older())
                            .answered(QueryCases.isExclude(family, 1))
                            .kernel(OLDER_GROUP_QUERY, ReportReader.message(reportKind(family), family.group(1))));
            show(
                    comparison,
                    new QueryCase("newest general query after it", QueryFrame.general(family))
                            .answered(QueryComparison.allOf(family))
                            .kernel(OLDER_GROUP_QUERY, kernels(family, reportKind(family))));
            comparison.host().requireSound();
        }
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldSpeakAsTheKernelDoesBesideAnOlderQuerier(final LiveFamily family) throws IOException {
        final MessageKind kind = reportKind(family);
        final String first = ReportReader.message(kind, family.group(1));
        try (LiveNetwork network = LiveNetwork.begin();
                QueryComparison comparison = new QueryComparison(network, family)) {
            comparison.joinAll();
            final QueryFrame older = QueryFrame.general(family).older();
            show(comparison, new QueryCase("older query with a wrong checksum", older.badChecksum()));
            show(
                    comparison,
                    new QueryCase("general query, still newest", QueryFrame.general(family))
                            .answered(QueryComparison.allOf(family)));
            for (final QueryFrame query : List.of(
                    QueryFrame.general(family).older(),
                    QueryFrame.general(family),
                    QueryFrame.general(family).flags(0))) {
                show(
                        comparison,
                        new QueryCase("general query", query)
                                .answered(ours(family, kind))
                                .kernel(OLDER_SOURCE_SPECIFIC, kernels(family, kind)));
            }
            show(comparison, new QueryCase("older group", ask(family, 1).older()).answered(first));
            show(comparison, new QueryCase("newest group", ask(family, 1)).answered(first));
            show(
                    comparison,
                    new QueryCase("group that is not joined", ask(family, 7).older()));
            show(
                    comparison,
                    new QueryCase("sources", QueryFrame.of(family, family.group(2), family.source(1)))
                            .answered(ReportReader.message(kind, family.group(2))));
            show(
                    comparison,
                    new QueryCase(
                                    "source-specific group",
                                    QueryFrame.of(family, family.sourceSpecific())
                                            .older())
                            .kernel(OLDER_SOURCE_SPECIFIC, ReportReader.message(kind, family.sourceSpecific())));
            beSilentAfterAnother(comparison, family);
            joinAndLeave(comparison, family);
            comparison.host().requireSound();
        }
    }

    /**
     * A host that hears another's report of a group has nothing left to say of it. Its own may be due before it hears
     * the other: within the first milliseconds of five seconds, and hardly ever three times in a row.
     */
    private static void beSilentAfterAnother(final QueryComparison comparison, final LiveFamily family)
            throws IOException {
        final String own = ReportReader.message(reportKind(family), family.group(1));
        final QueryCase query = new QueryCase(
                        "another host's report",
                        ask(family, 1).older().maxResponseCode(code(family, 5)),
                        report(family, 1))
                .within(5_050);
        boolean areSilent = false;
        for (int attempt = 0; attempt < 3 && !areSilent; attempt++) {
            comparison.show(query);
            assertThat(comparison.oursHeard()).as("%s: ours", query).isIn(List.of(), List.of(own));
            assertThat(comparison.kernelHeard()).as("%s: kernel", query).isIn(List.of(), List.of(own));
            areSilent =
                    comparison.oursHeard().isEmpty() && comparison.kernelHeard().isEmpty();
        }
        assertThat(areSilent).as(query.toString()).isTrue();
    }

    /** What is repeated of a join comes at any time within ten seconds: it is not counted. */
    private static void joinAndLeave(final QueryComparison comparison, final LiveFamily family) throws IOException {
        final String report = ReportReader.message(reportKind(family), family.group(LAST));
        final String leave = ReportReader.message(leaveKind(family), family.group(LAST));
        comparison.forget();
        comparison.set(family.group(LAST), EXCLUDE);
        comparison.awaitHeard(1, 1, TimeUnit.SECONDS.toNanos(20));
        assertThat(comparison.oursHeard()).contains(report).containsOnly(report);
        assertThat(comparison.kernelHeard()).contains(report).containsOnly(report);
        comparison.leaveLast(family.group(LAST));
        LiveHost.await("leave", () -> {
            comparison.settle(1_000_000);
            return comparison.oursHeard().contains(leave)
                    && comparison.kernelHeard().contains(leave);
        });
        comparison.settle(MOMENT_NS);
        assertThat(comparison.oursHeard()).containsOnly(report, leave).containsOnlyOnce(leave);
        assertThat(comparison.kernelHeard()).containsOnly(report, leave).containsOnlyOnce(leave);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldForgetAnOlderQuerierAfterTheTimeOfTheStandard(final LiveFamily family) throws IOException {
        final MessageKind kind = reportKind(family);
        final List<String> all = QueryComparison.allOf(family);
        try (LiveNetwork network = LiveNetwork.begin();
                QueryComparison comparison = new QueryComparison(network, family)) {
            comparison.joinAll();
            comparison.intervalCode(1);
            show(
                    comparison,
                    new QueryCase(
                                    "one second between queries",
                                    QueryFrame.general(family).intervalCode(1))
                            .answered(all));
            show(
                    comparison,
                    new QueryCase(
                                    "older query of one second",
                                    QueryFrame.general(family).older().maxResponseCode(code(family, 1)))
                            .within(1_020)
                            .answered(ours(family, kind))
                            .kernel(OLDER_SOURCE_SPECIFIC, kernels(family, kind)));
            // Twice the second between queries, and the response time: ten times for IGMP, as its unit is wider.
            comparison.settle(TimeUnit.SECONDS.toNanos(4));
            final QueryCase early = new QueryCase(
                    "after five seconds", QueryFrame.general(family).intervalCode(1));
            show(
                    comparison,
                    family.isIpv6()
                            ? early.answered(all)
                            : early.answered(ours(family, kind)).kernel(OLDER_QUERIER_TIME, all));
            comparison.settle(TimeUnit.SECONDS.toNanos(8));
            show(comparison, new QueryCase("after thirteen seconds", QueryFrame.general(family)).answered(all));
            comparison.host().requireSound();
        }
    }

    @Tag("long")
    @Test
    void shouldReportWithinTenSecondsAndNeverLeaveBesideAQuerierOfVersionOne() throws IOException {
        final LiveFamily family = LiveFamily.IPV4;
        final List<String> ours = ours(family, MessageKind.V1_REPORT);
        final List<String> kernels = kernels(family, MessageKind.V1_REPORT);
        final String report = ReportReader.message(MessageKind.V1_REPORT, family.group(LAST));
        try (LiveNetwork network = LiveNetwork.begin();
                QueryComparison comparison = new QueryComparison(network, family)) {
            comparison.joinAll();
            // The group in it is to be ignored (RFC 1112 appendix I).
            comparison.send(List.of(ask(family, 1)
                    .older()
                    .maxResponseCode(0)
                    .options()
                    .to(family.allSystems())
                    .frame()));
            comparison.awaitHeard(ours.size(), kernels.size(), TimeUnit.SECONDS.toNanos(25));
            comparison.settle(MOMENT_NS);
            assertThat(comparison.oursHeard()).isEqualTo(ours.stream().sorted().toList());
            assertThat(comparison.kernelHeard())
                    .as(OLDER_SOURCE_SPECIFIC.toString())
                    .isEqualTo(kernels);

            comparison.forget();
            comparison.set(family.group(LAST), EXCLUDE);
            comparison.awaitHeard(1, 1, TimeUnit.SECONDS.toNanos(20));
            comparison.leaveLast(family.group(LAST));
            comparison.settle(TimeUnit.SECONDS.toNanos(1));
            assertThat(comparison.oursHeard()).contains(report).containsOnly(report);
            assertThat(comparison.kernelHeard()).contains(report).containsOnly(report);
            comparison.host().requireSound();
        }
    }
}
