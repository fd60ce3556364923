package dev.covey.engine.counters;

import java.util.function.ObjLongConsumer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every {@link EngineCounter} and every {@link DropReason}, each a long in one block.
 *
 * <p>Threading: the writer counts; anybody may read, at any time, also after the engine was closed.
 */
public final class EngineCounters {
    private static final EngineCounter[] COUNTERS = EngineCounter.values();
    private static final DropReason[] REASONS = DropReason.values();

    private final AtomicBuffer values = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            (EngineCounter.CODE_LIMIT + DropReason.CODE_LIMIT) * Long.BYTES, BitUtil.CACHE_LINE_LENGTH));

    private static int offset(final EngineCounter counter) {
        return counter.code() * Long.BYTES;
    }

    private static int offset(final DropReason reason) {
        return (EngineCounter.CODE_LIMIT + reason.code()) * Long.BYTES;
    }

    /**
     * Count one more. Writer only.
     *
     * @param counter to raise.
     */
    public void increment(final EngineCounter counter) {
        add(offset(counter), 1);
    }

    /**
     * Count one drop. Writer only.
     *
     * @param reason of the drop.
     */
    public void increment(final DropReason reason) {
        add(offset(reason), 1);
    }

    private void add(final int offset, final long amount) {
        values.putLongRelease(offset, values.getLong(offset) + amount);
    }

    /**
     * Set a counter to what it is now. Writer only.
     *
     * @param counter to set.
     * @param value of the counter.
     */
    public void set(final EngineCounter counter, final long value) {
        values.putLongRelease(offset(counter), value);
    }

    /**
     * Set the number of drops for a reason that is counted elsewhere. Writer only.
     *
     * @param reason of the drops.
     * @param value of the counter.
     */
    public void set(final DropReason reason, final long value) {
        values.putLongRelease(offset(reason), value);
    }

    /**
     * Read a counter.
     *
     * @param counter to read.
     * @return its value.
     */
    public long get(final EngineCounter counter) {
        return values.getLongAcquire(offset(counter));
    }

    /**
     * Read the number of drops for a reason.
     *
     * @param reason of the drops.
     * @return their number.
     */
    public long get(final DropReason reason) {
        return values.getLongAcquire(offset(reason));
    }

    /**
     * Read every counter, zero or not, in a fixed order.
     *
     * @param consumer told each name and value.
     */
    public void forEach(final ObjLongConsumer<String> consumer) {
        for (final EngineCounter counter : COUNTERS) {
            consumer.accept(counter.label(), get(counter));
        }
        for (final DropReason reason : REASONS) {
            consumer.accept(reason.label(), get(reason));
        }
    }
}
