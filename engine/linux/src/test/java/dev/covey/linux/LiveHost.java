package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.EngineView;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;

/**
 * An engine with one port and one socket, running on a thread of its own. All that it has emitted is judged by others
 * when it is closed.
 */
final class LiveHost implements AutoCloseable {
    private static final long ANSWER_TIMEOUT_S = 20;

    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final MulticastEngine engine;
    private final LivePorts ports;
    private final AgentRunner runner;
    private final EngineClient client;
    private final FrameJudge judge;
    private final long socket;
    private volatile PacketPort port;
    private boolean isClosed;

    /** A command: hands the completion in. */
    interface Command {
        long submit(EngineClient client, Completion completion);
    }

    LiveHost(final AfPacketContext context, final boolean isRouter, final HostVariables variables) throws IOException {
        this(AfPacketPort.open(context), settings(isRouter, variables), context.timeSource());
    }

    LiveHost(final PacketPort openPort, final boolean isRouter, final HostVariables variables) {
        this(openPort, settings(isRouter, variables));
    }

    LiveHost(final PacketPort openPort, final InterfaceConfiguration settings) {
        this(openPort, settings, new MonotonicTimeSource());
    }

    /** With the clock that the port has. */
    @SuppressWarnings("MustBeClosedChecker") // closed with this
    private LiveHost(final PacketPort openPort, final InterfaceConfiguration settings, final TimeSource time) {
        judge = new FrameJudge(openPort.facts().name());
        ports = new LivePorts(settings, this::newClient);
        engine = MulticastEngine.launch(new EngineContext()
                .timeSource(time)
                .tableSizes(new TableSizes(16, 1 << 15, 1 << 4, 1 << 15, 1 << 15, 1 << 17, 1 << 15))
                .packetSink(ports)
                .listener(ports));
        client = engine.newClient();
        runner = new AgentRunner(
                new BackoffIdleStrategy(10, 10, 1_000, 500_000),
                failure -> fault.compareAndSet(null, failure),
                null,
                new CompositeAgent(engine.agent(), ports));
        AgentRunner.startOnThread(runner);
        attach(openPort);
        socket = openSocket();
    }

    /** A host whose frames are logged, by a clock that the test moves on. */
    static LiveHost logged(final String namespace, final String name, final FrameLog log, final SkippingTimeSource time)
            throws IOException {
        final AfPacketContext context = new AfPacketContext(name)
                .networkNamespace(namespace)
                .frameListener(log)
                .timeSource(time);
        return new LiveHost(context, false, HostVariables.DEFAULT);
    }

    private static InterfaceConfiguration settings(final boolean isRouter, final HostVariables variables) {
        return InterfaceConfiguration.builder(0, 0)
                .host(!isRouter)
                .router(isRouter)
                .hostVariables(variables)
                .build();
    }

    private EngineClient newClient() {
        return engine.newClient();
    }

    /** Attach an interface, beside those that there were. */
    void attach(final PacketPort openPort) {
        openPort.addFrameListener(judge);
        port = openPort;
        ports.add(openPort);
        await("attached", () -> openPort.interfaceHandle() != PacketPort.NO_HANDLE);
    }

    /** Somebody who asks who gets a packet, to be closed before this. */
    @MustBeClosed
    MembershipReader openReader(final String name) {
        return engine.openReader(name);
    }

    PacketPort port() {
        return port;
    }

    LivePorts ports() {
        return ports;
    }

    long socket() {
        return socket;
    }

    long openSocket() {
        return run((to, completion) -> to.openSocket(1, completion));
    }

    long closeSocket(final long handle) {
        return run((to, completion) -> to.closeSocket(handle, completion));
    }

    /** Wait until something holds. */
    static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_TIMEOUT_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as(what + ": not in time")
                    .isNegative();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    /** Have something done; returns its answer. */
    long run(final Command command) {
        final Completion completion = new Completion();
        assertThat(command.submit(client, completion)).isNotNegative();
        await("answer", completion::isDone);
        return completion.result();
    }

    /** Set the filter of the socket for a group; INCLUDE of nothing leaves. */
    long setFilter(final String group, final FilterMode mode, final List<String> sources) {
        return setFilter(socket, group, mode, sources);
    }

    long setFilter(final long handle, final String group, final FilterMode mode, final List<String> sources) {
        return setFilter(handle, port.interfaceHandle(), group, mode, sources);
    }

