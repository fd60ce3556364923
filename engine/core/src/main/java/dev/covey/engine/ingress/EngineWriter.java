package dev.covey.engine.ingress;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.membership.InterfaceChooser;
import dev.covey.engine.membership.InterfaceOperations;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SocketOperations;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.timer.TimerHandler;

/**
 * The one writer: applies each event at its own time, and before it every timer that is due by then.
 *
 * <p>The clock follows the events and never goes back, so state and output follow from the input and its times alone.
 * Joins and leaves of one instant that come one after the other are reported together; an instant also ends where the
 * ring has no more events, so where that happens is part of the input.
 */
public final class EngineWriter implements EventHandler {
    private final PacketReceiver receiver;
    private final InterfaceOperations interfaces;
    private final SocketCommands sockets;
    private final DeliveryLookup lookup;
    private final DeadlineHeap timers;
    private final HostMachine hosts;
    private final TimerHandler timerHandler;
    private final EngineCounters counters;
    private long nowNs;

    /**
     * A writer.
     *
     * @param receiver of packets.
     * @param interfaces to attach, change and detach.
     * @param sockets to open, close, join and leave.
     * @param chooser of interfaces that are not named by their handles.
     * @param lookup of the sockets that get data.
     * @param timers of the engine.
     * @param hosts whose timers they are, and who speak at the end of each instant.
     * @param router whose timers they are.
     * @param counters of the engine.
     * @param startNs when the clock starts.
     */
    public EngineWriter(
            final PacketReceiver receiver,
            final InterfaceOperations interfaces,
            final SocketOperations sockets,
            final InterfaceChooser chooser,
            final DeliveryLookup lookup,
            final DeadlineHeap timers,
            final HostMachine hosts,
            final RouterMachine router,
            final EngineCounters counters,
            final long startNs) {
        this.receiver = receiver;
        this.interfaces = interfaces;
        this.sockets = new SocketCommands(sockets, chooser);
        this.lookup = lookup;
        this.timers = timers;
        this.hosts = hosts;
        this.counters = counters;
        this.nowNs = startNs;
        this.timerHandler = (handle, deadlineNs) -> {
            counters.increment(EngineCounter.ENGINE_TIMERS_FIRED);
            if (HostMachine.isTimer(handle)) {
                hosts.onTimer(handle, deadlineNs);
            } else {
                router.onTimer(handle, deadlineNs);
            }
        };
    }

    /**
     * Move the clock on, and fire what is due by then in the order of its deadlines.
     *
     * @param timeNs to move to; earlier than now changes nothing.
     */
    void advanceTo(final long timeNs) {
        if (timeNs - nowNs > 0) {
            endInstant();
            nowNs = timeNs;
            fireTimers();
        }
    }

    /**
     * Do what waits for all joins and leaves of an instant: let go of groups, and say what has changed. Before the
     * clock moves on, around every event of another kind, and when no more events are there.
     */
    void endInstant() {
        sockets.settle();
        hosts.flush(nowNs);
        // What was made due at once, as by a query that wants its answer now.
        fireTimers();
    }

    /** One instant after the other: what hosts say at one of them may be due again before the next. */
    private void fireTimers() {
        while (!timers.isEmpty() && timers.nextDeadlineNs() - nowNs <= 0) {
            final long deadlineNs = timers.nextDeadlineNs();
            timers.poll(deadlineNs, timerHandler, Integer.MAX_VALUE);
            hosts.flush(deadlineNs);
        }
    }

    /** Close every socket, and say what follows. */
    void leaveAll() {
        sockets.closeAll();
        endInstant();
    }

    /**
     * Time of the engine.
     *
     * @return nanoseconds of its clock.
     */
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void onEvent(final EventFlyweight event, final Object attachment) {
        if (event.kind() != EventKind.TASK) {
            advanceTo(event.timeNs());
        }
        final boolean isMembership = EventKind.isMembership(event.kind() & ~EventKind.CHOSEN);
        if (!isMembership) {
            endInstant();
        }
        counters.increment(EngineCounter.ENGINE_EVENTS);
        if (event.kind() == EventKind.PACKET) {
            receiver.receive(
                    event.interfaceHandle(),
                    EventKind.linkType(event.argument()),
                    event.buffer(),
                    event.payloadOffset(),
                    event.payloadLength(),
                    nowNs);
        } else if (event.kind() == EventKind.TASK) {
            ((WriterTask) attachment).run(nowNs);
        } else if (attachment instanceof InterfaceCommand command) {
            onInterfaceCommand(event, command);
        } else {
            onCommand(event, (Completion) attachment);
        }
        if (!isMembership) {
            endInstant();
        }
    }

    private void onCommand(final EventFlyweight event, final Completion completion) {
        long result = OperationStatus.ENGINE_FAILED;
        try {
            result = switch (event.kind()) {
                case EventKind.DETACH -> interfaces.detach(event.interfaceHandle());
                case EventKind.LOOKUP -> onLookup(event, completion);
                default -> sockets.apply(event, completion);
            };
        } finally {
            // Also when a broken invariant stops the engine: nobody waits for ever.
            if (completion != null) {
                completion.complete(result);
            }
        }
    }

    private void onInterfaceCommand(final EventFlyweight event, final InterfaceCommand command) {
        long result = OperationStatus.ENGINE_FAILED;
        try {
            result = event.kind() == EventKind.ATTACH
                    ? interfaces.attach(command.configuration())
                    : interfaces.configure(event.interfaceHandle(), command.configuration());
        } finally {
            if (command.completion() != null) {
                command.completion().complete(result);
            }
        }
    }

    private long onLookup(final EventFlyweight event, final Completion completion) {
        return lookup.deliver(
                event.interfaceHandle(),
                SocketCommands.word(event, 0),
                SocketCommands.word(event, 1),
                SocketCommands.word(event, 2),
                SocketCommands.word(event, 3),
                completion.sockets());
    }
}
