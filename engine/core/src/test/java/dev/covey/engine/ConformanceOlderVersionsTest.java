package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.MessageKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a host says in IGMPv1, IGMPv2 and MLDv1, and what another host's reports do: lines 33 and 34 of
 * engine/docs/conformance.md (RFC 2236 sections 3 and 6, RFC 2710 sections 4 and 5).
 */
class ConformanceOlderVersionsTest {
    private static final int LATE = 10_000;

    private static HostHarness older() {
        return host(HostVariables.builder().igmpVersion(2).mldVersion(1));
    }

    private static HostHarness hear(final HostHarness host, final ConformanceFamily family, final String from) {
        return host.olderReport(family.olderReport(), from, family.group());
    }

    private static HostHarness quietKeeping(final HostHarness host) {
        return host.at(host.nowMs() + 60_000);
    }

    private static void suppressAndAnswer(final ConformanceFamily family) {
        try (HostHarness host = quiet(older().join(family.group()))) {
            for (final String about : List.of(family.any, family.group())) {
                host.olderQuery(about, LATE);
                hear(host, family, family.other);
                assertThat(words(host.at(host.nowMs() + LATE)))
                        .as("said by another")
                        .isEmpty();
                // Nor does it stand for the answer to the next query.
                host.olderQuery(about, LATE);
                assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(family.olderReport(family.group()));
            }
            hear(host, family, family.other).olderQuery(family.any, LATE);
            assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(family.olderReport(family.group()));
            end(host);
        }
    }

