package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.times;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostGroupVisitor;
import dev.covey.engine.protocol.HostVariables;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How a host answers queries: lines 13 to 17, 20 and 21 of engine/docs/conformance.md (RFC 9776 section 5.2, RFC 9777
 * section 6.2). "Soon" is a query that wants its answer within 100 ms, "late" one that leaves 10 s.
 */
class ConformanceAnswersTest {
    private static final int SOON = 100;
    private static final int LATE = 10_000;
    private static final int SEVERAL = 20;

    /** Two sources in EXCLUDE mode: {1} is not wanted. */
    private static HostHarness excluding(final ConformanceFamily family) {
        return quiet(host().exclude(family.group(), family.source(1)));
    }

    private static void shouldSayOnce(final HostHarness host, final String... expected) {
        host.at(host.nowMs() + SOON);
        assertThat(words(host)).containsExactly(expected);
        host.at(host.nowMs() + 2 * LATE);
        assertThat(host.sent()).isEmpty();
        end(host);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine13AnswerOnceWhenAGeneralAnswerIsPendingSooner(final ConformanceFamily family) {
        try (HostHarness host = excluding(family)) {
            host.query(family.any, SOON).query(family.group(), LATE).query(family.group(), LATE, family.source(2));
            host.query(family.any, LATE);
            shouldSayOnce(host, family.record("IS_EX", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine13ReplaceAPendingGeneralAnswerByASoonerOne(final ConformanceFamily family) {
        try (HostHarness host = excluding(family)) {
            host.query(family.any, LATE).query(family.any, SOON);
            shouldSayOnce(host, family.record("IS_EX", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine13AnswerAGroupSoonerThanAPendingGeneralAnswerAndThenBoth(final ConformanceFamily family) {
        try (HostHarness host = excluding(family)) {
            host.query(family.any, LATE).query(family.group(), SOON).at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(family.record("IS_EX", 1));
            host.at(host.nowMs() + LATE);
            assertThat(words(host)).containsExactly(family.record("IS_EX", 1));
            // And the other way round: a general query does not end what is pending for a group.
            host.query(family.group(), LATE, family.source(2)).query(family.any, SOON);
            host.at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(family.record("IS_EX", 1));
            host.at(host.nowMs() + LATE);
            assertThat(words(host)).containsExactly(family.record("IS_IN", 2));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine13AnswerTheFirstSpecificQueryByWhatItAsks(final ConformanceFamily family) {
        try (HostHarness host = excluding(family)) {
            host.query(family.group(), SOON).at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(family.record("IS_EX", 1));
            host.query(family.group(), SOON, family.source(2), family.source(3));
            shouldSayOnce(host, family.record("IS_IN", 2, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, true", "IGMP, false", "MLD, true", "MLD, false"})
    void shouldLine13ForgetTheSourcesWhenTheGroupIsAskedFor(final ConformanceFamily family, final boolean isFirstSoon) {
        try (HostHarness host = excluding(family)) {
            host.query(family.group(), isFirstSoon ? SOON : LATE, family.source(2));
            host.query(family.group(), isFirstSoon ? LATE : SOON);
            shouldSayOnce(host, family.record("IS_EX", 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, true", "IGMP, false", "MLD, true", "MLD, false"})
    void shouldLine13KeepTheWholeStateWhenSourcesAreAskedForToo(
            final ConformanceFamily family, final boolean isFirstSoon) {
        try (HostHarness host = excluding(family)) {
            host.query(family.group(), isFirstSoon ? SOON : LATE);
            host.query(family.group(), isFirstSoon ? LATE : SOON, family.source(2));
            shouldSayOnce(host, family.record("IS_EX", 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, true", "IGMP, false", "MLD, true", "MLD, false"})
    void shouldLine13AddTheSourcesOfASecondQuery(final ConformanceFamily family, final boolean isFirstSoon) {
        try (HostHarness host = excluding(family)) {
            host.query(family.group(), isFirstSoon ? SOON : LATE, family.source(2), family.source(3));
            host.query(family.group(), isFirstSoon ? LATE : SOON, family.source(3), family.source(4));
            shouldSayOnce(host, family.record("IS_IN", 2, 3, 4));
        }
    }

    /** The answer is to be within the time that the specific query leaves, not when the last packet is due. */
    @ParameterizedTest
    @EnumSource
    void shouldLine13NotWaitForTheEndOfALongGeneralAnswer(final ConformanceFamily family) {
        try (HostHarness host = ConformanceSteps.largeHost()) {
            final int groups = 5000;
            IntStream.range(0, groups).forEach(i -> host.join(family.manyGroup(i)));
            quiet(host);
            // The general answer begins within a second, and takes longer than what the specific query leaves.
            for (int i = 0; i < SEVERAL; i++) {
                host.query(family.any, 1000);
                final String last = family.manyGroup(i % 2 == 0 ? 0 : groups - 1);
                final long beginMs = host.nowMs();
                host.query(last, 400).at(beginMs + 400);
                assertThat(ConformanceSteps.groups(host.sent()).contains(last))
                        .as("round %s", i)
                        .isTrue();
                host.at(beginMs + 1000);
                host.sent.clear();
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine14AnswerWhatIsWantedOfTheSourcesAskedFor(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().include(family.group(), family.source(1), family.source(2)))) {
            host.query(family.group(), SOON, family.source(2), family.source(3)).at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(family.record("IS_IN", 2));
            host.query(family.group(), SOON, family.source(3), family.source(4)).at(host.nowMs() + LATE);
            assertThat(words(host)).as("INCLUDE: nothing of it is wanted").isEmpty();
            quiet(host.exclude(family.group(), family.source(1), family.source(2)));
            host.query(family.group(), SOON, family.source(2), family.source(3)).at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(family.record("IS_IN", 3));
            host.query(family.group(), SOON, family.source(1), family.source(2)).at(host.nowMs() + LATE);
            assertThat(words(host)).as("EXCLUDE: nothing of it is wanted").isEmpty();
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine14AnswerAllSourcesAskedForWhenAnySourceIsWanted(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            host.query(family.group(), SOON, family.source(1), family.source(2));
            shouldSayOnce(host, family.record("IS_IN", 1, 2));
        }
    }

    /** The remembered sources are bounded: beyond it the whole state is told, which says more, not less. */
    @ParameterizedTest
    @EnumSource
    void shouldLine14TellTheWholeStateWhenTooManySourcesAreAskedFor(final ConformanceFamily family) {
        try (HostHarness host =
                quiet(host(HostVariables.builder().maxQueriedSources(3)).exclude(family.group(), family.source(9)))) {
            host.query(family.group(), SOON, family.source(1), family.source(2), family.source(3), family.source(4));
            shouldSayOnce(host, family.record("IS_EX", 9));
        }
    }

    /** RFC 5790: nobody was told what is excluded, so the querier must not conclude that it is not wanted. */
    @ParameterizedTest
    @EnumSource
    void shouldLine14AnswerAsIfNothingWereExcludedInLightweightMode(final ConformanceFamily family) {
        try (HostHarness host =
                quiet(host(HostVariables.builder().lightweight(true)).exclude(family.group(), family.source(1)))) {
            host.query(family.group(), SOON, family.source(1), family.source(2));
            shouldSayOnce(host, family.record("IS_IN", 1, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine15SayNothingOfAGroupThatIsLeftBeforeTheAnswer(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            host.query(family.group(), LATE).query(family.any, LATE).leave(family.group());
            host.at(host.nowMs() + LATE);
            assertThat(words(host)).isNotEmpty().containsOnly(family.record("TO_IN"));
            quiet(host.include(family.group(), family.source(1)));
            host.query(family.group(), LATE, family.source(1)).leave(family.group());
            host.at(host.nowMs() + LATE);
            assertThat(words(host)).isNotEmpty().containsOnly(family.record("BLOCK", 1));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine15SayOfSourcesWhatHoldsWhenItIsSaid(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().include(family.group(), family.source(1)))) {
            host.query(family.group(), LATE, family.source(1), family.source(2), family.source(3));
            host.include(family.group(), family.source(2), family.source(4)).at(host.nowMs() + LATE);
            assertThat(words(host))
                    .contains(family.record("IS_IN", 2))
                    .filteredOn(line -> line.startsWith("IS_"))
                    .hasSize(1);
            // Asked for while it was not wanted.
            host.query(family.group(), LATE, family.source(5)).include(family.group(), family.source(5));
            host.at(host.nowMs() + LATE);
            assertThat(words(host)).contains(family.record("IS_IN", 5));
            // Another mode: B - A instead of A * B.
            host.query(family.group(), LATE, family.source(5), family.source(6));
            host.exclude(family.group(), family.source(5)).at(host.nowMs() + LATE);
            assertThat(words(host)).contains(family.record("IS_IN", 6));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine15AnswerAGeneralQueryWithTheGroupsThatAreThereByThen(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group(1)).join(family.group(2)))) {
            host.query(family.any, LATE).join(family.group(3)).leave(family.group(1));
            host.at(host.nowMs() + LATE);
            final List<String> answers =
                    host.sent().stream().filter(line -> line.contains("IS_")).toList();
            assertThat(answers).hasSize(1);
            assertThat(ConformanceSteps.groups(answers)).containsExactlyInAnyOrder(family.group(2), family.group(3));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine15SayNothingInOlderVersionsOfAGroupThatIsLeft(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            host.olderQuery(family.any, LATE).leave(family.group()).at(host.nowMs() + LATE);
            assertThat(words(host)).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine16AnswerAtOnceWhenNoTimeIsLeft(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            host.query(family.any, 0);
            assertThat(words(host)).containsExactly(family.record("IS_EX"));
            host.query(family.group(), 0);
            assertThat(words(host)).containsExactly(family.record("IS_EX"));
            host.query(family.group(), 0, family.source(1));
            shouldSayOnce(host.at(host.nowMs()), family.record("IS_IN", 1));
        }
    }

    /** CVE-2012-0207: a host that has heard an older querier divided by the code. */
    @ParameterizedTest
    @EnumSource
    void shouldLine16AnswerInOlderVersionsWhenNoTimeIsLeft(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            host.olderQuery(family.any, LATE).at(host.nowMs() + LATE).sent.clear();
            final long stepMs = family.isIpv6() ? 1 : 100;
            for (final String about : List.of(family.any, family.group())) {
                host.query(about, 0).at(host.nowMs() + stepMs);
                assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            }
            host.query(family.group(), 0, family.source(1)).at(host.nowMs() + stepMs);
            assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            if (family.isIpv6()) {
                host.olderQuery(family.any, 0);
                assertThat(words(host)).containsExactly(family.olderReport(family.group()));
                host.olderQuery(family.any, LATE).at(host.nowMs() + LATE);
                assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine20OnlyShortenWhatIsPending(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            for (int i = 0; i < SEVERAL; i++) {
                shouldNotPostpone(host, family.any);
                shouldNotPostpone(host, family.group());
                shouldNotPostpone(host, family.group(), family.source(1));
            }
            host.olderQuery(family.any, LATE).at(host.nowMs() + LATE).sent.clear();
            for (int i = 0; i < SEVERAL; i++) {
                final long beginMs = host.nowMs();
                host.olderQuery(family.any, 1000);
                for (int late = 1; late < 10; late++) {
                    host.at(beginMs + late);
                    if (host.sent.isEmpty()) {
                        host.olderQuery(late % 2 == 0 ? family.any : family.group(), LATE);
                    }
                }
                host.at(beginMs + 1000);
                assertThat(host.sent()).hasSize(1);
                host.olderQuery(family.any, LATE)
                        .olderQuery(family.group(), SOON)
                        .at(host.nowMs() + SOON);
                assertThat(host.sent()).as("and it is shortened").hasSize(1);
                quiet(host);
            }
            end(host);
        }
    }

    private static void shouldNotPostpone(final HostHarness host, final String about, final String... sources) {
        final long beginMs = host.nowMs();
        host.query(about, 1000, sources);
        for (int late = 1; late < 10; late++) {
            host.at(beginMs + late);
            if (host.sent.isEmpty()) {
                host.query(about, LATE, sources);
            }
        }
        host.at(beginMs + 1000);
        assertThat(times(host)).hasSize(1);
        host.query(about, LATE, sources).query(about, SOON, sources).at(host.nowMs() + SOON);
        assertThat(times(host)).as("and it is shortened").hasSize(1);
        host.at(host.nowMs() + LATE);
        assertThat(times(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.1, 0.0.0.0", "ff02::1, ::", "ff01::5, ::", "ff00::5, ::", "ff11::5, ::"})
    void shouldLine21NeverReportNorTimeWhatEverybodyReceives(final String group, final String any) {
        try (HostHarness host = host()) {
            host.join(group).query(any, LATE);
            if (!group.startsWith("ff0") || group.equals("ff02::1")) {
                host.query(group, LATE).query(group, LATE, any.equals("::") ? "2001:db8::1" : "203.0.113.1");
            }
            host.harness
                    .engine
                    .view()
                    .hosts()
                    .forEachGroup(host.eth0, (high, low, mode, count, deadlineNs, a, b) -> assertThat(deadlineNs)
                            .isEqualTo(HostGroupVisitor.NOT_PENDING));
            quiet(host.at(host.nowMs() + LATE));
            host.olderQuery(any, LATE)
                    .at(host.nowMs() + LATE)
                    .leave(group)
                    .join(group)
                    .at(host.nowMs() + LATE);
            assertThat(host.sent()).isEmpty();
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.1, 0.0.0.0", "ff02::1, ::", "ff01::5, ::"})
    void shouldLine21NotEvenReportItOnceWhenItIsJoined(final String group, final String any) {
        try (HostHarness host = host()) {
            host.join(group)
                    .at(LATE)
                    .query(any, SOON)
                    .at(LATE + SOON)
                    .leave(group)
                    .at(2 * LATE);
            assertThat(host.sent()).isEmpty();
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.251, 0.0.0.0, IS_EX 224.0.0.251 {}", "ff02::fb, ::, IS_EX ff02::fb {}"})
    void shouldLine21ReportOtherLinkLocalGroupsUnlessToldNotTo(
            final String group, final String any, final String answer) {
        try (HostHarness host = host()) {
            host.join(group);
            assertThat(words(host)).containsExactly(answer.replace("IS_", "TO_"));
            quiet(host).query(any, SOON).at(host.nowMs() + SOON);
            assertThat(words(host)).containsExactly(answer);
            end(host);
        }
        try (HostHarness host = host(HostVariables.builder().linkLocalReported(false))) {
            host.join(group)
                    .at(LATE)
                    .query(any, SOON)
                    .query(group, SOON)
                    .at(2 * LATE)
                    .leave(group)
                    .at(3 * LATE);
            assertThat(host.sent()).isEmpty();
            end(host);
        }
    }

    @Test
    void shouldLine21ReportTheGroupsAroundTheSilentOnes() {
        try (HostHarness host = host()) {
            for (final String group : List.of("224.0.0.2", "224.0.1.1", "225.0.0.1", "ff02::2", "ff05::1", "ff0e::1")) {
                host.join(group);
                assertThat(words(host)).containsExactly("TO_EX " + group + " {}");
            }
            end(host);
        }
    }
}
