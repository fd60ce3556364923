package dev.covey.tools.host;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.EngineView;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.FrameCapture;
import dev.covey.linux.InterfaceFacts;
import dev.covey.linux.PortException;
import dev.covey.tools.drive.ScenarioException;
import dev.covey.tools.live.LiveLink;
import dev.covey.tools.live.ShownEngine;
import dev.covey.tools.live.WallClock;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A host on one interface: one socket of an engine, in a loop on the thread of the caller. */
final class HostSession implements MembershipListener, LiveLink.Listener, AutoCloseable {
    private static final long MAX_LEAVE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LEAVE_MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int IGMP = 0;
    private static final int MLD = 1;

    private final TimeSource clock;
    private final HostPrinter printer;
    private final Memberships memberships;
    private final InterfaceConfiguration settings;
    private final LiveLink link;
    private final int[] versions = new int[2];
    private final Completion completion = new Completion();
    private final MulticastEngine engine;
    private final EngineClient client;
    private long socketHandle;

    /** A command: hands the completion in and returns what the client said. */
    interface Command {
        long submit(EngineClient client, Completion completion);
    }

    @SuppressWarnings("MustBeClosedChecker") // the engine is closed with this
    HostSession(
            final AfPacketContext context,
            final HostVariables variables,
            final FrameCapture capture,
            final PrintWriter out)
            throws PortException, ShownEngine.RefusalException {
        clock = new WallClock();
        settings = InterfaceConfiguration.builder(0, 0).hostVariables(variables).build();
        printer = new HostPrinter(out, clock);
        memberships = new Memberships(this, printer);
        link = new LiveLink(() -> AfPacketPort.open(context.timeSource(clock)), clock, printer::frame, capture);
        engine = ShownEngine.launch(
                new EngineContext()
                        .timeSource(clock)
                        .seed(new SecureRandom().nextLong())
                        .listener(this)
                        .packetSink(link),
                link);
        client = engine.newClient();
    }

    /** Attach the interface and join what is to be joined from the start. */
    void begin(final Map<InternetAddress, List<InternetAddress>> joins) throws ScenarioException {
        link.begin(engine, settings, this);
        socketHandle = run((to, answer) -> to.openSocket(1, answer));
        for (final Map.Entry<InternetAddress, List<InternetAddress>> join : joins.entrySet()) {
            memberships.join(join.getKey(), join.getValue());
        }
    }

    /** Be a host until somebody wants it to end, or nobody reads what it says any more. */
    void run(final InputLines lines, final BooleanSupplier isOver) {
        while (!isOver.getAsBoolean() && !printer.isBroken()) {
            int work = link.cycle() + link.follow();
            follow(IGMP, false);
            follow(MLD, true);
            final String line = link.isGone() ? null : lines.poll();
            if (line != null && !line.isBlank()) {
                memberships.run(line);
                work++;
            }
            link.idle(work);
        }
    }

    @Override
    public void onAttached(final InterfaceFacts facts) {
        versions[IGMP] = settings.hostVariables().igmpVersion();
        versions[MLD] = settings.hostVariables().mldVersion();
        printer.line("host", "on " + LiveLink.describe(facts) + ": IGMPv" + versions[IGMP] + ", MLDv" + versions[MLD]);
    }

    @Override
    public void onChanged(final InterfaceFacts facts) {
        printer.line("link", LiveLink.describe(facts));
    }

    @Override
    public void onGone(final InterfaceFacts facts, final long handle) {
        memberships.lostAll();
        printer.line("gone", facts.name() + " (index " + facts.index() + "): waiting for one of its name");
    }

    private void follow(final int family, final boolean isIpv6) {
        final int version = view().hosts().version(interfaceHandle(), isIpv6);
        if (version != 0 && version != versions[family]) {
            final boolean isOlder = version < versions[family];
            versions[family] = version;
            printer.line(
                    "version",
                    (isIpv6 ? "MLDv" : "IGMPv")
                            + version
                            + (isOlder ? ": an older querier is present" : ": no older querier is present any more"));
        }
    }

    /** Have something done; returns its answer. */
    long run(final Command command) throws ScenarioException {
        final long sequence = command.submit(client, completion.reset());
        if (sequence < 0) {
            throw ScenarioException.refused("EBUSY", "not taken: " + IngressStatus.describe(sequence));
        }
        while (!completion.isDone()) {
            link.cycle();
        }
        return completion.result();
    }

    /**
     * Leave every group. Leaves are said again as often as joins are, so this takes about a second for each time more
     * than once.
     */
    void leaveAll() throws ScenarioException {
        if (memberships.isEmpty()) {
            printer.line("end", "nothing was joined");
            return;
        }
        final int robustness = Math.max(
                view().hosts().robustness(interfaceHandle(), false),
                view().hosts().robustness(interfaceHandle(), true));
        run((to, answer) -> to.closeSocket(socketHandle, answer));
        final long intervalNs = settings.hostVariables().unsolicitedReportIntervalNs();
        final long leaveNs = Math.min(MAX_LEAVE_NS, Math.max(0, robustness - 1) * intervalNs + LEAVE_MARGIN_NS);
        final long endNs = clock.timeNs() + leaveNs;
        while (clock.timeNs() - endNs < 0 && !link.isGone()) {
            link.idle(link.cycle());
        }
        memberships.leftAll();
        printer.line("end", "every group is left");
    }

    EngineView view() {
        return engine.view();
    }

    long socketHandle() {
        return socketHandle;
    }

    long interfaceHandle() {
        return link.interfaceHandle();
    }

    @Override
    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
        link.port().onLinkFilter(handle, macAddress, isAdded);
    }

    @Override
    public void onAllMulticast(final long handle, final boolean isOn) {
        link.port().onAllMulticast(handle, isOn);
    }

    @Override
    public void onDrop(final long timeNs, final long handle, final DropReason reason) {
        printer.dropped(timeNs, reason);
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
