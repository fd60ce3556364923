package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.HostProbe.OLDER;
import static dev.covey.engine.HostProbe.counter;
import static dev.covey.engine.HostProbe.group;
import static dev.covey.engine.HostProbe.words;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Sequences of calls that brought other systems down: what must hold here instead. */
class VulnerabilitiesSocketTest {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1";
    private static final String S1 = "192.0.2.101";
    private static final String S2 = "192.0.2.102";
    private static final long SEED = 20_236_932;

    @Test
    void shouldCve20236932And202220141NeverUseATimerOfAGroupThatIsGoing() {
        final SplittableRandom random = new SplittableRandom(SEED);
        try (HostHarness host = new HostHarness()) {
            for (int i = 0; i < 10_000; i++) {
                final String group = "239.1.1." + random.nextInt(8);
                switch (random.nextInt(6)) {
                    case 0, 1 -> host.harness.join(host.socket, host.eth0, group);
                    case 2 -> host.harness.leave(host.socket, host.eth0, group);
                    case 3 -> host.query(group, random.nextInt(30));
                    case 4 -> host.query(group, random.nextInt(30), S1, S2);
                    default -> host.query("0.0.0.0", random.nextInt(30));
                }
                host.at(host.nowMs() + random.nextInt(10));
                // A poisoned record would show as 165.165.165.165, or as a group that nobody joined.
                for (final String line : words(host.sent())) {
                    assertThat(line)
                            .as("seed=%d", SEED)
                            .doesNotContain("165.165")
                            .contains(" 239.1.1.");
                }
            }
            host.harness.assertClean();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve20178890CountEachSocketForItselfThoughTwoBearOneName() {
        try (HostHarness host = new HostHarness()) {
            // A socket that was accepted from another one shares nothing with it but what it is called.
            final long clone = host.harness.open();
            final Map<String, Integer> before = host.harness.audit().live();
            host.join(GROUP);
            assertThat(host.harness.join(clone, host.eth0, GROUP)).isZero();
            final long record = host.harness.groups().handle(host.harness.group(host.eth0, GROUP));
            assertThat(host.harness.references(record)).isEqualTo(1 + 2);
            assertThat(host.harness.close(clone)).isZero();
            assertThat(host.harness.close(clone)).isEqualTo(BAD_SOCKET);
            host.harness.settle();
            assertThat(host.harness.references(record)).isEqualTo(1 + 1);
            assertThat(host.harness.deliver(host.eth0, GROUP, S1)).containsExactly(host.socket);
            assertThat(before).containsEntry("socket", 2);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve202130937ChangeOneSocketFromManyThreads() throws InterruptedException {
        try (HostHarness host = new HostHarness()) {
            final EngineHarness own = host.harness;
            final int calls = 3000;
            final List<List<Completion>> answers = new ArrayList<>();
            final List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 3; number++) {
                final int kind = number;
                final EngineClient client = own.engine.newClient();
                final List<Completion> mine = new ArrayList<>();
                answers.add(mine);
                for (int i = 0; i < calls; i++) {
                    mine.add(new Completion());
                }
                threads.add(new Thread(() -> {
                    final SplittableRandom random = new SplittableRandom(SEED + kind);
                    for (final Completion answer : mine) {
                        final InternetAddress group = group(random.nextInt(40));
                        switch (kind) {
                            case 0 -> client.join(host.socket, host.eth0, group.high(), group.low(), answer);
                            case 1 -> client.leave(host.socket, host.eth0, group.high(), group.low(), answer);
                            default ->
                                client.setFilter(
                                        host.socket,
                                        host.eth0,
                                        group.high(),
                                        group.low(),
                                        FilterMode.INCLUDE,
                                        EngineHarness.sources("2001:db8::1", "2001:db8::2"),
                                        answer);
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            boolean isOver = false;
            while (!isOver) {
                isOver = threads.stream().noneMatch(Thread::isAlive);
                own.engine.agent().doWork();
            }
            own.settle();
            for (final List<Completion> mine : answers) {
                for (final Completion answer : mine) {
                    assertThat(answer.isDone()).isTrue();
                    assertThat(OperationStatus.errno(answer.result()))
                            .isIn("OK", "EADDRINUSE", "EADDRNOTAVAIL", "EINVAL");
                }
            }
            for (final Thread thread : threads) {
                thread.join();
            }
            own.assertClean();
            own.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve20040424RefuseACountWhoseSizeWouldWrap() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        for (final int count : new int[] {1 << 28, (1 << 28) + 1, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE, -1}) {
            assertThatThrownBy(() -> new SourceList().wrap(buffer, 0, count))
                    .as("count=%d", count)
                    .isInstanceOfAny(ArithmeticException.class, IndexOutOfBoundsException.class);
        }
        final EngineContext context =
                new EngineContext().tableSizes(SMALL).operationLimits(new OperationLimits(20, 128, 1024));
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, context)) {
            final String[] sources = new String[129];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = "198.51.100." + (i + 1);
            }
            assertThat(OperationStatus.describe(
                            host.harness.setFilter(host.socket, host.eth0, GROUP, FilterMode.INCLUDE, sources)))
                    .isEqualTo("ENOBUFS: sourcesPerFilter=128");
            assertThat(host.sent()).isEmpty();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve20041137NeverCountASourceBelowNone() {
        try (HostHarness host = new HostHarness()) {
            assertThat(OperationStatus.errno(host.harness.leaveSource(host.socket, host.eth0, GROUP, S1)))
                    .isEqualTo("EADDRNOTAVAIL");
            host.join(GROUP);
            for (int i = 0; i < 10; i++) {
                assertThat(OperationStatus.errno(host.harness.leaveSource(host.socket, host.eth0, GROUP, S1)))
                        .isEqualTo("EADDRNOTAVAIL");
                assertThat(OperationStatus.errno(host.harness.unblockSource(host.socket, host.eth0, GROUP, S1)))
                        .isEqualTo("EADDRNOTAVAIL");
            }
            assertThat(host.harness.filter(host.socket, host.eth0, GROUP)).isEqualTo("EXCLUDE ");
            assertThat(host.harness.blockSource(host.socket, host.eth0, GROUP, S1))
                    .isZero();
            assertThat(host.harness.filter(host.socket, host.eth0, GROUP)).isEqualTo("EXCLUDE " + S1);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldCve20132636SendNothingOfWhatMemoryHeldBefore() {
        final List<byte[]> frames = new ArrayList<>();
        final PacketSink sink = (timeNs, handle, buffer, offset, length) -> {
            frames.add(bytes(buffer, offset, length));
            return true;
        };
        try (EngineHarness own =
                new EngineHarness(new EngineContext().tableSizes(SMALL).packetSink(sink))) {
            final InterfaceConfiguration configuration =
                    HostHarness.configuration(HostVariables.DEFAULT).build();
            final long eth0 = own.attach(configuration);
            final long socket = own.open();
            // Records, filters and the frame's own buffer are filled with the pattern, and let go.
            for (int round = 0; round < 50; round++) {
                final String[] marked = new String[80];
                for (int i = 0; i < marked.length; i++) {
                    marked[i] = "a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:" + Integer.toHexString(0xa500 + i);
                }
                own.setFilter(socket, eth0, "ff15:a5a5:a5a5:a5a5::a5a5", FilterMode.EXCLUDE, marked);
                own.leave(socket, eth0, "ff15:a5a5:a5a5:a5a5::a5a5");
                own.settle();
            }
            own.time.advanceTo(10_000_000_000L);
            own.settle();
            frames.clear();
            own.setFilter(socket, eth0, GROUP6, FilterMode.INCLUDE, "2001:db8::1");
            own.join(socket, eth0, GROUP);
            own.configure(eth0, configuration.toBuilder().hostVariables(OLDER).build());
            own.leave(socket, eth0, GROUP);
            own.leave(socket, eth0, GROUP6);
            assertThat(frames).hasSizeGreaterThanOrEqualTo(6);
            for (final byte[] frame : frames) {
                for (int i = 1; i < frame.length; i++) {
                    assertThat((frame[i - 1] & 0xff) << 8 | (frame[i] & 0xff)).isNotEqualTo(0xa5a5);
                }
            }
            // The first one to the last bit: reserved fields 0, one record, nothing behind it.
            final byte[] first = frames.get(0);
            final String message = hex(first, 14 + 48);
            assertThat(message.substring(0, 4) + message.substring(8))
                    .isEqualTo("8f00" + "00000001" + "05000001" + HostProbe.digits(GROUP6)
                            + HostProbe.digits("2001:db8::1"));
        }
    }

    private static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static String hex(final byte[] octets, final int from) {
        final StringBuilder text = new StringBuilder();
        for (int i = from; i < octets.length; i++) {
            text.append(String.format("%02x", octets[i]));
        }
        return text.toString();
    }

    @Test
    void shouldCve202147146CountWhatAnMtuIsTooSmallForAndSayItWhenItFits() {
        for (final HostVariables variables : List.of(HostVariables.DEFAULT, OLDER)) {
            try (HostHarness host = new HostHarness(variables)) {
                final InterfaceConfiguration configuration =
                        HostHarness.configuration(variables).build();
                host.harness.configure(
                        host.eth0, configuration.toBuilder().mtu(68).build());
                host.join(GROUP6).join(GROUP).at(15_000);
                assertThat(host.longest).isLessThanOrEqualTo(68);
                assertThat(words(host.sent()))
                        .hasSize(2)
                        .allMatch(line -> line.endsWith("239.1.1.1 {}") || line.equals("V2_REPORT 239.1.1.1"));
                assertThat(counter(host, EngineCounter.MLD_TX_TOTAL)).isZero();
                assertThat(counter(host, EngineCounter.ENGINE_TX_REFUSED)).isPositive();
                host.query("::", 1000).at(20_000);
                assertThat(host.sent()).isEmpty();
                host.harness.configure(host.eth0, configuration);
                host.at(40_000);
                assertThat(words(host.sent())).isNotEmpty().allMatch(line -> line.contains(GROUP6));
                // One record in each message where there is no room for two (24 + 8 + 8 + 7 sources of 4 octets).
                host.harness.configure(
                        host.eth0, configuration.toBuilder().mtu(68).build());
                if (variables == HostVariables.DEFAULT) {
                    host.leave(GROUP).at(50_000).sent();
                    host.include(
                            GROUP,
                            "10.0.0.1",
                            "10.0.0.2",
                            "10.0.0.3",
                            "10.0.0.4",
                            "10.0.0.5",
                            "10.0.0.6",
                            "10.0.0.7",
                            "10.0.0.8");
                    assertThat(words(host.sent())).hasSize(2);
                    assertThat(host.longest).isLessThanOrEqualTo(1500);
                }
                host.harness.end(host.socket, host.eth0);
            }
        }
    }

    @Test
    void shouldR337866CountPastSixteenBits() {
        final int members = 66_000;
        final EngineContext context =
                new EngineContext().tableSizes(new TableSizes(8, 8, 1 << 17, 1 << 17, 1 << 17, 1 << 17, 8));
        try (HostHarness host = new HostHarness(HostVariables.DEFAULT, context)) {
            final long[] sockets = new long[members];
            for (int i = 0; i < members; i++) {
                sockets[i] = host.harness.open();
                host.harness.joinSource(sockets[i], host.eth0, GROUP6, "2001:db8::1");
            }
            assertThat(host.sent()).containsExactly("0 ALLOW ff15::1 {2001:db8::1}");
            host.at(10_000).sent();
            // With 65,536 gone, the others still want it.
            for (int i = 0; i < 1 << 16; i++) {
                assertThat(host.harness.close(sockets[i])).isZero();
            }
            assertThat(host.at(20_000).sent()).isEmpty();
            host.query("::", 1000).at(21_000);
            assertThat(words(host.sent())).containsExactly("IS_IN ff15::1 {2001:db8::1}");
            for (int i = 1 << 16; i < members; i++) {
                assertThat(host.harness.close(sockets[i])).isZero();
            }
            assertThat(words(host.sent())).containsExactly("BLOCK ff15::1 {2001:db8::1}");
            host.harness.settle();
            host.harness.assertClean();
            assertThat(host.harness.audit().live()).containsEntry("membership", 0);
        }
    }
}
