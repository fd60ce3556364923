package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.MessageKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which version is spoken, and what becomes of what is pending when it changes: lines 31, 32, 35 and 36 of
 * engine/docs/conformance.md (RFC 9776 section 7.2, RFC 9777 section 8.2).
 */
class ConformanceVersionsTest {
    private static final int LATE = 10_000;

    private static int version(final HostHarness host, final ConformanceFamily family) {
        return host.harness.engine.view().hosts().version(host.eth0, family.isIpv6());
    }

    /** It holds up to a moment, and not at it. */
    private static void shouldSpeakUntil(
            final HostHarness host, final ConformanceFamily family, final int version, final long untilMs) {
        assertThat(version(host.at(untilMs - 1), family)).isEqualTo(version);
        assertThat(version(host.at(untilMs), family)).isNotEqualTo(version);
    }

    /** 2 x 125 s, and 10 x 10 s for IGMP or 10 s for MLD. */
    @ParameterizedTest
    @CsvSource({"IGMP, 350", "MLD, 260"})
    void shouldLine31SpeakTheOlderVersionForTheTimeOfTheStandard(
            final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = quiet(host())) {
            assertThat(version(host, family)).isEqualTo(family.newest);
            final long beginMs = host.olderQuery(family.any, LATE).nowMs();
            assertThat(version(host, family)).isEqualTo(family.newest - 1);
            shouldSpeakUntil(host, family, family.newest - 1, beginMs + presentSeconds * 1000L);
            assertThat(version(host, family)).isEqualTo(family.newest);
            end(host);
        }
    }

    /** 3 x 60 s as the last query said, and 10 x 5 s or 5 s. */
    @ParameterizedTest
    @CsvSource({"IGMP, 230", "MLD, 185"})
    void shouldLine31TakeTheIntervalsOfTheLastQueries(final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = quiet(host())) {
            host.query(family.querier, family.any, LATE, 3, 60);
            final long beginMs = host.olderQuery(family.any, 5000).nowMs();
            shouldSpeakUntil(host, family, family.newest - 1, beginMs + presentSeconds * 1000L);
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 350", "MLD, 260"})
    void shouldLine31BeginAnewWithEveryOlderQuery(final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = quiet(host())) {
            long beginMs = 0;
            for (int i = 0; i < 5; i++) {
                beginMs = host.olderQuery(family.any, LATE).nowMs();
                host.at(beginMs + presentSeconds * 1000L - 1);
                assertThat(version(host, family)).isEqualTo(family.newest - 1);
            }
            shouldSpeakUntil(host, family, family.newest - 1, beginMs + presentSeconds * 1000L);
            assertThat(version(host, family)).isEqualTo(family.newest);
            end(host);
        }
    }

    @Test
    void shouldLine31LetVersionOneOutrankVersionTwo() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = host()) {
            host.v1Query();
            assertThat(version(host, family)).isEqualTo(1);
            host.at(100_000).olderQuery("0.0.0.0", LATE);
            assertThat(version(host, family)).isEqualTo(1);
            shouldSpeakUntil(host, family, 1, 350_000);
            assertThat(version(host, family)).isEqualTo(2);
            shouldSpeakUntil(host, family, 2, 450_000);
            assertThat(version(host, family)).isEqualTo(3);
            host.olderQuery("0.0.0.0", LATE).at(500_000).v1Query();
            assertThat(version(host, family)).isEqualTo(1);
            host.at(850_000);
            assertThat(version(host, family))
                    .as("the second one's time has passed, too")
                    .isEqualTo(3);
            end(host);
        }
    }

    /** FreeBSD D41628: it came back to the newest version, whatever was configured. RFC 2236 waits 400 s. */
    @Test
    void shouldLine31ComeBackToTheVersionThatIsConfigured() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = host(HostVariables.builder().igmpVersion(2))) {
            host.v1Query();
            assertThat(version(host, family)).isEqualTo(1);
            shouldSpeakUntil(host, family, 1, 400_000);
            assertThat(version(host, family)).isEqualTo(2);
            host.olderQuery("0.0.0.0", LATE)
                    .at(1_000_000)
                    .query("0.0.0.0", LATE)
                    .at(2_000_000);
            assertThat(version(host, family)).isEqualTo(2);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine31TakeTheTimeThatIsConfigured(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().olderVersionQuerierPresentNs(77_000_000_000L))) {
            host.olderQuery(family.any, LATE);
            shouldSpeakUntil(host, family, family.newest - 1, 77_000);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine31NotFallBackForAnOlderQueryAboutAGroup(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().exclude(family.group(), family.source(1)))) {
            host.olderQuery(family.group(), 1000);
            assertThat(version(host, family)).isEqualTo(family.newest);
            assertThat(words(host.at(host.nowMs() + 1000))).containsExactly(family.record("IS_EX", 1));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine32CancelWhatIsPendingWhenTheVersionChanges(final ConformanceFamily family) {
        try (HostHarness host = host()) {
            quiet(host.join(family.group(1))).include(family.group(2), family.source(1));
            host.exclude(family.group(1), family.source(1))
                    .query(family.any, LATE)
                    .query(family.group(1), LATE);
            host.query(family.group(2), LATE, family.source(1));
            host.sent.clear();
            final long beginMs = host.olderQuery(family.any, LATE).nowMs();
            assertThat(words(host.at(beginMs + LATE)))
                    .containsExactlyInAnyOrder(
                            family.olderReport(family.group(1)), family.olderReport(family.group(2)));
            assertThat(words(host.at(beginMs + 2 * LATE))).isEmpty();
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 350", "MLD, 260"})
    void shouldLine32CancelWhatIsPendingWhenTheNewestVersionComesBack(
            final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = quiet(host().join(family.group(1)))) {
            final long endMs = host.olderQuery(family.any, LATE).nowMs() + presentSeconds * 1000L;
            host.at(endMs - 1).join(family.group(2)).olderQuery(family.group(1), LATE);
            host.sent.clear();
            assertThat(words(host.at(endMs + 2 * LATE)))
                    .as("neither the repeat nor the answer")
                    .isEmpty();
            host.leave(family.group(1)).join(family.group(1));
            assertThat(words(host)).containsExactly(family.record("TO_IN"), family.record("TO_EX"));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine32SpeakTheOlderVersionAtOnce(final ConformanceFamily family) {
        try (HostHarness host = host().olderQuery(family.any, LATE)) {
            host.join(family.group(1));
            assertThat(words(host)).containsExactly(family.olderReport(family.group(1)));
            host.leave(family.group(1));
            assertThat(words(host)).containsExactly(family.olderLeave(family.group(1)));
            host.include(family.group(2), family.source(1));
            assertThat(words(host)).containsExactly(family.olderReport(family.group(2)));
            host.include(family.group(2), family.source(2)).exclude(family.group(2), family.source(3));
            assertThat(words(host)).as("there is no word for sources").isEmpty();
            host.include(family.group(2));
            assertThat(words(host)).containsExactly(family.olderLeave(family.group(2)));
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, false", "IGMP, true", "MLD, false", "MLD, true"})
    void shouldLine32NotLoseALeaveThatIsPending(final ConformanceFamily family, final boolean isRefused) {
        try (HostHarness host = quiet(host().join(family.group(1)).include(family.group(2), family.source(1)))) {
            host.isRefusing = isRefused;
            host.leave(family.group(1)).leave(family.group(2));
            host.isRefusing = false;
            host.sent.clear();
            host.olderQuery(family.any, LATE);
            assertThat(words(host))
                    .containsExactlyInAnyOrder(family.olderLeave(family.group(1)), family.olderLeave(family.group(2)));
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    private static HostHarness quietKeeping(final HostHarness host) {
        return host.at(host.nowMs() + 60_000);
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 350", "MLD, 260"})
    void shouldLine32NotLoseWhatWasRefusedWhenTheNewestVersionComesBack(
            final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = quiet(host().join(family.group(1)))) {
            final long endMs = host.olderQuery(family.any, LATE).nowMs() + presentSeconds * 1000L;
            host.at(endMs - 1).sent.clear();
            host.isRefusing = true;
            host.leave(family.group(1)).include(family.group(2), family.source(1));
            host.isRefusing = false;
            final List<String> records = new ArrayList<>();
            words(host.at(endMs + LATE)).forEach(line -> records.addAll(List.of(line.split("; ", -1))));
            final String left = "TO_IN " + family.group(1) + " {}";
            final String joined = "ALLOW " + family.group(2) + ' ' + family.list(1);
            assertThat(records).containsExactlyInAnyOrder(left, left, joined, joined);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine32NotLoseALeaveWhenAnotherVersionIsConfigured(final ConformanceFamily family) {
        final HostVariables older =
                HostVariables.builder().igmpVersion(2).mldVersion(1).build();
        try (HostHarness host = quiet(host().join(family.group(1)).join(family.group(2)))) {
            host.leave(family.group(1)).sent.clear();
            configure(host, HostHarness.configuration(older));
            assertThat(words(host))
                    .containsExactlyInAnyOrder(family.olderLeave(family.group(1)), family.olderReport(family.group(2)));
            quiet(host);
            host.isRefusing = true;
            host.leave(family.group(2));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            host.isRefusing = false;
            assertThat(words(quietKeeping(host))).hasSize(2).containsOnly("TO_IN " + family.group(2) + " {}");
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine35AnswerANewestQueryInTheOlderVersion(final ConformanceFamily family) {
        try (HostHarness host = host().join(family.group()).olderQuery(family.any, LATE)) {
            quiet(host);
            for (final String about : List.of(family.any, family.group())) {
                host.query(about, 1000);
                assertThat(words(host.at(host.nowMs() + 1000))).containsExactly(family.olderReport(family.group()));
                assertThat(version(host, family)).isEqualTo(family.newest - 1);
            }
            host.query(family.group(), 1000, family.source(1));
            assertThat(words(host.at(host.nowMs() + 1000))).containsExactly(family.olderReport(family.group()));
            end(host);
        }
    }

    /** Codes from 128, or 32 768, are not linear; the older decoding would be 25.5 s or 65.5 s at most. */
    @ParameterizedTest
    @CsvSource({"IGMP, 102400", "MLD, 102400"})
    void shouldLine35ReadTheCodeAsTheNewestVersionDoes(final ConformanceFamily family, final int maxResponseMs) {
        try (HostHarness host = quiet(host().join(family.group()).olderQuery(family.any, LATE))) {
            final long beginMs = host.nowMs();
            int later = 0;
            for (int i = 0; i < 20; i++) {
                final long queryMs = host.nowMs();
                host.olderQuery(family.any, 100).at(queryMs + 100).sent.clear();
                host.query(family.any, maxResponseMs).at(queryMs + 70_000);
                later += host.sent.isEmpty() ? 1 : 0;
                assertThat(words(host.at(queryMs + 100 + maxResponseMs)))
                        .containsExactly(family.olderReport(family.group()));
            }
            assertThat(later).isBetween(2, 18);
            assertThat(host.nowMs()).isGreaterThan(beginMs);
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 350", "MLD, 260"})
    void shouldLine35NeitherEndNorExtendTheOlderModeByNewestQueries(
            final ConformanceFamily family, final int presentSeconds) {
        try (HostHarness host = host().olderQuery(family.any, LATE)) {
            for (int second = 20; second < presentSeconds; second += 30) {
                host.at(second * 1000L).query(family.any, 1000).query(family.group(), 1000);
                assertThat(version(host, family)).isEqualTo(family.newest - 1);
            }
            shouldSpeakUntil(host, family, family.newest - 1, presentSeconds * 1000L);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine36SpeakTheVersionThatIsForcedWhateverIsHeard(final ConformanceFamily family) {
        final HostVariables.Builder older =
                HostVariables.builder().igmpVersion(2).mldVersion(1);
        try (HostHarness host = host(older)) {
            host.join(family.group());
            assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            quiet(host).query(family.any, 1000);
            assertThat(words(host.at(host.nowMs() + 1000))).containsExactly(family.olderReport(family.group()));
            host.at(host.nowMs() + 1_000_000);
            assertThat(version(host, family)).isEqualTo(family.newest - 1);
            host.leave(family.group());
            assertThat(words(host)).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    @Test
    void shouldLine36SpeakVersionOneWhereItIsForced() {
        try (HostHarness host = host(HostVariables.builder().igmpVersion(1))) {
            host.join("239.1.1.1")
                    .query("0.0.0.0", 100)
                    .olderQuery("0.0.0.0", 100)
                    .at(LATE)
                    .leave("239.1.1.1");
            assertThat(words(host.at(2 * LATE)))
                    .hasSizeGreaterThan(1)
                    .containsOnly(MessageKind.V1_REPORT + " 239.1.1.1");
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine36ChangeTheForcedVersionInBothDirections(final ConformanceFamily family) {
        final HostVariables.Builder older =
                HostVariables.builder().igmpVersion(2).mldVersion(1);
        try (HostHarness host = quiet(host().exclude(family.group(), family.source(1)))) {
            configure(host, HostHarness.configuration(older.build()));
            assertThat(words(host)).containsExactly(family.olderReport(family.group()));
            assertThat(words(quietKeeping(host))).containsExactly(family.olderReport(family.group()));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            assertThat(words(host)).containsExactly(family.record("TO_EX", 1));
            assertThat(words(quietKeeping(host))).containsExactly(family.record("TO_EX", 1));
            // Forced to the newest one, an older querier still has its time.
            host.olderQuery(family.any, LATE);
            configure(host, HostHarness.configuration(HostVariables.DEFAULT).mtu(1400));
            assertThat(version(host, family)).isEqualTo(family.newest - 1);
            end(host);
        }
    }
}
