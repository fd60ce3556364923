package dev.covey.engine.ingress;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.DeadlineHeap;

/**
 * Brings the numbers up to date that are kept elsewhere.
 *
 * <p>Some in every cycle; the others, which have to be added up, in the first idle cycle after work and in every
 * {@value #CYCLES_PER_UPDATE}th one of work without a pause: what a cycle costs does not grow with what can be seen.
 *
 * <p>Threading: the writer's thread only.
 */
public final class EngineGauges {
    private static final int CYCLES_PER_UPDATE = 64;

    private final IngressRing ring;
    private final RecordTables tables;
    private final RecordStore store;
    private final NativeMemory memory;
    private final DeadlineHeap timers;
    private final EngineCounters counters;
    private int cyclesOfWork;

    /**
     * Gauges.
     *
     * @param ring whose occupancy is shown.
     * @param tables whose records are counted.
     * @param memory of the engine.
     * @param timers of the engine.
     * @param counters to bring up to date.
     */
    public EngineGauges(
            final IngressRing ring,
            final RecordTables tables,
            final NativeMemory memory,
            final DeadlineHeap timers,
            final EngineCounters counters) {
        this.ring = ring;
        this.tables = tables;
        this.store = tables.store();
        this.memory = memory;
        this.timers = timers;
        this.counters = counters;
        counters.set(EngineCounter.ENGINE_RING_CAPACITY, ring.slotCount());
    }

    /** End of a cycle. */
    void update(final boolean hasWorked) {
        counters.set(DropReason.ENGINE_RX_RING_FULL, ring.refusedPacketCount());
        counters.set(EngineCounter.ENGINE_COMMANDS_REFUSED, ring.refusedCommandCount());
        counters.set(EngineCounter.ENGINE_RECORDS, store.inUse());
        counters.set(EngineCounter.ENGINE_LIMBO, store.inLimbo());
        counters.set(EngineCounter.ENGINE_EPOCH_STALLS, store.epochStalls());
        counters.set(
                EngineCounter.ENGINE_EPOCH_STALLED_READER,
                store.inLimbo() == 0 ? 0 : store.epochs().blockingReaderIndex() + 1);
        counters.set(EngineCounter.ENGINE_MEMORY_RESERVED, memory.reservedBytes());
        if (hasWorked) {
            cyclesOfWork++;
        }
        if (cyclesOfWork > 0 && (!hasWorked || cyclesOfWork >= CYCLES_PER_UPDATE)) {
            updateAll();
        }
    }

    /** Bring everything up to date. */
    void updateAll() {
        cyclesOfWork = 0;
        counters.set(EngineCounter.ENGINE_INTERFACES, tables.interfaces().slab().inUse());
        counters.set(EngineCounter.ENGINE_SOCKETS, tables.sockets().slab().inUse());
        counters.set(EngineCounter.ENGINE_GROUPS, tables.groups().slab().inUse());
        counters.set(
                EngineCounter.ENGINE_MEMBERSHIPS, tables.memberships().slab().inUse());
        counters.set(EngineCounter.ENGINE_FILTERS, tables.filters().slab().inUse());
        counters.set(EngineCounter.ENGINE_SOURCES, tables.sources().slab().inUse());
        counters.set(
                EngineCounter.ENGINE_HOST_GROUPS, tables.hostGroups().slab().inUse());
        counters.set(
                EngineCounter.ENGINE_HOST_SOURCES, tables.hostSources().slab().inUse());
        counters.set(
                EngineCounter.ENGINE_ROUTER_GROUPS, tables.routerGroups().slab().inUse());
        counters.set(EngineCounter.ENGINE_MEMORY_USED, usedBytes());
        counters.set(EngineCounter.ENGINE_RING_OCCUPANCY, ring.slotCount() - ring.freeSlotCount());
        counters.set(EngineCounter.ENGINE_TIMERS_ARMED, timers.size());
        // Those without counters of their own are passed over unseen, however many there are.
        for (int i = 0, end = counters.countedInterfaces(); i < end; i++) {
            final int slot = counters.countedSlot(i);
            counters.set(
                    slot,
                    EngineCounter.ENGINE_GROUPS,
                    tables.groups().ofInterface().count(slot));
            counters.set(
                    slot,
                    EngineCounter.ENGINE_ROUTER_GROUPS,
                    tables.routerGroups().ofInterface().count(slot));
        }
    }

    private long usedBytes() {
        long bytes = 0;
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            final Slab slab = store.slab(kind);
            if (slab != null) {
                bytes += (long) (slab.inUse() + slab.inLimbo()) * slab.layout().lengthBytes();
            }
        }
        return bytes;
    }
}
