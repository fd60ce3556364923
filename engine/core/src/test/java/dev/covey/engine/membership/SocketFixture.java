package dev.covey.engine.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.protocol.QuerySink;
import dev.covey.engine.protocol.RecordTimerPositions;
import dev.covey.engine.protocol.RouterListener;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.protocol.RouterVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.Audit;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.wire.InternetAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** The operations with everything below them, without a ring, so that a step's listener can call them too. */
final class SocketFixture implements AutoCloseable {
    private static final long QUIET_NS = TimeUnit.HOURS.toNanos(1);

    final FailingGate gate = new FailingGate();
    final TreeSet<String> linkFilter = new TreeSet<>();
    final NativeMemory memory = new NativeMemory(gate);
    final RecordStore store = new RecordStore(new EpochDomain(1), new SingleWriter());
    final RecordTables tables = new RecordTables(store, new TableSizes(4, 16, 4, 16, 16, 64, 1), memory, gate, 42);
    final DeadlineHeap timers = new DeadlineHeap(256, memory, new RecordTimerPositions(tables));
    final DeliveryLookup lookup = new DeliveryLookup(tables);
    final HostMachine hosts;
    final InterfaceOperations interfaces;
    final SocketOperations sockets;
    StepListener steps = StepListener.NONE;
    int frames;
    boolean isRecording = true;
    private long nowNs;

    SocketFixture() {
        hosts = new HostMachine(tables, timers, bound -> bound, (timeNs, link, buffer, offset, length) -> {
            frames++;
            return true;
        });
        final RouterMachine router =
                new RouterMachine(tables, timers, RouterVariables.DEFAULT, QuerySink.NONE, RouterListener.NONE);
        final InterfaceConfigurations configurations = new InterfaceConfigurations();
        final LinkFilters linkFilters = new LinkFilters(tables, configurations, new LinkFilterListener() {
            @Override
            public void onLinkFilter(final long interfaceHandle, final long macAddress, final boolean isAdded) {
                if (!isRecording) {
                    return;
                }
                final String name = interfaceHandle + " " + Long.toHexString(macAddress);
                assertThat(isAdded ? linkFilter.add(name) : linkFilter.remove(name))
                        .as(name)
                        .isTrue();
            }
        });
        sockets = new SocketOperations(
                tables,
                configurations,
                new OperationLimits(8, 8, 1024),
                linkFilters,
                hosts,
                step -> steps.onStep(step));
        interfaces = new InterfaceOperations(
                tables, configurations, linkFilters, hosts, router, sockets, new EngineCounters(), StepListener.NONE);
    }

    long attach(final Dialect dialect) {
        final InternetAddress four = InternetAddress.parse("192.0.2.100");
        final InternetAddress six = InternetAddress.parse("fe80::100");
        return interfaces.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .dialect(dialect)
                .addresses(InterfaceAddresses.NONE
                        .with(four.high(), four.low(), 24)
                        .with(six.high(), six.low(), 64))
                .build());
    }

    /** As in the engine, where hosts speak at the end of each instant, and a detach is one of its own. */
    long detach(final long interfaceHandle) {
        endInstant();
        return interfaces.detach(interfaceHandle);
    }

    private void endInstant() {
        sockets.settle();
        hosts.flush(nowNs);
    }

    long set(
            final long socket,
            final long interfaceHandle,
            final InternetAddress group,
            final FilterMode mode,
            final InternetAddress... sources) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[sources.length * SourceList.ENTRY_LENGTH]);
        for (int i = 0; i < sources.length; i++) {
            buffer.putLong(i * SourceList.ENTRY_LENGTH, sources[i].high());
            buffer.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, sources[i].low());
        }
        return sockets.setFilter(
                socket,
                interfaceHandle,
                group.high(),
                group.low(),
                mode,
                new SourceList().wrap(buffer, 0, sources.length));
    }

    /** Let everything be said that is due, for an hour, and everything be reclaimed that can be. */
    void settle() {
        endInstant();
        final long endNs = nowNs + QUIET_NS;
        while (!timers.isEmpty() && timers.nextDeadlineNs() - endNs <= 0) {
            nowNs = timers.nextDeadlineNs();
            timers.poll(nowNs, hosts, Integer.MAX_VALUE);
            hosts.flush(nowNs);
        }
        nowNs = endNs;
        for (int i = 0; i < 16; i++) {
            store.reclaim(1024);
        }
    }

    /** The end of some batches, without time going by. */
    void speakAndReclaim() {
        endInstant();
        for (int i = 0; i < 8; i++) {
            store.reclaim(64);
        }
        tables.maintain();
    }

    /** Everything that can be seen of one group from outside. */
    String state(final long interfaceHandle, final InternetAddress group, final long... members) {
        final StringBuilder text = new StringBuilder();
        for (final long member : members) {
            final TreeSet<String> filter = new TreeSet<>();
            final int count =
                    sockets.getFilter(member, interfaceHandle, group.high(), group.low(), new FilterVisitor() {
                        @Override
                        public void onMode(final FilterMode mode) {
                            filter.add(mode.name());
                        }

                        @Override
                        public void onSource(final long sourceHigh, final long sourceLow) {
                            filter.add(InternetAddress.toString(sourceHigh, sourceLow));
                        }
                    });
            text.append(OperationStatus.errno(Math.min(count, 0)))
                    .append(filter)
                    .append(' ');
        }
        return text.append(merged(interfaceHandle, group)).append(linkFilter).toString();
    }

    /** What the host says on the link of all members together. */
    String merged(final long interfaceHandle, final InternetAddress group) {
        final TreeSet<String> merged = new TreeSet<>();
        final FilterMode mode = hosts.view()
                .forEachSource(
                        interfaceHandle,
                        group.high(),
                        group.low(),
                        (high, low) -> merged.add(InternetAddress.toString(high, low)));
        merged.add(mode.name());
        return merged.toString();
    }

    /** Records of each kind when the instant has ended. */
    Map<String, Integer> live() {
        sockets.settle();
        final AuditReport report = new Audit(tables).run();
        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        return new TreeMap<>(report.live());
    }

    @Override
    public void close() {
        memory.close();
    }
}
