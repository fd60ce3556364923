package dev.covey.benchmarks.peers;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.wire.LinkType;

/** What does the first report of a group cost a router, by how many groups it holds? */
final class NewGroupRun {
    private static final int PACKETS = 64;
    private static final int WARM_ENGINES = 20;
    private static final int WARM_GROUPS = 20_000;

    /** What is held is reported a hundred groups at a time: that is compiled before the measurement, too. */
    private static final int WARM_HELD = 30_000;

    private final int held;
    private final int added;
    private final int rounds;

    NewGroupRun(final PeerArguments arguments) {
        held = arguments.number("held", 0, 0, 8_000_000);
        added = arguments.number("added", 2_000, PACKETS, 1_000_000) / PACKETS * PACKETS;
        rounds = arguments.rounds();
    }

    void run() {
        for (int i = 0; i < WARM_ENGINES; i++) {
            measure(Math.min(held, WARM_HELD), WARM_GROUPS / PACKETS * PACKETS);
        }
        final double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            times[round] = measure(held, added);
        }
        new PeerFigure("new-group", "covey")
                .with("held", held)
                .with("added", added)
                .print("ns", times, (long) rounds * added, (long) rounds * added);
    }

    /** The ns for each group, after some are held. */
    private static double measure(final int held, final int added) {
        final ReportCounter counter = new ReportCounter();
        try (PeerEngine engine = new PeerEngine(held + added, PacketSink.NONE, counter)) {
            final long interfaceHandle = engine.attach(false, true);
            final int perReport = 100;
            if (held > 0) {
                offer(engine, interfaceHandle, new ReportPackets(added, held / perReport * perReport, perReport));
                engine.settle();
            }
            final ReportPackets packets = new ReportPackets(0, added, 1);
            final long changesBefore = counter.changes;
            final long startNs = System.nanoTime();
            offer(engine, interfaceHandle, packets);
            final double ns = (double) (System.nanoTime() - startNs) / added;
            if (counter.changes - changesBefore != added || counter.drops != 0) {
                throw new IllegalStateException("wrong answers: expected=" + added + ", joined="
                        + (counter.changes - changesBefore) + ", drops=" + counter.drops);
            }
            return ns;
        }
    }

    static void offer(final PeerEngine engine, final long interfaceHandle, final ReportPackets packets) {
        for (int i = 0; i < packets.count(); i++) {
            final long sequence = engine.client()
                    .offer(
                            interfaceHandle,
                            LinkType.ETHERNET,
                            packets.buffer(),
                            packets.offset(i),
                            packets.length(),
                            engine.timeNs());
            if (sequence < 0) {
                throw new IllegalStateException("not taken: status=" + sequence);
            }
            if (i % PACKETS == PACKETS - 1) {
                engine.agent().doWork();
            }
        }
        engine.agent().doWork();
    }
}