    long setFilter(
            final long handle,
            final long interfaceHandle,
            final String group,
            final FilterMode mode,
            final List<String> sources) {
        final ExpandableArrayBuffer octets = new ExpandableArrayBuffer();
        for (int i = 0; i < sources.size(); i++) {
            final InternetAddress source = InternetAddress.parse(sources.get(i));
            octets.putLong(i * SourceList.ENTRY_LENGTH, source.high());
            octets.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, source.low());
        }
        final SourceList list = new SourceList();
        list.wrap(octets, 0, sources.size());
        final InternetAddress address = InternetAddress.parse(group);
        return run((to, completion) ->
                to.setFilter(handle, interfaceHandle, address.high(), address.low(), mode, list, completion));
    }

    long join(final String group) {
        return setFilter(group, FilterMode.EXCLUDE, List.of());
    }

    long leave(final String group) {
        return setFilter(group, FilterMode.INCLUDE, List.of());
    }

    /** Leave a group on an interface, that may be one of before. */
    long leave(final long handle, final long interfaceHandle, final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        return run((to, completion) -> to.leave(handle, interfaceHandle, address.high(), address.low(), completion));
    }

    /** Keep the engine's thread from all else until something is done. */
    void whileHeld(final LiveWork work) throws IOException {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch done = new CountDownLatch(1);
        assertThat(engine.inspect((view, timeNs) -> {
                    begun.countDown();
                    awaitLatch(done);
                }))
                .isNotNegative();
        awaitLatch(begun);
        try {
            work.run();
        } finally {
            done.countDown();
        }
    }

    /** Something that is done to the network. */
    interface LiveWork {
        void run() throws IOException;
    }

    private static void awaitLatch(final CountDownLatch latch) {
        try {
            assertThat(latch.await(ANSWER_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Records in use, by kind. */
    Map<String, Integer> records() {
        return inspect(view -> new TreeMap<>(view.audit().live()));
    }

    /** Look at the state on the engine's thread. */
    <T> T inspect(final Function<EngineView, T> look) {
        final AtomicReference<T> seen = new AtomicReference<>();
        final CountDownLatch done = new CountDownLatch(1);
        assertThat(engine.inspect((view, timeNs) -> {
                    seen.set(look.apply(view));
                    done.countDown();
                }))
                .isNotNegative();
        awaitLatch(done);
        return seen.get();
    }

    /** What the host wants, by group: {@code exclude [10.0.0.1]}. */
    Map<String, String> groups() {
        return inspect(view -> {
            final TreeMap<String, FilterMode> modes = new TreeMap<>();
            view.hosts()
                    .forEachGroup(
                            port.interfaceHandle(),
                            (high, low, mode, sources, deadline, high2, low2) ->
                                    modes.put(InternetAddress.toString(high, low), mode));
            final TreeMap<String, String> groups = new TreeMap<>();
            modes.forEach((group, mode) -> {
                final InternetAddress address = InternetAddress.parse(group);
                final TreeSet<String> sources = new TreeSet<>();
                view.hosts()
                        .forEachSource(
                                port.interfaceHandle(),
                                address.high(),
                                address.low(),
                                (high, low) -> sources.add(InternetAddress.toString(high, low)));
                groups.put(group, (mode == FilterMode.INCLUDE ? "include " : "exclude ") + sources);
            });
            return groups;
        });
    }

    /** Groups that the router knows members of. */
    Set<String> learned() {
        return inspect(view -> {
            final Set<String> groups = new TreeSet<>();
            view.routers()
                    .forEachGroup(
                            port.interfaceHandle(),
                            System.nanoTime(),
                            (handle, high, low, mode, remaining, version, reporterHigh, reporterLow) ->
                                    groups.add(InternetAddress.toString(high, low)));
            return groups;
        });
    }

    /** Version in force. */
    int version(final boolean isIpv6) {
        return inspect(view -> view.hosts().version(port.interfaceHandle(), isIpv6));
    }

    void requireSound() {
        assertThat(fault.get()).isNull();
        inspect(view -> {
            assertThat(view.audit().isClean()).isTrue();
            return null;
        });
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            CloseHelper.closeAll(runner, engine, ports);
            judge.close();
        }
        assertThat(fault.get()).isNull();
    }
}
