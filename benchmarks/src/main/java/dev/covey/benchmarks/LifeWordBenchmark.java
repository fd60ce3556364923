package dev.covey.benchmarks;

import dev.covey.engine.memory.LifeWord;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do the exchanges of a life word cost in the life of a record, and what would it cost with release stores, which
 * are enough as long as one thread alone takes references and gives them back?
 *
 * <p>{@link #stores} lost for all that: in a whole join and leave, with about a dozen of these exchanges, the
 * difference is below what can be measured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class LifeWordBenchmark {
    private static final int LENGTH = 64;

    private final UnsafeBuffer record = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, LENGTH));

    /** As the engine does it: begun, published, let go, unlinked and freed. */
    @Benchmark
    public int exchanges() {
        final int generation = LifeWord.begin(record, 0);
        LifeWord.publish(record, 0);
        LifeWord.release(record, 0);
        LifeWord.unlink(record, 0, generation);
        LifeWord.free(record, 0);
        return generation;
    }

    /** The same words, one after the other. */
    @Benchmark
    public int stores() {
        final int last = LifeWord.generation(record.getLongVolatile(0));
        final int generation = last == LifeWord.MAX_GENERATION ? 1 : last + 1;
        change(generation, LifeWord.HELD, 1);
        change(generation, LifeWord.LIVE, 2);
        change(generation, LifeWord.LIVE, 1);
        change(generation, LifeWord.RETIRED, 0);
        change(generation, LifeWord.FREE, 0);
        return generation;
    }

    private void change(final int generation, final int phase, final int references) {
        if (LifeWord.phase(record.getLongVolatile(0)) == LifeWord.RETIRED && phase != LifeWord.FREE) {
            throw new IllegalStateException("retired: generation=" + generation);
        }
        record.putLongRelease(0, LifeWord.of(generation, phase, references));
    }
}
