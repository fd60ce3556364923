package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine in virtual time whose commands are done when the call returns; everything goes through the ring. */
final class EngineHarness implements AutoCloseable {
    static final TableSizes SMALL = new TableSizes(64, 1024, 256, 1024, 512, 4096, 512);
    static final int MTU = 1500;

    final VirtualTimeSource time = new VirtualTimeSource(0);
    final List<String> linkFilter = new ArrayList<>();
    final MulticastEngine engine;
    final EngineClient client;
    private final Completion completion = new Completion(1 << 17);
    private int interfaces;

    EngineHarness() {
        this(new EngineContext().tableSizes(SMALL));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the harness
    EngineHarness(final EngineContext context) {
        engine = MulticastEngine.launch(context.timeSource(time).listener(new MembershipListener() {
            @Override
            public void onLinkFilter(final long interfaceHandle, final long macAddress, final boolean isAdded) {
                linkFilter.add((isAdded ? "+" : "-") + Long.toHexString(macAddress));
            }

            @Override
            public void onAllMulticast(final long interfaceHandle, final boolean isOn) {
                linkFilter.add(isOn ? "all" : "some");
            }
        }));
        client = engine.newClient();
    }

    static InternetAddress address(final String text) {
        return InternetAddress.parse(text);
    }

    long attach() {
        return attach(true);
    }

    /** Without a router's records, which hold references of their own. */
    long attachHost() {
        return attach(false);
    }

    private long attach(final boolean isRouter) {
        interfaces++;
        return attach(InterfaceConfiguration.builder(interfaces, 0x0200_0000_0000L + interfaces)
                .mtu(MTU)
                .router(isRouter)
                .host(false)
                .build());
    }

    long attach(final InterfaceConfiguration configuration) {
        assertThat(client.attach(configuration, completion.reset())).isNotNegative();
        return done();
    }

    long configure(final long interfaceHandle, final InterfaceConfiguration configuration) {
        client.configure(interfaceHandle, configuration, completion.reset());
        return done();
    }

    long detach(final long interfaceHandle) {
        client.detach(interfaceHandle, completion.reset());
        return done();
    }

    long open() {
        client.openSocket(0, completion.reset());
        return done();
    }

    long close(final long socket) {
        client.closeSocket(socket, completion.reset());
        return done();
    }

    long join(final long socket, final long interfaceHandle, final String group) {
        return join(socket, interfaceHandle, address(group));
    }

    long join(final long socket, final long interfaceHandle, final InternetAddress group) {
        client.join(socket, interfaceHandle, group.high(), group.low(), completion.reset());
        return done();
    }

    long leave(final long socket, final long interfaceHandle, final String group) {
        return leave(socket, interfaceHandle, address(group));
    }

    long leave(final long socket, final long interfaceHandle, final InternetAddress group) {
        client.leave(socket, interfaceHandle, group.high(), group.low(), completion.reset());
        return done();
    }

    long setFilter(
            final long socket,
            final long interfaceHandle,
            final String group,
            final FilterMode mode,
            final String... sources) {
        final InternetAddress address = address(group);
        client.setFilter(
                socket, interfaceHandle, address.high(), address.low(), mode, sources(sources), completion.reset());
        return done();
    }

    long joinSource(final long socket, final long interfaceHandle, final String group, final String source) {
        return ofSource(client::joinSource, socket, interfaceHandle, group, source);
    }

    long leaveSource(final long socket, final long interfaceHandle, final String group, final String source) {
        return ofSource(client::leaveSource, socket, interfaceHandle, group, source);
    }

    long blockSource(final long socket, final long interfaceHandle, final String group, final String source) {
        return ofSource(client::blockSource, socket, interfaceHandle, group, source);
    }

    long unblockSource(final long socket, final long interfaceHandle, final String group, final String source) {
        return ofSource(client::unblockSource, socket, interfaceHandle, group, source);
    }

    private long ofSource(
            final SourceCall call,
            final long socket,
            final long interfaceHandle,
            final String group,
            final String source) {
        final InternetAddress to = address(group);
        final InternetAddress from = address(source);
        call.call(socket, interfaceHandle, to.high(), to.low(), from.high(), from.low(), completion.reset());
        return done();
    }

    /** One of the calls that change one source. */
    private interface SourceCall {
        long call(
                long socket,
                long interfaceHandle,
                long groupHigh,
                long groupLow,
                long sourceHigh,
                long sourceLow,
                Completion completion);
    }

    long open(final int maxMemberships, final int maxSources) {
        client.openSocket(0, maxMemberships, maxSources, completion.reset());
        return done();
    }

    long limit(final long socket, final int maxMemberships, final int maxSources) {
        client.limitSocket(socket, maxMemberships, maxSources, completion.reset());
        return done();
    }

    long loopback(final long socket, final boolean isLoopback) {
        client.loopback(socket, isLoopback, completion.reset());
        return done();
    }

    long getFilter(final long socket, final long interfaceHandle, final String group) {
        final InternetAddress to = address(group);
        client.getFilter(socket, interfaceHandle, to.high(), to.low(), completion.reset());
        return done();
    }

    /** A filter in words, sources sorted, read through the ring; or the name of the status. */
    String filter(final long socket, final long interfaceHandle, final String group) {
        final InternetAddress to = address(group);
        final Completion answer = Completion.forFilter(1 << 17);
        client.getFilter(socket, interfaceHandle, to.high(), to.low(), answer);
        while (!answer.isDone()) {
            engine.agent().doWork();
        }
        if (answer.result() < 0) {
            return OperationStatus.errno(answer.result());
        }
        final Set<String> sources = new TreeSet<>();
        for (int i = 0; i < answer.sources().count(); i++) {
            sources.add(InternetAddress.toString(
                    answer.sources().high(i), answer.sources().low(i)));
        }
        assertThat(answer.result()).isEqualTo(sources.size());
        return answer.sources().mode() + " " + String.join(",", sources);
    }

    static SourceList sources(final String... texts) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[texts.length * SourceList.ENTRY_LENGTH]);
        for (int i = 0; i < texts.length; i++) {
            final InternetAddress source = address(texts[i]);
            buffer.putLong(i * SourceList.ENTRY_LENGTH, source.high());
            buffer.putLong(i * SourceList.ENTRY_LENGTH + Long.BYTES, source.low());
        }
        return new SourceList().wrap(buffer, 0, texts.length);
    }

    /** Who gets a datagram, asked on the ring; sorted. */
    List<Long> deliver(final long interfaceHandle, final String group, final String source) {
        final InternetAddress to = address(group);
        final InternetAddress from = address(source);
        client.lookup(interfaceHandle, to.high(), to.low(), from.high(), from.low(), completion.reset());
        final int found = (int) done();
        return Arrays.stream(completion.sockets(), 0, found).sorted().boxed().toList();
    }

    /** The answer to a command that was just given with the completion. */
    long answer(final ToLongFunction<Completion> command) {
        assertThat(command.applyAsLong(completion.reset())).isNotNegative();
        return done();
    }

    private long done() {
        while (!completion.isDone()) {
            engine.agent().doWork();
        }
        return completion.result();
    }

    /** Let everything be reclaimed that can be. */
    void settle() {
        int idle = 0;
        while (idle < 8) {
            idle = engine.agent().doWork() == 0 ? idle + 1 : 0;
        }
    }

    AuditReport audit() {
        return engine.view().audit();
    }

    void assertClean() {
        assertThat(audit()).as("audit").satisfies(report -> {
            assertThat(report.findings()).isEmpty();
            assertThat(report.isClean()).isTrue();
        });
    }

    /** After everything was closed: no record is left anywhere. */
    void assertEmpty() {
        settle();
        assertClean();
        final AuditReport report = audit();
        assertThat(report.retired()).isZero();
        assertThat(report.live().values()).containsOnly(0);
    }

    /** Close the last socket, detach the last interface, and see that nothing is left. */
    void end(final long socket, final long interfaceHandle) {
        assertThat(close(socket)).isZero();
        assertThat(detach(interfaceHandle)).isZero();
        assertEmpty();
    }

    Slab groups() {
        return tables().groups().slab();
    }

    Slab links() {
        return tables().linkMulticasts().slab();
    }

    RecordTables tables() {
        return engine.view().tables();
    }

    RecordStore store() {
        return tables().store();
    }

    long references(final Slab slab, final int slot) {
        return LifeWord.references(slab.lifeWord(slot));
    }

    long references(final long handle) {
        return references(store().slab(Handle.kind(handle)), Handle.slot(handle));
    }

    int group(final long interfaceHandle, final String group) {
        final InternetAddress address = address(group);
        return tables().groups().find(Handle.slot(interfaceHandle), address.high(), address.low());
    }

    @Override
    public void close() {
        engine.close();
    }
}
