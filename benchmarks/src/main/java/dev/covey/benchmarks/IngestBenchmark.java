package dev.covey.benchmarks;

import dev.covey.engine.EngineClient;
import dev.covey.engine.wire.LinkType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many packets a second does one thread take in: offered, through the ring, decoded, applied?
 *
 * <p>Reports say again what the router knows. Each group is reported once per query interval of virtual time, in an
 * order of its own, so timers are set later and fire early as often as they do on a real link. Data packets are looked
 * up on the ring. Control: {@link #ringOnly} offers the same packets on an interface that there is not, where they are
 * dropped undecoded.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class IngestBenchmark {
    private static final int PACKETS = 64;
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(125);
    private static final long NO_INTERFACE = 0;

    @Param
    private TrafficKind kind;

    @Param({"1024", "65536", "1048576"})
    private int groups;

    private final AnswerCounter answers = new AnswerCounter();
    private BenchmarkEngine engine;
    private EngineClient client;
    private long interfaceHandle;
    private Traffic traffic;
    private long timeNs;
    private long stepNs;
    private int next;
    private long accepted;
    private long refused;

    @Setup
    public void setup() {
        engine = new BenchmarkEngine(answers);
        client = engine.client();
        interfaceHandle = engine.attach(!kind.isData());
        if (kind.isData()) {
            engine.join(engine.openSocket(), interfaceHandle, Addresses.groups(kind.family()), 0, groups);
        }
        // Groups are known in another order than they are reported in: no record is the next one in memory.
        traffic = Traffic.inOrder(kind, groups);
        stepNs = ROUND_NS / traffic.count();
        offerOnce();
        traffic = Traffic.shuffled(kind, groups);
        offerOnce();
        engine.settle();
        if (!kind.isData() && answers.changes() != groups) {
            throw new IllegalStateException("groups=" + groups + ", joined=" + answers.changes());
        }
    }

    private void offerOnce() {
        for (int i = 0; i < traffic.count(); i++) {
            offer(interfaceHandle, stepNs);
            if (i % PACKETS == 0) {
                engine.agent().doWork();
            }
        }
        engine.agent().doWork();
        next = 0;
    }

    @Setup(Level.Iteration)
    public void reset() {
        answers.reset();
        accepted = 0;
        refused = 0;
    }

    @TearDown(Level.Iteration)
    public void check() {
        final long expected = accepted * kind.groupsPerPacket();
        if ((kind.isData() ? answers.wanted() : answers.reports()) != expected
                || answers.changes() != 0
                || answers.drops() != refused) {
            throw new IllegalStateException("wrong answers: expected=" + expected + ", wanted=" + answers.wanted()
                    + ", reports=" + answers.reports() + ", changes=" + answers.changes() + ", drops="
                    + answers.drops() + ", refused=" + refused);
        }
    }

    @TearDown
    public void tearDown() {
        engine.close();
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long ingest() {
        accepted += PACKETS;
        return run(interfaceHandle, stepNs);
    }

    /** All at one instant: no timer fires in between. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long ingestBurst() {
        accepted += PACKETS;
        return run(interfaceHandle, 0);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long ringOnly() {
        refused += PACKETS;
        // Time stands still: nobody is refreshed.
        return run(NO_INTERFACE, 0);
    }

    private long run(final long handle, final long elapsedNs) {
        for (int i = 0; i < PACKETS; i++) {
            offer(handle, elapsedNs);
        }
        return engine.agent().doWork();
    }

    private void offer(final long handle, final long elapsedNs) {
        timeNs += elapsedNs;
        final long sequence = client.offer(
                handle, LinkType.ETHERNET, traffic.buffer(), traffic.offset(next), traffic.length(), timeNs);
        if (sequence < 0) {
            throw new IllegalStateException("not taken: status=" + sequence);
        }
        next = next + 1 == traffic.count() ? 0 : next + 1;
    }
}
