package dev.covey.benchmarks;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.AddressFamily;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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
 * What does it cost to pass a datagram through a source filter, by how many sources it lists?
 *
 * <p>One group, one member, a polling reader. Control: {@link #unfiltered} asks for a group whose member takes any
 * source.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class FilterBenchmark {
    private static final int MIN_PROBES = 1 << 12;
    private static final int LOOKS_PER_BATCH = 32;
    private static final int FILTERED_GROUP = 0;
    private static final int UNFILTERED_GROUP = 1;

    @Param({"IPV4", "IPV6"})
    private AddressFamily family;

    @Param({"1", "100", "65536"})
    private int sources;

    private final long[] sockets = new long[1];
    private BenchmarkEngine engine;
    private MembershipReader reader;
    private long interfaceHandle;
    private long groupHigh;
    private long filteredLow;
    private long unfilteredLow;
    private long sourceHigh;
    private long[] listedLows;
    private long[] unlistedLows;
    private int next;
    private long asked;
    private long found;

    @Setup
    @SuppressWarnings("MustBeClosedChecker") // closed by tearDown
    public void setup() {
        final Addresses groups = Addresses.groups(family);
        final Addresses addresses = Addresses.sources(family);
        engine = new BenchmarkEngine(MembershipListener.NONE);
        interfaceHandle = engine.attach(false);
        final long socket = engine.openSocket();
        engine.join(socket, interfaceHandle, groups, UNFILTERED_GROUP, 1);
        engine.setFilter(socket, interfaceHandle, groups, FILTERED_GROUP, FilterMode.INCLUDE, list(addresses));
        engine.settle();
        reader = engine.engine().openPollingReader("filter");

        groupHigh = groups.high();
        filteredLow = groups.low(FILTERED_GROUP);
        unfilteredLow = groups.low(UNFILTERED_GROUP);
        sourceHigh = addresses.high();
        final int[] order = Addresses.shuffled(Math.max(MIN_PROBES, Integer.highestOneBit(sources)));
        listedLows = new long[order.length];
        unlistedLows = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            listedLows[i] = addresses.low(order[i] % sources);
            unlistedLows[i] = addresses.low(sources + order[i]);
        }
    }

    private SourceList list(final Addresses addresses) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[sources * SourceList.ENTRY_LENGTH]);
        for (int i = 0; i < sources; i++) {
            buffer.putLong(i * SourceList.ENTRY_LENGTH, addresses.high());
            buffer.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, addresses.low(i));
        }
        return new SourceList().wrap(buffer, 0, sources);
    }

    @TearDown(Level.Iteration)
    public void check() {
        if (found != asked) {
            throw new IllegalStateException("wrong answers: asked=" + asked + ", found=" + found);
        }
    }

    @TearDown
    public void tearDown() {
        reader.close();
        engine.close();
    }

    @Benchmark
    public int listed() {
        return look(filteredLow, listedLows, 1);
    }

    @Benchmark
    public int unlisted() {
        return look(filteredLow, unlistedLows, 0);
    }

    @Benchmark
    public int unfiltered() {
        return look(unfilteredLow, listedLows, 1);
    }

    private int look(final long groupLow, final long[] lows, final int expected) {
        if ((++asked & LOOKS_PER_BATCH - 1) == 0) {
            reader.quiescent();
        }
        final long sourceLow = lows[next++ & lows.length - 1];
        final int count = reader.deliver(interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow, sockets);
        found += count == expected ? 1 : 0;
        return count;
    }
}
