package dev.covey.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What do a join and its leave cost through the JDK's MulticastChannel, by how many memberships the channel holds? As
 * in the kernel's program and ours it is one group that comes and goes. It needs an interface v0: {@code in-namespace}
 * makes it.
 */
final class JdkJoinRun {
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
        try (JdkJoins joins = open()) {
            measure(joins);
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How many memberships the system lets a socket have is its own affair, as in the kernel's program. */
    private JdkJoins open() {
        try {
            return new JdkJoins(held);
        } catch (final IOException refused) {
            throw new CannotRunException("join refused: held=" + held + ", " + refused.getMessage(), refused);
        }
    }

    private void measure(final JdkJoins joins) throws IOException {
        work(joins, Math.min(WARM_PAIRS, 4 * pairs));
        final double[] times = new double[rounds];
        long right = 0;
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            right += work(joins, pairs);
            times[round] = (double) (System.nanoTime() - startNs) / pairs;
        }
        new PeerFigure("join", "jdk")
                .with("family", "ipv4")
                .with("held", held)
                .print("ns", times, 2L * rounds * pairs, right);
    }

    private static long work(final JdkJoins joins, final int count) throws IOException {
        long right = 0;
        for (int i = 0; i < count; i++) {
            right += joins.joinAndDrop();
        }
        return right;
    }
}
