package dev.covey.tools.watch;

import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.linux.FrameCapture;
import dev.covey.linux.InterfaceFacts;
import dev.covey.linux.PortException;
import dev.covey.tools.live.LiveLink;
import dev.covey.tools.live.ShownEngine;
import dev.covey.tools.observe.EngineObservation;
import dev.covey.tools.observe.LinkNames;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservedEngine;
import dev.covey.tools.observe.Observer;
import dev.covey.tools.observe.QuerierEvent;
import dev.covey.tools.observe.QuerierTracker;
import dev.covey.tools.observe.Summary;
import dev.covey.tools.watch.WatchPrinter.LinkChange;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;

/**
 * An engine that is a router on one interface, but has nowhere to send to: it hears what routers hear, and is not
 * heard. In a loop on the thread of the caller.
 */
final class WatchSession implements LiveLink.Listener, Observer.Listener, LinkNames, AutoCloseable {
    // Whoever can send to the link can fill these; what is known then stays, and the limit is told.
    private static final int MAX_GROUPS = 1 << 17;
    private static final int MAX_SOURCES = 1 << 19;
    private static final int MAX_REPORTERS = 1 << 18;
    private static final TableSizes SIZES = new TableSizes(16, 1, 1, 1, 1, MAX_SOURCES, MAX_GROUPS);

    private final TimeSource clock;
    private final WatchPrinter printer;
    private final LiveLink link;
    private final Summary summary = new Summary(MAX_GROUPS, MAX_REPORTERS);
    private final QuerierTracker queriers = new QuerierTracker();
    private final MulticastEngine engine;
    private final ObservedEngine observed;
    private final long startNs;
    private InterfaceFacts facts;
    private long lostBefore;
    private IOException fault;

    /** What a printer does. */
    private interface Words {
        void say() throws IOException;
    }

    /**
     * Open the link.
     *
     * @param clock of the port, in nanoseconds since 1970.
     * @param filter the only group to tell changes of, or null for all.
     */
    @SuppressWarnings("MustBeClosedChecker") // the engine is closed with this
    WatchSession(
            final LiveLink.Opener opener,
            final TimeSource clock,
            final FrameCapture capture,
            final InternetAddress filter,
            final WatchPrinter printer)
            throws PortException, ShownEngine.RefusalException {
        this.clock = clock;
        this.printer = printer;
        startNs = clock.timeNs();
        link = new LiveLink(
                opener, clock, (timeNs, isSent, buffer, offset, lengthBytes) -> summary.onPacket(), capture);
        final Observer observer = new Observer(summary, filter, this);
        engine = ShownEngine.launch(
                new EngineContext()
                        .timeSource(clock)
                        .listener(observer)
                        .receiveProfile(ReceiveProfile.PASSIVE_OBSERVER)
                        .tableSizes(SIZES),
                link);
        observed = new EngineObservation(engine, clock);
        observer.observe(observed, this);
    }

    /** Watch until somebody wants it to end, or nobody looks any more. */
    void run(final BooleanSupplier isOver) {
        link.begin(
                engine,
                InterfaceConfiguration.builder(0, 0).router(true).host(false).build(),
                this);
        while (!isOver.getAsBoolean() && fault == null && !printer.isBroken()) {
            final int work = link.cycle() + link.follow();
            if (facts != null) {
                queriers.follow(observed, link.interfaceHandle(), facts.name(), clock.timeNs(), this::onQuerier);
            }
            say(() -> printer.refresh(clock.timeNs(), this::state));
            link.idle(work);
        }
    }

    /** Tell what was seen in the end, and what went wrong. */
    void conclude() throws IOException {
        printer.conclude(state());
        if (fault != null) {
            throw fault;
        }
    }

    private WatchState state() {
        summary.conclude(startNs, clock.timeNs(), observed, this);
        return new WatchState(
                facts,
                summary,
                facts == null ? List.of() : queriers.states(observed, link.interfaceHandle()),
                facts == null ? lostBefore : lostBefore + link.port().droppedFrames());
    }

    @Override
    public void onAttached(final InterfaceFacts attached) {
        facts = attached;
        // Reports go to addresses that nobody else on this machine may have asked the interface for.
        link.port().onAllMulticast(link.interfaceHandle(), true);
        tell(LinkChange.ATTACHED, attached);
    }

    @Override
    public void onChanged(final InterfaceFacts changed) {
        facts = changed;
        tell(LinkChange.CHANGED, changed);
    }

    @Override
    public void onGone(final InterfaceFacts lost, final long handle) {
        lostBefore += link.port().droppedFrames();
        facts = null;
        summary.forget(handle);
        queriers.forget();
        tell(LinkChange.GONE, lost);
    }

    private void tell(final LinkChange change, final InterfaceFacts now) {
        final long timeNs = clock.timeNs();
        say(() -> printer.link(timeNs, timeNs - startNs, change, now));
    }

    @Override
    public void onMembership(final MembershipEvent event) {
        say(() -> printer.membership(event, event.timeNs() - startNs));
    }

    @Override
    public void onQuery(final long handle, final MessageKind kind, final long high, final long low) {
        queriers.onQuery(kind, high, low);
    }

    private void onQuerier(final QuerierEvent event) {
        say(() -> printer.querier(event, event.timeNs() - startNs));
    }

    /** The engine's callbacks must not throw: what cannot be said ends the watch. */
    private void say(final Words words) {
        if (fault == null) {
            try {
                words.say();
            } catch (final IOException broken) {
                fault = broken;
            }
        }
    }

    @Override
    public String nameOf(final long handle) {
        return facts == null ? "?" : facts.name();
    }

    @Override
    public void forEach(final ObjLongConsumer<String> consumer) {
        if (facts != null) {
            consumer.accept(facts.name(), link.interfaceHandle());
        }
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            link.close();
        }
    }
}
