package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.PortException;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernels at both ends: one sends, one is a member, and the forwarder between them is all that joins their links. */
class ForwardGroupTest {
    private static final InternetAddress GROUP = InternetAddress.parse("239.77.1.9");
    // 11 is SO_NO_CHECK: without a checksum of UDP. On this kind of link the kernel would leave it to a card that does
    // not exist.
    private static final String SENDER =
            """
            import socket, sys, time
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, 11, 1)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 5)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('10.97.1.1'))
            for _ in range(6000):
                s.sendto(b'tick', (sys.argv[1], 5000))
                time.sleep(0.02)
            """;
    // 12 is IP_RECVTTL.
    private static final String MEMBER =
            """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.IPPROTO_IP, 12, 1)
            s.bind((sys.argv[1], 5000))
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                         socket.inet_aton(sys.argv[1]) + socket.inet_aton('10.97.2.2'))
            while True:
                data, ancillary, flags, source = s.recvmsg(100, 100)
                print(data.decode(), 'from', source[0], 'ttl', int.from_bytes(ancillary[0][2], sys.byteorder))
            """;

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldCarryWhatOneKernelSendsToAMemberInAnother() throws Exception {
        try (Namespaces namespaces = Namespaces.begin()) {
            final String sender = namespaces.add();
            final String router = namespaces.add();
            final String member = namespaces.add();
            Namespaces.join(sender, "s0", router, "in0", 1);
            Namespaces.join(router, "out0", member, "m0", 2);
            final AtomicBoolean isRunning = new AtomicBoolean(true);
            final CompletableFuture<Void> forwarder = CompletableFuture.runAsync(() -> forward(router, isRunning));
            try {
                // Once it receives the group it hears reports, of which a kernel sends two and then waits for a query.
                while (!Namespaces.run("ip", "-n", router, "maddr", "show", "dev", "in0")
                        .contains("01:00:5e:4d:01:09")) {
                    assertThat(forwarder).isNotDone();
                }
                namespaces.start(sender, SENDER, GROUP.toString());
                final Process receiver = namespaces.start(member, MEMBER, GROUP.toString());
                final CompletableFuture<Void> ended = forwarder.whenComplete((none, fault) -> receiver.destroy());
                try (BufferedReader received = receiver.inputReader()) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(received.readLine()).isEqualTo("tick from 10.97.1.1 ttl 4");
                    }
                }
                assertThat(ended).isNotDone();
            } finally {
                isRunning.set(false);
                forwarder.get();
            }
        }
    }

    private static void forward(final String router, final AtomicBoolean isRunning) {
        try {
            ForwardGroup.run(
                    GROUP,
                    new AfPacketContext("in0").networkNamespace(router),
                    new AfPacketContext("out0").networkNamespace(router),
                    isRunning);
        } catch (final PortException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
