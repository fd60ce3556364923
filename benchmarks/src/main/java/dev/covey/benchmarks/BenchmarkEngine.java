package dev.covey.benchmarks;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EngineAgent;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.VirtualTimeSource;

/**
 * An engine with room for more than a million groups, and its client and agent on one thread. Whatever an operation of
 * the set-up answers is checked.
 */
final class BenchmarkEngine implements AutoCloseable {
    private static final int BATCH = 1024;
    private static final int MTU = 9000;
    private static final long MAC_ADDRESS = 0x0200_0000_0001L;

    /** Enough for the largest index to grow to the end, some lines with each cycle. */
    private static final int CYCLES_TO_SETTLE = 1 << 16;

    private final VirtualTimeSource time = new VirtualTimeSource(0);
    private final MulticastEngine engine;
    private final EngineClient client;
    private final EngineAgent agent;
    private final Completion[] completions = new Completion[BATCH];

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    BenchmarkEngine(final MembershipListener listener) {
        engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(new TableSizes(16, 1 << 21, 1 << 12, 1 << 22, 1 << 12, 1 << 18, 1 << 21))
                .operationLimits(new OperationLimits(1 << 22, 1 << 16, 1 << 16))
                .timeSource(time)
                .listener(listener)
                .seed(Addresses.SEED));
        client = engine.newClient();
        agent = engine.agent();
        for (int i = 0; i < BATCH; i++) {
            completions[i] = new Completion();
        }
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

    /** Attach an interface and return its handle. What is joined on it is not reported. */
    long attach(final boolean isRouter) {
        return attach(isRouter, false);
    }

    /** Attach an interface that reports what is joined on it, to a sink that takes it all, and return its handle. */
    long attachHost() {
        return attach(false, true);
    }

    private long attach(final boolean isRouter, final boolean isHost) {
        client.attach(
                InterfaceConfiguration.builder(1, MAC_ADDRESS)
                        .mtu(MTU)
                        .router(isRouter)
                        .host(isHost)
                        .build(),
                completions[0].reset());
        return handle();
    }

    /** Let time pass; timers that are due by then fire with the next cycle of the agent. */
    void pass(final long timeNs) {
        time.advanceTo(time.timeNs() + timeNs);
    }

    /** Open a socket and return its handle. */
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

    /** Join the groups of some numbers. */
    void join(final long socket, final long interfaceHandle, final Addresses groups, final int from, final int count) {
        for (int done = 0; done < count; done += BATCH) {
            final int batch = Math.min(BATCH, count - done);
            for (int i = 0; i < batch; i++) {
                client.join(
                        socket, interfaceHandle, groups.high(), groups.low(from + done + i), completions[i].reset());
            }
            for (int i = 0; i < batch; i++) {
                expectOk(completions[i]);
            }
        }
    }

    /** Join one group by a filter. */
    void setFilter(
            final long socket,
            final long interfaceHandle,
            final Addresses groups,
            final int group,
            final FilterMode mode,
            final SourceList sources) {
        client.setFilter(
                socket, interfaceHandle, groups.high(), groups.low(group), mode, sources, completions[0].reset());
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

    /** Records in use, of all kinds, when nothing is under way. */
    long records() {
        settle();
        return engine.counters().get(EngineCounter.ENGINE_RECORDS);
    }

    /** Messages that the engine has sent. */
    long messages() {
        return engine.counters().get(EngineCounter.IGMP_TX_TOTAL)
                + engine.counters().get(EngineCounter.MLD_TX_TOTAL);
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
