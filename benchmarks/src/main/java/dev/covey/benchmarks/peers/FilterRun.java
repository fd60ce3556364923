package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipReader;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jctools.maps.NonBlockingHashMap;

/**
 * How long does it take to tell whether a source may reach a group, by how many are listed over all groups? The engine
 * passes a datagram through the filter of the group's member, one at a time or a batch of 32 at once; a map has the
 * answer by (interface, group, source).
 */
final class FilterRun {
    private static final int GROUP_SHIFT = 10;
    private static final int SOURCES_PER_GROUP = 1 << GROUP_SHIFT;
    private static final int CHUNK = 1 << 13;
    private static final int WARM_CHUNKS = 200;
    private static final int BATCH = 32;
    private static final int VERIFIED_BATCHES = 1 << 11;
    private static final int SOURCE_PREFIX = 10 << 24;

    private static final String SCALAR = "scalar";

    private final String peer;
    private final String[] forms;
    private final int groups;
    private final int chunks;
    private final int rounds;

    FilterRun(final PeerArguments arguments) {
        peer = arguments.word("peer", "covey");
        forms = arguments.words("form", SCALAR);
        groups = Math.max(1, arguments.number("n", 1 << 20, 1, 1 << 22) >> GROUP_SHIFT);
        chunks = Math.max(1, arguments.number("lookups", 1_000_000, 1, 1_000_000_000) / CHUNK);
        rounds = arguments.rounds();
    }

    void run() {
        try (Verdicts verdicts = open()) {
            for (final String form : forms) {
                run(verdicts, form);
            }
            // Not before: what the compiler has seen of sources that are not listed decides what it makes of others.
            verdicts.verifyBatches();
        }
    }

