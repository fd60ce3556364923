package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipReader;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;

/** The whole engine: every group has one member, and the answer is its socket. */
final class EngineLookup implements LookupTable {
    private static final int SOCKETS = 64;

    private final AddressFamily family;
    private final PeerEngine engine;
    private final long[] interfaces = new long[GroupNumbers.INTERFACES];
    private final long[] sockets = new long[SOCKETS];
    private final Completion completion = new Completion();

    EngineLookup(final AddressFamily family, final int capacity) {
        this.family = family;
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
        // The writer of the measurement has a thread of its own.
        engine.release();
    }

    @Override
    public void insert(final long number) {
        engine.client()
                .join(
                        valueOf(number),
                        interfaces[GroupNumbers.interfaceOf(number)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number),
                        completion.reset());
        complete();
    }

    @Override
    public void remove(final long number) {
        engine.client()
                .leave(
                        valueOf(number),
                        interfaces[GroupNumbers.interfaceOf(number)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number),
                        completion.reset());
        complete();
    }

    @Override
    public void writerIsDone() {
        engine.release();
    }

    private void complete() {
        engine.agent().doWork();
        if (completion.result() != OperationStatus.OK) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(completion.result()));
        }
    }

    @Override
    public long valueOf(final long number) {
        return sockets[(int) number & SOCKETS - 1];
    }

    @Override
    public LookupReader openReader(final String name) {
        return new Reader(name);
    }

    private final class Reader implements LookupReader {
        private final MembershipReader reader;
        private final long groupHigh = GroupNumbers.high(family);
        private final long sourceLow = InternetAddress.ipv4Low(0x0a00_0001);
        private final long[] found = new long[1];

        @SuppressWarnings("MustBeClosedChecker") // closed by close()
        Reader(final String name) {
            reader = engine.engine().openPollingReader(name);
        }

        @Override
        public boolean find(final long number) {
            return reader.deliver(
                            interfaces[GroupNumbers.interfaceOf(number)],
                            groupHigh,
                            GroupNumbers.low(family, number),
                            0,
                            sourceLow,
                            found)
                    == 1;
        }

        @Override
        public long value() {
            return found[0];
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
}
