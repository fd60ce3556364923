package dev.covey.benchmarks.peers;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.wire.AddressFamily;

/**
 * What do a join and its leave cost, complete, by how many memberships the socket holds: client, ring, writer, merged
 * filter, records, the report scheduled and sent as time passes, the answers, and the reclamation?
 *
 * <p>As in the kernel's program it is one group that comes and goes. All commands of a batch come at one instant,
 * unless they are told to be apart: then each is reported on its own, and the group's records come and go with it.
 */
final class JoinRun {
    private static final int WARM_BATCHES = 2_000;

    private final AddressFamily family;
    private final int held;
    private final int apartNs;
    private final int batches;
    private final int rounds;

    JoinRun(final PeerArguments arguments) {
        family = arguments.family();
        held = arguments.number("held", 1, 0, 1 << 20);
        apartNs = arguments.number("apart_ns", 0, 0, (int) (EngineJoins.BATCH_NS / 2 / EngineJoins.PAIRS));
        batches = Math.max(1, arguments.number("pairs", 200_000, 1, 100_000_000) / EngineJoins.PAIRS);
        rounds = arguments.rounds();
    }

    void run() {
        try (EngineJoins joins = new EngineJoins(family, held, apartNs)) {
            measure(joins);
        }
    }

    private void measure(final EngineJoins joins) {
        for (int i = 0; i < Math.min(WARM_BATCHES, 4 * batches); i++) {
            joins.work(OperationStatus.OK);
        }
        final long packetsBefore = joins.packets();
        final double[] times = new double[rounds];
        long right = 0;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                right += joins.work(OperationStatus.OK);
            }
            times[round] = (double) (System.nanoTime() - startNs) / batches / EngineJoins.PAIRS;
        }
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long pairs = (long) rounds * batches * EngineJoins.PAIRS;
        final long packets = joins.packets() - packetsBefore;
        // Of what comes at one instant nobody says how much is told in one report.
        final long leastPackets = apartNs > 0 ? 2 * pairs : 1;
        if (packets < leastPackets) {
            throw new IllegalStateException(
                    "too few reports: pairs=" + pairs + ", packets=" + packets + ", least=" + leastPackets);
        }
        new PeerFigure("join", "covey")
                .with("family", family == AddressFamily.IPV4 ? "ipv4" : "ipv6")
                .with("held", held)
                .with("apart_ns", apartNs)
                .with("packets", packets)
                .with("allocated_bytes", (double) allocated / pairs)
                .print("ns", times, 2 * pairs, right);
    }
}
