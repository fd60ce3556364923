package dev.covey.benchmarks;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.wire.AddressFamily;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What does a join and the leave that takes it back cost, by how many groups one socket holds meanwhile?
 *
 * <p>All of it, on one thread: client, ring, writer, the answers, and the reclamation of what the leaves before it
 * retired. Every pair checks both its answers and leaves the memberships as they were. Control: {@link #ringOnly} sends
 * two commands that are refused at the first look.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class JoinLeaveBenchmark {
    private static final int PAIRS = 64;
    private static final int MIN_PROBES = 1 << 12;
    private static final long NO_SOCKET = 0;

    /** Of virtual time, for each batch: joins and leaves at 64,000 a second. */
    private static final long BATCH_NS = 1_000_000;

    /** Twice the Unsolicited Report Interval. */
    private static final long ANNOUNCED_NS = 2_000_000_000;

    @Param({"IPV4", "IPV6"})
    private AddressFamily family;

    @Param({"1024", "65536", "1048576"})
    private int groups;

    /** Whether changes are merged and announced, as a host does, or kept to the engine. */
    @Param({"false", "true"})
    private boolean reported;

    private final Completion[] joins = new Completion[PAIRS];
    private final Completion[] leaves = new Completion[PAIRS];
    private BenchmarkEngine engine;
    private EngineClient client;
    private long interfaceHandle;
    private long holder;
    private long other;
    private long groupHigh;
    private long[] newLows;
    private long[] heldLows;
    private long recordsBefore;
    private long messagesBefore;
    private long newGroupBatches;
    private int next;

    @Setup
    public void setup() {
        engine = new BenchmarkEngine(MembershipListener.NONE);
        client = engine.client();
        interfaceHandle = reported ? engine.attachHost() : engine.attach(false);
        holder = engine.openSocket();
        other = engine.openSocket();
        final Addresses addresses = Addresses.groups(family);
        engine.join(holder, interfaceHandle, addresses, 0, groups);
        groupHigh = addresses.high();
        heldLows = addresses.shuffledLows(0, groups);
        newLows = addresses.shuffledLows(groups, Math.max(groups, MIN_PROBES));
        for (int i = 0; i < PAIRS; i++) {
            joins[i] = new Completion();
            leaves[i] = new Completion();
        }
        recordsBefore = recordsWhenAllIsSaid();
        messagesBefore = engine.messages();
    }

    @TearDown
    public void tearDown() {
        final long recordsAfter = recordsWhenAllIsSaid();
        final long messages = engine.messages() - messagesBefore;
        engine.close();
        if (recordsAfter != recordsBefore) {
            throw new IllegalStateException("records are left: before=" + recordsBefore + ", after=" + recordsAfter);
        }
        // One may hold all changes of a batch, which come at one instant.
        if (reported && messages < newGroupBatches) {
            throw new IllegalStateException("too few reports: batches=" + newGroupBatches + ", messages=" + messages);
        }
    }

    /** Groups that were left stay until their end was announced for the last time. */
    private long recordsWhenAllIsSaid() {
        engine.pass(ANNOUNCED_NS);
        return engine.records();
    }

    /** A group that nobody has joined: it comes and goes with its only member. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void newGroup() {
        for (int i = 0; i < PAIRS; i++) {
            joinAndLeave(holder, newLows[next++ & newLows.length - 1], i);
        }
        work(OperationStatus.OK);
        newGroupBatches++;
    }

    /** A group that another socket has joined. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void sharedGroup() {
        for (int i = 0; i < PAIRS; i++) {
            joinAndLeave(other, heldLows[next++ & heldLows.length - 1], i);
        }
        work(OperationStatus.OK);
    }

    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void ringOnly() {
        for (int i = 0; i < PAIRS; i++) {
            joinAndLeave(NO_SOCKET, newLows[next++ & newLows.length - 1], i);
        }
        work(OperationStatus.BAD_SOCKET);
    }

    private void joinAndLeave(final long socket, final long groupLow, final int pair) {
        client.join(socket, interfaceHandle, groupHigh, groupLow, joins[pair].reset());
        client.leave(socket, interfaceHandle, groupHigh, groupLow, leaves[pair].reset());
    }

    private void work(final long expected) {
        engine.pass(BATCH_NS);
        engine.agent().doWork();
        for (int i = 0; i < PAIRS; i++) {
            if (joins[i].result() != expected || leaves[i].result() != expected) {
                throw new IllegalStateException("wrong answer: expected=" + expected + ", join=" + joins[i].result()
                        + ", leave=" + leaves[i].result());
            }
        }
    }
}
