package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.configure;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.ReceiveProfile;
import java.util.List;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which messages are heeded, from whom and to whom: lines 7 to 12 of engine/docs/conformance.md (RFC 9776 sections 4.1,
 * 4.2 and 6.6, RFC 9777 sections 5.1, 5.2 and 7.6, RFC 3590, RFC 6398).
 */
class ConformanceReceivingTest {
    private static final int LATE = 10_000;
    private static final int V1_REPORT = 0x12;
    private static final int V2_REPORT = 0x16;
    private static final int LEAVE = 0x17;
    private static final int MLD_REPORT = 131;
    private static final int DONE = 132;

    private static HostHarness receive(final HostHarness host, final ConformancePacket packet) {
        final byte[] octets = packet.build();
        return host.receive(new UnsafeBuffer(octets), octets.length);
    }

    private static long count(final HostHarness host, final DropReason reason) {
        return host.harness.engine.counters().get(reason);
    }

    private static void shouldAnswer(final HostHarness host, final ConformancePacket packet, final String answer) {
        receive(host, packet);
        assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(answer);
    }

    private static void shouldDrop(final HostHarness host, final ConformancePacket packet, final DropReason reason) {
        final long before = count(host, reason);
        receive(host, packet);
        assertThat(count(host, reason)).isEqualTo(before + 1);
        assertThat(words(host.at(host.nowMs() + LATE))).isEmpty();
    }

    private static HostHarness member(final ConformanceFamily family, final ReceiveProfile profile) {
        final HostHarness host = quiet(host().join(family.group()));
        configure(host, HostHarness.configuration(HostVariables.DEFAULT).receiveProfile(profile));
        return host;
    }

