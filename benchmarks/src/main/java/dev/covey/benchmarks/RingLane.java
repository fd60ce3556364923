package dev.covey.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A ring between the thread that measures and one that takes the events out. Each event carries its number, and all of
 * them have to arrive.
 */
@State(Scope.Benchmark)
public abstract class RingLane {
    /** Bytes of a ring, without what it notes beside the events. */
    static final int RING_LENGTH = 1 << 19;

    private static final long MOST_WAITS = 1L << 32;

    // Each thread counts in the middle of an array of its own, so that neither takes lines away from the other.
    private static final int PADDED_LENGTH = 64;
    private static final int COUNT = 32;
    private static final int SUM = 33;

    /** Length of an event. */
    @Param({"64", "128"})
    int payloadBytes;

    /** Most events that the consumer takes out at once. */
    @Param({"1", "32"})
    int batch;

    /** The event that is sent. */
    UnsafeBuffer event;

    private final AtomicLongArray received = new AtomicLongArray(PADDED_LENGTH);
    private final long[] sent = new long[PADDED_LENGTH];
    private volatile boolean isStopped;
    private Thread consumer;

    /** Make the ring. */
    abstract void open();

    /** Put {@link #event}, which has this number, into it, or answer that there is no room. */
    abstract boolean offer(long number);

    /** Take out up to {@link #batch} events and give each number to {@link #take}. */
    abstract int poll();

    /** Free the ring: the consumer has ended. */
    void close() {}

    /** Begin. */
    @Setup
    public void begin() {
        event = new UnsafeBuffer(BufferUtil.allocateDirectAligned(payloadBytes, Long.BYTES));
        open();
        consumer = new Thread(this::consume, "consumer");
        consumer.setDaemon(true);
        consumer.start();
    }

    private void consume() {
        while (!isStopped) {
            final int taken = poll();
            if (taken == 0) {
                Thread.onSpinWait();
            } else {
                received.lazySet(COUNT, received.getPlain(COUNT) + taken);
            }
        }
    }

    /** The consumer has one more event. */
    final void take(final long number) {
        received.setPlain(SUM, received.getPlain(SUM) + number);
    }

    /** Send the next event, as soon as there is room. */
    final long send() {
        final long number = sent[COUNT]++;
        event.putLong(0, number);
        while (!offer(number)) {
            Thread.onSpinWait();
        }
        return number;
    }

    /** Every event has to arrive, once. */
    @TearDown(Level.Iteration)
    public void check() {
        final long expected = sent[COUNT];
        for (long waits = 0; received.get(COUNT) < expected && waits < MOST_WAITS; waits++) {
            Thread.onSpinWait();
        }
        final long expectedSum = expected * (expected - 1) / 2;
        if (received.get(COUNT) != expected || received.get(SUM) != expectedSum) {
            throw new IllegalStateException("wrong events: sent=" + expected + ", received=" + received.get(COUNT)
                    + ", sum=" + received.get(SUM) + ", expectedSum=" + expectedSum);
        }
    }

    /** End. */
    @TearDown
    public void end() throws InterruptedException {
        isStopped = true;
        consumer.join();
        close();
    }
}
