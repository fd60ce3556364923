package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import java.util.function.IntSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What does a host spend on answering an IGMPv3 query, by how many groups it holds? From the query on the ring until
 * the last report has left, two duty cycles included.
 */
final class QueryRun {
    private static final int FRAME_LENGTH = 256;
    private static final int SOURCES = 10;
    private static final int ROBUSTNESS = 2;
    /** Records of general answers, in each round and before the first. */
    private static final int RECORDS = 500_000;

    private static final int WARM_RECORDS = 40_000_000;

    /** Queries of one group, each with an answer of one record. */
    private static final int SMALL_QUERIES = 50_000;

    /**
     * What the compiler made of the queries before is not what these take: it begins again with each form, and its
     * largest pieces, the writer's cycle and all it calls, take it most of a second.
     */
    private static final int WARM_SMALL_QUERIES = 1_000_000;

    private static final long MAC_ADDRESS = 0x0200_0000_0002L;
    private static final long MAX_RESPONSE_NS = 100_000_000;
    private static final long QUERY_INTERVAL_NS = 125_000_000_000L;
    private static final long STEP_NS = 5_000_000;

    /** Until the answer of a query has left, in two steps: the timers between fire each at its own time. */
    private static final int STEPS = 2;

    /** Until the last announcement of the joins is over. */
    private static final long QUIET_NS = 30_000_000_000L;

    private final int held;
    private final int rounds;
    private final CountedSink sink = new CountedSink();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
    private final QueryEncoder encoder = new QueryEncoder(new PacketEnvelope(AddressFamily.IPV4)
            .ethernet(MAC_ADDRESS)
            .source(0, InternetAddress.ipv4Low(0x0a09_0007)));
    private PeerEngine engine;
    private long interfaceHandle;
    private int asked;

    QueryRun(final PeerArguments arguments) {
        held = arguments.number("held", 1_000, 1, 1 << 20);
        rounds = arguments.rounds();
    }

    void run() {
        engine = new PeerEngine(held, sink, MembershipListener.NONE);
        interfaceHandle = engine.attach(true, false);
        engine.join(new long[] {engine.openSocket()}, new long[] {interfaceHandle}, AddressFamily.IPV4, 0, held);
        for (long timeNs = 0; timeNs < QUIET_NS; timeNs += STEP_NS) {
            engine.pass(STEP_NS);
        }
        measure("general", WARM_RECORDS / held, Math.max(1, RECORDS / held), held, this::generalQuery);
        measure("group", WARM_SMALL_QUERIES, SMALL_QUERIES, 1, () -> groupQuery(0));
        measure("source", WARM_SMALL_QUERIES, SMALL_QUERIES, 1, () -> groupQuery(SOURCES));
        engine.close();
    }

    /** @param records that one query is answered with; the figure is the time for each. */
    private void measure(
            final String form, final int warm, final int queries, final int records, final IntSupplier query) {
        for (int i = 0; i < warm; i++) {
            ask(query);
        }
        final double[] times = new double[rounds];
        final long recordsBefore = sink.records;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < queries; i++) {
                ask(query);
            }
            times[round] = (double) (System.nanoTime() - startNs) / queries / records;
        }
        // Before the figure is made, which allocates.
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long answers = (long) rounds * queries * records;
        new PeerFigure("query", "covey")
                .with("held", held)
                .with("form", form)
                .with("allocated_bytes", (double) allocated / answers)
                .print("ns", times, answers, sink.records - recordsBefore);
    }

    private void ask(final IntSupplier query) {
        final int length = query.getAsInt();
        final long sequence =
                engine.client().offer(interfaceHandle, LinkType.ETHERNET, frame, 0, length, engine.timeNs());
        if (sequence < 0) {
            throw new IllegalStateException("not taken: status=" + sequence);
        }
        engine.agent().doWork();
        for (int i = 0; i < STEPS; i++) {
            engine.pass(MAX_RESPONSE_NS);
        }
    }

    private int generalQuery() {
        return query(InternetAddress.ipv4Low(0), 0);
    }

    /** Of another group each time. */
    private int groupQuery(final int sources) {
        asked = asked + 1 == held ? 0 : asked + 1;
        return query(GroupNumbers.low(AddressFamily.IPV4, (long) asked * GroupNumbers.INTERFACES), sources);
    }

    private int query(final long groupLow, final int sources) {
        encoder.begin(frame, 0, 0, groupLow, MAX_RESPONSE_NS, false, ROBUSTNESS, QUERY_INTERVAL_NS);
        for (int i = 0; i < sources; i++) {
            encoder.source(0, InternetAddress.ipv4Low(0x0a09_0101 + i));
        }
        return encoder.end();
    }
}
