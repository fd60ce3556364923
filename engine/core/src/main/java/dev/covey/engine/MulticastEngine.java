package dev.covey.engine;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.counters.CountersMemory;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.counters.InquiryDesk;
import dev.covey.engine.egress.CountingSink;
import dev.covey.engine.ingress.EngineAgent;
import dev.covey.engine.ingress.EngineGauges;
import dev.covey.engine.ingress.EngineWriter;
import dev.covey.engine.ingress.EventKind;
import dev.covey.engine.ingress.IngressRing;
import dev.covey.engine.ingress.PacketReceiver;
import dev.covey.engine.ingress.WriterTask;
import dev.covey.engine.inspect.Inspector;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.membership.InterfaceChooser;
import dev.covey.engine.membership.InterfaceConfigurations;
import dev.covey.engine.membership.InterfaceOperations;
import dev.covey.engine.membership.LinkFilters;
import dev.covey.engine.membership.SocketOperations;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.protocol.QuerySink;
import dev.covey.engine.protocol.RecordTimerPositions;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.timer.SeededJitterSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.PacketClassifier;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A multicast membership engine: who gets a packet.
 *
 * <p>{@link #launch} makes one. Its {@link #agent} is run by Agrona's {@code AgentRunner}, or by an
 * {@code AgentInvoker} inside a loop of the embedder's. Any number of threads hand in packets and commands, each
 * through an {@link EngineClient} of its own, and ask who gets a packet, each through a {@link MembershipReader} of its
 * own.
 */
public final class MulticastEngine implements AutoCloseable {
    private final NativeMemory memory;
    private final EpochDomain epochs;
    private final IngressRing ring;
    private final DeliveryLookup lookup;
    private final EngineView view;
    private final EngineCounters counters;
    private final InquiryDesk inquiries;
    private final EngineAgent agent;
    private final InterfaceOperations interfaces;
    private final SocketOperations sockets;
    private final DeadlineHeap timers;
    private final TimeSource timeSource;
    private boolean isFreed;

    private MulticastEngine(final EngineContext context, final NativeMemory memory, final EngineCounters counters) {
        this.memory = memory;
        final SingleWriter writer = new SingleWriter();
        epochs = new EpochDomain(context.maxReaders());
        timeSource = context.timeSource();
        this.counters = counters;
        final RecordStore store = new RecordStore(epochs, writer);
        final TableSizes sizes = context.tableSizes();
        final RecordTables tables = new RecordTables(store, sizes, memory, context.allocationGate(), context.seed());
        final long maxTimers = 4L * sizes.interfaces()
                + sizes.routerGroups()
                + sizes.sources()
                + tables.hostGroups().slab().capacity();
        final DeadlineHeap timers = new DeadlineHeap(
                (int) Math.min(maxTimers, DeadlineHeap.MAX_CAPACITY), memory, new RecordTimerPositions(tables));
        final RouterMachine router = new RouterMachine(
                tables,
                timers,
                context.routerVariables(),
                QuerySink.NONE,
                new LimitCountingListener(counters, context.listener()));
        final HostMachine hosts = new HostMachine(
                tables,
                timers,
                new SeededJitterSource(context.seed()),
                new CountingSink(context.packetSink(), counters));
        final InterfaceConfigurations configurations = new InterfaceConfigurations();
        final LinkFilters linkFilters = new LinkFilters(tables, configurations, context.listener());
        final InterfaceChooser chooser = new InterfaceChooser(tables, configurations);
        final SocketOperations sockets = new SocketOperations(
                tables, configurations, context.operationLimits(), linkFilters, hosts, context.stepListener());
        final InterfaceOperations interfaces = new InterfaceOperations(
                tables, configurations, linkFilters, hosts, router, sockets, counters, context.stepListener());
        lookup = new DeliveryLookup(tables);
        view = new EngineView(tables, router.view(), hosts.view(), sockets, chooser, lookup);
        final PacketReceiver receiver = new PacketReceiver(
                tables,
                hosts,
                router,
                lookup,
                configurations,
                new PacketClassifier(context.receiveProfile()),
                counters,
                context.listener());
        ring = new IngressRing(memory, context.ingressLimits());
        final EngineWriter engineWriter = new EngineWriter(
                receiver, interfaces, sockets, chooser, lookup, timers, hosts, router, counters, timeSource.timeNs());
        inquiries = new InquiryDesk(
                counters,
                new Inspector(tables, configurations, hosts.view(), router.view(), memory, context.inquiryLimit()),
                timeSource::timeNs);
        agent = new EngineAgent(
                ring,
                engineWriter,
                writer,
                tables,
                counters,
                new EngineGauges(ring, tables, memory, timers, counters),
                inquiries,
                timeSource,
                context.eventsPerCycle(),
                context.reclaimsPerCycle());
        this.interfaces = interfaces;
        this.sockets = sockets;
        this.timers = timers;
    }

    /**
     * Make an engine.
     *
     * @param context that it is made with; concluded by this.
     * @return the engine, to be closed.
     * @throws IllegalArgumentException if the context is not valid.
     * @throws IllegalStateException if the context was used before, or memory cannot be had.
     */
    @MustBeClosed
    public static MulticastEngine launch(final EngineContext context) {
        context.conclude();
        final NativeMemory memory = new NativeMemory(context.allocationGate());
        CountersMemory shown = null;
        boolean isLaunched = false;
        try {
            shown = counters(context);
            final MulticastEngine engine = new MulticastEngine(context, memory, counters(context, shown));
            isLaunched = true;
            return engine;
        } finally {
            if (!isLaunched) {
                memory.close();
                if (shown != null) {
                    shown.close();
                }
            }
        }
    }

    private static CountersMemory counters(final EngineContext context) {
        final int count = EngineCounters.ENGINE_COUNTERS
                + Math.min(context.countedInterfaces(), context.tableSizes().interfaces())
                        * EngineCounters.COUNTERS_PER_INTERFACE;
        return context.countersFile() == null
                ? CountersMemory.anonymous(count)
                : CountersMemory.create(context.countersFile(), count, context.startTimeMs());
    }

    /** The wall clock of what is shown: the start that the embedder gave, and the engine's clock since. */
    private static EngineCounters counters(final EngineContext context, final CountersMemory shown) {
        final TimeSource timeSource = context.timeSource();
        final long originNs = timeSource.timeNs();
        final long startMs = context.startTimeMs();
        return new EngineCounters(
                shown,
                context.tableSizes().interfaces(),
                () -> startMs + TimeUnit.NANOSECONDS.toMillis(timeSource.timeNs() - originNs));
    }

    /**
     * The duty cycle, to be run by one thread at a time.
     *
     * @return the agent.
     */
    public EngineAgent agent() {
        return agent;
    }

    /**
     * Make a client, for one thread.
     *
     * @return the client.
     */
    public EngineClient newClient() {
        return new EngineClient(ring, timeSource, counters);
    }

    /**
     * Open a reader that may ask at any time.
     *
     * @param name that names it should it stall reclamation.
     * @return the reader, to be closed before the engine.
     * @throws IllegalStateException if as many readers as the context allows are open, or the engine is closed.
     */
    @MustBeClosed
    public MembershipReader openReader(final String name) {
        return new MembershipReader(lookup, register(name), false);
    }

    /**
     * Open a reader that asks without a fence and says {@link MembershipReader#quiescent()} once per batch. Call this
     * on the thread that will use it.
     *
     * @param name that names it should it stall reclamation.
     * @return the reader, to be closed before the engine.
     * @throws IllegalStateException if as many readers as the context allows are open, or the engine is closed.
     */
    @MustBeClosed
    public MembershipReader openPollingReader(final String name) {
        return new MembershipReader(lookup, register(name), true);
    }

    private EpochDomain.Reader register(final String name) {
        final EpochDomain.Reader reader = epochs.openReader(name);
        if (reader == null) {
            throw new IllegalStateException(
                    "no place for a reader: name=" + name + ", maxReaders=" + epochs.maxReaders());
        }
        return reader;
    }

    /**
     * Look at the whole state on the writer's thread, at this place in the order of events. Any thread. What the
     * inspection throws stops the engine.
     *
     * @param inspection to run.
     * @return the sequence of the event, or a negative {@code IngressStatus}.
     */
    public long inspect(final EngineInspection inspection) {
        Objects.requireNonNull(inspection);
        final long sequence = ring.claim(EventKind.TASK, 0);
        if (sequence >= 0) {
            final WriterTask task = timeNs -> inspection.inspect(view, timeNs);
            ring.publish(sequence, task);
        }
        return sequence;
    }

    /**
     * The whole state, for who runs the agent in a loop of its own, between two cycles, and for listeners.
     *
     * @return the view; for the writer's thread only.
     */
    public EngineView view() {
        return view;
    }

    /**
     * Who keeps retired records from being reclaimed. Any thread.
     *
     * @return the name of the reader that did so last, as given when it was opened, or null if none does now.
     */
    public String stalledReader() {
        return counters.get(EngineCounter.ENGINE_EPOCH_STALLED_READER) == 0 ? null : epochs.blockingReader();
    }

    /**
     * What the engine counts.
     *
     * @return the counters, for any thread, also after the engine is closed.
     */
    public EngineCounters counters() {
        return counters;
    }

    /** What commands about interfaces are applied by, for who stands between two steps of another command. */
    InterfaceOperations interfaces() {
        return interfaces;
    }

    /** What commands of sockets are applied by, for who stands between two steps of another command. */
    SocketOperations sockets() {
        return sockets;
    }

    /** What is due and when; for the agent's thread. */
    DeadlineHeap timers() {
        return timers;
    }

    /**
     * Take nothing in any more, apply what was taken, close every socket, which says a leave where the link is still
     * there, and give the memory back. Call it when the agent does not run any more, after its runner is closed, or on
     * the agent's thread; all readers are closed before.
     *
     * @throws IllegalStateException if readers are still open: close them, and call this again.
     */
    @Override
    public void close() {
        if (isFreed) {
            return;
        }
        ring.close();
        agent.drain();
        agent.leaveAll();
        if (!epochs.close()) {
            throw new IllegalStateException("readers are still inside: first=" + epochs.blockingReader());
        }
        isFreed = true;
        view.close();
        inquiries.close();
        counters.close();
        memory.close();
    }
}
