package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.Audit;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A router machine on one link, with its tables, heap, clock, and what it told. */
final class RouterFixture implements AutoCloseable, QuerySink, RouterListener {
    static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    static final TableSizes SIZES = new TableSizes(4, 512, 1, 512, 1, 4096, 1024);

    final List<String> changes = new ArrayList<>();
    final List<String> queries = new ArrayList<>();
    final List<String> reporters = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final List<DropReason> limits = new ArrayList<>();

    final NativeMemory memory;
    final EpochDomain epochs = new EpochDomain(1);
    final RecordStore store = new RecordStore(epochs, new SingleWriter());
    final RecordTables tables;
    final DeadlineHeap heap;
    final RouterMachine machine;
    final RouterView view;
    final long link;
    final PacketClassifier classifier = new PacketClassifier();

    /** Asked before each allocation. */
    AllocationGate gate = AllocationGate.OPEN;

    /** Somewhere in the past, so that a sign error shows. */
    long nowNs = -1_000 * SECOND_NS;

    RouterFixture() {
        this(RouterVariables.DEFAULT);
    }

    RouterFixture(final RouterVariables variables) {
        this(variables, SIZES, 8192);
    }

    RouterFixture(final RouterVariables variables, final TableSizes sizes, final int timers) {
        memory = new NativeMemory(what -> gate.permits(what));
        tables = new RecordTables(store, sizes, memory, what -> gate.permits(what), 42);
        heap = new DeadlineHeap(timers, memory, new RecordTimerPositions(tables));
        machine = new RouterMachine(tables, heap, variables, this, this);
        view = machine.view();
        try (Lease lease = tables.interfaces().create(7, 0x02_0000_0000_01L, 1500)) {
            link = lease.handle();
        }
    }

    RouterFixture open() {
        assertTrue(machine.open(link));
        return this;
    }

    /** Apply a packet that the classifier must accept. */
    void receive(final TestPacket packet) {
        final DecodedPacket decoded = decode(packet);
        assertEquals(Verdict.MEMBERSHIP, decoded.verdict(), () -> "refused: " + decoded);
        assertTrue(machine.onMessage(link, decoded, packet.buffer, nowNs));
    }

    DecodedPacket decode(final TestPacket packet) {
        return classifier.classify(packet.buffer, 0, packet.length, LinkType.INTERNET);
    }

    /** Move the clock and fire what is due. */
    void advance(final long byNs) {
        nowNs += byNs;
        heap.poll(nowNs, machine, Integer.MAX_VALUE);
    }

    void advanceSeconds(final long seconds) {
        advance(seconds * SECOND_NS);
    }

    /** End of a batch. */
    void reclaim() {
        store.reclaim(Integer.MAX_VALUE);
        tables.maintain();
    }

    boolean isForwarded(final String group, final String source) {
        final InternetAddress g = InternetAddress.parse(group);
        final InternetAddress s = InternetAddress.parse(source);
        return view.isForwarded(link, g.high(), g.low(), s.high(), s.low());
    }

    /** One group in words: mode, forwarded and blocked sources with the seconds their timers have left. */
    String state(final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        final long handle = view.findGroup(link, address.high(), address.low());
        if (handle == Handle.NULL_HANDLE) {
            return "none";
        }
        final StringBuilder text = new StringBuilder();
        view.forEachGroup(
                link, nowNs, (groupHandle, high, low, mode, remainingNs, version, reporterHigh, reporterLow) -> {
                    if (groupHandle == handle) {
                        text.append(mode).append(mode == FilterMode.EXCLUDE ? "@" + seconds(remainingNs) : "");
                    }
                });
        final TreeMap<String, String> forwarded = new TreeMap<>();
        final TreeMap<String, String> blocked = new TreeMap<>();
        view.forEachSource(handle, nowNs, (high, low, isBlocked, remainingNs) -> (isBlocked ? blocked : forwarded)
                .put(InternetAddress.toString(high, low), isBlocked ? "" : "@" + seconds(remainingNs)));
        text.append(" {");
        forwarded.forEach((source, timer) -> text.append(source).append(timer).append(' '));
        text.append("|");
        blocked.forEach((source, timer) -> text.append(' ').append(source));
        return text.append("}").toString();
    }

    private static String seconds(final long ns) {
        return ns % SECOND_NS == 0 ? Long.toString(ns / SECOND_NS) : Double.toString((double) ns / SECOND_NS);
    }

    int version(final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        final int[] found = {0};
        view.forEachGroup(
                link, nowNs, (groupHandle, high, low, mode, remainingNs, version, reporterHigh, reporterLow) -> {
                    if (high == address.high() && low == address.low()) {
                        found[0] = version;
                    }
                });
        return found[0];
    }

    /** Querier in words: address and seconds until it counts as gone, RV, QI and QRI in seconds. */
    String querier(final boolean isIpv6) {
        final StringBuilder text = new StringBuilder();
        view.querier(
                link,
                isIpv6,
                nowNs,
                (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) -> text.append(
                                isOther ? InternetAddress.toString(high, low) + "@" + seconds(remainingNs) : "self")
                        .append(" rv=")
                        .append(robustness)
                        .append(" qi=")
                        .append(seconds(intervalNs))
                        .append(" qri=")
                        .append(seconds(responseNs)));
        return text.toString();
    }

