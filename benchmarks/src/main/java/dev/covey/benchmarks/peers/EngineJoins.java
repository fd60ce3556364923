package dev.covey.benchmarks.peers;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.wire.AddressFamily;

/**
 * A socket of the whole engine that holds some memberships, on an interface that reports them; and one more that comes
 * and goes.
 */
final class EngineJoins implements AutoCloseable {
    /** Joins, each with its leave, at once. */
    static final int PAIRS = 64;

    /** Of virtual time, for each batch: joins and leaves at 64,000 a second. */
    static final long BATCH_NS = 1_000_000;

    private final CountedSink sink = new CountedSink();
    private final Completion[] joins = new Completion[PAIRS];
    private final Completion[] leaves = new Completion[PAIRS];
    private final PeerEngine engine;
    private final long interfaceHandle;
    private final long socket;
    private final long groupHigh;
    private final long groupLow;
    private final int apartNs;

    /**
     * Join what is held.
     *
     * @param apartNs virtual time between two commands, or 0 if all of a batch come at one instant.
     */
    EngineJoins(final AddressFamily family, final int held, final int apartNs) {
        this.apartNs = apartNs;
        engine = new PeerEngine(held, sink, MembershipListener.NONE);
        interfaceHandle = engine.attach(true, false);
        socket = engine.openSocket();
        engine.join(new long[] {socket}, new long[] {interfaceHandle}, family, 0, held);
        groupHigh = GroupNumbers.high(family);
        groupLow = GroupNumbers.low(family, (long) GroupNumbers.INTERFACES * (held + 1));
        for (int i = 0; i < PAIRS; i++) {
            joins[i] = new Completion();
            leaves[i] = new Completion();
        }
    }

    /** Join and leave one group, so many times, and return how many of both were answered as expected. */
    int work(final long expected) {
        return work(socket, expected);
    }

    /** The same for a socket that does not exist. */
    int workForNobody(final long expected) {
        return work(0, expected);
    }

    private int work(final long asking, final long expected) {
        final EngineClient client = engine.client();
        for (int i = 0; i < PAIRS; i++) {
            engine.moveOn(apartNs);
            client.join(asking, interfaceHandle, groupHigh, groupLow, joins[i].reset());
            engine.moveOn(apartNs);
            client.leave(asking, interfaceHandle, groupHigh, groupLow, leaves[i].reset());
        }
        engine.pass(BATCH_NS);
        int right = 0;
        for (int i = 0; i < PAIRS; i++) {
            right += joins[i].result() == expected ? 1 : 0;
            right += leaves[i].result() == expected ? 1 : 0;
        }
        return right;
    }

    /** How many packets the engine has sent. */
    long packets() {
        return sink.packets;
    }

    @Override
    public void close() {
        engine.close();
    }
}
