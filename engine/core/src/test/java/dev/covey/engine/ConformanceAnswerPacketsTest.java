package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.groups;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.largeHost;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.seededHost;
import static dev.covey.engine.ConformanceSteps.sources;
import static dev.covey.engine.ConformanceSteps.timeMs;
import static dev.covey.engine.ConformanceSteps.times;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When the packets of an answer leave, and what fits them: lines 17 to 19 of engine/docs/conformance.md (RFC 9776
 * sections 4.2.16 and 5.2, RFC 9777 sections 5.2.15 and 6.2).
 */
class ConformanceAnswerPacketsTest {
    private static final int GROUPS = 10_000;
    private static final int MTU = 1500;
    private static final int LATE = 10_000;
    private static final int BINS = 20;

    /** Of the chi-square distribution with 19 degrees of freedom, one in a thousand is above it. */
    private static final double CHI_SQUARE = 43.82;

    private static void shouldBeUniform(final List<Long> delaysMs, final long maxMs) {
        final int[] counts = new int[BINS];
        for (final long delayMs : delaysMs) {
            assertThat(delayMs).isBetween(1L, maxMs);
            counts[(int) ((delayMs - 1) * BINS / maxMs)]++;
        }
        final double expected = (double) delaysMs.size() / BINS;
        double chiSquare = 0;
        for (final int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).as("bins %s", counts).isLessThan(CHI_SQUARE);
    }

    /** Delays of so many answers to queries about something that leave 10 s each. */
    private static List<Long> delays(
            final HostHarness host, final int count, final String about, final String... sources) {
        final List<Long> delaysMs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final long beginMs = host.nowMs();
            host.query(about, LATE, sources).at(beginMs + LATE);
            final List<Long> sentMs = times(host);
            assertThat(sentMs).hasSize(1);
            delaysMs.add(sentMs.get(0) - beginMs);
        }
        return delaysMs;
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 1", "IGMP, 20", "MLD, 3", "MLD, 40"})
    void shouldLine17AnswerUniformlyOverTheWholeTime(final ConformanceFamily family, final long seed) {
        try (HostHarness host = seededHost(seed)) {
            quiet(host.join(family.group()));
            final List<Long> delaysMs = delays(host, 2000, family.any);
            shouldBeUniform(delaysMs, LATE);
            assertThat(Collections.min(delaysMs)).as("seed %s", seed).isLessThan(LATE / 100);
            assertThat(Collections.max(delaysMs)).as("seed %s", seed).isGreaterThan(LATE - LATE / 100);
            shouldBeUniform(delays(host, 1000, family.group()), LATE);
            shouldBeUniform(delays(host, 1000, family.group(), family.source(1)), LATE);
            end(host);
        }
    }

    /** In older versions every group has a timer of its own. */
    @ParameterizedTest
    @EnumSource
    void shouldLine17AnswerUniformlyInOlderVersions(final ConformanceFamily family) {
        try (HostHarness host = largeHost()) {
            IntStream.range(0, 5000).forEach(i -> host.join(family.manyGroup(i)));
            final long beginMs = quiet(host).nowMs();
            host.olderQuery(family.any, LATE).at(beginMs + LATE);
            final List<String> answers = host.sent();
            assertThat(new TreeSet<>(groupsOfOlder(answers))).hasSize(5000).hasSameSizeAs(answers);
            shouldBeUniform(answers.stream().map(line -> timeMs(line) - beginMs).toList(), LATE);
            end(host);
        }
    }

