package dev.covey.benchmarks;

import dev.covey.engine.ingress.EventDescriptor;
import dev.covey.engine.ingress.EventHandler;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.ingress.IngressRing;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.SpscArrayQueue;
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
 * What does it cost to hand an event to another thread, while that takes them out as fast as it can?
 *
 * <p>Ours lets any thread send, as {@link #agronaManyToOne} does; the others know one sender only. All rings have the
 * same number of bytes, and all copy the event: into the ring, or into one of the objects that the queue passes on.
 * Control: {@link #copy} is the copy alone. Two threads on processors that share no cache differ much from run to run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
public class RingBenchmark {
    private static final int MESSAGE_TYPE = 1;

    @Benchmark
    public long ingressRing(final IngressLane lane) {
        return lane.send();
    }

    @Benchmark
    public long agronaOneToOne(final OneToOneLane lane) {
        return lane.send();
    }

    @Benchmark
    public long agronaManyToOne(final ManyToOneLane lane) {
        return lane.send();
    }

    @Benchmark
    public long jctoolsSpsc(final SpscLane lane) {
        return lane.send();
    }

    @Benchmark
    public long copy(final Places places) {
        return places.copy();
    }

    /** The engine's ring, on the Disruptor's sequences. */
    public static class IngressLane extends RingLane {
        private final EventHandler handler =
                (event, attachment) -> take(event.buffer().getLong(event.payloadOffset()));
        private IngressRing ring;

        @Override
        void open() {
            ring = new IngressRing(
                    new NativeMemory(AllocationGate.OPEN),
                    new IngressLimits(RING_LENGTH / EventDescriptor.SLOT_LENGTH, 0, payloadBytes));
        }

        @Override
        boolean offer(final long number) {
            return ring.offer(EventDescriptor.PACKET, 0, 0, event, 0, payloadBytes, null) >= 0;
        }

        @Override
        int poll() {
            return ring.poll(handler, batch);
        }

        @Override
        void close() {
            ring.close();
            while (!ring.isDrained()) {
                poll();
            }
            ring.free();
        }
    }

    /** One of Agrona's ring buffers. */
    public abstract static class AgronaLane extends RingLane {
        private final MessageHandler handler = (type, buffer, offset, length) -> take(buffer.getLong(offset));
        private RingBuffer ring;

        abstract RingBuffer create(UnsafeBuffer memory);

        @Override
        void open() {
            ring = create(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                    RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH, EventDescriptor.SLOT_LENGTH)));
        }

        @Override
        boolean offer(final long number) {
            return ring.write(MESSAGE_TYPE, event, 0, payloadBytes);
        }

        @Override
        int poll() {
            return ring.read(handler, batch);
        }
    }

    /** For one sender. */
    public static class OneToOneLane extends AgronaLane {
        @Override
        RingBuffer create(final UnsafeBuffer memory) {
            return new OneToOneRingBuffer(memory);
        }
    }

    /** For many senders. */
    public static class ManyToOneLane extends AgronaLane {
        @Override
        RingBuffer create(final UnsafeBuffer memory) {
            return new ManyToOneRingBuffer(memory);
        }
    }

    /** JCTools' queue of objects, which come from twice as many as it holds, in turn. */
    public static class SpscLane extends RingLane {
        private final MessagePassingQueue.Consumer<UnsafeBuffer> handler = taken -> take(taken.getLong(0));
        private SpscArrayQueue<UnsafeBuffer> queue;
        private UnsafeBuffer[] pool;

        @Override
        void open() {
            queue = new SpscArrayQueue<>(RING_LENGTH / EventDescriptor.SLOT_LENGTH);
            pool = new UnsafeBuffer[2 * queue.capacity()];
            for (int i = 0; i < pool.length; i++) {
                pool[i] = new UnsafeBuffer(BufferUtil.allocateDirectAligned(payloadBytes, Long.BYTES));
            }
        }

        @Override
        boolean offer(final long number) {
            final UnsafeBuffer free = pool[(int) number & pool.length - 1];
            free.putBytes(0, event, 0, payloadBytes);
            return queue.offer(free);
        }

        @Override
        int poll() {
            return queue.drain(handler, batch);
        }
    }

    /** Places for events, and nobody who takes them out. */
    @State(Scope.Thread)
    public static class Places {
        @Param({"64", "128"})
        private int payloadBytes;

        private final UnsafeBuffer places =
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingLane.RING_LENGTH, EventDescriptor.SLOT_LENGTH));
        private UnsafeBuffer event;
        private long sent;

        @Setup
        public void setup() {
            event = new UnsafeBuffer(BufferUtil.allocateDirectAligned(payloadBytes, Long.BYTES));
        }

        @TearDown(Level.Iteration)
        public void check() {
            if (places.getLong(offset(sent - 1)) != sent - 1) {
                throw new IllegalStateException("not copied: sent=" + sent);
            }
        }

        long copy() {
            event.putLong(0, sent);
            places.putBytes(offset(sent), event, 0, payloadBytes);
            return sent++;
        }

        private static int offset(final long number) {
            return (int) number * EventDescriptor.SLOT_LENGTH & RingLane.RING_LENGTH - 1;
        }
    }
}
