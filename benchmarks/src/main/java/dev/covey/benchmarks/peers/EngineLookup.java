package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipReader;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.BitSet;

/**
 * The whole engine: every group has one member. Asked is whether a datagram is wanted and of which group, one at a time
 * or in batches; or, the longer question, which sockets get it.
 */
final class EngineLookup implements LookupTable {
    private static final int SOCKETS = 64;
    private static final int BATCH = 32;
    private static final long SOURCE_LOW = InternetAddress.ipv4Low(0x0a00_0001);

    private final AddressFamily family;
    private final boolean isDelivered;

    /** Of virtual time, between two commands, as of real time: each has an instant, and a cycle, of its own. */
    private final long apartNs;

    private final PeerEngine engine;
    private final long[] interfaces = new long[GroupNumbers.INTERFACES];
    private final long[] sockets = new long[SOCKETS];
    private final Completion completion = new Completion();
    private int[] groupSlots = new int[0];

    /**
     * An engine.
     *
     * @param writerNs virtual time between two commands, or 0 if none are written while it is measured.
     */
    EngineLookup(final AddressFamily family, final int capacity, final int writerNs, final boolean isDelivered) {
        this.family = family;
        this.isDelivered = isDelivered;
        this.apartNs = writerNs;
        engine = new PeerEngine(capacity);
        for (int i = 0; i < interfaces.length; i++) {
            interfaces[i] = engine.attach(false, false);
        }
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = engine.openSocket();
        }
    }

    @Override
    public void fill(final int count) {
        engine.join(sockets, interfaces, family, 0, count);
        engine.settle();
        groupSlots = verifiedSlots(Math.min(count, FilledTable.VERIFIED));
        // The writer of the measurement has a thread of its own.
        engine.release();
    }

    /** The numbers that the engine has given the groups: each another, and each with the right member. */
    private int[] verifiedSlots(final int count) {
        final int[] slots = new int[count];
        final BitSet seen = new BitSet();
        final long[] found = new long[1];
        try (MembershipReader reader = engine.engine().openReader("slots")) {
            for (int i = 0; i < count; i++) {
                final long interfaceHandle = interfaces[GroupNumbers.interfaceOf(i)];
                final long high = GroupNumbers.high(family);
                final long low = GroupNumbers.low(family, i);
                slots[i] = reader.lookup(interfaceHandle, high, low, 0, SOURCE_LOW);
                final int members = reader.deliver(interfaceHandle, high, low, 0, SOURCE_LOW, found);
                if (slots[i] == MembershipReader.NONE
                        || seen.get(slots[i])
                        || members != 1
                        || found[0] != socketOf(i)) {
                    throw new IllegalStateException(
                            "wrong answer: number=" + i + ", slot=" + slots[i] + ", members=" + members);
                }
                seen.set(slots[i]);
            }
        }
        return slots;
    }

    private long socketOf(final long number) {
        return sockets[(int) number & SOCKETS - 1];
    }

    @Override
    public void insert(final long number) {
        engine.client()
                .join(
                        socketOf(number),
                        interfaces[GroupNumbers.interfaceOf(number)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number),
                        next());
        complete();
    }

    @Override
    public void remove(final long number) {
        engine.client()
                .leave(
                        socketOf(number),
                        interfaces[GroupNumbers.interfaceOf(number)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number),
                        next());
        complete();
    }

    @Override
    public void writerIsDone() {
        engine.release();
    }

    private Completion next() {
        engine.moveOn(apartNs);
        return completion.reset();
    }

    private void complete() {
        engine.agent().doWork();
        if (completion.result() != OperationStatus.OK) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(completion.result()));
        }
    }

    @Override
    public long valueOf(final long number) {
        return isDelivered ? socketOf(number) : groupSlots[(int) number];
    }

    @Override
    public LookupReader openReader(final String name) {
        return isDelivered ? new DeliveringReader(name) : new AskingReader(name);
    }

    /** What the two questions have in common. */
    private abstract class EngineReader implements LookupReader {
        final MembershipReader reader;
        final long groupHigh = GroupNumbers.high(family);

        @SuppressWarnings("MustBeClosedChecker") // closed by close()
        EngineReader(final String name) {
            reader = engine.engine().openPollingReader(name);
        }

        @Override
        public void quiescent() {
            reader.quiescent();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** Asks whether a datagram is wanted, and of which group. */
    private final class AskingReader extends EngineReader {
        private final long[] interfaceHandles = new long[BATCH];
        private final long[] groups = new long[2 * BATCH];
        private final long[] sources = new long[2 * BATCH];
        private final int[] results = new int[BATCH];
        private int slot;

        AskingReader(final String name) {
            super(name);
            for (int i = 0; i < BATCH; i++) {
                groups[2 * i] = groupHigh;
                sources[2 * i + 1] = SOURCE_LOW;
            }
        }

        @Override
        public boolean find(final long number) {
            slot = reader.lookup(
                    interfaces[GroupNumbers.interfaceOf(number)],
                    groupHigh,
                    GroupNumbers.low(family, number),
                    0,
                    SOURCE_LOW);
            return slot != MembershipReader.NONE;
        }

        @Override
        public int findAll(final long[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                interfaceHandles[i] = interfaces[GroupNumbers.interfaceOf(numbers[i])];
                groups[2 * i + 1] = GroupNumbers.low(family, numbers[i]);
            }
            return reader.lookup(interfaceHandles, groups, sources, results, numbers.length);
        }

        @Override
        public void findAll(final long[] numbers, final long[] values) {
            findAll(numbers);
            for (int i = 0; i < numbers.length; i++) {
                values[i] = results[i] == MembershipReader.NONE ? ABSENT : results[i];
            }
        }

        @Override
        public long value() {
            return slot;
        }
    }

    /** Asks which sockets get a datagram. */
    private final class DeliveringReader extends EngineReader {
        private final long[] found = new long[1];

        DeliveringReader(final String name) {
            super(name);
        }

        @Override
        public boolean find(final long number) {
            return reader.deliver(
                            interfaces[GroupNumbers.interfaceOf(number)],
                            groupHigh,
                            GroupNumbers.low(family, number),
                            0,
                            SOURCE_LOW,
                            found)
                    == 1;
        }

        @Override
        public long value() {
            return found[0];
        }
    }
}
