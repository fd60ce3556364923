package dev.covey.benchmarks.peers;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EngineAgent;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.AddressFamily;

/**
 * A whole engine in virtual time, its client and its agent on one thread. Whatever the set-up is answered is checked.
 */
final class PeerEngine implements AutoCloseable {
    private static final int BATCH = 1024;
    private static final int MTU = 1500;
    private static final int SPARE = 1 << 16;
    private static final long MAC_ADDRESS = 0x0200_0000_0001L;
    private static final long SEED = 0x2236_3810_9776_9777L;

    /** Enough for the largest index to grow to the end, some lines with each cycle. */
    private static final int CYCLES_TO_SETTLE = 1 << 16;

    private final VirtualTimeSource time = new VirtualTimeSource(0);
    private final MulticastEngine engine;
    private final EngineClient client;
    private final EngineAgent agent;
    private final Completion[] completions = new Completion[BATCH];

    /**
     * An engine.
     *
     * @param groups that it has to have room for, by joins, reports and sources alike.
     */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    PeerEngine(final int groups, final PacketSink sink, final MembershipListener listener) {
        final int room = groups + groups / 4 + SPARE;
        engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(new TableSizes(
                        2 * GroupNumbers.INTERFACES, room, SPARE, room, SPARE, room, Math.min(room, (1 << 24) - 1)))
                .operationLimits(new OperationLimits(room, SPARE, SPARE))
                .timeSource(time)
                .packetSink(sink)
                .listener(listener)
                .seed(SEED));
        client = engine.newClient();
        agent = engine.agent();
        for (int i = 0; i < BATCH; i++) {
            completions[i] = new Completion();
        }
    }

    PeerEngine(final int groups) {
        this(groups, PacketSink.NONE, MembershipListener.NONE);
    }

    MulticastEngine engine() {
        return engine;
    }

    EngineClient client() {
        return client;
    }

    EngineAgent agent() {
        return agent;
    }

    long timeNs() {
        return time.timeNs();
    }

    /** Attach an interface that has neither role, or one, or both. */
    long attach(final boolean isHost, final boolean isRouter) {
        client.attach(
                InterfaceConfiguration.builder(1, MAC_ADDRESS)
                        .mtu(MTU)
                        .host(isHost)
                        .router(isRouter)
                        .build(),
                completions[0].reset());
        return handle();
    }

    long openSocket() {
        client.openSocket(1, completions[0].reset());
        return handle();
    }

    private long handle() {
        agent.doWork();
        final long handle = completions[0].result();
        if (handle <= 0) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(handle));
        }
        return handle;
    }

    /** Let time pass, as commands and packets will see it. */
    void moveOn(final long durationNs) {
        time.advanceTo(time.timeNs() + durationNs);
    }

    /** Let time pass, and do what is due then. */
    void pass(final long durationNs) {
        moveOn(durationNs);
        agent.doWork();
    }

    /** Join the groups of some numbers, each on its interface and by its socket; with one interface, all on that. */
    void join(
            final long[] sockets,
            final long[] interfaces,
            final AddressFamily family,
            final long from,
            final long count) {
        final int distance = GroupNumbers.INTERFACES / interfaces.length;
        for (long done = 0; done < count; done += BATCH) {
            final int batch = (int) Math.min(BATCH, count - done);
            for (int i = 0; i < batch; i++) {
                final long number = from + done + i;
                client.join(
                        sockets[(int) (number % sockets.length)],
                        interfaces[(int) (number % interfaces.length)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number * distance),
                        completions[i].reset());
            }
            for (int i = 0; i < batch; i++) {
                expectOk(completions[i]);
            }
        }
    }

    /** Join one group by a filter that includes some sources. */
    void include(
            final long socket,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final SourceList sources) {
        client.setFilter(
                socket, interfaceHandle, groupHigh, groupLow, FilterMode.INCLUDE, sources, completions[0].reset());
        expectOk(completions[0]);
    }

    private void expectOk(final Completion completion) {
        while (!completion.isDone()) {
            agent.doWork();
        }
        if (completion.result() != OperationStatus.OK) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(completion.result()));
        }
    }

    /** Run until everything that was retired is reclaimed and no index grows any more. */
    void settle() {
        for (int i = 0; i < CYCLES_TO_SETTLE; i++) {
            agent.doWork();
        }
        if (engine.counters().get(EngineCounter.ENGINE_LIMBO) != 0) {
            throw new IllegalStateException(
                    "reclamation is stalled: limbo=" + engine.counters().get(EngineCounter.ENGINE_LIMBO));
        }
    }

    /** Let another thread run the agent, or close the engine. */
    void release() {
        agent.onClose();
    }

    @Override
    public void close() {
        engine.close();
    }
}
