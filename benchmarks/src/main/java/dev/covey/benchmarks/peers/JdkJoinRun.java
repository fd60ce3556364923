package dev.covey.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;

/**
 * What do a join and its leave cost through the JDK's MulticastChannel, by how many memberships the channel holds? As
 * in the kernel's program and ours it is one group that comes and goes. It needs an interface v0: {@code in-namespace}
 * makes it.
 */
final class JdkJoinRun {
    private static final String INTERFACE = "v0";
    private static final int GROUPS = 0xef01_0000;
    private static final int WARM_PAIRS = 2_000;

    private final int held;
    private final int pairs;
    private final int rounds;

    JdkJoinRun(final PeerArguments arguments) {
        held = arguments.number("held", 1, 0, 1 << 16);
        pairs = arguments.number("pairs", 2_000, 1, 100_000_000);
        rounds = arguments.rounds();
    }

    void run() {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            final NetworkInterface network = NetworkInterface.getByName(INTERFACE);
            if (network == null) {
                throw new IllegalArgumentException("no interface " + INTERFACE + ": in-namespace makes it");
            }
            for (int i = 0; i < held; i++) {
                channel.join(group(i), network);
            }
            measure(channel, network);
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void measure(final DatagramChannel channel, final NetworkInterface network) throws IOException {
        final InetAddress group = group(held);
        work(channel, network, group, Math.min(WARM_PAIRS, 4 * pairs));
        final double[] times = new double[rounds];
        long right = 0;
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            right += work(channel, network, group, pairs);
            times[round] = (double) (System.nanoTime() - startNs) / pairs;
        }
        new PeerFigure("join", "jdk")
                .with("family", "ipv4")
                .with("held", held)
                .print("ns", times, 2L * rounds * pairs, right);
    }

    private static long work(
            final DatagramChannel channel, final NetworkInterface network, final InetAddress group, final int count)
            throws IOException {
        long right = 0;
        for (int i = 0; i < count; i++) {
            final MembershipKey key = channel.join(group, network);
            right += key.isValid() ? 1 : 0;
            key.drop();
            right += key.isValid() ? 0 : 1;
        }
        return right;
    }

    private static InetAddress group(final int number) throws IOException {
        final int address = GROUPS + number;
        return InetAddress.getByAddress(
                new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
    }
}
