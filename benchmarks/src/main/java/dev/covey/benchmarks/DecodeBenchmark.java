package dev.covey.benchmarks;

import dev.covey.engine.wire.Checksum;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to check a packet and say what it is?
 *
 * <p>The packets are those of {@link IngestBenchmark} for 1,024 groups. {@link #classifyAndRead} reads the group
 * records as well. Control: {@link #checksum} adds up the bytes of the packet, which is the least that can be done with
 * them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class DecodeBenchmark {
    private static final int GROUPS = 1024;

    @Param
    private TrafficKind kind;

    private final PacketClassifier classifier = new PacketClassifier();
    private final GroupRecordCursor record = new GroupRecordCursor();
    private Traffic traffic;
    private Verdict expectedVerdict;
    private int recordsPerPacket;
    private int next;
    private long asked;
    private long right;

    @Setup
    public void setup() {
        traffic = Traffic.shuffled(kind, GROUPS);
        expectedVerdict = kind.isData() ? Verdict.DATA : Verdict.MEMBERSHIP;
        recordsPerPacket = kind.groupsPerPacket() == 1 ? 0 : kind.groupsPerPacket();
    }

    @TearDown(Level.Iteration)
    public void check() {
        if (right != asked) {
            throw new IllegalStateException("wrong answers: asked=" + asked + ", right=" + right);
        }
    }

    @Benchmark
    public DecodedPacket classify() {
        final DecodedPacket packet = nextPacket();
        right += packet.verdict() == expectedVerdict ? 1 : 0;
        return packet;
    }

    @Benchmark
    public long classifyAndRead() {
        final DecodedPacket packet = nextPacket();
        long sum = packet.groupLow();
        int records = 0;
        if (recordsPerPacket != 0) {
            record.wrap(traffic.buffer(), packet);
            while (record.next()) {
                sum += record.groupHigh() + record.groupLow() + record.typeCode();
                records++;
            }
        }
        right += packet.verdict() == expectedVerdict && records == recordsPerPacket ? 1 : 0;
        return sum;
    }

    @Benchmark
    public long checksum() {
        return Checksum.sum(traffic.buffer(), nextOffset(), traffic.length());
    }

    private DecodedPacket nextPacket() {
        asked++;
        return classifier.classify(traffic.buffer(), nextOffset(), traffic.length(), LinkType.ETHERNET);
    }

    private int nextOffset() {
        next = next + 1 == traffic.count() ? 0 : next + 1;
        return traffic.offset(next);
    }
}
