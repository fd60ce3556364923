package dev.covey.benchmarks.peers;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.ingress.Completion;
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
    private static final int PAIRS = 64;
    private static final int WARM_BATCHES = 2_000;

    /** Of virtual time, for each batch: joins and leaves at 64,000 a second. */
    private static final long BATCH_NS = 1_000_000;

    private final AddressFamily family;
    private final int held;
    private final int apartNs;
    private final int batches;
    private final int rounds;
    private final Completion[] joins = new Completion[PAIRS];
    private final Completion[] leaves = new Completion[PAIRS];
    private PeerEngine engine;
    private long interfaceHandle;
    private long socket;

    JoinRun(final PeerArguments arguments) {
        family = arguments.family();
        held = arguments.number("held", 1, 0, 1 << 20);
        apartNs = arguments.number("apart_ns", 0, 0, (int) (BATCH_NS / 2 / PAIRS));
        batches = Math.max(1, arguments.number("pairs", 200_000, 1, 100_000_000) / PAIRS);
        rounds = arguments.rounds();
    }

    void run() {
        final CountedSink sink = new CountedSink();
        engine = new PeerEngine(held, sink, MembershipListener.NONE);
        interfaceHandle = engine.attach(true, false);
        socket = engine.openSocket();
        engine.join(new long[] {socket}, interfaces(), family, 0, held);
        for (int i = 0; i < PAIRS; i++) {
            joins[i] = new Completion();
            leaves[i] = new Completion();
        }
        for (int i = 0; i < Math.min(WARM_BATCHES, 4 * batches); i++) {
            work();
        }
        final long packetsBefore = sink.packets;
        final double[] times = new double[rounds];
        long right = 0;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                right += work();
            }
            times[round] = (double) (System.nanoTime() - startNs) / batches / PAIRS;
        }
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long pairs = (long) rounds * batches * PAIRS;
        if (sink.packets == packetsBefore) {
            throw new IllegalStateException("no report was sent: pairs=" + pairs);
        }
        new PeerFigure("join", "covey")
                .with("family", family == AddressFamily.IPV4 ? "ipv4" : "ipv6")
                .with("held", held)
                .with("apart_ns", apartNs)
                .with("packets", sink.packets - packetsBefore)
                .with("allocated_bytes", (double) allocated / pairs)
                .print("ns", times, 2 * pairs, right);
        engine.close();
    }

    /** All numbers on the one interface. */
    private long[] interfaces() {
        return new long[] {interfaceHandle};
    }

    private int work() {
        final EngineClient client = engine.client();
        final long groupHigh = GroupNumbers.high(family);
        final long groupLow = GroupNumbers.low(family, (long) GroupNumbers.INTERFACES * (held + 1));
        for (int i = 0; i < PAIRS; i++) {
            engine.moveOn(apartNs);
            client.join(socket, interfaceHandle, groupHigh, groupLow, joins[i].reset());
            engine.moveOn(apartNs);
            client.leave(socket, interfaceHandle, groupHigh, groupLow, leaves[i].reset());
        }
        engine.pass(BATCH_NS);
        int right = 0;
        for (int i = 0; i < PAIRS; i++) {
            right += joins[i].result() == OperationStatus.OK ? 1 : 0;
            right += leaves[i].result() == OperationStatus.OK ? 1 : 0;
        }
        return right;
    }
}