    private static List<String> groupsOfOlder(final List<String> lines) {
        return lines.stream().map(line -> line.split(" ", -1)[2]).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine17NotSynchroniseWithAHostOfAnotherSeed(final ConformanceFamily family) {
        try (HostHarness one = seededHost(1);
                HostHarness same = seededHost(1);
                HostHarness two = seededHost(2)) {
            final List<Long> ones = delays(quiet(one.join(family.group())), 200, family.any);
            final List<Long> sames = delays(quiet(same.join(family.group())), 200, family.any);
            final List<Long> twos = delays(quiet(two.join(family.group())), 200, family.any);
            assertThat(sames).isEqualTo(ones);
            int close = 0;
            for (int i = 0; i < ones.size(); i++) {
                close += Math.abs(ones.get(i) - twos.get(i)) < LATE / 100 ? 1 : 0;
            }
            // Two independent ones are this close twice in a hundred times.
            assertThat(close).isLessThan(20);
        }
    }

    /** Nobody sets the seed as a rule: the interfaces differ. */
    @ParameterizedTest
    @EnumSource
    void shouldLine17NotSynchroniseWithAHostThatWasStartedAlike(final ConformanceFamily family) {
        try (HostHarness one = host();
                HostHarness two = host()) {
            configure(two, HostHarness.configuration(HostVariables.DEFAULT).macAddress(HostHarness.MAC + 1));
            final List<Long> ones = delays(quiet(one.join(family.group())), 200, family.any);
            final List<Long> twos = delays(quiet(two.join(family.group())), 200, family.any);
            int close = 0;
            for (int i = 0; i < ones.size(); i++) {
                close += Math.abs(ones.get(i) - twos.get(i)) < LATE / 100 ? 1 : 0;
            }
            assertThat(close).isLessThan(20);
        }
    }

    private static HostHarness manyGroups(final ConformanceFamily family) {
        final HostHarness host = largeHost();
        IntStream.range(0, GROUPS).forEach(i -> host.join(family.manyGroup(i)));
        return quiet(host);
    }

    private static void shouldBeComplete(final List<String> lines) {
        final List<String> told = groups(lines);
        assertThat(told.size()).isEqualTo(GROUPS);
        assertThat(new TreeSet<>(told).size()).as("each once").isEqualTo(GROUPS);
        assertThat(lines).allMatch(line -> !line.contains("TO_"));
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 10000", "IGMP, 3000", "IGMP, 500", "IGMP, 100", "MLD, 10000", "MLD, 3000", "MLD, 500", "MLD, 20"
    })
    void shouldLine18TellOfManyGroupsCompletelyAndPacedAndInTime(
            final ConformanceFamily family, final int maxResponseMs) {
        try (HostHarness host = manyGroups(family)) {
            host.longest = 0;
            final int perPacket = family.isIpv6() ? (MTU - 56) / 20 : (MTU - 32) / 8;
            final int packets = (GROUPS + perPacket - 1) / perPacket;
            for (int round = 0; round < 5; round++) {
                final long beginMs = host.nowMs();
                host.query(family.any, maxResponseMs).at(beginMs + maxResponseMs);
                final List<String> answer = host.sent();
                shouldBeComplete(answer);
                assertThat(answer).as("no more packets than are needed").hasSize(packets);
                assertThat(host.longest).isBetween(MTU - 20, MTU);
                if (maxResponseMs / 2 > 2 * packets) {
                    assertThat(answer.stream().map(ConformanceSteps::timeMs).distinct())
                            .as("one packet at a time")
                            .hasSize(packets);
                }
                host.at(beginMs + 60_000);
                assertThat(host.sent()).isEmpty();
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine18BeCompleteAndInTimeForAQueryThatComesDuringTheAnswer(final ConformanceFamily family) {
        try (HostHarness host = manyGroups(family)) {
            for (int round = 0; round < 5; round++) {
                host.query(family.any, LATE);
                while (host.sent.isEmpty()) {
                    host.at(host.nowMs() + 1);
                }
                final long beginMs = host.at(host.nowMs() + 50).nowMs();
                host.sent.clear();
                host.query(family.any, 500).at(beginMs + 500);
                assertThat(new TreeSet<>(groups(host.sent())).size()).isEqualTo(GROUPS);
                host.at(beginMs + 60_000);
                assertThat(host.sent()).isEmpty();
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine18GoOnWhereAPacketWasRefused(final ConformanceFamily family) {
        try (HostHarness host = manyGroups(family)) {
            host.room = 7;
            host.query(family.any, LATE).at(host.nowMs() + LATE);
            assertThat(host.sent).hasSize(7);
            host.room = Integer.MAX_VALUE;
            host.at(host.nowMs() + LATE);
            shouldBeComplete(host.sent());
            end(host);
        }
    }

    /** A group that is left while the answer is on its way takes nobody with it. */
    @ParameterizedTest
    @EnumSource
    void shouldLine18BeCompleteWhenGroupsGoDuringTheAnswer(final ConformanceFamily family) {
        try (HostHarness host = manyGroups(family)) {
            host.query(family.any, LATE);
            while (host.sent.isEmpty()) {
                host.at(host.nowMs() + 1);
            }
            for (int i = 0; i < GROUPS; i += 10) {
                host.leave(family.manyGroup(i));
            }
            host.at(host.nowMs() + LATE);
            final TreeSet<String> told = new TreeSet<>();
            for (final String line : host.sent()) {
                if (line.contains(" IS_EX ")) {
                    told.addAll(groups(List.of(line)));
                }
            }
            for (int i = 0; i < GROUPS; i++) {
                assertThat(i % 10 == 0 || told.contains(family.manyGroup(i)))
                        .as("%s", i)
                        .isTrue();
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine19NeverSplitRecordsOfExcludeMode(final ConformanceFamily family) {
        try (HostHarness host = largeHost()) {
            final String[] many = family.manySources(1000);
            final int fit = family.isIpv6() ? (MTU - 56 - 20) / 16 : (MTU - 32 - 8) / 4;
            host.exclude(family.group(), many);
            shouldTellOnceWhatFits(host, "TO_EX", fit, many);
            quiet(host).query(family.group(), 0);
            shouldTellOnceWhatFits(host, "IS_EX", fit, many);
            host.query(family.any, 0);
            shouldTellOnceWhatFits(host, "IS_EX", fit, many);
            end(host);
        }
    }

    private static void shouldTellOnceWhatFits(
            final HostHarness host, final String type, final int fit, final String... many) {
        final List<String> lines = words(host);
        assertThat(lines).hasSize(1).first().asString().startsWith(type + ' ').doesNotContain(";");
        assertThat(sources(lines.get(0))).hasSize(fit).isSubsetOf(many);
        assertThat(host.longest).isLessThanOrEqualTo(MTU);
    }

    /** RFC 9776 section 4.2.16: the record is begun in a fresh packet rather than cut where it need not be. */
    @ParameterizedTest
    @EnumSource
    void shouldLine19KeepWhatFitsOnePacketTogether(final ConformanceFamily family) {
        try (HostHarness host = largeHost()) {
            final int fit = family.isIpv6() ? (MTU - 56 - 20) / 16 : (MTU - 32 - 8) / 4;
            final String[] many = family.manySources(fit);
            host.exclude(family.group(1), many).exclude(family.group(2), many).include(family.group(3), many);
            quiet(host.join(family.group(4))).query(family.any, 100).at(host.nowMs() + 100);
            final List<String> records = new ArrayList<>();
            host.sent().forEach(line -> records.addAll(List.of(words(line).split("; ", -1))));
            assertThat(records).hasSize(4);
            assertThat(records.stream().filter(record -> sources(record).size() == fit))
                    .hasSize(3);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine19SplitTheOtherRecordsIntoPacketsThatStandForThemselves(final ConformanceFamily family) {
        try (HostHarness host = largeHost()) {
            final String[] many = family.manySources(1000);
            host.include(family.group(), many);
            shouldTellEachOnce(host, "ALLOW", many);
            quiet(host).query(family.group(), 0);
            shouldTellEachOnce(host, "IS_IN", many);
            host.query(family.any, 0);
            shouldTellEachOnce(host, "IS_IN", many);
            quiet(host.exclude(family.group())).include(family.group(), many);
            shouldTellEachOnce(host, "TO_IN", many);
            quiet(host).leave(family.group());
            shouldTellEachOnce(host, "BLOCK", many);
            end(host);
        }
    }

    private static void shouldTellEachOnce(final HostHarness host, final String type, final String... many) {
        final List<String> told = new ArrayList<>();
        final List<String> lines = words(host);
        assertThat(lines).hasSizeGreaterThan(1).allMatch(line -> line.startsWith(type + ' ') && !line.contains(";"));
        lines.forEach(line -> told.addAll(sources(line)));
        assertThat(told).containsExactlyInAnyOrder(many);
        assertThat(host.longest).isLessThanOrEqualTo(MTU);
    }
}
