package dev.covey.benchmarks;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.table.AddressIndex;
import dev.covey.engine.wire.AddressFamily;
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
 * What does one look into an index of IPv4 groups cost, by how the index is built?
 *
 * <p>{@link #lines} is what the engine does. The others lost, or cannot be used: they look at words one after the other
 * from the home on, without headers, so that a miss goes on to the first empty word and nothing tells a reader that an
 * entry has gone. {@link #wordsOfOneRound} besides lets a sender choose groups that share a home. They are the floor:
 * as few instructions as an exact look can have.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class LookupDesignBenchmark {
    private static final int KEY_BITS = 48;
    private static final long KEY_MASK = (1L << KEY_BITS) - 1;
    private static final int HALF_BITS = KEY_BITS / 2;
    private static final int VALUE_BITS = 25;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    private static final long GROUP_MASK = (1L << 28) - 1;
    private static final long FIRST_FACTOR = 0x7f4a_7c15_9e37L | 1;
    private static final long SECOND_FACTOR = 0x1ce4_e5b9_bf58L | 1;
    private static final long EMPTY = -1;

    @Param({"1024", "1048576"})
    private int groups;

    private NativeMemory memory;
    private AddressIndex index;
    private RecordMemory twoRounds;
    private RecordMemory oneRound;
    private int wordMask;
    private int wordShift;
    private long[] groupLows;
    private int next;
    private long asked;
    private long found;

    @Setup
    public void setup() {
        final Addresses addresses = Addresses.groups(AddressFamily.IPV4);
        memory = new NativeMemory(AllocationGate.OPEN);
        index = new AddressIndex("lines", memory, new EpochDomain(1), groups, groups, Addresses.SEED, true);
        final int words = 2 * groups;
        wordMask = words - 1;
        wordShift = KEY_BITS - Integer.numberOfTrailingZeros(words);
        twoRounds = words();
        oneRound = words();
        for (int i = 0; i < groups; i++) {
            index.insert(0, addresses.high(), addresses.low(i), i);
            insert(twoRounds, permute(addresses.low(i)), i);
            insert(oneRound, multiply(addresses.low(i)), i);
        }
        groupLows = addresses.shuffledLows(0, groups);
    }

    private RecordMemory words() {
        final RecordMemory words =
                memory.reserve("words", (wordMask + 1) * Long.BYTES).memory();
        for (int i = 0; i <= wordMask; i++) {
            words.putLong(i * Long.BYTES, EMPTY);
        }
        return words;
    }

    private void insert(final RecordMemory words, final long hash, final int value) {
        int word = (int) (hash >>> wordShift);
        while (words.getLong(word * Long.BYTES) != EMPTY) {
            word = word + 1 & wordMask;
        }
        words.putLong(word * Long.BYTES, hash << VALUE_BITS | value);
    }

    @TearDown(Level.Iteration)
    public void check() {
        if (found != asked) {
            throw new IllegalStateException("wrong answers: asked=" + asked + ", found=" + found);
        }
    }

    @TearDown
    public void tearDown() {
        memory.close();
    }

    /** The control: what the benchmark itself costs. */
    @Benchmark
    public long nothing() {
        return count(groupLows[next()]);
    }

    @Benchmark
    public int lines() {
        return count(index.find(0, 0, groupLows[next()]));
    }

    @Benchmark
    public int wordsOfTwoRounds() {
        return count(find(twoRounds, permute(groupLows[next()])));
    }

    @Benchmark
    public int wordsOfOneRound() {
        return count(find(oneRound, multiply(groupLows[next()])));
    }

    private int next() {
        next = next + 1 & groups - 1;
        return next;
    }

    private int count(final int value) {
        asked++;
        found += value >= 0 ? 1 : 0;
        return value;
    }

    private long count(final long low) {
        asked++;
        found++;
        return low;
    }

    private int find(final RecordMemory words, final long hash) {
        int word = (int) (hash >>> wordShift);
        while (true) {
            final long entry = words.getLongAcquire(word * Long.BYTES);
            if ((entry ^ hash << VALUE_BITS) >>> VALUE_BITS == 0) {
                return (int) (entry & VALUE_MASK);
            }
            if (entry == EMPTY) {
                return AddressIndex.MISS;
            }
            word = word + 1 & wordMask;
        }
    }

    private static long multiply(final long low) {
        final long product = (low & GROUP_MASK) * FIRST_FACTOR & KEY_MASK;
        return product ^ product >>> HALF_BITS;
    }

    private static long permute(final long low) {
        final long folded = (low & GROUP_MASK) ^ (low & GROUP_MASK) >>> HALF_BITS;
        final long once = folded * FIRST_FACTOR & KEY_MASK;
        final long twice = (once ^ once >>> HALF_BITS) * SECOND_FACTOR & KEY_MASK;
        return (twice ^ twice << HALF_BITS) & KEY_MASK;
    }
}