    @Test
    void shouldLine07IgnoreIgmpQueriesWithoutRouterAlertUnlessToldNotTo() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = member(family, null)) {
            for (final String about : List.of(family.any, family.group())) {
                shouldDrop(host, ConformancePacket.query(family, about).withoutRouterAlert(), DropReason.IGMP_NORA);
                shouldDrop(
                        host, ConformancePacket.olderQuery(family, about).withoutRouterAlert(), DropReason.IGMP_NORA);
            }
            configure(
                    host,
                    HostHarness.configuration(HostVariables.DEFAULT)
                            .receiveProfile(ReceiveProfile.STRICT.withRouterAlertRequired(false)));
            shouldAnswer(
                    host, ConformancePacket.query(family, family.any).withoutRouterAlert(), family.record("IS_EX"));
            shouldAnswer(
                    host,
                    ConformancePacket.olderQuery(family, family.any).withoutRouterAlert(),
                    family.olderReport(family.group()));
            assertThat(count(host, DropReason.IGMP_NORA)).as("still counted").isEqualTo(6);
        }
    }

    @Test
    void shouldLine07DropMldThatIsNotAsItMustBeWhateverTheProfile() {
        final ConformanceFamily family = ConformanceFamily.MLD;
        for (final ReceiveProfile profile : List.of(
                ReceiveProfile.STRICT,
                ReceiveProfile.RFC_MINIMUM,
                ReceiveProfile.STRICT.withRouterAlertRequired(false))) {
            try (HostHarness host = member(family, profile)) {
                for (final String about : List.of(family.any, family.group())) {
                    shouldDrop(host, ConformancePacket.query(family, about).withoutRouterAlert(), DropReason.MLD_NORA);
                    shouldDrop(
                            host,
                            ConformancePacket.olderQuery(family, about).withoutRouterAlert(),
                            DropReason.MLD_NORA);
                    for (final int hopLimit : new int[] {0, 2, 64, 255}) {
                        shouldDrop(
                                host,
                                ConformancePacket.query(family, about).hopLimit(hopLimit),
                                DropReason.MLD_BADHLIM);
                    }
                    for (final String source : List.of("2001:db8::1", "::", "ff02::5", "fec0::1", "::1")) {
                        shouldDrop(host, ConformancePacket.query(family, about).from(source), DropReason.MLD_BADSOURCE);
                    }
                }
                shouldAnswer(host, ConformancePacket.query(family, family.any), family.record("IS_EX"));
            }
        }
    }

    /** Section 1: another time to live is dropped by default, and accepted for IGMP where that is configured. */
    @Test
    void shouldLine07WantIgmpWithTimeToLiveOneUnlessToldNotTo() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = member(family, null)) {
            shouldDrop(host, ConformancePacket.query(family, family.any).hopLimit(64), DropReason.IGMP_BADTTL);
            configure(
                    host, HostHarness.configuration(HostVariables.DEFAULT).receiveProfile(ReceiveProfile.RFC_MINIMUM));
            shouldAnswer(host, ConformancePacket.query(family, family.any).hopLimit(64), family.record("IS_EX"));
        }
    }

    /** A link with a host and a router; the router is what is asked. */
    private static long router(final HostHarness host) {
        return host.harness.attach(HostHarness.configuration(HostVariables.DEFAULT)
                .cookie(2)
                .router(true)
                .build());
    }

    private static void receive(final HostHarness host, final long router, final ConformancePacket packet) {
        final byte[] octets = packet.build();
        assertThat(host.harness.client.offer(
                        router,
                        LinkType.INTERNET,
                        new UnsafeBuffer(octets),
                        0,
                        octets.length,
                        host.harness.time.timeNs()))
                .isNotNegative();
        host.harness.engine.agent().doWork();
    }

    /** The querier that a router knows of: another one's address, or "ours". */
    private static String querier(final HostHarness host, final long router, final ConformanceFamily family) {
        final String[] found = new String[1];
        host.harness
                .engine
                .view()
                .routers()
                .querier(
                        router,
                        family.isIpv6(),
                        host.harness.time.timeNs(),
                        (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) ->
                                found[0] = isOther ? InternetAddress.toString(high, low) : "ours");
        return found[0];
    }

    /** What a router knows of a group: mode and sources, or "none". */
    private static String state(final HostHarness host, final long router, final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        final var view = host.harness.engine.view().routers();
        final long handle = view.findGroup(router, address.high(), address.low());
        if (handle == 0) {
            return "none";
        }
        final TreeSet<String> sources = new TreeSet<>();
        view.forEachSource(
                handle,
                host.harness.time.timeNs(),
                (high, low, isBlocked, remainingNs) -> sources.add(InternetAddress.toString(high, low)));
        return view.mode(handle) + " " + sources;
    }

    @Test
    void shouldLine08AnswerAQueryFromNobodyWhichNeverWinsTheElection() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = member(family, null)) {
            shouldAnswer(host, ConformancePacket.query(family, family.any).from("0.0.0.0"), family.record("IS_EX"));
            shouldAnswer(host, ConformancePacket.query(family, family.group()).from("0.0.0.0"), family.record("IS_EX"));
            final long router = router(host);
            assertThat(host.harness.join(host.socket, router, family.group(2))).isZero();
            quiet(host);
            receive(host, router, ConformancePacket.query(family, family.any).from("0.0.0.0"));
            assertThat(querier(host, router, family)).isEqualTo("ours");
            assertThat(words(host.at(host.nowMs() + LATE))).containsExactly("IS_EX " + family.group(2) + " {}");
            receive(host, router, ConformancePacket.query(family, family.any));
            assertThat(querier(host, router, family)).isEqualTo(family.querier);
            receive(host, router, ConformancePacket.query(family, family.any).from("0.0.0.0"));
            assertThat(querier(host, router, family)).isEqualTo(family.querier);
            quiet(host);
            receive(host, ConformancePacket.olderQuery(family, family.any).from("0.0.0.0"));
            assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(family.olderReport(family.group()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine09AnswerAQueryToAnAddressOfTheInterface(final ConformanceFamily family) {
        try (HostHarness host = member(family, null)) {
            for (final String about : List.of(family.any, family.group())) {
                shouldAnswer(host, ConformancePacket.query(family, about).to(family.ours), family.record("IS_EX"));
                shouldDrop(
                        host,
                        ConformancePacket.query(family, about).to(family.other),
                        family.isIpv6() ? DropReason.MLD_BADQUERY : DropReason.IGMP_BADQUERY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine09NotElectTheSenderOfAGeneralQueryToOneRouter(final ConformanceFamily family) {
        try (HostHarness host = host()) {
            final long router = router(host);
            assertThat(host.harness.join(host.socket, router, family.group())).isZero();
            quiet(host);
            receive(host, router, ConformancePacket.query(family, family.any).to(family.ours));
            assertThat(querier(host, router, family)).isEqualTo("ours");
            assertThat(words(host.at(host.nowMs() + LATE))).as("but answered").containsExactly(family.record("IS_EX"));
            receive(host, router, ConformancePacket.query(family, family.any));
            assertThat(querier(host, router, family)).isEqualTo(family.querier);
        }
    }

    @Test
    void shouldLine10LetRoutersHearIgmpReportsFromNobody() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        try (HostHarness host = host()) {
            final long router = router(host);
            receive(
                    host,
                    router,
                    ConformancePacket.report(family, 4, family.group(1)).from("0.0.0.0"));
            assertThat(state(host, router, family.group(1))).isEqualTo("EXCLUDE []");
            receive(
                    host,
                    router,
                    ConformancePacket.older(family, V2_REPORT, family.group(2)).from("0.0.0.0"));
            assertThat(state(host, router, family.group(2))).isEqualTo("EXCLUDE []");
            receive(
                    host,
                    router,
                    ConformancePacket.older(family, V1_REPORT, family.group(3))
                            .from("0.0.0.0")
                            .withoutRouterAlert());
            assertThat(state(host, router, family.group(3))).isEqualTo("EXCLUDE []");
        }
    }

    /** RFC 3590: routers discard them; who only watches the link, as a snooper does, needs them. */
    @Test
    void shouldLine10LetOnlySnoopersHearMldReportsFromNobody() {
        final ConformanceFamily family = ConformanceFamily.MLD;
        try (HostHarness host = host()) {
            final long router = router(host);
            final long before = count(host, DropReason.MLD_BADSOURCE);
            receive(
                    host,
                    router,
                    ConformancePacket.report(family, 4, family.group(1)).from("::"));
            receive(
                    host,
                    router,
                    ConformancePacket.older(family, MLD_REPORT, family.group(2)).from("::"));
            assertThat(state(host, router, family.group(1))).isEqualTo("none");
            assertThat(state(host, router, family.group(2))).isEqualTo("none");
            assertThat(count(host, DropReason.MLD_BADSOURCE)).isEqualTo(before + 2);
            final long watcher = host.harness.attach(HostHarness.configuration(HostVariables.DEFAULT)
                    .cookie(3)
                    .router(true)
                    .receiveProfile(ReceiveProfile.STRICT.withUnspecifiedMldSource(true))
                    .build());
            receive(
                    host,
                    watcher,
                    ConformancePacket.report(family, 4, family.group(1)).from("::"));
            receive(
                    host,
                    watcher,
                    ConformancePacket.older(family, MLD_REPORT, family.group(2)).from("::"));
            assertThat(state(host, watcher, family.group(1))).isEqualTo("EXCLUDE []");
            assertThat(state(host, watcher, family.group(2))).isEqualTo("EXCLUDE []");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine11DropLeavesThatAreNotSentToTheRouters(final ConformanceFamily family) {
        final int leave = family.isIpv6() ? DONE : LEAVE;
        final DropReason reason = family.isIpv6() ? DropReason.MLD_BADREPORT : DropReason.IGMP_BADREPORT;
        try (HostHarness host = host()) {
            final long router = router(host);
            receive(host, router, ConformancePacket.report(family, 4, family.group(1)));
            for (final String to : List.of(family.ours, family.other, family.group(2))) {
                final long before = count(host, reason);
                receive(
                        host,
                        router,
                        ConformancePacket.older(family, leave, family.group(1)).to(to));
                assertThat(count(host, reason)).as(to).isEqualTo(before + 1);
            }
            assertThat(state(host, router, family.group(1))).isEqualTo("EXCLUDE []");
            final long before = count(host, reason);
            receive(
                    host,
                    router,
                    ConformancePacket.older(family, leave, family.group(1))
                            .to(family.isIpv6() ? "ff02::2" : "224.0.0.2"));
            assertThat(count(host, reason)).isEqualTo(before);
        }
    }

    /** CVE-2002-2185: a report that only we can have heard says nothing of what the querier knows. */
    @Test
    void shouldLine11LetRoutersAloneHearAReportToAnAddressOfOurs() {
        final ConformanceFamily family = ConformanceFamily.IGMP;
        for (final int type : new int[] {V1_REPORT, V2_REPORT}) {
            try (HostHarness host = host()) {
                final long router = router(host);
                receive(
                        host,
                        router,
                        ConformancePacket.older(family, type, family.group()).to(family.ours));
                assertThat(state(host, router, family.group())).isEqualTo("EXCLUDE []");
                quiet(host.join(family.group()));
                receive(host, ConformancePacket.olderQuery(family, family.any));
                receive(
                        host,
                        ConformancePacket.older(family, type, family.group()).to(family.ours));
                assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(family.olderReport(family.group()));
                shouldDrop(
                        host,
                        ConformancePacket.older(family, type, family.group()).to(family.other),
                        DropReason.IGMP_BADREPORT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 0.0.0.0, 224.0.0.5, 255.255.255.255, 127.0.0.1", "MLD, ::, ff05::5, ff02::1, ::1"})
    void shouldLine12LeaveOutSourcesThatCannotBe(
            final ConformanceFamily family, final String one, final String two, final String three, final String four) {
        try (HostHarness host = host()) {
            final long router = router(host);
            final String good = family.source(1);
            final String better = family.source(2);
            int number = 1;
            // IS_IN, IS_EX, TO_IN, TO_EX, ALLOW.
            for (int type = 1; type <= 5; type++) {
                final String group = family.group(number++);
                receive(
                        host,
                        router,
                        ConformancePacket.report(family, type, group, one, good, two, three, better, four));
                assertThat(state(host, router, group))
                        .as("record type %s", type)
                        .isEqualTo((type % 2 == 0 ? "EXCLUDE" : "INCLUDE") + " [" + good + ", " + better + "]");
            }
            final String group = family.group(number);
            receive(host, router, ConformancePacket.report(family, 1, group, one, two, three, four));
            assertThat(state(host, router, group)).as("nothing is left of it").isEqualTo("none");
        }
    }

    /** What a query asks for that cannot be is not answered either. */
    @ParameterizedTest
    @CsvSource({"IGMP, 224.0.0.5, 0.0.0.0", "MLD, ff05::5, ::"})
    void shouldLine12NotAnswerForSourcesThatCannotBe(
            final ConformanceFamily family, final String one, final String two) {
        try (HostHarness host = member(family, null)) {
            host.query(family.group(), 1000, one, family.source(1), two);
            assertThat(words(host.at(host.nowMs() + LATE))).containsExactly(family.record("IS_IN", 1));
            host.query(family.group(), 1000, one, two);
            assertThat(words(host.at(host.nowMs() + LATE))).isEmpty();
        }
    }
}
