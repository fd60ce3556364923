package dev.covey.engine.ingress;

import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.counters.InquiryDesk;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.TimeSource;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The engine's duty cycle: batches of events, with reclamation after each 16 of them, due timers, then reclamation
 * where its turn has come, growth of tables and counters.
 *
 * <p>Run it by Agrona's {@code AgentRunner} on a thread of its own, or by an {@code AgentInvoker} inside a loop that is
 * there anyway. An exception out of a cycle is a broken invariant or a listener's: the engine stops, and every further
 * cycle asks to be terminated. The ring is closed then, and commands complete with {@code ENGINE_FAILED}.
 */
public final class EngineAgent implements Agent {
    /** What becomes of events after a failure: who waits for an answer is told. */
    private static final EventHandler REFUSAL = (event, attachment) -> {
        final Object answer = attachment instanceof InterfaceCommand command ? command.completion() : attachment;
        if (answer instanceof Completion completion) {
            completion.complete(OperationStatus.ENGINE_FAILED);
        }
    };

    /**
     * Events after which memory is reclaimed, within a cycle or over several. A cycle without any reclaims always, and
     * so does one that retired records take too much room in. To do it more often would cost both sides for every
     * event: the writer asks each reader for its word, and each has to announce a new epoch. To do it less often would
     * refuse joins: a group that is left keeps its place in an index until it is reclaimed, two reclamations later at
     * the earliest, and the places that one group can have are bounded.
     */
    private static final int EVENTS_PER_RECLAMATION = 16;

    private final IngressRing ring;
    private final EngineWriter writer;
    private final SingleWriter owner;
    private final RecordTables tables;
    private final EngineCounters counters;
    private final EngineGauges gauges;
    private final InquiryDesk inquiries;
    private final TimeSource timeSource;
    private final int eventsPerCycle;
    private final int reclaimsPerCycle;
    private int eventsSinceReclamation;
    private Throwable failure;

    /**
     * A duty cycle.
     *
     * @param ring events come from.
     * @param writer that applies them.
     * @param owner the claim to be the only writer.
     * @param tables to reclaim and grow.
     * @param counters that keep the error that stops the engine.
     * @param gauges to bring up to date.
     * @param inquiries of other processes.
     * @param timeSource of timers, while no event carries the time on.
     * @param eventsPerCycle at most, positive.
     * @param reclaimsPerCycle records handed back each time that memory is reclaimed, at most, positive.
     */
    public EngineAgent(
            final IngressRing ring,
            final EngineWriter writer,
            final SingleWriter owner,
            final RecordTables tables,
            final EngineCounters counters,
            final EngineGauges gauges,
            final InquiryDesk inquiries,
            final TimeSource timeSource,
            final int eventsPerCycle,
            final int reclaimsPerCycle) {
        this.ring = ring;
        this.writer = writer;
        this.owner = owner;
        this.tables = tables;
        this.counters = counters;
        this.gauges = gauges;
        this.inquiries = inquiries;
        this.timeSource = timeSource;
        this.eventsPerCycle = eventsPerCycle;
        this.reclaimsPerCycle = reclaimsPerCycle;
    }

    @Override
    public int doWork() {
        owner.assertOwner();
        if (failure != null) {
            ring.poll(REFUSAL, eventsPerCycle);
            throw new AgentTerminationException(failure);
        }
        try {
            return cycle();
        } catch (final RuntimeException | Error broken) {
            failure = broken;
            counters.fail(broken);
            ring.close();
            throw broken;
        }
    }

    private int cycle() {
        int events = 0;
        int reclaimed = 0;
        int handled = EVENTS_PER_RECLAMATION;
        while (handled == EVENTS_PER_RECLAMATION && events < eventsPerCycle) {
            handled = ring.poll(writer, Math.min(EVENTS_PER_RECLAMATION, eventsPerCycle - events));
            events += handled;
            eventsSinceReclamation += handled;
            if (events < eventsPerCycle && handled == EVENTS_PER_RECLAMATION) {
                reclaimed += reclaim();
            }
        }
        if (events < eventsPerCycle || inquiries.isAsked()) {
            writer.endInstant();
        }
        if (events < eventsPerCycle) {
            // More events may wait, with earlier times, after a full batch: then the clock is theirs.
            writer.advanceTo(timeSource.timeNs());
        }
        if (events == 0
                || eventsSinceReclamation >= EVENTS_PER_RECLAMATION
                || tables.store().isReclamationUrgent()) {
            reclaimed += reclaim();
        }
        tables.maintain();
        final int answered = inquiries.poll();
        gauges.update(events + reclaimed > 0);
        return events + reclaimed + answered;
    }

    private int reclaim() {
        eventsSinceReclamation = 0;
        return tables.store().reclaim(reclaimsPerCycle);
    }

    /**
     * Apply what a closed ring still has, so that nobody can write to its memory any more. After a failure the events
     * are let go without being applied.
     */
    public void drain() {
        owner.assertOwner();
        final EventHandler handler = failure == null ? writer : REFUSAL;
        while (!ring.isDrained()) {
            if (ring.poll(handler, eventsPerCycle) == 0) {
                Thread.onSpinWait();
            }
        }
        if (failure == null) {
            writer.endInstant();
        }
        gauges.update(true);
        gauges.updateAll();
    }

    /** Close every socket, so that the neighbours hear of the end. After a failure nothing is said any more. */
    public void leaveAll() {
        owner.assertOwner();
        if (failure == null) {
            writer.leaveAll();
        }
        gauges.update(true);
        gauges.updateAll();
    }

    @Override
    public void onClose() {
        owner.release();
    }

    @Override
    public String roleName() {
        return "covey-engine";
    }
}
