package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.times;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a host announces, and how often: lines 23 and 25 to 30 of engine/docs/conformance.md (RFC 9776 sections 3.2 and
 * 5.1, RFC 9777 sections 4.2 and 6.1). Lines 22 and 24 are in {@link ConformanceMergeTest}.
 */
class ConformanceChangesTest {
    private static final int INTERVAL = 1000;
    private static final int OLDER_INTERVAL = 10_000;

    @ParameterizedTest
    @EnumSource
    void shouldLine23SayNothingWhenTheMergeStaysTheSame(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().exclude(family.group(), family.source(1)))) {
            final long second = host.harness.open();
            final long third = host.harness.open();
            assertThat(host.harness.setFilter(
                            second, host.eth0, family.group(), FilterMode.EXCLUDE, family.source(1), family.source(2)))
                    .isZero();
            assertThat(host.harness.setFilter(third, host.eth0, family.group(), FilterMode.INCLUDE, family.source(3)))
                    .isZero();
            assertThat(host.harness.setFilter(second, host.eth0, family.group(), FilterMode.EXCLUDE, family.source(1)))
                    .isZero();
            assertThat(host.harness.leave(third, host.eth0, family.group())).isZero();
            host.exclude(family.group(), family.source(1), family.source(4));
            assertThat(host.harness.close(second)).isZero();
            assertThat(words(host.at(host.nowMs() + OLDER_INTERVAL)))
                    .as("only the end of the second changes anything")
                    .hasSize(2)
                    .containsOnly(family.record("BLOCK", 4));
            assertThat(host.harness.close(third)).isZero();
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine23SayNothingOfASecondMember(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            final long second = host.harness.open();
            assertThat(host.harness.join(second, host.eth0, family.group())).isZero();
            host.leave(family.group()).join(family.group()).at(host.nowMs() + OLDER_INTERVAL);
            assertThat(host.sent()).isEmpty();
            assertThat(host.harness.close(second)).isZero();
            host.leave(family.group());
            assertThat(words(host)).containsExactly(family.record("TO_IN"));
            end(host);
        }
    }

    private static void shouldSay(final HostHarness host, final String... expected) {
        assertThat(words(host)).as("at once").containsExactly(expected);
        assertThat(words(host.at(host.nowMs() + INTERVAL))).as("again").containsExactly(expected);
        assertThat(words(host.at(host.nowMs() + OLDER_INTERVAL))).as("no more").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine25SayEachOfTheFourTransitionsInItsRecords(final ConformanceFamily family) {
        final String group = family.group();
        try (HostHarness host = host()) {
            shouldSay(host.include(group, family.source(1), family.source(2)), family.record("ALLOW", 1, 2));
            shouldSay(
                    host.include(group, family.source(2), family.source(3)),
                    family.record("ALLOW", 3) + "; " + family.record("BLOCK", 1));
            shouldSay(host.include(group, family.source(2)), family.record("BLOCK", 3));
            shouldSay(host.include(group, family.source(2), family.source(5)), family.record("ALLOW", 5));
            shouldSay(host.exclude(group, family.source(2), family.source(3)), family.record("TO_EX", 2, 3));
            shouldSay(
                    host.exclude(group, family.source(3), family.source(4)),
                    family.record("ALLOW", 2) + "; " + family.record("BLOCK", 4));
            shouldSay(host.exclude(group, family.source(3)), family.record("ALLOW", 4));
            shouldSay(host.exclude(group, family.source(3), family.source(6)), family.record("BLOCK", 6));
            shouldSay(host.include(group, family.source(3)), family.record("TO_IN", 3));
            shouldSay(host.exclude(group), family.record("TO_EX"));
            shouldSay(host.leave(group), family.record("TO_IN"));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine26AnnounceAtOnceAndAgainAtRandomWithinTheInterval(final ConformanceFamily family) {
        try (HostHarness host = host()) {
            final List<Long> newest = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                shouldRepeat(host, family, INTERVAL, newest);
            }
            shouldBeSpread(newest, INTERVAL);
            end(host);
        }
        final HostVariables.Builder older =
                HostVariables.builder().igmpVersion(2).mldVersion(1);
        try (HostHarness host = host(older)) {
            final List<Long> oldest = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                host.join(family.group());
                shouldHaveRepeated(host, OLDER_INTERVAL, oldest);
                quiet(host.leave(family.group()));
            }
            shouldBeSpread(oldest, OLDER_INTERVAL);
            end(host);
        }
    }

    private static void shouldRepeat(
            final HostHarness host, final ConformanceFamily family, final int intervalMs, final List<Long> delaysMs) {
        host.join(family.group());
        shouldHaveRepeated(host, intervalMs, delaysMs);
        host.leave(family.group());
        shouldHaveRepeated(host, intervalMs, delaysMs);
    }

    private static void shouldHaveRepeated(final HostHarness host, final int intervalMs, final List<Long> delaysMs) {
        final long beginMs = host.nowMs();
        assertThat(times(host)).containsExactly(beginMs);
        final List<Long> repeats = times(host.at(beginMs + 2L * intervalMs));
        assertThat(repeats).hasSize(1);
        delaysMs.add(repeats.get(0) - beginMs);
    }

    /** In twenty parts of the interval; 43.82 is exceeded once in a thousand times (19 degrees of freedom). */
    private static void shouldBeSpread(final List<Long> delaysMs, final int intervalMs) {
        assertThat(Collections.min(delaysMs)).isPositive().isLessThan(intervalMs / 50);
        assertThat(Collections.max(delaysMs)).isLessThanOrEqualTo(intervalMs).isGreaterThan(intervalMs * 49L / 50);
        final double expected = delaysMs.size() / 20.0;
        double chiSquare = 0;
        for (int bin = 0; bin < 20; bin++) {
            final long from = (long) bin * intervalMs / 20;
            final long to = (long) (bin + 1) * intervalMs / 20;
            final long count = delaysMs.stream()
                    .filter(delayMs -> delayMs > from && delayMs <= to)
                    .count();
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(43.82);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine26TakeTheIntervalsFromTheConfiguration(final ConformanceFamily family) {
        final long threeSecondsNs = 3_000_000_000L;
        try (HostHarness host = host(HostVariables.builder().unsolicitedReportIntervalNs(threeSecondsNs))) {
            final List<Long> delaysMs = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                shouldRepeat(host, family, 3000, delaysMs);
            }
            shouldBeSpread(delaysMs, 3000);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine27TakeIncludeOfNothingForALeave(final ConformanceFamily family) {
        final String group = family.group();
        try (HostHarness host = host()) {
            quiet(host.join(group)).include(group);
            assertThat(host.harness.filter(host.socket, host.eth0, group)).isEqualTo("EADDRNOTAVAIL");
            shouldSay(host, family.record("TO_IN"));
            assertThat(host.harness.group(host.eth0, group)).as("in memory").isNegative();
            quiet(host.include(group, family.source(1), family.source(2))).include(group);
            shouldSay(host, family.record("BLOCK", 1, 2));
            quiet(host.include(group, family.source(1)));
            assertThat(host.harness.leaveSource(host.socket, host.eth0, group, family.source(1)))
                    .isZero();
            assertThat(host.harness.filter(host.socket, host.eth0, group)).isEqualTo("EADDRNOTAVAIL");
            shouldSay(host, family.record("BLOCK", 1));
            // What is no membership needs no leave either.
            host.harness.setFilter(host.socket, host.eth0, group, FilterMode.INCLUDE);
            shouldSay(host);
            host.query(group, 0).query(family.any, 0);
            shouldSay(host);
            host.harness.engine.view().hosts().forEachGroup(host.eth0, (high, low, mode, count, deadlineNs, a, b) -> {
                throw new AssertionError("in memory: group=" + InternetAddress.toString(high, low));
            });
            end(host);
        }
    }

    /** 0 stands for what does not fit three bits, and for the host's own default. */
    @ParameterizedTest
    @CsvSource({
        "IGMP, 0, 3",
        "IGMP, 1, 2",
        "IGMP, 2, 2",
        "IGMP, 5, 5",
        "IGMP, 7, 7",
        "IGMP, 9, 3",
        "MLD, 0, 3",
        "MLD, 1, 2",
        "MLD, 2, 2",
        "MLD, 5, 5",
        "MLD, 7, 7",
        "MLD, 9, 3"
    })
    void shouldLine28AnnounceAsOftenAsTheQuerierSays(
            final ConformanceFamily family, final int told, final int expected) {
        try (HostHarness host = host(HostVariables.builder().robustness(3))) {
            host.query(family.querier, family.any, 100, told, 125);
            quiet(host).join(family.group());
            assertThat(words(quietKeeping(host))).hasSize(expected).containsOnly(family.record("TO_EX"));
            host.leave(family.group());
            assertThat(words(quietKeeping(host))).hasSize(expected).containsOnly(family.record("TO_IN"));
            assertThat(host.harness.engine.view().hosts().robustness(host.eth0, family.isIpv6()))
                    .isEqualTo(expected);
            end(host);
        }
    }

    private static HostHarness quietKeeping(final HostHarness host) {
        return host.at(host.nowMs() + 60_000);
    }

    /** RFC 6636: on a link that loses nothing, once is enough; the querier may say so where that is allowed. */
    @ParameterizedTest
    @EnumSource
    void shouldLine28AnnounceExactlyOnceWhenRobustnessIsOne(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().robustness(1))) {
            host.join(family.group());
            assertThat(words(quietKeeping(host))).containsExactly(family.record("TO_EX"));
            host.exclude(family.group(), family.source(1));
            assertThat(words(quietKeeping(host))).containsExactly(family.record("BLOCK", 1));
            host.leave(family.group());
            assertThat(words(quietKeeping(host))).containsExactly(family.record("TO_IN"));
            end(host);
        }
        try (HostHarness host = host(HostVariables.builder().minimumRobustness(1))) {
            host.query(family.querier, family.any, 100, 1, 125).join(family.group());
            assertThat(words(quietKeeping(host)))
                    .filteredOn(line -> line.startsWith("TO_EX"))
                    .hasSize(1);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine29NotSpendAnAnnouncementThatIsRefused(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().robustness(3))) {
            host.isRefusing = true;
            host.join(family.group()).at(OLDER_INTERVAL);
            host.isRefusing = false;
            assertThat(words(quietKeeping(host))).hasSize(3).containsOnly(family.record("TO_EX"));
            // Refused after the first: two are left.
            host.room = 1;
            host.leave(family.group()).at(host.nowMs() + OLDER_INTERVAL);
            host.room = Integer.MAX_VALUE;
            assertThat(words(quietKeeping(host))).hasSize(3).containsOnly(family.record("TO_IN"));
            end(host);
        }
    }

    /** RFC 9776 section 5.1: until it has been sent completely it has not been sent. */
    @ParameterizedTest
    @EnumSource
    void shouldLine29SayAllOfItAgainWhenAPartIsRefused(final ConformanceFamily family) {
        final String[] many = family.manySources(1000);
        for (int parts = 1; parts < (family.isIpv6() ? 11 : 3); parts++) {
            try (HostHarness host = ConformanceSteps.largeHost()) {
                host.room = parts;
                host.include(family.group(), many).at(OLDER_INTERVAL);
                assertThat(host.sent()).hasSize(parts);
                host.room = Integer.MAX_VALUE;
                final List<String> told = new ArrayList<>();
                words(quietKeeping(host)).forEach(line -> told.addAll(ConformanceSteps.sources(line)));
                assertThat(told).hasSize(2 * many.length).contains(many);
                for (final String source : many) {
                    assertThat(Collections.frequency(told, source)).isEqualTo(2);
                }
                end(host);
            }
        }
    }

    /** What is said of a group in a packet of its own is not said again because another packet was refused. */
    @ParameterizedTest
    @EnumSource
    void shouldLine29SpendTheAnnouncementsOfTheOtherPackets(final ConformanceFamily family) {
        try (HostHarness host = ConformanceSteps.largeHost()) {
            final String[] many = family.manySources(family.isIpv6() ? 80 : 300);
            host.include(family.group(1), many).include(family.group(2), many);
            configure(
                    quiet(host),
                    HostHarness.configuration(HostVariables.DEFAULT).up(false));
            host.refusals = 1;
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            final List<String> told = groupsOf(words(quietKeeping(host)));
            assertThat(told).hasSize(4);
            assertThat(Collections.frequency(told, family.group(1))).isEqualTo(2);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine29KeepTheAnnouncementsOfOlderVersionsDueToo(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().igmpVersion(2).mldVersion(1))) {
            host.isRefusing = true;
            host.join(family.group()).at(60_000);
            host.isRefusing = false;
            assertThat(words(quietKeeping(host))).hasSize(2).containsOnly(family.olderReport(family.group()));
            host.isRefusing = true;
            host.leave(family.group()).at(host.nowMs() + 60_000);
            host.isRefusing = false;
            assertThat(words(quietKeeping(host))).containsExactly(family.olderLeave(family.group()));
            end(host);
        }
    }

    /** RFC 3590, RFC 9776 section 4.2.13: no address is no reason to be silent. */
    @ParameterizedTest
    @EnumSource
    void shouldLine29AnnounceWithoutAnAddress(final ConformanceFamily family) {
        try (HostHarness host = host()) {
            configure(host, HostHarness.configuration(HostVariables.DEFAULT).addresses(HostHarness.addresses()));
            host.join(family.group());
            shouldSay(host, family.record("TO_EX"));
            assertThat(host.sender).isEqualTo(family.any);
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine29KeepAnAnswerDueThatIsRefused(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group()))) {
            for (final String about : List.of(family.any, family.group())) {
                host.isRefusing = true;
                host.query(about, 100).at(host.nowMs() + 5000);
                host.isRefusing = false;
                assertThat(words(host.at(host.nowMs() + INTERVAL))).containsExactly(family.record("IS_EX"));
                assertThat(words(quietKeeping(host))).isEmpty();
            }
            end(host);
        }
    }

    private static List<String> groupsOf(final List<String> lines) {
        return ConformanceSteps.groups(lines.stream().map(line -> "0 " + line).toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine30KeepSilentWhileDownAndAnnounceAllWhenUp(final ConformanceFamily family) {
        try (HostHarness host = quiet(host())) {
            IntStream.rangeClosed(1, 3).forEach(i -> host.join(family.group(i)));
            host.query(family.any, OLDER_INTERVAL);
            host.sent.clear();
            configure(host, HostHarness.configuration(HostVariables.DEFAULT).up(false));
            host.join(family.group(4)).leave(family.group(1)).include(family.group(5), family.source(1));
            host.query(family.any, 100).query(family.group(2), 100).at(host.nowMs() + 100_000);
            assertThat(host.sent()).isEmpty();
            assertThat(host.harness.filter(host.socket, host.eth0, family.group(2)))
                    .isEqualTo("EXCLUDE ");
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            final List<String> first = words(host);
            assertThat(groupsOf(first))
                    .containsExactlyInAnyOrder(family.group(2), family.group(3), family.group(4), family.group(5));
            assertThat(first.toString()).contains("TO_EX " + family.group(2), "ALLOW " + family.group(5));
            assertThat(groupsOf(words(host.at(host.nowMs() + INTERVAL)))).hasSize(4);
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, address", "IGMP, mac", "MLD, address", "MLD, mac"})
    void shouldLine30AnnounceAllWhenItSpeaksFromElsewhere(final ConformanceFamily family, final String what) {
        try (HostHarness host = quiet(host().join(family.group(1)).include(family.group(2), family.source(1)))) {
            final var moved = what.equals("mac")
                    ? HostHarness.configuration(HostVariables.DEFAULT).macAddress(HostHarness.MAC + 1)
                    : HostHarness.configuration(HostVariables.DEFAULT)
                            .addresses(HostHarness.addresses("192.0.2.11", "fe80::11"));
            configure(host, moved);
            assertThat(words(host))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("TO_EX " + family.group(1) + " {}", "ALLOW " + family.group(2) + ' ' + family.list(1));
            assertThat(groupsOf(words(host.at(host.nowMs() + INTERVAL)))).hasSize(2);
            // Nothing of it is new when nothing of it changes.
            configure(host, moved);
            configure(host, moved.mtu(1400));
            assertThat(words(quietKeeping(host))).isEmpty();
            end(host);
        }
    }

    /** A leave of which the querier may not know yet is not forgotten on the way. */
    @ParameterizedTest
    @EnumSource
    void shouldLine30NotLoseALeaveWhenItSpeaksFromElsewhere(final ConformanceFamily family) {
        try (HostHarness host = quiet(host().join(family.group(1)).include(family.group(2), family.source(1)))) {
            host.isRefusing = true;
            host.leave(family.group(1)).leave(family.group(2));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT).macAddress(HostHarness.MAC + 1));
            host.isRefusing = false;
            assertThat(groupsOf(words(quietKeeping(host))))
                    .contains(family.group(1), family.group(2))
                    .hasSize(4);
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 224.0.0.251", "MLD, ff02::fb"})
    void shouldLine30AnnounceWhatIsNoLongerSilenced(final ConformanceFamily family, final String linkLocal) {
        final HostVariables quietly =
                HostVariables.builder().linkLocalReported(false).build();
        try (HostHarness host = quiet(host().join(linkLocal).join(family.group()))) {
            configure(host, HostHarness.configuration(quietly));
            host.query(family.any, 100).at(host.nowMs() + 100);
            assertThat(words(host)).containsExactly(family.record("IS_EX"));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            assertThat(groupsOf(words(host))).contains(linkLocal);
            assertThat(groupsOf(words(host.at(host.nowMs() + INTERVAL)))).contains(linkLocal);
            quiet(host);
            // A host that is switched off, and on again.
            configure(
                    host,
                    HostHarness.configuration(
                            HostVariables.builder().igmpVersion(0).mldVersion(0).build()));
            host.query(family.any, 100).at(host.nowMs() + 1000);
            assertThat(host.sent()).isEmpty();
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            assertThat(groupsOf(words(host))).containsExactlyInAnyOrder(linkLocal, family.group());
            end(host);
        }
    }
}
