package dev.covey.benchmarks;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.AddressIndex;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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
 * What does it cost to ask who gets a datagram, by how many groups are joined, one member each?
 *
 * <p>Every group is asked for once before any is asked for again, so the lines of a large table come from memory.
 * Controls: {@link #indexFind} is the first step alone, in a table of the same addresses without an epoch;
 * {@link #pointerChase} is one dependent load out of as many cache lines as there are groups.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Benchmark)
public class LookupBenchmark {
    private static final int SOCKETS = 64;
    private static final int LINE_LENGTH = 64;
    private static final int LOOKS_PER_BATCH = 32;

    @Param({"IPV4", "IPV6"})
    private AddressFamily family;

    @Param({"1024", "65536", "1048576"})
    private int groups;

    private BenchmarkEngine engine;
    private long interfaceHandle;
    private long groupHigh;
    private long[] groupLows;
    private NativeMemory memory;
    private AddressIndex index;
    private UnsafeBuffer lines;

    /** What belongs to one reading thread. */
    @State(Scope.Thread)
    public static class ReaderThread {
        private final long[] sockets = new long[1];
        private final long sourceLow = InternetAddress.ipv4Low(0x0a00_0001);
        private final long[] interfaces = new long[LOOKS_PER_BATCH];
        private final long[] batch = new long[2 * LOOKS_PER_BATCH];
        private final long[] sources = new long[2 * LOOKS_PER_BATCH];
        private final int[] results = new int[LOOKS_PER_BATCH];
        private MembershipReader guarded;
        private MembershipReader polling;
        private int next;
        private int line;
        private long asked;
        private long found;

        @Setup
        @SuppressWarnings("MustBeClosedChecker") // closed by tearDown
        public void setup(final LookupBenchmark benchmark) {
            guarded = benchmark.engine.engine().openReader("guarded");
            polling = benchmark.engine.engine().openPollingReader("polling");
            Arrays.fill(interfaces, benchmark.interfaceHandle);
        }

        private void tick() {
            if ((++asked & LOOKS_PER_BATCH - 1) == 0) {
                polling.quiescent();
            }
        }

        @TearDown(Level.Iteration)
        public void check() {
            if (found != asked) {
                throw new IllegalStateException("wrong answers: asked=" + asked + ", found=" + found);
            }
        }

        @TearDown
        public void tearDown() {
            guarded.close();
            polling.close();
        }
    }

    @Setup
    public void setup() {
        engine = new BenchmarkEngine(MembershipListener.NONE);
        interfaceHandle = engine.attach(false);
        final Addresses addresses = Addresses.groups(family);
        final long[] sockets = new long[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            sockets[i] = engine.openSocket();
            final int from = i * (groups / SOCKETS);
            engine.join(sockets[i], interfaceHandle, addresses, from, groups / SOCKETS);
        }
        engine.settle();
        verify(addresses, sockets);
        engine.release();

        groupHigh = addresses.high();
        groupLows = addresses.shuffledLows(0, groups);
        memory = new NativeMemory(AllocationGate.OPEN);
        index = new AddressIndex("lookup", memory, new EpochDomain(1), groups, groups, Addresses.SEED, true);
        for (int i = 0; i < groups; i++) {
            index.insert(0, groupHigh, addresses.low(i), i);
        }
        lines = memory.reserve("lines", groups * LINE_LENGTH).buffer();
        final int[] order = Addresses.shuffled(groups);
        for (int i = 0; i < groups; i++) {
            lines.putInt(order[i] * LINE_LENGTH, order[i + 1 & groups - 1] * LINE_LENGTH);
        }
    }

    /** Each group has to be answered with the one socket that joined it. */
    private void verify(final Addresses addresses, final long[] sockets) {
        final long[] found = new long[1];
        try (MembershipReader reader = engine.engine().openReader("verify")) {
            for (int i = 0; i < groups; i++) {
                final int count = reader.deliver(
                        interfaceHandle, addresses.high(), addresses.low(i), 0, InternetAddress.ipv4Low(1), found);
                if (count != 1 || found[0] != sockets[i / (groups / SOCKETS)]) {
                    throw new IllegalStateException("wrong answer: group=" + i + ", count=" + count);
                }
            }
        }
    }

    @TearDown
    public void tearDown() {
        engine.close();
        memory.close();
    }

    @Benchmark
    public long guarded(final ReaderThread thread) {
        thread.asked++;
        thread.found += thread.guarded.deliver(
                interfaceHandle, groupHigh, nextLow(thread), 0, thread.sourceLow, thread.sockets);
        return thread.sockets[0];
    }

    /** Which group is it wanted for, if any? */
    @Benchmark
    public int lookup(final ReaderThread thread) {
        thread.tick();
        final int group = thread.polling.lookup(interfaceHandle, groupHigh, nextLow(thread), 0, thread.sourceLow);
        thread.found += group == MembershipReader.NONE ? 0 : 1;
        return group;
    }

    /** The same for a batch at once. */
    @Benchmark
    @OperationsPerInvocation(LOOKS_PER_BATCH)
    public int lookupBatch(final ReaderThread thread) {
        thread.asked += LOOKS_PER_BATCH;
        return lookupBatch(thread, 0);
    }

    /** The same for groups that nobody has joined. */
    @Benchmark
    @OperationsPerInvocation(LOOKS_PER_BATCH)
    public int lookupBatchMiss(final ReaderThread thread) {
        return lookupBatch(thread, Addresses.ABSENT);
    }

    /** Groups of the batch's benchmarks, made and written down and nothing more: a control. */
    @Benchmark
    @OperationsPerInvocation(LOOKS_PER_BATCH)
    public long[] fillBatch(final ReaderThread thread) {
        return fill(thread, 0);
    }

    private int lookupBatch(final ReaderThread thread, final long difference) {
        thread.polling.quiescent();
        final int wanted = thread.polling.lookup(
                thread.interfaces, fill(thread, difference), thread.sources, thread.results, LOOKS_PER_BATCH);
        thread.found += wanted;
        return wanted;
    }

    private long[] fill(final ReaderThread thread, final long difference) {
        final long[] batch = thread.batch;
        for (int i = 0; i < LOOKS_PER_BATCH; i++) {
            batch[2 * i] = groupHigh;
            batch[2 * i + 1] = nextLow(thread) ^ difference;
        }
        return batch;
    }

    @Benchmark
    public long polling(final ReaderThread thread) {
        thread.tick();
        thread.found += thread.polling.deliver(
                interfaceHandle, groupHigh, nextLow(thread), 0, thread.sourceLow, thread.sockets);
        return thread.sockets[0];
    }

    @Benchmark
    public long indexFind(final ReaderThread thread) {
        final int value = index.find(0, groupHigh, nextLow(thread));
        thread.asked++;
        thread.found += value == AddressIndex.MISS ? 0 : 1;
        return value;
    }

    @Benchmark
    public int pointerChase(final ReaderThread thread) {
        thread.line = lines.getInt(thread.line);
        return thread.line;
    }

    private long nextLow(final ReaderThread thread) {
        return groupLows[thread.next++ & groupLows.length - 1];
    }
}
