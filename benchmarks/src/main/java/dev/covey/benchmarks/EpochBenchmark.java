package dev.covey.benchmarks;

import dev.covey.engine.memory.EpochDomain;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does protection from reclamation add to one look at memory?
 *
 * <p>Control: {@link #unguarded} is the look alone.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Benchmark)
public class EpochBenchmark {
    private static final int MAX_READERS = 64;
    private static final int PROBES = 1 << 12;
    private static final int LOOKS_PER_BATCH = 32;

    private final EpochDomain domain = new EpochDomain(MAX_READERS);
    private final long[] records = new long[PROBES];

    /** What belongs to one reading thread. */
    @State(Scope.Thread)
    public static class ReaderThread {
        private EpochDomain.Reader guarded;
        private EpochDomain.Reader polling;
        private int next;

        @Setup
        public void setup(final EpochBenchmark benchmark) {
            guarded = benchmark.domain.openReader("guarded");
            polling = benchmark.domain.openReader("polling");
            polling.online();
        }

        @TearDown
        public void tearDown() {
            guarded.close();
            polling.close();
        }
    }

    @Setup
    public void setup() {
        final int[] order = Addresses.shuffled(PROBES);
        for (int i = 0; i < PROBES; i++) {
            records[i] = order[i];
        }
    }

    @Benchmark
    public long unguarded(final ReaderThread thread) {
        return look(thread);
    }

    /** Entering and leaving around every look. */
    @Benchmark
    public long guarded(final ReaderThread thread) {
        try (EpochDomain.Guard inside = thread.guarded.enter()) {
            return look(thread);
        }
    }

    /** Announcing once in 32 looks that nothing is kept. */
    @Benchmark
    public long quiescentPerBatch(final ReaderThread thread) {
        if ((thread.next & LOOKS_PER_BATCH - 1) == 0) {
            thread.polling.quiescent();
        }
        return look(thread);
    }

    private long look(final ReaderThread thread) {
        return records[thread.next++ & PROBES - 1];
    }
}