    private void run(final Verdicts verdicts, final String form) {
        final boolean isBatch =
                switch (form) {
                    case SCALAR -> false;
                    case "batch" -> true;
                    default -> throw new IllegalArgumentException("no such form: " + form);
                };
        final Draw draw = new Draw(1);
        for (int i = 0; i < Math.min(WARM_CHUNKS, 4 * chunks); i++) {
            look(verdicts, draw, isBatch);
        }
        final double[] times = new double[rounds];
        long right = 0;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < chunks; i++) {
                right += look(verdicts, draw, isBatch);
            }
            times[round] = (double) (System.nanoTime() - startNs) / chunks / CHUNK;
        }
        // Before the figure is made, which allocates.
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long lookups = (long) rounds * chunks * CHUNK;
        new PeerFigure("filter", peer)
                .with("n", groups * SOURCES_PER_GROUP)
                .with("form", form)
                .with("allocated_bytes", (double) allocated / lookups)
                .print("ns", times, lookups, right);
    }

    private int look(final Verdicts verdicts, final Draw draw, final boolean isBatch) {
        return isBatch ? lookInBatches(verdicts, draw) : lookOneByOne(verdicts, draw);
    }

    private Verdicts open() {
        return switch (peer) {
            case "covey" -> new EngineVerdicts(groups);
            case "concurrenthashmap" -> new MapVerdicts(groups, new ConcurrentHashMap<>(groups * SOURCES_PER_GROUP));
            case "nonblockinghashmap" -> new MapVerdicts(groups, new NonBlockingHashMap<>(groups * SOURCES_PER_GROUP));
            default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    }

    private int lookOneByOne(final Verdicts verdicts, final Draw draw) {
        int passed = 0;
        for (int i = 0; i < CHUNK; i++) {
            final int number = (int) draw.next((long) groups * SOURCES_PER_GROUP, 0);
            passed += verdicts.passes(number >>> GROUP_SHIFT, sourceOf(number)) ? 1 : 0;
            if (i % BATCH == 0) {
                verdicts.quiescent();
            }
        }
        return passed;
    }

    private int lookInBatches(final Verdicts verdicts, final Draw draw) {
        int passed = 0;
        for (int i = 0; i < CHUNK / BATCH; i++) {
            for (int position = 0; position < BATCH; position++) {
                final int number = (int) draw.next((long) groups * SOURCES_PER_GROUP, 0);
                verdicts.put(position, number >>> GROUP_SHIFT, sourceOf(number));
            }
            passed += verdicts.passBatch();
            verdicts.quiescent();
        }
        return passed;
    }

    private static long sourceOf(final int number) {
        return InternetAddress.ipv4Low(SOURCE_PREFIX | number);
    }

    /** Who tells. */
    private interface Verdicts extends AutoCloseable {
        boolean passes(int group, long sourceLow);

        /** Put one into a batch. */
        default void put(final int position, final int group, final long sourceLow) {
            throw new IllegalArgumentException("this peer has no batches");
        }

        /** How many of the batch pass? */
        default int passBatch() {
            throw new IllegalArgumentException("this peer has no batches");
        }

        /**
         * Are those in a batch answered as each alone, if there are batches?
         *
         * @throws IllegalStateException if not, or if a source passes that is not listed, or does not that is.
         */
        default void verifyBatches() {}

        default void quiescent() {}

        @Override
        default void close() {}
    }

    /** The engine: one member of each group, which includes the group's sources. */
    private static final class EngineVerdicts implements Verdicts {
        private final PeerEngine engine;
        private final MembershipReader reader;
        private final int groups;
        private final long interfaceHandle;
        private final long[] interfaces = new long[BATCH];
        private final long[] groupAddresses = new long[2 * BATCH];
        private final long[] sourceAddresses = new long[2 * BATCH];
        private final int[] results = new int[BATCH];

        @SuppressWarnings("MustBeClosedChecker") // closed by close()
        EngineVerdicts(final int groups) {
            this.groups = groups;
            engine = new PeerEngine(groups * SOURCES_PER_GROUP);
            interfaceHandle = engine.attach(false, false);
            final long socket = engine.openSocket();
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SOURCES_PER_GROUP * SourceList.ENTRY_LENGTH]);
            for (int group = 0; group < groups; group++) {
                for (int i = 0; i < SOURCES_PER_GROUP; i++) {
                    buffer.putLong(i * SourceList.ENTRY_LENGTH, 0);
                    buffer.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, sourceOf(group << GROUP_SHIFT | i));
                }
                engine.include(
                        socket, interfaceHandle, 0, lowOf(group), new SourceList().wrap(buffer, 0, SOURCES_PER_GROUP));
            }
            engine.settle();
            Arrays.fill(interfaces, interfaceHandle);
            reader = engine.engine().openPollingReader("filter");
            if (passes(0, sourceOf(SOURCES_PER_GROUP))) {
                throw new IllegalStateException("a source passes that is not listed");
            }
        }

        @Override
        public boolean passes(final int group, final long sourceLow) {
            return slotOf(group, sourceLow) != MembershipReader.NONE;
        }

        private int slotOf(final int group, final long sourceLow) {
            return reader.lookup(interfaceHandle, 0, lowOf(group), 0, sourceLow);
        }

        @Override
        public void put(final int position, final int group, final long sourceLow) {
            groupAddresses[2 * position + 1] = lowOf(group);
            sourceAddresses[2 * position + 1] = sourceLow;
        }

        @Override
        public int passBatch() {
            return reader.lookup(interfaces, groupAddresses, sourceAddresses, results, BATCH);
        }

        /** Sources that are listed, and between them the same sources of another group. */
        @Override
        public void verifyBatches() {
            final Draw draw = new Draw(2);
            final int[] numbers = new int[BATCH];
            for (int i = 0; i < VERIFIED_BATCHES; i++) {
                for (int position = 0; position < BATCH; position++) {
                    numbers[position] = (int) draw.next((long) groups * SOURCES_PER_GROUP, 0);
                    put(position, numbers[position] >>> GROUP_SHIFT, sourceAt(position, numbers[position]));
                }
                final int passed = passBatch();
                for (int position = 0; position < BATCH; position++) {
                    final int group = numbers[position] >>> GROUP_SHIFT;
                    final int expected = slotOf(group, sourceAt(position, numbers[position]));
                    final boolean isListed = position % 2 == 0;
                    if (passed != BATCH / 2
                            || results[position] != expected
                            || isListed != (expected != MembershipReader.NONE)) {
                        throw new IllegalStateException("wrong answer in a batch: group=" + group + ", isListed="
                                + isListed + ", expected=" + expected + ", slot=" + results[position] + ", passed="
                                + passed);
                    }
                }
                quiescent();
            }
        }

        private static long sourceAt(final int position, final int number) {
            return sourceOf(position % 2 == 0 ? number : number ^ SOURCES_PER_GROUP);
        }

        @Override
        public void quiescent() {
            reader.quiescent();
        }

        @Override
        public void close() {
            reader.close();
            engine.close();
        }

        private static long lowOf(final int group) {
            return GroupNumbers.low(AddressFamily.IPV4, (long) group * GroupNumbers.INTERFACES);
        }
    }

    /** A map from interface, group and source. */
    private static final class MapVerdicts implements Verdicts {
        private final ConcurrentMap<Key, Boolean> map;
        private final Key probe = new Key();

        MapVerdicts(final int groups, final ConcurrentMap<Key, Boolean> map) {
            this.map = map;
            for (int number = 0; number < groups * SOURCES_PER_GROUP; number++) {
                map.put(new Key().set(number >>> GROUP_SHIFT, sourceOf(number)), Boolean.TRUE);
            }
            if (passes(0, sourceOf(SOURCES_PER_GROUP))) {
                throw new IllegalStateException("a source passes that is not listed");
            }
        }

        @Override
        public boolean passes(final int group, final long sourceLow) {
            final Boolean verdict = map.get(probe.set(group, sourceLow));
            return verdict != null && verdict;
        }
    }

    /** Interface and group in one word, the source in another. */
    private static final class Key {
        private static final long FIRST_MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
        private static final long SECOND_MULTIPLIER = 0xc2b2_ae3d_27d4_eb4fL;

        private long group;
        private long source;

        Key set(final int groupNumber, final long sourceLow) {
            group = LongKeys.ipv4((long) groupNumber * GroupNumbers.INTERFACES);
            source = sourceLow;
            return this;
        }

        @Override
        public int hashCode() {
            return (int) ((group * SECOND_MULTIPLIER ^ source) * FIRST_MULTIPLIER >>> 32);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key && key.group == group && key.source == source;
        }
    }
}
