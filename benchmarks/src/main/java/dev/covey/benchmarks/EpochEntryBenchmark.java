package dev.covey.benchmarks;

import java.lang.invoke.VarHandle;
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
 * What does it cost a guarded reader to announce that it is inside, by the way it is done?
 *
 * <p>Each way is one look between an announcement and its withdrawal. {@link #releaseThenFence} is what the engine
 * does: the others lost, but for {@link #unordered}, which is the control: the announcement may be seen after the look,
 * so it protects nothing without a barrier in every thread of the process, which the writer would have to ask the
 * kernel for.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class EpochEntryBenchmark {
    private static final int SLOT_LENGTH = 256;
    private static final long OUTSIDE = 0;

    private final UnsafeBuffer slot = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SLOT_LENGTH, SLOT_LENGTH));
    private volatile long epoch = 1;
    private volatile long lookedAt = 1;
    private ObjectGuard guard = new ObjectGuard(new ObjectReader());

    /** A volatile store, and a fence behind it, as plain looks may be moved before such a store: two fences. */
    @Benchmark
    public long volatileThenFence() {
        slot.putLongVolatile(0, epoch);
        VarHandle.fullFence();
        return leave(lookedAt);
    }

    @Benchmark
    public long releaseThenFence() {
        slot.putLongRelease(0, epoch);
        VarHandle.fullFence();
        return leave(lookedAt);
    }

    /**
     * What {@link #releaseThenFence} became when guard and reader came to the word over each other, the domain and its
     * buffer: nothing of that is known any more behind a fence, and nothing starts before the fence is through.
     */
    @Benchmark
    public long overObjects() {
        guard.reader.enter();
        final long look = lookedAt;
        guard.reader.leave();
        return look;
    }

    /** An exchange, which is a fence by itself. */
    @Benchmark
    public long exchange() {
        slot.getAndSetLong(0, epoch);
        return leave(lookedAt);
    }

    /** A count of visits instead of an epoch. */
    @Benchmark
    public long count() {
        slot.getAndAddLong(0, 1);
        final long look = lookedAt;
        slot.getAndAddLong(0, -1);
        return look;
    }

    @Benchmark
    public long unordered() {
        slot.putLongRelease(0, epoch);
        return leave(lookedAt);
    }

    private long leave(final long look) {
        slot.putLongRelease(0, OUTSIDE);
        return look;
    }

    /** A reader that finds its word in the domain's buffer. */
    private final class ObjectReader {
        private int offset;

        void enter() {
            if (slot.getLong(offset) != OUTSIDE) {
                throw new IllegalStateException("reader is inside already");
            }
            slot.putLongRelease(offset, epoch);
            VarHandle.fullFence();
        }

        void leave() {
            slot.putLongRelease(offset, OUTSIDE);
        }
    }

    /** A guard that finds its reader. */
    private static final class ObjectGuard {
        private final ObjectReader reader;

        ObjectGuard(final ObjectReader reader) {
            this.reader = reader;
        }
    }
}
