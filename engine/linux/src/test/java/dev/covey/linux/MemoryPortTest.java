package dev.covey.linux;

import static dev.covey.linux.LinkQuality.PERFECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.InterfaceCounters;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines on a link in memory, in virtual time. */
class MemoryPortTest {
    private static final long SEED = 20_261_121L;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long QUERY_RESPONSE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);
    /** Longer than a router remembers what nobody says again. */
    private static final long SETTLING_NS = TimeUnit.SECONDS.toNanos(2 * 20 + 5 + 5);

    private static final LinkQuality BAD = new LinkQuality(
            0.2,
            0.1,
            0.1,
            TimeUnit.MILLISECONDS.toNanos(1),
            TimeUnit.MILLISECONDS.toNanos(3),
            TimeUnit.MILLISECONDS.toNanos(50));

    @TempDir
    private Path folder;

    private final VirtualTimeSource time = new VirtualTimeSource(0);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[2048]);

    /** Two hosts, a router and one who asks, all on one link. */
    private final class Network implements AutoCloseable {
        private final MemoryLink link;
        private final MemoryPort querier;
        private final List<MemoryStation> hosts;
        private final MemoryStation router;
        private final List<Map<String, String>> wanted = List.of(new TreeMap<>(), new TreeMap<>());
        private final long originNs = time.timeNs();
        private long nextQueryNs = originNs;

        @SuppressWarnings("MustBeClosedChecker") // closed with this
        Network(final long seed, final FrameCapture capture) {
            link = new MemoryLink(time, seed);
            querier = MemoryStation.port(link, 1);
            hosts = List.of(
                    new MemoryStation(MemoryStation.port(link, 2), MemoryStation.context(time, seed), false),
                    new MemoryStation(MemoryStation.port(link, 3), MemoryStation.context(time, seed + 1), false));
            final PacketPort port = MemoryStation.port(link, 4);
            router = new MemoryStation(
                    capture == null ? port : new CapturePort(port, capture),
                    MemoryStation.context(time, seed + 2),
                    true);
        }

        void run(final long durationNs) {
            final long endNs = time.timeNs() + durationNs;
            while (time.timeNs() < endNs) {
                if (time.timeNs() >= nextQueryNs) {
                    nextQueryNs += QUERY_INTERVAL_NS;
                    query(AddressFamily.IPV4, "0.0.0.0");
                    query(AddressFamily.IPV6, "::");
                }
                querier.poll(FrameListener.NONE);
                hosts.forEach(MemoryStation::cycle);
                router.cycle();
                time.advanceTo(time.timeNs() + STEP_NS);
            }
        }

        private void query(final AddressFamily family, final String group) {
            final int own = family == AddressFamily.IPV4 ? 0 : 1;
            final QueryEncoder encoder = new QueryEncoder(new PacketEnvelope(family)
                    .ethernet(querier.facts().macAddress())
                    .source(
                            querier.facts().addresses().high(own),
                            querier.facts().addresses().low(own)));
            final InternetAddress all = InternetAddress.parse(group);
            encoder.begin(frame, 0, all.high(), all.low(), QUERY_RESPONSE_INTERVAL_NS, false, 2, QUERY_INTERVAL_NS);
            querier.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 0, encoder.end());
        }

        /** Have a host want something else. */
        void change(final int host, final String group, final FilterMode mode, final List<String> sources) {
            assertThat(hosts.get(host).setFilter(group, mode, sources)).isIn(0L, (long) OperationStatus.NOT_JOINED);
            if (mode == FilterMode.INCLUDE && sources.isEmpty()) {
                wanted.get(host).remove(group);
            } else {
                wanted.get(host).put(group, mode + " " + new TreeSet<>(sources));
            }
        }

        /** What both want together; no group is wanted by both. */
        Map<String, String> union() {
            final Map<String, String> union = new TreeMap<>(wanted.get(0));
            union.putAll(wanted.get(1));
            return union;
        }

        @Override
        public void close() {
            hosts.forEach(MemoryStation::close);
            router.close();
            querier.close();
        }
    }

    private static void changeSomething(final Network network, final Random random) {
        final int host = random.nextInt(2);
        final boolean isIpv6 = random.nextBoolean();
        // Each host has groups of its own.
        final int number = 1 + host + 2 * random.nextInt(3);
        final List<String> all = isIpv6
                ? List.of("2001:db8::1", "2001:db8::2", "2001:db8::3")
                : List.of("198.51.100.1", "198.51.100.2", "198.51.100.3");
        network.change(
                host,
                (isIpv6 ? "ff15::" : "239.1.1.") + number,
                random.nextBoolean() ? FilterMode.INCLUDE : FilterMode.EXCLUDE,
                all.subList(0, random.nextInt(all.size() + 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldConvergeThoughAFifthIsLost(final long seed) {
        try (Network network = new Network(seed, null)) {
            network.link.quality(BAD);
            final Random random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                changeSomething(network, random);
                network.run(TimeUnit.SECONDS.toNanos(2));
            }
            assertThat(network.union()).hasSizeGreaterThan(3);
            assertThat(network.link.lostFrames()).isPositive();
            // As bad as before, until everybody has been asked so often that nobody can have been missed every time.
            network.run(10 * QUERY_INTERVAL_NS);
            // And once with nothing in the way: what was lost last is said again, what nobody says is forgotten.
            network.link.quality(PERFECT);
            network.run(SETTLING_NS + QUERY_INTERVAL_NS);

            assertThat(network.router.learned()).as("seed=" + seed).isEqualTo(network.union());
            network.router.requireSound();
            network.hosts.forEach(MemoryStation::requireSound);
        }
    }

    @Test
    void shouldHaveTheRouterKnowAtOnceOnAPerfectLink() {
        try (Network network = new Network(SEED, null)) {
            network.change(0, "239.1.1.1", FilterMode.EXCLUDE, List.of());
            network.change(1, "ff15::1", FilterMode.INCLUDE, List.of("2001:db8::1"));
            network.run(2 * STEP_NS);

            assertThat(network.router.learned()).isEqualTo(network.union()).hasSize(2);
            assertThat(network.router.port().droppedFrames()).isZero();
        }
    }

    @Test
    void shouldLeaveTheSameTraceForTheSameSeedOnly() throws IOException {
        final byte[] first = trace(1);
        assertThat(first.length).isGreaterThan(4096);
        assertThat(trace(1)).isEqualTo(first);
        assertThat(trace(2)).isNotEqualTo(first);
    }

    private byte[] trace(final long seed) throws IOException {
        final Path file = folder.resolve("trace.pcapng");
        // Every run has the same times, whenever it is run.
        final long startNs = time.timeNs();
        try (FrameCapture capture = FrameCapture.create(file, "em4", -startNs, Assertions::fail);
                Network network = new Network(seed, capture)) {
            network.link.quality(BAD);
            final Random random = new Random(SEED);
            for (int i = 0; i < 20; i++) {
                changeSomething(network, random);
                network.run(TimeUnit.SECONDS.toNanos(3));
            }
        }
        return Files.readAllBytes(file);
    }

    @Test
    void shouldTellTheEngineWhatBecomesOfThePort() {
        final MemoryLink link = new MemoryLink(time, SEED);
        final MemoryPort peer = MemoryStation.port(link, 1);
        final MemoryPort port = MemoryStation.port(link, 2);
        try (MemoryStation host = new MemoryStation(port, MemoryStation.context(time, SEED), false)) {
            assertThat(host.join("239.1.1.1")).isZero();
            assertThat(peer.poll(FrameListener.NONE)).isOne();

            port.up(false);
            host.cycle();
            host.cycle();
            assertThat(port.facts().isUp()).isFalse();
            assertThat(host.join("239.1.1.2")).isZero();
            pass(host);
            assertThat(peer.poll(FrameListener.NONE)).isZero();

            // Up again: everything is announced, as to a new link.
            port.up(true);
            pass(host);
            assertThat(peer.poll(FrameListener.NONE)).isPositive();

            port.remove();
            host.cycle();
            host.cycle();
            assertThat(port.isRemoved()).isTrue();
            assertThat(host.join("239.1.1.3")).isEqualTo(OperationStatus.INTERFACE_GONE);
            pass(host);
            assertThat(peer.poll(FrameListener.NONE)).isZero();
            host.requireSound();
        }
    }

    private void pass(final MemoryStation host) {
        for (int i = 0; i < 500; i++) {
            time.advanceTo(time.timeNs() + STEP_NS);
            host.cycle();
        }
    }

    @Test
    void shouldKeepFramesThatTheEngineHasNoRoomFor() {
        final MemoryLink link = new MemoryLink(time, SEED);
        final MemoryPort peer = MemoryStation.port(link, 1);
        final MemoryPort port = MemoryStation.port(link, 2);
        final int frames = 200;
        try (MemoryStation router = new MemoryStation(
                port, MemoryStation.context(time, SEED).ingressLimits(new IngressLimits(64, 16, 1600)), true)) {
            final GroupMessageEncoder encoder = new GroupMessageEncoder(new PacketEnvelope(AddressFamily.IPV4)
                    .ethernet(peer.facts().macAddress())
                    .source(
                            peer.facts().addresses().high(0),
                            peer.facts().addresses().low(0)));
            for (int i = 0; i < frames; i++) {
                final InternetAddress group = InternetAddress.parse("239.1.1." + i);
                final int length = encoder.report(frame, 0, MessageKind.V2_REPORT, group.high(), group.low());
                assertThat(peer.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 0, length))
                        .isTrue();
            }

            final int taken = port.doWork();
            assertThat(taken).isBetween(1, frames - 1);
            assertThat(port.doWork()).isZero();
            while (router.cycle() > 0) {
                assertThat(port.droppedFrames()).isZero();
            }
            assertThat(port.receivedFrames()).isEqualTo(frames);
            assertThat(router.engine().counters().get(EngineCounter.IGMP_RX_TOTAL))
                    .isEqualTo(frames);
            assertThat(router.learned()).hasSize(frames);
        }
    }

    @Test
    void shouldShowItsNumbersAtMostEvery100Milliseconds() {
        final MemoryLink link = new MemoryLink(time, SEED);
        final MemoryPort peer = MemoryStation.port(link, 1);
        final MemoryPort port = MemoryStation.port(link, 2);
        try (MemoryStation router = new MemoryStation(port, MemoryStation.context(time, SEED), true)) {
            final InterfaceCounters counters = router.engine().newClient().interfaceCounters(port.interfaceHandle());
            final List<Long> shown = new ArrayList<>();
            for (int i = 0; i < 31; i++) {
                // A frame every 10 ms for a while, with an idle cycle behind each; then none.
                if (i < 15) {
                    assertThat(peer.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 0, 64))
                            .isTrue();
                }
                router.cycle();
                router.cycle();
                final long count = counters.get(EngineCounter.PORT_RX_FRAMES);
                if (shown.isEmpty() || shown.get(shown.size() - 1) != count) {
                    shown.add(count);
                    assertThat(time.timeNs() % TimeUnit.MILLISECONDS.toNanos(100))
                            .isZero();
                }
                time.advanceTo(time.timeNs() + STEP_NS);
            }
            // At once when it was attached, in the midst of the frames, and what came behind that.
            assertThat(shown).containsExactly(0L, 11L, 15L);
        }
    }
}
