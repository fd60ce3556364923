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

    /** Of one group each, in a round; each is answered by one record. */
    private static final int QUERIES = 50_000;

    /** Records of general answers, for each of those queries. */
    private static final int RECORDS_PER_QUERY = 10;

    /**
     * Of the warm-up for each query that is measured in a round. What the compiler made of one form of query is not
     * what the next takes: it begins again, and its largest pieces, the writer's cycle and all it calls, take it most
     * of a second.
     */
    private static final int WARM_FACTOR = 20;

    /** The same of general answers, which are the first. */
    private static final int WARM_GENERAL_FACTOR = 80;

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
    private final int queries;
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
        queries = arguments.number("queries", QUERIES, 1, 1_000_000);
    }

    void run() {
        engine = new PeerEngine(held, sink, MembershipListener.NONE);
        interfaceHandle = engine.attach(true, false);
        engine.join(new long[] {engine.openSocket()}, new long[] {interfaceHandle}, AddressFamily.IPV4, 0, held);
        for (long timeNs = 0; timeNs < QUIET_NS; timeNs += STEP_NS) {
            engine.pass(STEP_NS);
        }
        final int generals = Math.max(1, RECORDS_PER_QUERY * queries / held);
        measure("general", WARM_GENERAL_FACTOR * generals, generals, held, this::generalQuery);
        measure("group", WARM_FACTOR * queries, queries, 1, () -> groupQuery(0));
        measure("source", WARM_FACTOR * queries, queries, 1, () -> groupQuery(SOURCES));
        engine.close();
    }

    /** @param records that one query is answered with; the figure is the time for each. */
    private void measure(
            final String form, final int warm, final int count, final int records, final IntSupplier query) {
        for (int i = 0; i < warm; i++) {
            ask(query);
        }
        final double[] times = new double[rounds];
        final long recordsBefore = sink.records;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < count; i++) {
                ask(query);
            }
            times[round] = (double) (System.nanoTime() - startNs) / count / records;
        }
        // Before the figure is made, which allocates.
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long answers = (long) rounds * count * records;
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
