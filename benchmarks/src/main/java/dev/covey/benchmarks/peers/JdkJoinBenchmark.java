package dev.covey.benchmarks.peers;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.wire.AddressFamily;
import java.io.IOException;
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
 * What do a join and its leave cost, through the engine and through the JDK's MulticastChannel, by how many memberships
 * the socket holds meanwhile?
 *
 * <p>The engine's is complete: client, ring, writer, merged filter, records, two reports, the answers, and the
 * reclamation. The JDK's asks the kernel; it needs Linux and root, for a network namespace of its own, and fails
 * without. Controls: {@link #ringOnly} sends two commands that are refused at the first look; {@link #jdkHeld} joins a
 * group that the channel holds, which the JDK answers without the kernel.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsPrepend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"
        })
public class JdkJoinBenchmark {
    /** Of virtual time, between two commands: each is reported on its own. */
    private static final int APART_NS = 1000;

    @Benchmark
    @OperationsPerInvocation(EngineJoins.PAIRS)
    public int covey(final EngineSocket socket) {
        return socket.count(socket.joins.work(OperationStatus.OK));
    }

    @Benchmark
    @OperationsPerInvocation(EngineJoins.PAIRS)
    public int ringOnly(final EngineSocket socket) {
        return socket.count(socket.joins.workForNobody(OperationStatus.BAD_SOCKET));
    }

    @Benchmark
    public int jdk(final JdkSocket socket) throws IOException {
        socket.expected += 2;
        final int right = socket.joins.joinAndDrop();
        socket.right += right;
        return right;
    }

    @Benchmark
    public boolean jdkHeld(final JdkSocket socket) throws IOException {
        socket.expected++;
        final boolean isRight = socket.joins.joinHeld();
        socket.right += isRight ? 1 : 0;
        return isRight;
    }

    /** A socket of the engine's. */
    @State(Scope.Thread)
    public static class EngineSocket {
        @Param({"1", "1000"})
        private int memberships;

        private EngineJoins joins;
        private long expected;
        private long right;

        /** Join what is held. */
        @Setup
        public void setup() {
            joins = new EngineJoins(AddressFamily.IPV4, memberships, APART_NS);
        }

        private int count(final int answers) {
            expected += 2 * EngineJoins.PAIRS;
            right += answers;
            return answers;
        }

        /** Every join and every leave was answered as it should be. */
        @TearDown(Level.Iteration)
        public void check() {
            expectAll(expected, right);
        }

        /** End. */
        @TearDown
        public void tearDown() {
            joins.close();
        }
    }

    /** A socket of the JDK's. */
    @State(Scope.Thread)
    public static class JdkSocket {
        @Param({"1", "1000"})
        private int memberships;

        private JdkJoins joins;
        private long expected;
        private long right;

        /** Join what is held. */
        @Setup
        public void setup() throws IOException {
            OwnNamespace.enter();
            joins = new JdkJoins(memberships);
        }

        /** Every join and every leave was answered as it should be. */
        @TearDown(Level.Iteration)
        public void check() {
            expectAll(expected, right);
        }

        /** End. */
        @TearDown
        public void tearDown() throws IOException {
            joins.close();
        }
    }

    private static void expectAll(final long expected, final long right) {
        if (right != expected) {
            throw new IllegalStateException("wrong answers: expected=" + expected + ", right=" + right);
        }
    }
}
