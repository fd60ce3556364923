package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_COUNTER_TYPE;
import static dev.covey.engine.counters.CountersFileDescriptor.ENGINE_DROP_TYPE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Every {@link EngineCounter} and every {@link DropReason}, for the engine and for each interface, as Agrona counters
 * in {@link CountersMemory}.
 *
 * <p>An interface's counters are taken when it is attached and given back when it is detached; they are not another
 * interface's before a second of the engine's clock has passed. Where there is no room for them the interface works as
 * any other and is counted with the engine alone, which {@link EngineCounter#ENGINE_INTERFACES_UNCOUNTED} tells.
 *
 * <p>Threading: the writer counts; anybody may read, at any time, also after the engine was closed.
 */
public final class EngineCounters {
    /** Counters of the engine as a whole. */
    public static final int ENGINE_COUNTERS;

    /** Counters of one interface. */
    public static final int COUNTERS_PER_INTERFACE;

    static final int METRIC_LIMIT = EngineCounter.CODE_LIMIT + DropReason.CODE_LIMIT;

    private static final long REUSE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(1);
    private static final EngineCounter[] COUNTERS = EngineCounter.values();
    private static final DropReason[] REASONS = DropReason.values();
    private static final int NO_OFFSET = -1;
    private static final int INITIAL_COUNTED = 32;

    static {
        int ofEngine = REASONS.length;
        int ofInterface = 0;
        for (final EngineCounter counter : COUNTERS) {
            ofEngine += counter.isOfEngine() ? 1 : 0;
            ofInterface += counter.isOfInterface() ? 1 : 0;
        }
        for (final DropReason reason : REASONS) {
            ofInterface += reason.isOfInterface() ? 1 : 0;
        }
        ENGINE_COUNTERS = ofEngine;
        COUNTERS_PER_INTERFACE = ofInterface;
    }

    private final CountersMemory memory;
    private final CountersManager manager;
    private final AtomicBuffer values;
    private final DistinctErrorLog errorLog;
    private final int[] offsets = new int[METRIC_LIMIT];
    private final AtomicReferenceArray<InterfaceCounters> interfaces;
    private int[] countedSlots = new int[INITIAL_COUNTED];
    private int counted;
    private int uncounted;

    /** Counters in memory of their own, without any of interfaces. */
    public EngineCounters() {
        this(CountersMemory.anonymous(ENGINE_COUNTERS), 1, () -> 0);
    }

    /**
     * Counters, all zero, and published.
     *
     * @param memory with room for at least {@link #ENGINE_COUNTERS}.
     * @param maxInterfaces one more than the highest slot of an interface.
     * @param clockMs milliseconds since 1970, for errors, and for when counters may be used again.
     */
    public EngineCounters(final CountersMemory memory, final int maxInterfaces, final LongSupplier clockMs) {
        this.memory = memory;
        values = memory.values();
        manager = new CountersManager(
                memory.metadata(), values, StandardCharsets.UTF_8, clockMs::getAsLong, REUSE_TIMEOUT_MS);
        errorLog = new DistinctErrorLog(memory.errors(), clockMs::getAsLong);
        interfaces = new AtomicReferenceArray<>(maxInterfaces);
        Arrays.fill(offsets, NO_OFFSET);
        for (final EngineCounter counter : COUNTERS) {
            if (counter.isOfEngine()) {
                offsets[metric(counter)] = allocate(counter.label(), ENGINE_COUNTER_TYPE, counter.code());
            }
        }
        for (final DropReason reason : REASONS) {
            offsets[metric(reason)] = allocate(reason.label(), ENGINE_DROP_TYPE, reason.code());
        }
        memory.publish();
    }

    private int allocate(final String label, final int type, final int code) {
        final int id = manager.allocate(label, type, key -> key.putInt(CountersFileDescriptor.KEY_CODE_OFFSET, code));
        return CountersReader.counterOffset(id);
    }

    static int metric(final EngineCounter counter) {
        return counter.code();
    }

    static int metric(final DropReason reason) {
        return EngineCounter.CODE_LIMIT + reason.code();
    }

    /**
     * An interface is there. Writer only.
     *
     * @param slot of the interface.
     * @param handle of the interface.
     * @param name that people know it by; cut if it is longer than {@link CountersFileDescriptor#MAX_NAME_LENGTH}
     *     bytes.
     */
    public void attach(final int slot, final long handle, final String name) {
        final InterfaceCounters taken =
                slot < interfaces.length() ? InterfaceCounters.take(manager, values, handle, name) : null;
        if (taken == null) {
            uncounted++;
            set(EngineCounter.ENGINE_INTERFACES_UNCOUNTED, uncounted);
        } else {
            if (counted == countedSlots.length) {
                countedSlots = Arrays.copyOf(countedSlots, 2 * counted);
            }
            taken.index(counted);
            countedSlots[counted++] = slot;
            interfaces.setRelease(slot, taken);
        }
    }

    /**
     * An interface goes, and its counters with it. Writer only.
     *
     * @param slot of the interface.
     */
    public void detach(final int slot) {
        final InterfaceCounters given = ofSlot(slot);
        if (given == null) {
            uncounted--;
            set(EngineCounter.ENGINE_INTERFACES_UNCOUNTED, uncounted);
        } else {
            // The last one takes its place.
            final int last = countedSlots[--counted];
            countedSlots[given.index()] = last;
            interfaces.getPlain(last).index(given.index());
            interfaces.setRelease(slot, null);
            given.giveBack(manager);
        }
    }

    /**
     * Number of interfaces that have counters of their own. Writer only.
     *
     * @return their number.
     */
    public int countedInterfaces() {
        return counted;
    }

    /**
     * Slot of an interface that has counters of its own. Writer only.
     *
     * @param index below {@link #countedInterfaces()}; another interface may have it after one was detached.
     * @return slot of the interface.
     */
    public int countedSlot(final int index) {
        return countedSlots[index];
    }

    private InterfaceCounters ofSlot(final int slot) {
        return slot < interfaces.length() ? interfaces.getPlain(slot) : null;
    }

    /**
     * Counters of an interface. Any thread.
     *
     * @param slot of the interface.
     * @param handle of the interface.
     * @return its counters, or null if it is detached or has none of its own.
     */
    public InterfaceCounters ofInterface(final int slot, final long handle) {
        final InterfaceCounters found = slot < interfaces.length() ? interfaces.getAcquire(slot) : null;
        return found != null && found.handle() == handle ? found : null;
    }

    /**
     * Count one more. Writer only.
     *
     * @param counter to raise.
     */
    public void increment(final EngineCounter counter) {
        add(offsets[metric(counter)]);
    }

    /**
     * Count one more, for the engine and for an interface. Writer only.
     *
     * @param interfaceSlot slot of an interface that is attached.
     * @param counter to raise.
     */
    public void increment(final int interfaceSlot, final EngineCounter counter) {
        add(offsets[metric(counter)]);
        final InterfaceCounters own = ofSlot(interfaceSlot);
        if (own != null) {
            own.increment(metric(counter));
        }
    }

    /**
     * Count one drop. Writer only.
     *
     * @param reason of the drop.
     */
    public void increment(final DropReason reason) {
        add(offsets[metric(reason)]);
    }

    /**
     * Count one drop, for the engine and for an interface. Writer only.
     *
     * @param interfaceSlot slot of an interface that is attached.
     * @param reason of the drop.
     */
    public void increment(final int interfaceSlot, final DropReason reason) {
        add(offsets[metric(reason)]);
        final InterfaceCounters own = ofSlot(interfaceSlot);
        if (own != null) {
            own.increment(metric(reason));
        }
    }

    private void add(final int offset) {
        values.putLongRelease(offset, values.getLong(offset) + 1);
    }

    /**
     * Set a counter to what it is now. Writer only.
     *
     * @param counter to set.
     * @param value of the counter.
     */
    public void set(final EngineCounter counter, final long value) {
        values.putLongRelease(offsets[metric(counter)], value);
    }

    /**
     * Set the number of drops for a reason that is counted elsewhere. Writer only.
     *
     * @param reason of the drops.
     * @param value of the counter.
     */
    public void set(final DropReason reason, final long value) {
        values.putLongRelease(offsets[metric(reason)], value);
    }

    /**
     * Set a counter of an interface, and not the engine's. Writer only.
     *
     * @param interfaceSlot slot of the interface.
     * @param counter to set.
     * @param value of the counter.
     */
    public void set(final int interfaceSlot, final EngineCounter counter, final long value) {
        final InterfaceCounters own = ofSlot(interfaceSlot);
        if (own != null) {
            own.set(counter, value);
        }
    }

    /**
     * Read a counter.
     *
     * @param counter to read.
     * @return its value.
     */
    public long get(final EngineCounter counter) {
        return values.getLongAcquire(offsets[metric(counter)]);
    }

    /**
     * Read the number of drops for a reason.
     *
     * @param reason of the drops.
     * @return their number.
     */
    public long get(final DropReason reason) {
        return values.getLongAcquire(offsets[metric(reason)]);
    }

    /**
     * Read every counter of the engine as a whole, zero or not, in a fixed order.
     *
     * @param consumer told each name and value.
     */
    public void forEach(final ObjLongConsumer<String> consumer) {
        for (final EngineCounter counter : COUNTERS) {
            if (counter.isOfEngine()) {
                consumer.accept(counter.label(), get(counter));
            }
        }
        for (final DropReason reason : REASONS) {
            consumer.accept(reason.label(), get(reason));
        }
    }

    /**
     * The engine stops at an error: keep it where others see it. Writer only.
     *
     * @param error that stops the engine.
     */
    public void fail(final Throwable error) {
        errorLog.record(error);
        memory.fail();
    }

    /** The engine is closed: its file goes. The numbers stay, for who has them. */
    public void close() {
        memory.close();
    }

    /**
     * Where the counters are.
     *
     * @return the memory.
     */
    public CountersMemory memory() {
        return memory;
    }
}
