package dev.covey.benchmarks.peers;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.wire.LinkType;

/**
 * What does one more group record cost a router that keeps timers? The slope between reports of 10 records and of 100,
 * all of which refresh groups that it knows, once per query interval of virtual time.
 */
final class IngestRun {
    private static final int PACKETS = 64;
    private static final int SHORT_RECORDS = 10;
    private static final int LONG_RECORDS = 100;

    /** The compiler is done with all that a report may lead to after about a second. */
    private static final int WARM_PASSES = 600;

    /** Of the warm-up for each that is measured: a short run has a short one. */
    private static final int WARM_FACTOR = 30;

    private static final long QUERY_INTERVAL_NS = 125_000_000_000L;

    private final int groups;
    private final int rounds;
    private final int passes;
    private final ReportCounter counter = new ReportCounter();
    private PeerEngine engine;
    private long interfaceHandle;
    private long packetTimeNs;

    IngestRun(final PeerArguments arguments) {
        groups = arguments.number("groups", 20_000, LONG_RECORDS, 1 << 20) / LONG_RECORDS * LONG_RECORDS;
        passes = arguments.number("passes", 10, 1, 1_000_000);
        rounds = arguments.rounds();
    }

    void run() {
        engine = new PeerEngine(groups, PacketSink.NONE, counter);
        interfaceHandle = engine.attach(false, true);
        final ReportPackets shortReports = new ReportPackets(0, groups, SHORT_RECORDS);
        final ReportPackets longReports = new ReportPackets(0, groups, LONG_RECORDS);
        for (int i = 0; i < Math.min(WARM_PASSES, WARM_FACTOR * passes); i++) {
            report(shortReports);
            report(longReports);
        }
        final long changesBefore = counter.changes;
        final long recordsBefore = counter.records;
        final double[] slopes = new double[rounds];
        final double[] longs = new double[rounds];
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            double shortNs = 0;
            double longNs = 0;
            for (int i = 0; i < passes; i++) {
                shortNs += report(shortReports);
                longNs += report(longReports);
            }
            slopes[round] = (longNs - shortNs) / passes / (LONG_RECORDS - SHORT_RECORDS);
            longs[round] = longNs / passes / LONG_RECORDS;
        }
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long expected = 2L * rounds * passes * groups;
        if (counter.changes != changesBefore || counter.drops != 0) {
            throw new IllegalStateException(
                    "not only refreshed: changes=" + (counter.changes - changesBefore) + ", drops=" + counter.drops);
        }
        final long records = counter.records - recordsBefore;
        print("slope", slopes, expected, records, (double) allocated / records);
        print("whole", longs, expected, records, (double) allocated / records);
        engine.close();
    }

    private void print(
            final String form, final double[] times, final long expected, final long records, final double allocated) {
        new PeerFigure("ingest", "covey")
                .with("groups", groups)
                .with("form", form)
                .with("allocated_bytes", allocated)
                .print("ns", times, expected, records);
    }

    /** Report all groups once, and return the ns for each packet. */
    private double report(final ReportPackets packets) {
        final long stepNs = QUERY_INTERVAL_NS / packets.count();
        final long startNs = System.nanoTime();
        for (int i = 0; i < packets.count(); i++) {
            packetTimeNs += stepNs;
            final long sequence = engine.client()
                    .offer(
                            interfaceHandle,
                            LinkType.ETHERNET,
                            packets.buffer(),
                            packets.offset(i),
                            packets.length(),
                            packetTimeNs);
            if (sequence < 0) {
                throw new IllegalStateException("not taken: status=" + sequence);
            }
            if (i % PACKETS == PACKETS - 1) {
                engine.agent().doWork();
            }
        }
        engine.agent().doWork();
        return (double) (System.nanoTime() - startNs) / packets.count();
    }
}
