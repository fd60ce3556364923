package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.INTERFACE_COUNTER_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.INTERFACE_DROP_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_CODE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_HANDLE_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_NAME_LENGTH_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.KEY_NAME_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.MAX_NAME_LENGTH;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters of one interface, from its attachment to its detachment.
 *
 * <p>Threading: the engine's own belong to the writer. Those of the port ({@code port.*}) belong to the thread that
 * runs the port; it may go on counting for as long as an interface's counters are kept from being used again.
 */
public final class InterfaceCounters {
    private static final EngineCounter[] COUNTERS = EngineCounter.values();
    private static final DropReason[] REASONS = DropReason.values();
    private static final int NO_COUNTER = CountersReader.NULL_COUNTER_ID;

    private final AtomicBuffer values;
    private final long handle;
    private final int[] ids = new int[EngineCounters.METRIC_LIMIT];
    private volatile boolean isAttached = true;
    private int index;

    private InterfaceCounters(final AtomicBuffer values, final long handle) {
        this.values = values;
        this.handle = handle;
        Arrays.fill(ids, NO_COUNTER);
    }

    /** All counters of an interface, zero, or null if there is no room for all of them. */
    static InterfaceCounters take(
            final CountersManager manager, final AtomicBuffer values, final long handle, final String name) {
        if (manager.available() < EngineCounters.COUNTERS_PER_INTERFACE) {
            return null;
        }
        final InterfaceCounters counters = new InterfaceCounters(values, handle);
        final byte[] key = name.getBytes(StandardCharsets.UTF_8);
        try {
            for (final EngineCounter counter : COUNTERS) {
                if (counter.isOfInterface()) {
                    counters.ids[EngineCounters.metric(counter)] = counters.allocate(
                            manager, INTERFACE_COUNTER_TYPE, counter.code(), counter.label(), name, key);
                }
            }
            for (final DropReason reason : REASONS) {
                if (reason.isOfInterface()) {
                    counters.ids[EngineCounters.metric(reason)] =
                            counters.allocate(manager, INTERFACE_DROP_TYPE, reason.code(), reason.label(), name, key);
                }
            }
        } catch (final IllegalStateException isFull) {
            counters.giveBack(manager);
            return null;
        }
        return counters;
    }

    private int allocate(
            final CountersManager manager,
            final int type,
            final int code,
            final String label,
            final String name,
            final byte[] key) {
        final int nameLength = Math.min(key.length, MAX_NAME_LENGTH);
        final int id = manager.allocate(label + ": " + name, type, to -> {
            to.putInt(KEY_CODE_OFFSET, code);
            to.putInt(KEY_NAME_LENGTH_OFFSET, nameLength);
            to.putLong(KEY_HANDLE_OFFSET, handle);
            to.putBytes(KEY_NAME_OFFSET, key, 0, nameLength);
        });
        // Who reads a value looks before and after whose it is.
        manager.setCounterRegistrationId(id, handle);
        return id;
    }

    /** Where it stands among the interfaces that are counted. Writer only. */
    int index() {
        return index;
    }

    void index(final int value) {
        index = value;
    }

    void giveBack(final CountersManager manager) {
        isAttached = false;
        for (int metric = 0; metric < ids.length; metric++) {
            if (ids[metric] != NO_COUNTER) {
                free(manager, ids[metric]);
            }
        }
    }

    private static void free(final CountersManager manager, final int id) {
        try {
            manager.free(id);
        } catch (final IllegalStateException overwritten) {
            // Somebody has written to the file what only the engine writes: the counter is lost, the engine is not.
            return;
        }
    }

    /**
     * Handle of the interface.
     *
     * @return the handle.
     */
    public long handle() {
        return handle;
    }

    void increment(final int metric) {
        final int offset = CountersReader.counterOffset(ids[metric]);
        values.putLongRelease(offset, values.getLong(offset) + 1);
    }

    /**
     * Set a counter to what it is now; not any more once the interface is detached.
     *
     * @param counter to set, one of an interface.
     * @param value of the counter.
     */
    public void set(final EngineCounter counter, final long value) {
        if (isAttached) {
            values.putLongRelease(CountersReader.counterOffset(ids[EngineCounters.metric(counter)]), value);
        }
    }

    /**
     * Read a counter.
     *
     * @param counter to read, one of an interface.
     * @return its value.
     */
    public long get(final EngineCounter counter) {
        return values.getLongAcquire(CountersReader.counterOffset(ids[EngineCounters.metric(counter)]));
    }

    /**
     * Read the number of drops for a reason.
     *
     * @param reason of the drops, one of an interface.
     * @return their number.
     */
    public long get(final DropReason reason) {
        return values.getLongAcquire(CountersReader.counterOffset(ids[EngineCounters.metric(reason)]));
    }
}
