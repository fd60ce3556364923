package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;

/** An engine on a link in memory, with one socket, on the thread of the test. */
final class MemoryStation implements AutoCloseable {
    private final MulticastEngine engine;
    private final EngineClient client;
    private final PacketPort port;
    private final TimeSource time;
    private final Completion completion = new Completion();
    private long socket;

    /** A context for the engine of a station. */
    static EngineContext context(final TimeSource time, final long seed) {
        return new EngineContext()
                .timeSource(time)
                .seed(seed)
                .tableSizes(new TableSizes(16, 256, 16, 256, 256, 1024, 256));
    }

    /** Addresses of a station by its number. */
    static InterfaceAddresses addresses(final int number) {
        final InternetAddress ipv4 = InternetAddress.parse("192.0.2." + number);
        final InternetAddress ipv6 = InternetAddress.parse("fe80::" + number);
        return InterfaceAddresses.NONE.with(ipv4.high(), ipv4.low(), 24).with(ipv6.high(), ipv6.low(), 64);
    }

    /** Put a port on the link that is nobody's yet. */
    static MemoryPort port(final MemoryLink link, final int number) {
        return link.open("em" + number, 0x0200_0000_0000L + number, addresses(number));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    MemoryStation(final PacketPort port, final EngineContext context, final boolean isRouter) {
        this.port = port;
        time = context.timeSource();
        engine = MulticastEngine.launch(context.packetSink(port).listener(new MembershipListener() {
            @Override
            public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
                port.onLinkFilter(handle, macAddress, isAdded);
            }
        }));
        client = engine.newClient();
        port.attach(
                engine.newClient(),
                InterfaceConfiguration.builder(0, 0)
                        .host(!isRouter)
                        .router(isRouter)
                        .build());
        while (port.interfaceHandle() == PacketPort.NO_HANDLE) {
            cycle();
        }
    }

    PacketPort port() {
        return port;
    }

    MulticastEngine engine() {
        return engine;
    }

    int cycle() {
        return engine.agent().doWork() + port.doWork();
    }

    /** Set the filter of the socket for a group. */
    long setFilter(final String group, final FilterMode mode, final List<String> sources) {
        if (socket == 0) {
            client.openSocket(1, completion.reset());
            socket = done();
        }
        final ExpandableArrayBuffer octets = new ExpandableArrayBuffer();
        for (int i = 0; i < sources.size(); i++) {
            final InternetAddress source = InternetAddress.parse(sources.get(i));
            octets.putLong(i * SourceList.ENTRY_LENGTH, source.high());
            octets.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, source.low());
        }
        final SourceList list = new SourceList();
        list.wrap(octets, 0, sources.size());
        final InternetAddress to = InternetAddress.parse(group);
        client.setFilter(socket, port.interfaceHandle(), to.high(), to.low(), mode, list, completion.reset());
        return done();
    }

    long join(final String group) {
        return setFilter(group, FilterMode.EXCLUDE, List.of());
    }

    private long done() {
        while (!completion.isDone()) {
            engine.agent().doWork();
        }
        return completion.result();
    }

    /** What a router knows: {@code exclude [10.0.0.1]} by group. */
    Map<String, String> learned() {
        final Map<String, String> groups = new TreeMap<>();
        final long nowNs = time.timeNs();
        engine.view()
                .routers()
                .forEachGroup(
                        port.interfaceHandle(),
                        nowNs,
                        (handle, high, low, mode, timerNs, version, reporterHigh, reporterLow) -> {
                            final TreeSet<String> sources = new TreeSet<>();
                            engine.view()
                                    .routers()
                                    .forEachSource(handle, nowNs, (sourceHigh, sourceLow, isBlocked, sourceTimerNs) -> {
                                        if (isBlocked == (mode == FilterMode.EXCLUDE)) {
                                            sources.add(InternetAddress.toString(sourceHigh, sourceLow));
                                        }
                                    });
                            groups.put(InternetAddress.toString(high, low), mode + " " + sources);
                        });
        return groups;
    }

    void requireSound() {
        assertThat(engine.view().audit().isClean()).isTrue();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(engine, port);
    }
}
