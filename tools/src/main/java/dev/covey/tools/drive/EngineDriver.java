package dev.covey.tools.drive;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.EngineView;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.timer.VirtualTimeSource;

/** An engine in virtual time, with its duty cycle in the caller's hands: a command is done when its answer is there. */
final class EngineDriver implements AutoCloseable {
    private static final int FIRST_SOCKETS = 1 << 10;
    private static final int CYCLES_TO_SETTLE = 8;

    private final VirtualTimeSource clock = new VirtualTimeSource(0);
    private final MulticastEngine engine;
    private final EngineClient client;
    private Completion completion = new Completion(FIRST_SOCKETS);

    /** A command: hands the completion in and returns what the client said. */
    interface Command {
        long submit(EngineClient client, Completion completion);
    }

    @SuppressWarnings("MustBeClosedChecker") // the engine is closed with this
    EngineDriver(final long seed, final MembershipListener listener, final PacketSink sink) {
        engine = MulticastEngine.launch(new EngineContext()
                .timeSource(clock)
                .seed(seed)
                .listener(listener)
                .packetSink(sink));
        client = engine.newClient();
    }

    long timeNs() {
        return clock.timeNs();
    }

    /** Move the clock on, and let every timer fire that is due by then. */
    void advanceTo(final long timeNs) {
        if (timeNs > clock.timeNs()) {
            clock.advanceTo(timeNs);
            engine.agent().doWork();
        }
    }

    /** Have something done; returns its answer. */
    long run(final Command command) throws ScenarioException {
        requireTaken(command.submit(client, completion.reset()));
        while (!completion.isDone()) {
            engine.agent().doWork();
        }
        return completion.result();
    }

    /** Find sockets; returns their number, and they are in {@link #found()}. */
    int lookup(final Command command) throws ScenarioException {
        long count = run(command);
        if (count > completion.sockets().length) {
            completion = new Completion((int) count);
            count = run(command);
        }
        return (int) count;
    }

    /** What the last lookup found, in no order. */
    long[] found() {
        return completion.sockets();
    }

    /** Hand a packet in and let it be received. */
    void receive(final Command command) throws ScenarioException {
        requireTaken(command.submit(client, null));
        engine.agent().doWork();
    }

    private static void requireTaken(final long sequence) throws ScenarioException {
        if (sequence == IngressStatus.TOO_LONG) {
            throw ScenarioException.refused("EMSGSIZE", "more than the engine takes in one piece");
        }
        if (sequence < 0) {
            // The ring is empty before each command.
            throw new IllegalStateException("engine refused: status=" + IngressStatus.describe(sequence));
        }
    }

    /** Let everything be reclaimed that can be. */
    void settle() {
        int idleCycles = 0;
        while (idleCycles < CYCLES_TO_SETTLE) {
            idleCycles = engine.agent().doWork() == 0 ? idleCycles + 1 : 0;
        }
    }

    EngineView view() {
        return engine.view();
    }

    EngineCounters counters() {
        return engine.counters();
    }

    @Override
    public void close() {
        engine.close();
    }
}