    /** What must hold between any two operations. */
    void check() {
        assertEquals(0, store.openLeases(), "open leases");
        final AuditReport audit = new Audit(tables).run();
        assertTrue(audit.isClean(), audit::toString);
        final Slab groups = tables.routerGroups().slab();
        final Slab sources = tables.sources().slab();
        final RouterGroupFlyweight group = new RouterGroupFlyweight();
        final SourceFlyweight source = new SourceFlyweight();
        int groupCount = 0;
        int sourceCount = 0;
        int timers = 0;
        for (int slot = 0; slot < groups.highWater(); slot++) {
            if (LifeWord.phase(groups.lifeWord(slot)) != LifeWord.LIVE) {
                continue;
            }
            groupCount++;
            group.wrap(groups, slot);
            assertEquals(0, group.pendingChange(), "change not told");
            assertEquals(0, group.nextPending(), "change not told");
            assertEquals(group.mode() == FilterMode.EXCLUDE, group.isTimerRunning(), "timer of " + group);
            timers += checkTimer(groups, slot, group.timerPosition(), group.isTimerRunning(), group.deadlineNs());
            int listed = 0;
            for (int s = tables.sources().first(groups.handle(slot));
                    s != NULL_SLOT;
                    s = tables.sources().next(s)) {
                listed++;
                source.wrap(sources, s);
                assertFalse(source.isListed(), "flag left on " + source);
                assertFalse(source.isBlocked() && !group.isTimerRunning(), "blocked in INCLUDE mode " + source);
                assertEquals(s, tables.sources().find(groups.handle(slot), source.addressHigh(), source.addressLow()));
                timers += checkTimer(sources, s, source.timerPosition(), !source.isBlocked(), source.deadlineNs());
            }
            assertEquals(tables.sources().count(groups.handle(slot)), listed, "sources of " + group);
            assertFalse(group.mode() == FilterMode.INCLUDE && listed == 0, "empty group " + group);
            assertEquals(slot, tables.routerGroups().find(Handle.slot(link), group.addressHigh(), group.addressLow()));
            sourceCount += listed;
        }
        assertEquals(groupCount, view.groupCount(link), "groups of the link");
        assertEquals(groupCount, groups.inUse(), "groups in use");
        assertEquals(sourceCount, sources.inUse(), "sources in use");
        final int[] queriers = {0};
        heap.forEach((handle, deadlineNs, position) -> {
            if (Handle.kind(handle) == QuerierDescriptor.KIND) {
                queriers[0]++;
            }
        });
        assertEquals(heap.size(), timers + queriers[0], "timers armed");
    }

    private int checkTimer(
            final Slab slab, final int slot, final int position, final boolean isRunning, final long deadlineNs) {
        assertEquals(
                isRunning,
                position != DeadlineHeap.NOT_ARMED,
                "armed: " + slab.layout().name());
        if (isRunning) {
            assertEquals(slab.handle(slot), heap.handle(position), "whose timer");
            assertTrue(heap.deadlineNs(position) - deadlineNs <= 0, "fires late");
        }
        return isRunning ? 1 : 0;
    }

    /** Close the link and see that nothing is left of it. */
    void closeAndCheck() {
        machine.close(link);
        assertTrue(heap.isEmpty(), "timers left");
        for (int i = 0; i < 5; i++) {
            reclaim();
        }
        assertEquals(0, store.inLimbo(), "records in limbo");
        for (final int kind : new int[] {RouterGroupDescriptor.KIND, SourceDescriptor.KIND, QuerierDescriptor.KIND}) {
            assertEquals(0, store.slab(kind).inUse(), "in use: kind=" + kind);
        }
        // Only its table holds the interface: no record forgot to let go of it, none let go twice.
        assertEquals(1, LifeWord.references(tables.interfaces().slab().lifeWord(Handle.slot(link))));
        assertEquals(0, store.openLeases());
        final AuditReport audit = new Audit(tables).run();
        assertTrue(audit.isClean(), audit::toString);
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public void sendGroupQuery(
            final long timeNs, final long interfaceHandle, final long groupHigh, final long groupLow) {
        assertEquals(nowNs, timeNs);
        assertEquals(link, interfaceHandle);
        queries.add("Q(" + InternetAddress.toString(groupHigh, groupLow) + ")");
    }

    @Override
    public void sendGroupAndSourceQuery(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        assertEquals(nowNs, timeNs);
        assertEquals(link, interfaceHandle);
        queries.add("Q(" + InternetAddress.toString(groupHigh, groupLow) + ","
                + InternetAddress.toString(sourceHigh, sourceLow) + ")");
    }

    @Override
    public void onMembershipChange(
            final long timeNs,
            final long interfaceHandle,
            final MembershipChange change,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long reporterHigh,
            final long reporterLow) {
        assertEquals(link, interfaceHandle);
        changes.add(change + " " + InternetAddress.toString(groupHigh, groupLow) + " " + mode + " by "
                + InternetAddress.toString(reporterHigh, reporterLow) + " at " + seconds(timeNs));
        // What the documentation promises: the state can be read, and a group that is over is still there.
        assertTrue(view.findGroup(link, groupHigh, groupLow) != Handle.NULL_HANDLE);
    }

    @Override
    public void onReporter(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        assertEquals(nowNs, timeNs);
        reporters.add(InternetAddress.toString(groupHigh, groupLow) + " by "
                + InternetAddress.toString(reporterHigh, reporterLow));
    }

    @Override
    public void onLimit(final long timeNs, final long interfaceHandle, final DropReason reason) {
        limits.add(reason);
    }

    @Override
    public void onSourceSpecificViolation(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        violations.add(InternetAddress.toString(groupHigh, groupLow) + " by "
                + InternetAddress.toString(reporterHigh, reporterLow));
    }
}
