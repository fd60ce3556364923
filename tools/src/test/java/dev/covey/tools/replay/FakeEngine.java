package dev.covey.tools.replay;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.protocol.QuerierVisitor;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.protocol.RouterSourceVisitor;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.tools.capture.Framing;
import dev.covey.tools.observe.ObservedEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.agrona.DirectBuffer;

/**
 * An engine whose packets are orders of a few octets, so that tests say what shall happen: the first octet is one of
 * the constants below, then the last octets of a group (239.0.0.x), a host (10.0.0.x) and a source (192.0.2.x).
 */
final class FakeEngine implements ReplayEngine, ObservedEngine {
    static final byte JOIN = 1;
    static final byte LEAVE = 2;
    static final byte DATA = 3;
    static final byte DROP = 4;
    static final byte OTHER = 5;
    static final byte INCLUDE = 6;
    static final byte BLOCK = 7;
    static final byte LIMIT = 8;

    /** No link of this name is attached. */
    static final String REFUSED_LINK = "link0.13";

    static final long TIMEOUT_NS = 260_000_000_000L;

    private static final long GROUP_BASE = InternetAddress.parse("239.0.0.0").low();
    private static final long HOST_BASE = InternetAddress.parse("10.0.0.0").low();
    private static final long SOURCE_BASE = InternetAddress.parse("192.0.2.0").low();

    final List<String> received = new ArrayList<>();
    AuditReport auditReport = new AuditReport(Map.of("group", 0), 0, 0, 0, List.of());
    boolean isClosed;
    long timeNs = Long.MIN_VALUE;

    private final MembershipListener listener;
    private final List<String> links = new ArrayList<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private static final class Group {
        private final long linkHandle;
        private final long low;
        private FilterMode mode = FilterMode.EXCLUDE;
        private final Map<Long, Boolean> blockedBySource = new TreeMap<>((a, b) -> Long.compare(b, a));
        private long deadlineNs;
        private long reporterLow;

        private Group(final long linkHandle, final long low) {
            this.linkHandle = linkHandle;
            this.low = low;
        }
    }

    FakeEngine(final MembershipListener listener) {
        this.listener = listener;
    }

    @Override
    public long attach(final String name, final long firstSeenNs) {
        advanceTo(firstSeenNs);
        if (name.equals(REFUSED_LINK)) {
            return -7;
        }
        links.add(name);
        return 100L + links.size();
    }

    @Override
    public void receive(
            final long timeNs,
            final long linkHandle,
            final Framing framing,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        advanceTo(timeNs);
        received.add(timeNs + " " + links.get((int) linkHandle - 101) + " " + framing + " " + length);
        final byte order = buffer.getByte(offset);
        final long groupLow = GROUP_BASE + (length > 1 ? buffer.getByte(offset + 1) : 0);
        final long hostLow = HOST_BASE + (length > 2 ? buffer.getByte(offset + 2) : 0);
        final long sourceLow = SOURCE_BASE + (length > 3 ? buffer.getByte(offset + 3) : 0);
        final Group known = groups.get(key(linkHandle, groupLow));
        switch (order) {
            case JOIN, INCLUDE, BLOCK -> {
                final Group group = known == null ? new Group(linkHandle, groupLow) : known;
                groups.put(key(linkHandle, groupLow), group);
                group.mode = order == INCLUDE ? FilterMode.INCLUDE : FilterMode.EXCLUDE;
                if (order != JOIN) {
                    group.blockedBySource.put(sourceLow, order == BLOCK);
                }
                group.deadlineNs = timeNs + TIMEOUT_NS;
                group.reporterLow = hostLow;
                listener.onMessage(timeNs, linkHandle, MessageKind.V3_REPORT, 0, hostLow);
                listener.onReporter(timeNs, linkHandle, 0, groupLow, 0, hostLow);
                change(group, known == null ? MembershipChange.JOINED : MembershipChange.REPLACED, timeNs, hostLow);
            }
            case LEAVE -> {
                groups.remove(key(linkHandle, groupLow));
                listener.onMessage(timeNs, linkHandle, MessageKind.LEAVE, 0, hostLow);
                if (known != null) {
                    change(known, MembershipChange.LEFT, timeNs, hostLow);
                }
            }
            case DATA -> listener.onData(timeNs, linkHandle, 0, groupLow, 0, sourceLow, known != null);
            case LIMIT -> {
                listener.onMessage(timeNs, linkHandle, MessageKind.V3_REPORT, 0, hostLow);
                listener.onLimit(timeNs, linkHandle, DropReason.ENGINE_LIMIT_GROUPS);
            }
            case DROP -> listener.onDrop(timeNs, linkHandle, DropReason.IGMP_BADSUM);
            case OTHER -> listener.onOther(timeNs, linkHandle);
            default -> throw new AssertionError("no such order: " + order);
        }
    }

    @Override
    public void advanceTo(final long now) {
        if (now < timeNs) {
            throw new AssertionError("time went back: now=" + now + ", before=" + timeNs);
        }
        timeNs = now;
        for (final Group group : List.copyOf(groups.values())) {
            if (group.deadlineNs <= now) {
                groups.remove(key(group.linkHandle, group.low));
                group.mode = FilterMode.INCLUDE;
                change(group, MembershipChange.EXPIRED, group.deadlineNs, group.reporterLow);
            }
        }
    }

    @Override
    public void forEachGroup(final long linkHandle, final RouterGroupVisitor visitor) {
        for (final Group group : groups.values()) {
            if (group.linkHandle == linkHandle) {
                final boolean isExclude = group.mode == FilterMode.EXCLUDE;
                visitor.onGroup(
                        handle(group),
                        0,
                        group.low,
                        group.mode,
                        isExclude ? group.deadlineNs - timeNs : RouterGroupVisitor.NOT_RUNNING,
                        3,
                        0,
                        group.reporterLow);
            }
        }
    }

    @Override
    public long findGroup(final long linkHandle, final long groupHigh, final long groupLow) {
        final Group group = groups.get(key(linkHandle, groupLow));
        return group == null ? 0 : handle(group);
    }

    @Override
    public void forEachSource(final long groupHandle, final RouterSourceVisitor visitor) {
        for (final Group group : groups.values()) {
            if (handle(group) == groupHandle) {
                group.blockedBySource.forEach((low, isBlocked) -> visitor.onSource(
                        0, low, isBlocked, isBlocked ? RouterGroupVisitor.NOT_RUNNING : group.deadlineNs - timeNs));
            }
        }
    }

    @Override
    public void querier(final long linkHandle, final boolean isIpv6, final QuerierVisitor visitor) {
        // None is ever heard.
    }

    @Override
    public ObservedEngine observed() {
        return this;
    }

    @Override
    public void forEachCounter(final ObjLongConsumer<String> consumer) {
        consumer.accept("igmp.rx.total", received.size());
        consumer.accept("igmp.badsum", 0);
    }

    @Override
    public AuditReport audit() {
        return auditReport;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private void change(final Group group, final MembershipChange change, final long atNs, final long reporterLow) {
        listener.onMembershipChange(atNs, group.linkHandle, change, 0, group.low, group.mode, 0, reporterLow);
    }

    private static long handle(final Group group) {
        return group.linkHandle << Integer.SIZE | (group.low & 0xffff_ffffL);
    }

    private static String key(final long linkHandle, final long groupLow) {
        return linkHandle + " " + groupLow;
    }
}
