package dev.covey.benchmarks.peers;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.SocketDescriptor;

/**
 * What does protection from reclamation cost the reader, around every look and once per batch; and what does the writer
 * pay for a record that is allocated, published, taken out of sight, and reclaimed, while somebody reads?
 */
final class EpochRun {
    private static final int LOOKS_PER_BATCH = 32;
    private static final int RETIRES_PER_POLL = 64;
    private static final int RECORDS = 4096;
    private static final int CHUNK = 1 << 14;
    private static final int WARM_CHUNKS = 200;

    /** A compiler that is still at work takes a processor from the reader, and then the writer waits for that. */
    private static final int WARM_RETIRE_ROUNDS = 20;

    private static final int WARM_RETIRES = 200_000;
    private static final int MAX_READERS = 8;

    private final int rounds;
    private final int chunks;
    private final int retires;
    private final EpochDomain domain = new EpochDomain(MAX_READERS);
    private final EpochDomain.Reader reader = domain.openReader("measured");
    private volatile boolean isStopped;
    private volatile long lookedAt = 1;
    private final long[] handles = new long[RETIRES_PER_POLL];

    EpochRun(final PeerArguments arguments) {
        rounds = arguments.rounds();
        chunks = Math.max(1, arguments.number("lookups", 5_000_000, 1, 1_000_000_000) / CHUNK);
        retires = arguments.number("retires", 200_000, RETIRES_PER_POLL, 100_000_000)
                / RETIRES_PER_POLL
                * RETIRES_PER_POLL;
    }

    void run() {
        measure("guarded", this::guardedChunk);
        reader.online();
        measure("polling", this::pollingChunk);
        reader.offline();
        measureReclaim();
    }

    private void measure(final String form, final Runnable chunk) {
        for (int i = 0; i < WARM_CHUNKS; i++) {
            chunk.run();
        }
        final double[] times = new double[rounds];
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < chunks; i++) {
                chunk.run();
            }
            times[round] = (double) (System.nanoTime() - startNs) / chunks / CHUNK;
        }
        // Before the figure is made, which allocates.
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long looks = (long) chunks * CHUNK;
        new PeerFigure("epoch", "covey")
                .with("form", form)
                .with("allocated_bytes", (double) allocated / looks / rounds)
                .print("ns", times, looks, looks);
    }

    private void guardedChunk() {
        long sum = 0;
        for (int i = 0; i < CHUNK; i++) {
            try (EpochDomain.Guard inside = reader.enter()) {
                sum += lookedAt;
            }
        }
        requireLooks(sum);
    }

    private void pollingChunk() {
        long sum = 0;
        for (int i = 0; i < CHUNK; i += LOOKS_PER_BATCH) {
            for (int k = 0; k < LOOKS_PER_BATCH; k++) {
                sum += lookedAt;
            }
            reader.quiescent();
        }
        requireLooks(sum);
    }

    private static void requireLooks(final long sum) {
        if (sum != CHUNK) {
            throw new IllegalStateException("wrong sum: expected=" + CHUNK + ", found=" + sum);
        }
    }

    private void measureReclaim() {
        final RecordStore store = new RecordStore(domain, new SingleWriter());
        store.add(
                new Slab(SocketDescriptor.LAYOUT, RECORDS, new NativeMemory(AllocationGate.OPEN), AllocationGate.OPEN));
        final Thread busy = new Thread(this::readAllTheTime, "busy reader");
        busy.setDaemon(true);
        busy.start();
        for (int i = 0; i < WARM_RETIRE_ROUNDS; i++) {
            retire(store, Math.min(retires, WARM_RETIRES));
        }
        final double[] times = new double[rounds];
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            times[round] = (double) retire(store, retires) / retires;
        }
        isStopped = true;
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        new PeerFigure("epoch", "covey")
                .with("form", "reclaim")
                .with("allocated_bytes", (double) allocated / retires / rounds)
                .print("ns", times, 0, store.inUse());
    }

    /**
     * Time in nanoseconds for taking records out of sight until they are handed back. What comes before, as building
     * and publishing them, is not counted: the peers' objects have no life before they are retired.
     */
    private long retire(final RecordStore store, final int count) {
        long ns = 0;
        for (int i = 0; i < count; i += RETIRES_PER_POLL) {
            ns += reclaimDownTo(store, RECORDS - RETIRES_PER_POLL);
            for (int k = 0; k < RETIRES_PER_POLL; k++) {
                handles[k] = publish(store);
            }
            final long startNs = System.nanoTime();
            for (int k = 0; k < RETIRES_PER_POLL; k++) {
                store.unlink(handles[k]);
            }
            store.reclaim(2 * RETIRES_PER_POLL);
            ns += System.nanoTime() - startNs;
        }
        return ns + reclaimDownTo(store, 0);
    }

    /** Time for waiting until readers hold no more than some records back. */
    private static long reclaimDownTo(final RecordStore store, final int records) {
        final long startNs = System.nanoTime();
        while (store.inLimbo() > records) {
            store.reclaim(2 * RETIRES_PER_POLL);
        }
        return System.nanoTime() - startNs;
    }

    /** A record in use; there is room for a batch. */
    private static long publish(final RecordStore store) {
        try (Lease lease = store.allocate(SocketDescriptor.KIND)) {
            if (lease.isEmpty()) {
                throw new IllegalStateException("no record is handed back: inLimbo=" + store.inLimbo());
            }
            store.publish(lease);
            return lease.handle();
        }
    }

    private void readAllTheTime() {
        final EpochDomain.Reader busy = domain.openReader("busy");
        busy.online();
        long sum = 0;
        while (!isStopped) {
            for (int i = 0; i < LOOKS_PER_BATCH; i++) {
                sum += lookedAt;
            }
            busy.quiescent();
        }
        busy.close();
        lookedAt = sum == 0 ? 0 : 1;
    }
}
