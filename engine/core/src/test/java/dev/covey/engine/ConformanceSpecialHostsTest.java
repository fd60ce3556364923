package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.Forwarding;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.SourceSpecificRange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Source-specific groups, lightweight hosts and hosts without an address: lines 37 to 39 of engine/docs/conformance.md
 * (RFC 4604, RFC 4607, RFC 5790, RFC 3590).
 */
class ConformanceSpecialHostsTest {
    private static final int LATE = 10_000;
    private static final int SOURCES = 5;

    private static HostHarness quietKeeping(final HostHarness host) {
        return host.at(host.nowMs() + 60_000);
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 232.1.1.1, 2", "IGMP, 232.255.255.255, 1", "MLD, ff35::8000:1, 1", "MLD, ff3e::1, 1"})
    void shouldLine37SayNothingOfSourceSpecificGroupsInOlderVersions(
            final ConformanceFamily family, final String group, final int version) {
        final HostVariables.Builder older =
                HostVariables.builder().igmpVersion(version).mldVersion(version);
        try (HostHarness host = host(older)) {
            host.include(group, family.source(1))
                    .olderQuery(family.any, 1000)
                    .at(LATE)
                    .olderQuery(group, 1000);
            host.at(2 * LATE).include(group, family.source(2)).leave(group).at(3 * LATE);
            assertThat(host.sent()).isEmpty();
            host.join(family.group());
            assertThat(host.sent()).as("others are reported").hasSize(1);
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 232.1.1.1, 350", "MLD, ff35::8000:1, 260"})
    void shouldLine37SayNothingBesideAnOlderQuerierAndAllWhenItIsGone(
            final ConformanceFamily family, final String group, final int presentSeconds) {
        try (HostHarness host = host().include(group, family.source(1))) {
            assertThat(words(host)).containsExactly("ALLOW " + group + ' ' + family.list(1));
            final long endMs = host.olderQuery(family.any, 10_000).nowMs() + presentSeconds * 1000L;
            host.at(LATE).include(group, family.source(1), family.source(2)).at(endMs - 1);
            assertThat(host.sent()).isEmpty();
            assertThat(words(host.at(endMs))).containsExactly("ALLOW " + group + ' ' + family.list(1, 2));
            quiet(host).query(group, 0);
            assertThat(words(host)).containsExactly("IS_IN " + group + ' ' + family.list(1, 2));
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 232.1.1.1", "MLD, ff35::8000:1"})
    void shouldLine37RefuseToJoinAnySourceUnlessToldNotTo(final ConformanceFamily family, final String group) {
        try (HostHarness host = host()) {
            final String source = family.source(1);
            assertThat(host.harness.join(host.socket, host.eth0, group)).isEqualTo(OperationStatus.INVALID);
            assertThat(host.harness.setFilter(host.socket, host.eth0, group, FilterMode.EXCLUDE))
                    .isEqualTo(OperationStatus.INVALID);
            assertThat(host.harness.setFilter(host.socket, host.eth0, group, FilterMode.EXCLUDE, source))
                    .isEqualTo(OperationStatus.INVALID);
            assertThat(host.harness.blockSource(host.socket, host.eth0, group, source))
                    .isNegative();
            assertThat(host.sent()).isEmpty();
            assertThat(host.harness.joinSource(host.socket, host.eth0, group, source))
                    .isZero();
            assertThat(words(host)).containsExactly("ALLOW " + group + ' ' + family.list(1));
            end(host);
        }
        try (HostHarness host = host(HostVariables.builder().ssmAware(false)).join(group)) {
            assertThat(words(host)).containsExactly("TO_EX " + group + " {}");
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "231.255.255.255, false", "232.0.0.0, true", "232.255.255.255, true", "233.0.0.0, false", "ff30::1, true",
        "ff3f::ffff:ffff, true", "ff35:0:0:0:0:1::, false", "ff35:0:0:1::1, false", "ff25::1, false", "ff45::1, false"
    })
    void shouldLine37KnowWhereTheRangeEnds(final String group, final boolean isInRange) {
        final InternetAddress address = InternetAddress.parse(group);
        assertThat(SourceSpecificRange.STANDARD.contains(address.high(), address.low()))
                .isEqualTo(isInRange);
        assertThat(SourceSpecificRange.NONE.contains(address.high(), address.low()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine37TakeTheRangeFromTheConfiguration(final ConformanceFamily family) {
        final InternetAddress prefix = InternetAddress.parse(family.isIpv6() ? "ff05::1:0" : "239.1.0.0");
        final SourceSpecificRange range =
                SourceSpecificRange.NONE.with(prefix.high(), prefix.low(), family.isIpv6() ? 112 : 16);
        final String outside = family.manyGroup(1);
        try (HostHarness host = host(HostVariables.builder().ssmRange(range))) {
            assertThat(host.harness.join(host.socket, host.eth0, family.group()))
                    .isEqualTo(OperationStatus.INVALID);
            host.join(outside).join(family.isIpv6() ? "ff35::8000:1" : "232.1.1.1");
            host.include(family.group(), family.source(1));
            quiet(host).olderQuery(family.any, 1000).at(host.nowMs() + 1000);
            assertThat(words(host)).hasSize(2).doesNotContain(family.olderReport(family.group()));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            assertThat(words(quietKeeping(host))).contains(family.olderReport(family.group()));
            end(host);
        }
    }

    private static Set<String> random(final Random random, final ConformanceFamily family) {
        final Set<String> sources = new TreeSet<>();
        for (int i = 1; i <= SOURCES; i++) {
            if (random.nextInt(3) == 0) {
                sources.add(family.source(i));
            }
        }
        return sources;
    }

    /** What a lightweight host says is part of what a full one says, and a full router understands it. */
    @ParameterizedTest
    @CsvSource({"IGMP, 31", "IGMP, 32", "MLD, 33", "MLD, 34"})
    void shouldLine38SayNothingOfExcludedSourcesAndBeUnderstood(final ConformanceFamily family, final long seed) {
        final Random random = new Random(seed);
        try (EngineHarness router = new EngineHarness();
                HostHarness host = host(HostVariables.builder().lightweight(true))) {
            final long link = router.attach();
            host.wire = (timeNs, interfaceHandle, frame, offset, lengthBytes) ->
                    router.client.offer(link, LinkType.ETHERNET, frame, offset, lengthBytes, timeNs) >= 0;
            boolean isExclude = false;
            for (int step = 0; step < 300; step++) {
                final Set<String> sources = random(random, family);
                isExclude = random.nextInt(3) == 0;
                final FilterMode mode = isExclude ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
                host.harness.setFilter(host.socket, host.eth0, family.group(), mode, sources.toArray(new String[0]));
                host.at(host.nowMs() + random.nextInt(2000));
                if (random.nextInt(3) == 0) {
                    host.query(random.nextBoolean() ? family.any : family.group(), 1000);
                    host.at(host.nowMs() + 1000);
                }
                shouldBeLightweight(host.sent(), isExclude);
                router.time.advanceTo(host.harness.time.timeNs());
                router.settle();
                shouldGet(router, link, family, isExclude, sources, "seed=" + seed + ", step=" + step);
            }
            end(host);
        }
    }

    private static void shouldBeLightweight(final List<String> lines, final boolean isExclude) {
        for (final String line : lines) {
            assertThat(line).doesNotContainPattern("(IS_EX|TO_EX) \\S+ \\{[^}]");
            if (isExclude) {
                assertThat(line).doesNotContain("BLOCK", "ALLOW", "TO_IN");
            }
        }
    }

    /** Whatever is wanted is forwarded; a router may forward more, for as long as it asks who still wants it. */
    private static void shouldGet(
            final EngineHarness router,
            final long link,
            final ConformanceFamily family,
            final boolean isExclude,
            final Set<String> sources,
            final String where) {
        final InternetAddress group = InternetAddress.parse(family.group());
        final Forwarding forwarding = new Forwarding(router.tables());
        for (int i = 1; i <= SOURCES; i++) {
            final InternetAddress source = InternetAddress.parse(family.source(i));
            final boolean isWanted = isExclude != sources.contains(family.source(i));
            final boolean isForwarded =
                    forwarding.isForwarded(Handle.slot(link), group.high(), group.low(), source.high(), source.low());
            assertThat(isForwarded || !isWanted).as("%s, source=%s", where, i).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine38SayEachChangeInTheWordsThatAreLeft(final ConformanceFamily family) {
        final String group = family.group();
        try (HostHarness host = host(HostVariables.builder().lightweight(true))) {
            host.include(group, family.source(1)).include(group, family.source(2));
            assertThat(words(host))
                    .containsExactly(
                            family.record("ALLOW", 1), family.record("ALLOW", 2) + "; " + family.record("BLOCK", 1));
            host.exclude(group, family.source(1));
            assertThat(words(host)).containsExactly(family.record("TO_EX"));
            assertThat(words(quietKeeping(host))).as("no BLOCK follows").containsExactly(family.record("TO_EX"));
            host.exclude(group, family.source(2)).exclude(group);
            assertThat(words(quietKeeping(host))).as("of what is excluded").isEmpty();
            host.exclude(group, family.source(3)).query(family.any, 0).query(group, 0);
            assertThat(words(host)).containsExactly(family.record("IS_EX"), family.record("IS_EX"));
            host.include(group, family.source(4));
            assertThat(words(quietKeeping(host))).hasSize(2).containsOnly(family.record("TO_IN", 4));
            host.query(family.any, 0).query(group, 0, family.source(4), family.source(5));
            assertThat(words(host)).containsExactly(family.record("IS_IN", 4), family.record("IS_IN", 4));
            end(host);
        }
    }

    /** With a full router, and nobody else, a list that is left is no longer forwarded after the last query time. */
    @ParameterizedTest
    @EnumSource
    void shouldLine38EndSourcesAtAFullRouter(final ConformanceFamily family) {
        try (EngineHarness router = new EngineHarness();
                HostHarness host = host(HostVariables.builder().lightweight(true))) {
            final long link = router.attach();
            host.wire = (timeNs, interfaceHandle, frame, offset, lengthBytes) ->
                    router.client.offer(link, LinkType.ETHERNET, frame, offset, lengthBytes, timeNs) >= 0;
            host.exclude(family.group(), family.source(1)).at(5000).include(family.group(), family.source(1));
            router.time.advanceTo(TimeUnit.SECONDS.toNanos(20));
            router.settle();
            final InternetAddress group = InternetAddress.parse(family.group());
            final InternetAddress kept = InternetAddress.parse(family.source(1));
            final InternetAddress left = InternetAddress.parse(family.source(2));
            final Forwarding forwarding = new Forwarding(router.tables());
            final int slot = Handle.slot(link);
            assertThat(forwarding.isForwarded(slot, group.high(), group.low(), kept.high(), kept.low()))
                    .isTrue();
            assertThat(forwarding.isForwarded(slot, group.high(), group.low(), left.high(), left.low()))
                    .isFalse();
            end(host);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "1"})
    void shouldLine39ReportFromNowhereWhileTentativeAndAllAgainWhenTheAddressIsValid(final int version) {
        final HostVariables variables =
                HostVariables.builder().mldVersion(version).build();
        final String join = version == 2 ? "TO_EX ff02::1:ff00:10 {}" : "MLD_V1_REPORT ff02::1:ff00:10";
        try (HostHarness host = new HostHarness(variables)) {
            // A global address is none to report from, and a tentative one is not listed.
            configure(
                    host,
                    HostHarness.configuration(variables)
                            .addresses(HostHarness.addresses("192.0.2.10", "2001:db8::10")));
            host.join("ff02::1:ff00:10");
            assertThat(words(host)).containsExactly(join);
            assertThat(host.sender).isEqualTo("::");
            assertThat(words(quietKeeping(host))).containsExactly(join);
            assertThat(host.sender).isEqualTo("::");
            host.join("ff05::1:1").sent.clear();
            configure(host, HostHarness.configuration(variables));
            assertThat(words(host).toString()).contains(join, "ff05::1:1");
            assertThat(host.sender).isEqualTo("fe80::10");
            assertThat(words(quietKeeping(host)).toString()).contains(join, "ff05::1:1");
            end(host);
        }
    }

    /** Only the family whose sender has changed speaks again. */
    @Test
    void shouldLine39LeaveTheOtherFamilyAlone() {
        try (HostHarness host = host()) {
            configure(
                    host,
                    HostHarness.configuration(HostVariables.DEFAULT).addresses(HostHarness.addresses("192.0.2.10")));
            quiet(host.join("239.1.1.1").join("ff05::1:1"));
            configure(host, HostHarness.configuration(HostVariables.DEFAULT));
            assertThat(words(quietKeeping(host))).hasSize(2).containsOnly("TO_EX ff05::1:1 {}");
            end(host);
        }
    }
}