    private static void suppressRepeats(final ConformanceFamily family) {
        try (HostHarness host = older().join(family.group())) {
            assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            hear(host, family, family.other);
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    private static void leaveOnlyAsLastReporter(final ConformanceFamily family) {
        try (HostHarness host = quiet(older().join(family.group()))) {
            hear(host, family, family.other).leave(family.group());
            assertThat(words(quietKeeping(host))).isEmpty();
            host.join(family.group());
            hear(quiet(host), family, family.other).olderQuery(family.any, 1000).at(host.nowMs() + 1000);
            host.sent.clear();
            host.leave(family.group());
            assertThat(words(host)).containsExactly(family.olderLeave(family.group()));
            assertThat(words(quietKeeping(host))).as("once").isEmpty();
            end(host);
        }
    }

    private static void leaveAlwaysWhereThatIsWanted(final ConformanceFamily family) {
        try (HostHarness host =
                quiet(host(HostVariables.builder().igmpVersion(2).mldVersion(1).leaveAlwaysSent(true))
                        .join(family.group()))) {
            hear(host, family, family.other).leave(family.group());
            assertThat(words(quietKeeping(host))).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    @Test
    void shouldLine33BeSuppressedByAnothersReport() {
        suppressAndAnswer(ConformanceFamily.IGMP);
        suppressRepeats(ConformanceFamily.IGMP);
    }

    @Test
    void shouldLine33BeSuppressedByAReportOfVersionOneToo() {
        try (HostHarness host = quiet(older().join("239.1.1.1"))) {
            host.olderQuery("0.0.0.0", LATE).olderReport(MessageKind.V1_REPORT, "192.0.2.77", "239.1.1.1");
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    @Test
    void shouldLine33LeaveOnlyAsTheLastReporterUnlessToldAlwaysTo() {
        leaveOnlyAsLastReporter(ConformanceFamily.IGMP);
        leaveAlwaysWhereThatIsWanted(ConformanceFamily.IGMP);
    }

    /** A loop of switches must not make us believe that somebody else is there. */
    @ParameterizedTest
    @EnumSource
    void shouldLine33NotBeSuppressedByItsOwnReport(final ConformanceFamily family) {
        try (HostHarness host = quiet(older().join(family.group()))) {
            host.olderQuery(family.any, LATE);
            hear(host, family, family.ours);
            assertThat(words(quietKeeping(host))).containsExactly(family.olderReport(family.group()));
            hear(host, family, family.ours).leave(family.group());
            assertThat(words(host)).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    /** Without an address ours come from nowhere, and so does what a loop brings back. */
    @Test
    void shouldLine33NotBeSuppressedByAReportFromNowhere() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = quiet(older().join(family.group()))) {
            hear(host.olderQuery(family.any, LATE), family, family.any);
            assertThat(words(quietKeeping(host))).containsExactly(family.olderReport(family.group()));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine33NotBeSuppressedByReportsOfOtherGroups(final ConformanceFamily family) {
        try (HostHarness host = quiet(older().join(family.group(1)).join(family.group(2)))) {
            host.olderQuery(family.any, LATE);
            hear(host, family, family.other);
            assertThat(words(quietKeeping(host))).containsExactly(family.olderReport(family.group(2)));
            host.leave(family.group(1)).leave(family.group(2));
            assertThat(words(host)).containsExactly(family.olderLeave(family.group(2)));
            end(host);
        }
    }

    /** RFC 2236 section 6, "query received" in Delaying Member: one timer, only shortened. */
    private static void answerByTheRepeat(final ConformanceFamily family) {
        try (HostHarness host = older()) {
            for (int i = 0; i < 20; i++) {
                host.join(family.group()).olderQuery(family.any, 1000).olderQuery(family.group(), LATE);
                assertThat(words(host.at(host.nowMs() + 1000)))
                        .containsExactly(family.olderReport(family.group()), family.olderReport(family.group()));
                assertThat(words(quietKeeping(host))).isEmpty();
                host.leave(family.group());
                assertThat(words(quietKeeping(host))).containsExactly(family.olderLeave(family.group()));
            }
            end(host);
        }
    }

    @Test
    void shouldLine33AnswerByTheRepeatOfTheReportOfAJoin() {
        answerByTheRepeat(ConformanceFamily.IGMP);
    }

    @Test
    void shouldLine34AnswerByTheRepeatOfTheReportOfAJoin() {
        answerByTheRepeat(ConformanceFamily.MLD);
    }

    @Test
    void shouldLine33ReportToTheGroupAndLeaveToTheRouters() {
        try (HostHarness host = older().join("239.1.1.1")) {
            assertThat(host.destination).isEqualTo("239.1.1.1");
            host.leave("239.1.1.1");
            assertThat(host.destination).isEqualTo("224.0.0.2");
            end(host);
        }
    }

    @Test
    void shouldLine33NeverLeaveInVersionOne() {
        try (HostHarness host = host().join("239.1.1.1").v1Query()) {
            quiet(host).join("239.1.1.2").v1Query();
            assertThat(words(host.at(host.nowMs() + LATE)))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .containsOnly(MessageKind.V1_REPORT + " 239.1.1.1", MessageKind.V1_REPORT + " 239.1.1.2");
            quiet(host).leave("239.1.1.1").leave("239.1.1.2");
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    /** RFC 2236 section 4: for 400 s after the last query of version 1, and for version 1 queries only. */
    @Test
    void shouldLine33TakeTheRouterForAVersionOneRouterFor400Seconds() {
        try (HostHarness host = host(HostVariables.builder().igmpVersion(2)).v1Query()) {
            host.at(399_999).join("239.1.1.1");
            assertThat(words(host)).containsExactly(MessageKind.V1_REPORT + " 239.1.1.1");
            host.at(400_000).join("239.1.1.2");
            assertThat(words(host)).containsExactly(MessageKind.V2_REPORT + " 239.1.1.2");
            end(host);
        }
    }

    /** In IGMPv3 and MLDv2 everybody answers; where it is wanted, an older report stands for one pending answer. */
    @ParameterizedTest
    @EnumSource
    void shouldLine33SuppressOneAnswerOfTheNewestVersionOnlyWhereThatIsWanted(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            hear(host.query(family.any, LATE), family, family.other);
            assertThat(words(quietKeeping(host))).containsExactly(family.record("IS_EX"));
            end(host);
        }
        try (HostHarness host =
                quiet(host(HostVariables.builder().legacyReportSuppressed(true)).join(family.group()))) {
            for (final String about : List.of(family.any, family.group())) {
                hear(host.query(about, LATE), family, family.other);
                assertThat(words(quietKeeping(host))).isEmpty();
                host.query(about, LATE);
                assertThat(words(quietKeeping(host))).containsExactly(family.record("IS_EX"));
            }
            // The answer that it would have stood for is never given: it stands for no other.
            hear(host.query(family.any, LATE), family, family.other);
            configure(
                    host,
                    HostHarness.configuration(HostVariables.builder()
                                    .legacyReportSuppressed(true)
                                    .build())
                            .up(false));
            configure(
                    host,
                    HostHarness.configuration(
                            HostVariables.builder().legacyReportSuppressed(true).build()));
            quiet(host).query(family.any, LATE);
            assertThat(words(quietKeeping(host))).containsExactly(family.record("IS_EX"));
            end(host);
        }
    }

    /** What was said of a group before the report was heard is not said again by the next answer's silence. */
    @ParameterizedTest
    @EnumSource
    void shouldLine33NotSuppressTheNextAnswerByAReportThatCameAfterOurs(final ConformanceFamily family) {
        try (HostHarness host = new HostHarness(
                HostVariables.builder().legacyReportSuppressed(true).build(),
                new EngineContext().tableSizes(ConformanceSteps.LARGE))) {
            for (int i = 0; i < 2000; i++) {
                host.join(family.manyGroup(i));
            }
            quiet(host).query(family.any, LATE);
            while (host.sent.isEmpty()) {
                host.at(host.nowMs() + 1);
            }
            final String said = ConformanceSteps.groups(host.sent).get(0);
            host.olderReport(family.olderReport(), family.other, said);
            quiet(host).query(family.any, LATE).at(host.nowMs() + LATE);
            assertThat(ConformanceSteps.groups(host.sent()).contains(said)).isTrue();
            end(host);
        }
    }

    @Test
    void shouldLine34BeSuppressedByAnothersReport() {
        suppressAndAnswer(ConformanceFamily.MLD);
        suppressRepeats(ConformanceFamily.MLD);
    }

    @Test
    void shouldLine34SendDoneOnlyAsTheLastReporterUnlessToldAlwaysTo() {
        leaveOnlyAsLastReporter(ConformanceFamily.MLD);
        leaveAlwaysWhereThatIsWanted(ConformanceFamily.MLD);
    }

    @Test
    void shouldLine34ReportToTheGroupAndSendDoneToTheRouters() {
        try (HostHarness host = older().join("ff05::1:1")) {
            assertThat(host.destination).isEqualTo("ff05::1:1");
            assertThat(host.sender).isEqualTo("fe80::10");
            host.leave("ff05::1:1");
            assertThat(host.destination).isEqualTo("ff02::2");
            end(host);
        }
    }

    /** RFC 2710 section 5: after "send report, set flag" the flag is set, also when it was a query that asked. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldLine34BeTheLastReporterAfterItsOwnAnswer(final boolean isSpecific) {
        final ConformanceFamily family = ConformanceFamily.MLD;
        try (HostHarness host = quiet(older().join(family.group()))) {
            hear(host, family, family.other);
            host.olderQuery(isSpecific ? family.group() : family.any, 1000);
            assertThat(words(host.at(host.nowMs() + 1000))).containsExactly(family.olderReport(family.group()));
            host.leave(family.group());
            assertThat(words(host)).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    /** RFC 2710 section 4: within one of the delays, and again after a report that nobody asked for. */
    @Test
    void shouldLine34WalkTheStatesOfAListener() {
        final ConformanceFamily family = ConformanceFamily.MLD;
        try (HostHarness host = older()) {
            host.olderQuery(family.any, 1000).olderQuery(family.group(), 1000);
            assertThat(words(host.at(2000))).as("no listener").isEmpty();
            host.join(family.group());
            assertThat(words(host)).as("delaying, having reported").containsExactly(family.olderReport(family.group()));
            assertThat(words(quietKeeping(host))).containsExactly(family.olderReport(family.group()));
            host.olderQuery(family.group(), 0);
            assertThat(words(host)).as("idle, then asked").containsExactly(family.olderReport(family.group()));
            host.olderQuery(family.group(), LATE).leave(family.group());
            assertThat(words(quietKeeping(host))).as("left").containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }
}
