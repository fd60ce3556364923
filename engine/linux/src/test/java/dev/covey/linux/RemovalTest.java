package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.GroupRecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scenario of the seed on real interfaces: one is removed while there are memberships of both families and answers
 * pending, then sockets leave and close, then there is an interface of the same name.
 */
@Tag("long")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemovalTest {
    private static final long SEED = 20_261_121L;
    private static final int ROUNDS = 12;
    private static final int MAX_RESPONSE_S = 4;
    private static final String QUERIER = "10.99.0.2";
    private static final String QUERIER_6 = "fe80::b";

    /** What sockets want, one line for each of three. */
    private static final List<List<Membership>> WANTED = List.of(
            List.of(
                    new Membership("239.1.1.1", EXCLUDE, List.of()),
                    new Membership("ff15::1", EXCLUDE, List.of()),
                    new Membership("232.1.1.1", INCLUDE, List.of("10.0.0.1", "10.0.0.2")),
                    new Membership("ff35::1", INCLUDE, List.of("2001:db8::1", "2001:db8::2"))),
            List.of(
                    new Membership("239.1.1.1", EXCLUDE, List.of("10.0.0.9")),
                    new Membership("ff15::1", INCLUDE, List.of("2001:db8::2")),
                    new Membership("239.1.1.2", INCLUDE, List.of("10.0.0.3"))),
            List.of(
                    new Membership("239.1.1.1", INCLUDE, List.of("10.0.0.9")),
                    new Membership("232.1.1.1", INCLUDE, List.of("10.0.0.2")),
                    new Membership("ff15::2", EXCLUDE, List.of("2001:db8::3"))));

    private final FrameLog log = new FrameLog();
    private LiveNetwork network;
    private String left;
    private String right;
    private long attempts;

    /** A filter of a socket for a group. */
    private record Membership(String group, FilterMode mode, List<String> sources) {}

    /** How an interface is removed. */
    private enum Removal {
        DELETED,
        DELETED_WITH_ITS_PEER,
        MOVED_AWAY
    }

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        left = network.namespace();
        right = network.namespace();
        LiveNetwork.pair(left, right);
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    private AfPacketContext context(final String name, final RingKind kind) {
        return new AfPacketContext(name).networkNamespace(left).ringKind(kind).frameListener(log);
    }

    private LiveHost host(final String name) throws IOException {
        return new LiveHost(context(name, RingKind.FRAMES), false, HostVariables.DEFAULT);
    }

    private static void join(final LiveHost host, final List<Long> sockets) {
        for (int i = 0; i < sockets.size(); i++) {
            for (final Membership wanted : WANTED.get(i)) {
                assertThat(host.setFilter(sockets.get(i), wanted.group(), wanted.mode(), wanted.sources()))
                        .as(wanted.toString())
                        .isZero();
            }
        }
    }

    private static boolean isOurs(final FrameLog.Message message) {
        return WANTED.stream().anyMatch(list -> list.stream().anyMatch(wanted -> message.isAbout(wanted.group())));
    }

    /** Ask in both families: for all, for one group, and for one group and source. */
    private static void ask(final WirePeer peer) {
        final int code = MAX_RESPONSE_S * 10;
        final int code6 = MAX_RESPONSE_S * 1000;
        peer.send(CraftedFrame.query(QUERIER, "0.0.0.0", code, 2, 125, List.of()));
        peer.send(CraftedFrame.query(QUERIER, "239.1.1.1", code, 2, 125, List.of()));
        peer.send(CraftedFrame.query(QUERIER, "232.1.1.1", code, 2, 125, List.of("10.0.0.1")));
        peer.send(CraftedFrame.query(QUERIER_6, "::", code6, 2, 125, List.of()));
        peer.send(CraftedFrame.query(QUERIER_6, "ff15::1", code6, 2, 125, List.of()));
        peer.send(CraftedFrame.query(QUERIER_6, "ff35::1", code6, 2, 125, List.of("2001:db8::1")));
    }

    private static boolean isAnswered(final WirePeer peer, final String group) {
        return !peer.log()
                .of(message -> message.isAbout(group)
                        && (message.type() == GroupRecordType.MODE_IS_INCLUDE
                                || message.type() == GroupRecordType.MODE_IS_EXCLUDE))
                .isEmpty();
    }

    private static void leaveOnce(final LiveHost host, final long socket, final long handle, final String group) {
        assertThat(host.leave(socket, handle, group)).as(group).isZero();
        assertThat(host.leave(socket, handle, group)).as(group + " again").isEqualTo(OperationStatus.NOT_JOINED);
    }

    /** Wait until the engine knows that its interface is gone. */
    private void awaitRemoved(final String what, final LiveHost host) {
        await(what + ": removed", () -> host.port().isRemoved());
        // Asked behind the detach, and so answered after it.
        host.requireSound();
        log.clear();
        attempts = host.ports().attempts();
    }

    private void requireSilence(final String what, final LiveHost host) {
        assertThat(host.ports().attempts()).as(what + ": attempts to send").isEqualTo(attempts);
        assertThat(log.sent(message -> true)).as(what).isEmpty();
    }

    /** The wire survives a macvlan, so that the peer would see what comes too late. */
    private void makeMacvlan() throws IOException {
        LiveNetwork.ip(left, "link add m0 link a0 address 02:00:00:00:00:4d type macvlan mode bridge");
        LiveNetwork.ip(left, "addr add 10.99.0.77/24 dev m0");
        LiveNetwork.ip(left, "link set m0 up");
    }

    private static void pause(final long timeMs) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMs);
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void shouldSendNothingOnceItsInterfaceIsGone() throws IOException {
        makeMacvlan();
        try (WirePeer peer = new WirePeer(right, "b0");
                LiveHost host = host("m0")) {
            final List<Long> sockets = List.of(host.socket(), host.openSocket(), host.openSocket());
            join(host, sockets);
            // While the interface is there, the peer sees an answer to each of these queries.
            ask(peer);
            for (final String group : List.of("239.1.1.1", "232.1.1.1", "239.1.1.2", "ff15::1", "ff35::1", "ff15::2")) {
                await("answer about " + group, () -> isAnswered(peer, group));
            }
            pause(TimeUnit.SECONDS.toMillis(MAX_RESPONSE_S));

            final long received = host.port().receivedFrames();
            ask(peer);
            await("asked", () -> host.port().receivedFrames() >= received + 6);
            // The repeat of this one is pending too, for it was announced just now.
            assertThat(host.setFilter("239.1.1.3", EXCLUDE, List.of())).isZero();
            final long handle = host.port().interfaceHandle();
            LiveNetwork.ip(left, "link del m0");
            awaitRemoved("once", host);
            peer.log().clear();

            // Some leave at once, some later, some never: they are closed.
            WANTED.get(0).forEach(wanted -> leaveOnce(host, sockets.get(0), handle, wanted.group()));
            assertThat(host.closeSocket(sockets.get(1))).isZero();
            pause(TimeUnit.SECONDS.toMillis(MAX_RESPONSE_S) + 500);
            WANTED.get(2).forEach(wanted -> leaveOnce(host, sockets.get(2), handle, wanted.group()));
            leaveOnce(host, sockets.get(0), handle, "239.1.1.3");
            pause(200);
            assertThat(peer.log().of(RemovalTest::isOurs)).isEmpty();
            assertThat(peer.log().of(message -> message.isAbout("239.1.1.3"))).isEmpty();
            requireSilence("once", host);
            host.requireSound();

            shouldInheritNothing(host, peer, handle);
        }
    }

    /** An interface of the same name, in the same engine, with the same sockets. */
    private void shouldInheritNothing(final LiveHost host, final WirePeer peer, final long oldHandle)
            throws IOException {
        makeMacvlan();
        host.attach(AfPacketPort.open(context("m0", RingKind.FRAMES)));
        assertThat(host.port().interfaceHandle()).isNotEqualTo(oldHandle);
        assertThat(host.groups()).isEmpty();
        assertThat(LiveNetwork.ip(left, "maddr show dev m0")).doesNotContain("01:00:5e:01:01:01");
        ask(peer);
        pause(TimeUnit.SECONDS.toMillis(MAX_RESPONSE_S) + 200);
        assertThat(peer.log().of(RemovalTest::isOurs)).isEmpty();

        assertThat(host.join("239.1.1.1")).isZero();
        assertThat(host.join("ff15::1")).isZero();
        assertThat(host.groups()).isEqualTo(Map.of("239.1.1.1", "exclude []", "ff15::1", "exclude []"));
        await(
                "announced",
                () -> peer.log()
                                .of(message ->
                                        isOurs(message) && message.type() == GroupRecordType.CHANGE_TO_EXCLUDE_MODE)
                                .size()
                        >= 2);
        assertThat(LiveNetwork.ip(left, "maddr show dev m0")).contains("01:00:5e:01:01:01");
        assertThat(host.leave("239.1.1.1")).isZero();
        assertThat(host.leave("ff15::1")).isZero();
        await(
                "left",
                () -> peer.log()
                                .of(message ->
                                        isOurs(message) && message.type() == GroupRecordType.CHANGE_TO_INCLUDE_MODE)
                                .size()
                        >= 2);
        host.requireSound();
    }

    @Test
    void shouldKeepNothingOfInterfacesThatWereRemovedOneAfterTheOther() throws IOException {
        try (LiveHost host = host("a0")) {
            LiveNetwork.ip(left, "link del a0");
            await("removed", () -> host.port().isRemoved());
            final Map<String, Integer> before = host.records();
            final Random random = new Random(SEED);
            for (int i = 0; i < ROUNDS; i++) {
                final Removal removal = Removal.values()[i % Removal.values().length];
                final String round = "seed " + SEED + ", round " + i + ", " + removal;
                makePairAgain();
                host.attach(AfPacketPort.open(context("a0", RingKind.FRAMES)));
                assertThat(host.groups()).as(round).isEmpty();
                final long handle = host.port().interfaceHandle();
                final List<Long> sockets =
                        new ArrayList<>(List.of(host.socket(), host.openSocket(), host.openSocket()));
                join(host, sockets);
                try (WirePeer peer = new WirePeer(right, "b0")) {
                    ask(peer);
                    await(round, () -> host.port().receivedFrames() >= 6);
                }
                remove(removal);
                awaitRemoved(round, host);
                endAll(host, handle, sockets, random);
                requireSilence(round, host);
                await(round + ": all is free again", () -> host.records().equals(before));
                host.requireSound();
            }
        }
    }

    private void makePairAgain() throws IOException {
        if (LiveNetwork.ip(right, "-br link show").contains("b0")) {
            LiveNetwork.ip(right, "link del b0");
        }
        LiveNetwork.pair(left, right);
    }

    private void remove(final Removal removal) throws IOException {
        switch (removal) {
            case DELETED -> LiveNetwork.ip(left, "link del a0");
            case DELETED_WITH_ITS_PEER -> LiveNetwork.ip(right, "link del b0");
            case MOVED_AWAY -> LiveNetwork.ip(left, "link set a0 netns " + right);
        }
    }

    /** Leave and close in any order; the first socket stays open. */
    private static void endAll(final LiveHost host, final long handle, final List<Long> sockets, final Random random) {
        final List<Runnable> ends = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            final long socket = sockets.get(i);
            final boolean isFirst = i == 0;
            for (final Membership wanted : WANTED.get(i)) {
                if (isFirst || random.nextBoolean()) {
                    ends.add(() -> leaveOnce(host, socket, handle, wanted.group()));
                }
            }
        }
        Collections.shuffle(ends, random);
        // A socket that is closed first takes with it what it has not left.
        final boolean isClosedFirst = random.nextInt(3) == 0;
        if (isClosedFirst) {
            assertThat(host.closeSocket(sockets.get(2))).isZero();
            WANTED.get(2).forEach(wanted -> assertThat(host.leave(sockets.get(2), handle, wanted.group()))
                    .isEqualTo(OperationStatus.BAD_SOCKET));
            assertThat(host.closeSocket(sockets.get(1))).isZero();
            WANTED.get(0).forEach(wanted -> leaveOnce(host, sockets.get(0), handle, wanted.group()));
            return;
        }
        ends.forEach(Runnable::run);
        assertThat(host.setFilter(sockets.get(1), "239.1.1.1", EXCLUDE, List.of()))
                .isEqualTo(OperationStatus.INTERFACE_GONE);
        assertThat(host.closeSocket(sockets.get(1))).isZero();
        assertThat(host.closeSocket(sockets.get(2))).isZero();
    }

    @ParameterizedTest
    @EnumSource(RingKind.class)
    void shouldSurviveThatFramesAreLeftOfAnInterfaceThatIsGone(final RingKind kind) throws IOException {
        try (LiveHost host = new LiveHost(context("a0", kind), false, HostVariables.DEFAULT)) {
            final long handle = host.port().interfaceHandle();
            join(host, List.of(host.socket()));
            host.whileHeld(() -> {
                askOften();
                // Blocks of the ring are handed over after a time only.
                pause(20);
                LiveNetwork.ip(left, "link del a0");
            });
            shouldBeOver(kind + ", all in the ring", host, handle);

            LiveNetwork.pair(left, right);
            host.attach(AfPacketPort.open(context("a0", kind)));
            final long next = host.port().interfaceHandle();
            join(host, List.of(host.socket()));
            askOften();
            LiveNetwork.ip(left, "link del a0");
            shouldBeOver(kind + ", some in the ring", host, next);
        }
    }

    private void askOften() throws IOException {
        try (WirePeer peer = new WirePeer(right, "b0")) {
            for (int i = 0; i < 100; i++) {
                ask(peer);
            }
        }
    }

    private void shouldBeOver(final String what, final LiveHost host, final long handle) {
        awaitRemoved(what, host);
        pause(TimeUnit.SECONDS.toMillis(1));
        WANTED.get(0).forEach(wanted -> leaveOnce(host, host.socket(), handle, wanted.group()));
        requireSilence(what, host);
        host.requireSound();
    }

    @Test
    void shouldSendNothingAfterTheEndThoughItCouldNotBefore() throws IOException {
        makeMacvlan();
        try (WirePeer peer = new WirePeer(right, "b0");
                LiveHost host = host("m0")) {
            final long handle = host.port().interfaceHandle();
            host.ports().refuse(true);
            join(host, List.of(host.socket()));
            ask(peer);
            await("asked", () -> host.port().receivedFrames() >= 6);
            LiveNetwork.ip(left, "link del m0");
            awaitRemoved("refused", host);
            assertThat(attempts).isPositive();
            host.ports().refuse(false);
            makeMacvlan();
            host.attach(AfPacketPort.open(context("m0", RingKind.FRAMES)));
            pause(TimeUnit.SECONDS.toMillis(MAX_RESPONSE_S) + 200);
            WANTED.get(0).forEach(wanted -> leaveOnce(host, host.socket(), handle, wanted.group()));
            pause(200);
            assertThat(peer.log().of(RemovalTest::isOurs)).isEmpty();
            requireSilence("refused", host);
            host.requireSound();
        }
    }
}
