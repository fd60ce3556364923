package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our host beside FRR's pimd as querier: after each step FRR knows what the host wants. */
@Tag("long")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrrTest {
    private static final String FRR = "10.99.0.2";
    private static final String ANY_SOURCE_GROUP = "239.1.1.1";
    private static final String OTHER_GROUP = "239.2.2.2";
    private static final String SOURCE_SPECIFIC_GROUP = "232.1.1.1";

    private final SkippingTimeSource time = new SkippingTimeSource();
    private final FrameLog log = new FrameLog();
    private LiveNetwork network;
    private String left;
    private String right;

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        left = network.namespace();
        right = network.namespace();
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    private LiveHost host() throws IOException {
        return LiveHost.logged(left, "a0", log, time);
    }

    private static void step(
            final LiveHost host,
            final FrrPeer frr,
            final String group,
            final FilterMode mode,
            final String... sources) {
        step(host, host.socket(), frr, group, mode, sources);
    }

    private static void step(
            final LiveHost host,
            final long socket,
            final FrrPeer frr,
            final String group,
            final FilterMode mode,
            final String... sources) {
        final String step = group + " " + mode + " " + List.of(sources);
        assertThat(host.setFilter(socket, group, mode, List.of(sources)))
                .as(step)
                .isZero();
        awaitAgreement(step, host, frr);
    }

    private static void awaitAgreement(final String step, final LiveHost host, final FrrPeer frr) {
        final Map<String, String> wanted = host.groups();
        await(step + ": FRR does not come to know " + wanted, () -> frr.groups().equals(wanted));
    }

    private static void awaitKnown(final FrrPeer frr, final Map<String, String> wanted) {
        await("FRR does not come to know " + wanted, () -> frr.groups().equals(wanted));
    }

    @Test
    void shouldBeKnownToFrrAfterEachStep() throws IOException {
        LiveNetwork.pair(left, right);
        try (FrrPeer frr = new FrrPeer(right, 3);
                LiveHost host = host()) {
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE);
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.1", "10.0.0.2");
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.2");
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.2", "10.0.0.3");
            step(host, frr, ANY_SOURCE_GROUP, INCLUDE, "10.0.0.7");
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE, "10.0.0.8");
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE, "10.0.0.8", "10.0.0.9");
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE, "10.0.0.9");
            // Of two sockets, FRR knows the merge.
            final long other = host.openSocket();
            step(host, other, frr, OTHER_GROUP, INCLUDE, "10.0.0.1");
            step(host, frr, OTHER_GROUP, EXCLUDE, "10.0.0.1", "10.0.0.2");
            step(host, other, frr, OTHER_GROUP, INCLUDE);
            step(host, frr, OTHER_GROUP, INCLUDE);

            // Its entries live for 11 seconds without answers: after as long again, only answers have kept them.
            final Map<String, String> wanted = host.groups();
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (System.nanoTime() - endNs < 0) {
                assertThat(frr.groups()).isEqualTo(wanted);
            }

            LiveNetwork.ip(left, "link set a0 down");
            await("down", () -> !host.port().facts().isUp());
            assertThat(host.setFilter(OTHER_GROUP, EXCLUDE, List.of())).isZero();
            LiveNetwork.ip(left, "link set a0 up");
            awaitAgreement("down and up", host, frr);

            assertThat(host.closeSocket(other)).isZero();
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE);
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE);
            step(host, frr, ANY_SOURCE_GROUP, INCLUDE);
            assertThat(host.version(false)).isEqualTo(3);
            host.requireSound();
            host.close();
            awaitKnown(frr, Map.of());
        }
    }

    @Test
    void shouldAnswerRightWhateverFrrAsks() throws IOException {
        LiveNetwork.pair(left, right);
        try (FrrPeer frr = new FrrPeer(right, 3);
                LiveHost host = host()) {
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE);
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.1");
            await(
                    "two general queries with S flag",
                    () -> log.heard(message -> message.isGeneralQuery() && message.isSuppressing())
                                    .size()
                            >= 2);

            // Nobody can be the source 0.0.0.0 that FRR asks for, for whom it has begun a timer at an answer.
            await("timer of any source", () -> frr.isTimingAnySource(ANY_SOURCE_GROUP));
            log.clear();
            step(host, frr, ANY_SOURCE_GROUP, INCLUDE, "10.0.0.7");
            assertThat(log.heard(message -> message.isQueryOf(ANY_SOURCE_GROUP)
                            && message.sources().contains("0.0.0.0")))
                    .isNotEmpty();
            await("answer about what is wanted now", () -> !log.sent(message -> message.isAbout(ANY_SOURCE_GROUP)
                            && message.type() == GroupRecordType.MODE_IS_INCLUDE
                            && message.sources().equals(List.of("10.0.0.7")))
                    .isEmpty());
            assertThat(log.sent(message -> message.sources().contains("0.0.0.0")))
                    .isEmpty();

            // Nor is there an answer for a source that is not wanted any more, while others are asked for in vain.
            log.clear();
            step(host, frr, ANY_SOURCE_GROUP, INCLUDE);
            assertThat(log.heard(message -> message.isQueryOf(ANY_SOURCE_GROUP)
                            && message.sources().equals(List.of("10.0.0.7"))))
                    .isNotEmpty();
            assertThat(log.sent(message ->
                            message.isAbout(ANY_SOURCE_GROUP) && message.type() == GroupRecordType.MODE_IS_INCLUDE))
                    .isEmpty();
            awaitKnown(frr, Map.of(SOURCE_SPECIFIC_GROUP, "include [10.0.0.1]"));
            assertThat(host.version(false)).isEqualTo(3);
            host.requireSound();
        }
    }

    private String querier(final LiveHost host) {
        return host.inspect(view -> {
            final StringBuilder querier = new StringBuilder();
            view.hosts()
                    .querier(
                            host.port().interfaceHandle(),
                            false,
                            time.timeNs(),
                            (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) ->
                                    InternetAddress.append(querier, high, low));
            return querier.toString();
        });
    }

    @Test
    void shouldKeepItsMembershipsWhileQueriersContend() throws IOException {
        final String third = network.namespace();
        SharedLink.make(network, left, right, third);
        final String frrAddress = "10.99.0.20";
        final byte[] lower = CraftedFrame.query("10.99.0.5", "0.0.0.0", 5, 2, 2, List.of());
        final byte[] higher = CraftedFrame.query("10.99.0.25", "0.0.0.0", 5, 2, 2, List.of());
        try (FrrPeer frr = new FrrPeer(right, 3);
                WirePeer other = new WirePeer(third, "c0");
                LiveHost host = host()) {
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE);
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.1");
            await("FRR is the querier", () -> frr.querier().equals(frrAddress));
            await("heard of FRR", () -> querier(host).equals(frrAddress));

            // The lower address wins.
            other.send(lower);
            await("FRR gives way", () -> frr.querier().equals("10.99.0.5"));
            await("heard of the other", () -> querier(host).equals("10.99.0.5"));
            log.clear();
            other.send(lower);
            await("the other is answered", () -> !log.sent(message ->
                            message.isAbout(ANY_SOURCE_GROUP) && message.type() == GroupRecordType.MODE_IS_EXCLUDE)
                    .isEmpty());
            // What changes meanwhile is heard by FRR, though it does not ask.
            step(host, frr, OTHER_GROUP, EXCLUDE);
            other.send(lower);
            step(host, frr, SOURCE_SPECIFIC_GROUP, INCLUDE, "10.0.0.1", "10.0.0.2");
            assertThat(log.heard(message ->
                            message.kind().isQuery() && message.from().equals(frrAddress)))
                    .isEmpty();

            // It goes, and FRR asks again; one of a higher address changes nothing but the answers.
            await("FRR is back", () -> frr.querier().equals(frrAddress));
            awaitAgreement("FRR is back", host, frr);
            log.clear();
            other.send(higher);
            await("the higher one is answered", () -> !log.sent(message -> message.isAbout(OTHER_GROUP))
                    .isEmpty());
            assertThat(frr.querier()).isEqualTo(frrAddress);

            // They come and go.
            for (int i = 0; i < 10; i++) {
                other.send(i % 2 == 0 ? lower : higher);
                step(host, frr, OTHER_GROUP, i % 2 == 0 ? INCLUDE : EXCLUDE, "10.0.0." + (1 + i));
            }
            await("FRR is back again", () -> frr.querier().equals(frrAddress));
            awaitAgreement("the end of it", host, frr);
            assertThat(host.version(false)).isEqualTo(3);
            // The third station has seen all of it, as the host has: nothing of it was said to one of them only.
            assertThat(other.log().of(message -> message.isAbout(OTHER_GROUP)).size())
                    .isGreaterThanOrEqualTo(
                            log.sent(message -> message.isAbout(OTHER_GROUP)).size());
            host.requireSound();
        }
    }

    @Test
    void shouldSpeakVersionTwoWithFrrUntilItSpeaksThree() throws IOException {
        LiveNetwork.pair(left, right);
        try (FrrPeer frr = new FrrPeer(right, 2);
                LiveHost host = host()) {
            await("version 2", () -> host.version(false) == 2);
            assertThat(host.join(ANY_SOURCE_GROUP)).isZero();
            assertThat(host.join(OTHER_GROUP)).isZero();
            // Which sources are wanted cannot be said, so nothing is: RFC 4604 section 2.2.1.
            assertThat(host.setFilter(SOURCE_SPECIFIC_GROUP, INCLUDE, List.of("10.0.0.1")))
                    .isZero();
            awaitKnown(frr, Map.of(ANY_SOURCE_GROUP, "exclude []", OTHER_GROUP, "exclude []"));
            assertThat(frr.version(ANY_SOURCE_GROUP)).isEqualTo(2);
            await(
                    "answers",
                    () -> log.sent(message -> message.isAbout(ANY_SOURCE_GROUP)
                                            && message.kind() == MessageKind.V2_REPORT)
                                    .size()
                            >= 3);
            assertThat(log.heard(message ->
                            message.isGeneralQuery() && message.from().equals(FRR)))
                    .isNotEmpty()
                    .allMatch(message -> message.kind() == MessageKind.V2_QUERY);

            assertThat(host.leave(OTHER_GROUP)).isZero();
            awaitKnown(frr, Map.of(ANY_SOURCE_GROUP, "exclude []"));
            assertThat(log.sent(message -> message.isAbout(OTHER_GROUP) && message.kind() == MessageKind.LEAVE))
                    .hasSize(1);
            assertThat(log.sent(message -> message.isAbout(SOURCE_SPECIFIC_GROUP)))
                    .allMatch(message -> message.kind() == MessageKind.V3_REPORT);

            frr.configure("ip igmp version 3");
            await("asks in version 3", () -> !log.heard(
                            message -> message.isGeneralQuery() && message.kind() == MessageKind.V3_QUERY)
                    .isEmpty());
            assertThat(host.version(false)).isEqualTo(2);
            time.skipOlderQuerierPresent();
            await("version 3", () -> host.version(false) == 3);
            final Map<String, String> wanted = new TreeMap<>();
            wanted.put(ANY_SOURCE_GROUP, "exclude []");
            wanted.put(SOURCE_SPECIFIC_GROUP, "include [10.0.0.1]");
            awaitKnown(frr, wanted);
            assertThat(host.groups()).isEqualTo(wanted);
            // It names the version of the first report for as long as it knows the group, and yet applies the newer
            // ones.
            assertThat(frr.version(ANY_SOURCE_GROUP)).isEqualTo(2);
            step(host, frr, ANY_SOURCE_GROUP, EXCLUDE, "10.0.0.9");
            host.requireSound();
        }
    }

    // What FRR 8.4.4 does otherwise than the RFCs or we. Where it no longer does, engine/docs/conformance.md is to
    // change.

    @Test
    void shouldFindThatFrrIgnoresReportsOfGroupsThatLookLikeControlGroups() throws IOException {
        LiveNetwork.pair(left, right);
        try (FrrPeer frr = new FrrPeer(right, 3);
                LiveHost host = host()) {
            // Octets in the wrong order: 224.0.0.239 would be one of 224.0.0/24, of which nothing needs to be known.
            assertThat(host.join("239.0.0.224")).isZero();
            assertThat(host.join("239.1.0.224")).isZero();
            awaitKnown(frr, Map.of("239.1.0.224", "exclude []"));
            await(
                    "answers about both",
                    () -> log.sent(message -> message.isAbout("239.0.0.224")
                                            && message.type() == GroupRecordType.MODE_IS_EXCLUDE)
                                    .size()
                            >= 2);
            assertThat(frr.groups()).containsOnlyKeys("239.1.0.224");
        }
    }

    @Test
    void shouldFindThatFrrHearsReportsWithoutRouterAlert() throws IOException {
        LiveNetwork.pair(left, right);
        try (FrrPeer frr = new FrrPeer(right, 3);
                LiveHost router =
                        new LiveHost(new AfPacketContext("b0").networkNamespace(right), true, HostVariables.DEFAULT);
                WirePeer station = new WirePeer(left, "a0")) {
            await("FRR asks", () -> !station.log()
                    .of(message -> message.isGeneralQuery() && message.isSuppressing())
                    .isEmpty());
            station.send(report(1, false, ANY_SOURCE_GROUP));
            awaitKnown(frr, Map.of(ANY_SOURCE_GROUP, "exclude []"));
            station.send(report(2, true, "239.3.3.3"));
            station.send(report(1, true, OTHER_GROUP));
            awaitKnown(frr, Map.of(ANY_SOURCE_GROUP, "exclude []", OTHER_GROUP, "exclude []"));
            await("known to our router", () -> router.learned().contains(OTHER_GROUP));
            assertThat(router.learned()).doesNotContain(ANY_SOURCE_GROUP, "239.3.3.3");
        }
    }

    private static byte[] report(final int timeToLive, final boolean hasRouterAlert, final String group) {
        return CraftedFrame.igmp(
                "10.99.0.1",
                "224.0.0.22",
                timeToLive,
                hasRouterAlert,
                "2200000000000001" + "04000000" + CraftedFrame.hex(group));
    }
}
