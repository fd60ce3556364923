package dev.covey.tools.host;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.EngineView;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.InterfaceFacts;
import dev.covey.linux.PcapngWriter;
import dev.covey.linux.PortException;
import dev.covey.tools.drive.ScenarioException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** A host on one interface: engine, port and one socket, in a loop on the thread of the caller. */
final class HostSession implements MembershipListener, PacketSink, AutoCloseable {
    private static final long LOOK_FOR_INTERFACE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_LEAVE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LEAVE_MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int IGMP = 0;
    private static final int MLD = 1;

    private final TimeSource timeSource = new MonotonicTimeSource();
    private final long epochOffsetNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - timeSource.timeNs();
    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, MAX_PARK_NS);
    private final HostPrinter printer;
    private final Memberships memberships;
    private final AfPacketContext context;
    private final InterfaceConfiguration settings;
    private final PcapngWriter capture;
    private final int[] versions = new int[2];
    private final Completion completion = new Completion();
    private AfPacketPort port;
    private final MulticastEngine engine;
    private final EngineClient client;
    private InterfaceFacts facts;
    private long socketHandle;
    private long nextLookNs;
    private IOException captureFault;

    /** A command: hands the completion in and returns what the client said. */
    interface Command {
        long submit(EngineClient client, Completion completion);
    }

    @SuppressWarnings("MustBeClosedChecker") // the engine is closed with this
    HostSession(
            final AfPacketContext context,
            final HostVariables variables,
            final PcapngWriter capture,
            final PrintWriter out)
            throws PortException {
        this.context = context.timeSource(timeSource).frameListener(this::onFrame);
        this.capture = capture;
        settings = InterfaceConfiguration.builder(0, 0).hostVariables(variables).build();
        printer = new HostPrinter(out, timeSource);
        memberships = new Memberships(this, printer);
        port = AfPacketPort.open(context);
        engine = MulticastEngine.launch(new EngineContext()
                .timeSource(timeSource)
                .seed(new SecureRandom().nextLong())
                .listener(this)
                .packetSink(this));
        client = engine.newClient();
    }

    /** Attach the interface and join what is to be joined from the start. */
    void begin(final Map<InternetAddress, List<InternetAddress>> joins) throws ScenarioException {
        socketHandle = run((to, answer) -> to.openSocket(1, answer));
        attach();
        for (final Map.Entry<InternetAddress, List<InternetAddress>> join : joins.entrySet()) {
            memberships.join(join.getKey(), join.getValue());
        }
    }

    private void attach() {
        port.attach(engine.newClient(), settings);
        while (port.interfaceHandle() == AfPacketPort.NO_HANDLE) {
            cycle();
        }
        facts = port.facts();
        versions[IGMP] = settings.hostVariables().igmpVersion();
        versions[MLD] = settings.hostVariables().mldVersion();
        printer.line("host", "on " + describe(facts) + ": IGMPv" + versions[IGMP] + ", MLDv" + versions[MLD]);
    }

    private static String describe(final InterfaceFacts facts) {
        final StringBuilder text = new StringBuilder()
                .append(facts.name())
                .append(" (index ")
                .append(facts.index())
                .append(", ")
                .append(facts.macText())
                .append(", mtu ")
                .append(facts.mtu())
                .append(facts.isUp() ? ", up)" : ", down)");
        for (int i = 0; i < facts.addresses().count(); i++) {
            InternetAddress.append(
                    text.append(i == 0 ? " with " : ", "),
                    facts.addresses().high(i),
                    facts.addresses().low(i));
        }
        return text.toString();
    }

    /** Be a host until somebody wants it to end, or nobody reads what it says any more. */
    void run(final InputLines lines, final BooleanSupplier isOver) {
        while (!isOver.getAsBoolean() && captureFault == null && !printer.isBroken()) {
            int work = cycle() + follow();
            final String line = port.isRemoved() ? null : lines.poll();
            if (line != null && !line.isBlank()) {
                memberships.run(line);
                work++;
            }
            if (work == 0) {
                flushCapture();
            }
            idle.idle(work);
        }
    }

    private int cycle() {
        return engine.agent().doWork() + port.doWork();
    }

    /** Look what has become of interface and versions. */
    private int follow() {
        if (port.isRemoved()) {
            return lookForInterface();
        }
        if (!facts.equals(port.facts())) {
            facts = port.facts();
            printer.line("link", describe(facts));
        }
        follow(IGMP, false);
        follow(MLD, true);
        return 0;
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

    private int lookForInterface() {
        if (facts != null) {
            memberships.lostAll();
            printer.line("gone", facts.name() + " (index " + facts.index() + "): waiting for one of its name");
            facts = null;
        }
        if (timeSource.timeNs() - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = timeSource.timeNs() + LOOK_FOR_INTERFACE_NS;
        try {
            final AfPacketPort next = AfPacketPort.open(context);
            port.close();
            port = next;
            attach();
            return 1;
        } catch (final PortException notThere) {
            // Not yet; it is looked for again.
            return 0;
        }
    }

    /** Have something done; returns its answer. */
    long run(final Command command) throws ScenarioException {
        final long sequence = command.submit(client, completion.reset());
        if (sequence < 0) {
            throw ScenarioException.refused("EBUSY", "not taken: " + IngressStatus.describe(sequence));
        }
        while (!completion.isDone()) {
            cycle();
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
        final long endNs = timeSource.timeNs() + leaveNs;
        while (timeSource.timeNs() - endNs < 0 && !port.isRemoved()) {
            idle.idle(cycle());
        }
        memberships.leftAll();
        printer.line("end", "every group is left");
    }

    /** Why the capture could not be written, or null. */
    IOException captureFault() {
        return captureFault;
    }

    EngineView view() {
        return engine.view();
    }

    long socketHandle() {
        return socketHandle;
    }

    long interfaceHandle() {
        return port.interfaceHandle();
    }

    private void onFrame(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        printer.frame(timeNs, isSent, buffer, offset, length);
        if (capture != null && captureFault == null) {
            try {
                capture.write(timeNs + epochOffsetNs, isSent, buffer, offset, length);
            } catch (final IOException fault) {
                captureFault = fault;
            }
        }
    }

    private void flushCapture() {
        if (capture != null && captureFault == null) {
            try {
                capture.flush();
            } catch (final IOException fault) {
                captureFault = fault;
            }
        }
    }

    @Override
    public boolean send(
            final long timeNs, final long handle, final DirectBuffer buffer, final int offset, final int length) {
        return port.send(timeNs, handle, buffer, offset, length);
    }

    @Override
    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
        port.onLinkFilter(handle, macAddress, isAdded);
    }

    @Override
    public void onAllMulticast(final long handle, final boolean isOn) {
        port.onAllMulticast(handle, isOn);
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
            port.close();
        }
    }
}
