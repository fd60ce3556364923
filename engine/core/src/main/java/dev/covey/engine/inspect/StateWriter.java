package dev.covey.engine.inspect;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.InterfaceConfigurations;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.HostGroupVisitor;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.HostView;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.SocketFlyweight;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.wire.InternetAddress;

/**
 * Takes down the state: interfaces, what is in force on their links, groups, sources, sockets. Everything is a long or
 * a text, in the order in which {@link EngineSnapshot#decode} reads it.
 */
final class StateWriter {
    /** An interface follows. */
    static final long INTERFACE = 1;

    /** A group of the interface's host follows. */
    static final long HOST_GROUP = 2;

    /** A group of the interface's router follows. */
    static final long ROUTER_GROUP = 3;

    /** Nothing follows. */
    static final long END = 0;

    static final long NOT_RUNNING = -1;

    static final long IS_UP = 1;
    static final long IS_HOST = 2;
    static final long IS_ROUTER = 4;
    static final long IS_LEGACY_SUPPRESSED = 8;
    static final long IS_LINK_LOCAL_REPORTED = 16;
    static final long IS_LEAVE_ALWAYS_SENT = 32;
    static final long IS_SSM_AWARE = 64;
    static final long IS_LIGHTWEIGHT = 128;

    /** More than an interface takes, without its name. */
    private static final int INTERFACE_LENGTH = 1024;

    /** A group takes less, a source or a member much less. */
    private static final int RECORD_LENGTH = 96;

    /** Of UTF-8: a character of four bytes is two of Java's. */
    private static final int MAX_BYTES_PER_CHAR = 3;

    private final RecordTables tables;
    private final InterfaceConfigurations configurations;
    private final HostView hosts;
    private final RouterView routers;
    private final AnswerWriter out;
    private final SocketFlyweight socket = new SocketFlyweight();
    private long timeNs;
    private long left;
    private long interfaceHandle;
    private int items;

    StateWriter(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final HostView hosts,
            final RouterView routers,
            final AnswerWriter out) {
        this.tables = tables;
        this.configurations = configurations;
        this.hosts = hosts;
        this.routers = routers;
        this.out = out;
    }

    /** Room that the state takes at most, if so many records are walked at most. */
    long capacityBytes(final long maxRecords) {
        final long records = (long) tables.groups().slab().inUse()
                + tables.hostGroups().slab().inUse()
                + tables.hostSources().slab().inUse()
                + tables.routerGroups().slab().inUse()
                + tables.sources().slab().inUse()
                + tables.memberships().slab().inUse();
        return (1L + tables.interfaces().slab().inUse()) * INTERFACE_LENGTH
                + nameBytes()
                + Math.min(records, maxRecords) * RECORD_LENGTH;
    }

    private long nameBytes() {
        final Slab slab = tables.interfaces().slab();
        long bytes = 0;
        for (int slot = 0; slot < slab.highWater(); slot++) {
            if (LifeWord.phase(slab.lifeWord(slot)) == LifeWord.LIVE) {
                bytes += (long) MAX_BYTES_PER_CHAR
                        * configurations.get(slot).name().length();
            }
        }
        return bytes;
    }

    /** Walk what there is, of all interfaces or of one; false if that is more than so many records. */
    boolean write(final int onlySlot, final long maxRecords, final long nowNs) {
        timeNs = nowNs;
        left = maxRecords;
        out.put(nowNs);
        final Slab slab = tables.interfaces().slab();
        for (int slot = 0; slot < slab.highWater() && left >= 0; slot++) {
            if ((onlySlot == NULL_SLOT || slot == onlySlot)
                    && LifeWord.phase(slab.lifeWord(slot)) == LifeWord.LIVE
                    && spendInterface(slot)) {
                interfaceHandle = slab.handle(slot);
                writeInterface(configurations.get(slot));
            }
        }
        out.put(END);
        return left >= 0;
    }

    /** The lists of an interface are walked to their ends: they are paid for before. */
    private boolean spendInterface(final int slot) {
        left--;
        spend(tables.routerGroups().ofInterface().count(slot));
        for (final boolean isIpv6 : new boolean[] {false, true}) {
            final int host = tables.hosts().find(slot, isIpv6);
            spend(host == NULL_SLOT ? 0 : tables.hostGroups().ofHost().count(host));
        }
        return left >= 0;
    }

    private boolean spend(final int records) {
        left -= left < 0 ? 0 : records;
        return left >= 0;
    }

    private void writeInterface(final InterfaceConfiguration configuration) {
        final HostVariables variables = configuration.hostVariables();
        out.put(INTERFACE);
        out.put(interfaceHandle);
        out.put(configuration.cookie());
        out.put(configuration.macAddress());
        out.put(configuration.mtu());
        out.put((configuration.isUp() ? IS_UP : 0)
                | (configuration.isHost() ? IS_HOST : 0)
                | (configuration.isRouter() ? IS_ROUTER : 0)
                | (variables.isLegacyReportSuppressed() ? IS_LEGACY_SUPPRESSED : 0)
                | (variables.isLinkLocalReported() ? IS_LINK_LOCAL_REPORTED : 0)
                | (variables.isLeaveAlwaysSent() ? IS_LEAVE_ALWAYS_SENT : 0)
                | (variables.isSsmAware() ? IS_SSM_AWARE : 0)
                | (variables.isLightweight() ? IS_LIGHTWEIGHT : 0));
        out.put(variables.minimumRobustness());
        out.put(configuration.name());
        writeFamily(configuration, false);
        writeFamily(configuration, true);
        hosts.forEachGroup(interfaceHandle, this::writeHostGroup);
        routers.forEachGroup(interfaceHandle, timeNs, this::writeRouterGroup);
    }

    private void writeFamily(final InterfaceConfiguration configuration, final boolean isIpv6) {
        final HostVariables variables = configuration.hostVariables();
        final int version = hosts.version(interfaceHandle, isIpv6);
        out.put(version);
        out.put(
                version == (isIpv6 ? variables.mldVersion() : variables.igmpVersion())
                        ? variables.unsolicitedReportIntervalNs()
                        : variables.olderUnsolicitedReportIntervalNs());
        out.put(hosts.olderVersionQuerierPresentNs(interfaceHandle, isIpv6));
        items = 0;
        if (configuration.isHost()) {
            if (!hosts.querier(interfaceHandle, isIpv6, timeNs, this::writeQuerier)) {
                writeQuerier(
                        false,
                        0,
                        0,
                        NOT_RUNNING,
                        hosts.robustness(interfaceHandle, isIpv6),
                        hosts.queryIntervalNs(interfaceHandle, isIpv6),
                        hosts.queryResponseIntervalNs(interfaceHandle, isIpv6));
            }
        } else {
            routers.querier(interfaceHandle, isIpv6, timeNs, this::writeQuerier);
        }
        if (items == 0) {
            writeQuerier(false, 0, 0, NOT_RUNNING, 0, 0, 0);
        }
    }

    private void writeQuerier(
            final boolean isOther,
            final long addressHigh,
            final long addressLow,
            final long remainingNs,
            final int robustness,
            final long queryIntervalNs,
            final long queryResponseIntervalNs) {
        items++;
        out.put(isOther ? 1 : 0);
        out.put(addressHigh);
        out.put(addressLow);
        out.put(isOther ? remainingNs : NOT_RUNNING);
        out.put(robustness);
        out.put(queryIntervalNs);
        out.put(queryResponseIntervalNs);
    }

    private void writeHostGroup(
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final int sources,
            final long answerDeadlineNs,
            final long lastReporterHigh,
            final long lastReporterLow) {
        if (!spend(sources)) {
            return;
        }
        final boolean isPending = answerDeadlineNs != HostGroupVisitor.NOT_PENDING;
        out.put(HOST_GROUP);
        final boolean isIpv6 = !InternetAddress.isIpv4(groupHigh, groupLow);
        writeGroup(
                groupHigh,
                groupLow,
                mode,
                isPending ? Math.max(0, answerDeadlineNs - timeNs) : NOT_RUNNING,
                hosts.version(interfaceHandle, isIpv6),
                lastReporterHigh,
                lastReporterLow);
        final int countOffset = out.put(0);
        items = 0;
        hosts.forEachSource(
                interfaceHandle,
                groupHigh,
                groupLow,
                (high, low) -> writeSource(high, low, mode == FilterMode.EXCLUDE, NOT_RUNNING));
        out.replace(countOffset, items);
        writeMembers(groupHigh, groupLow);
    }

    private void writeMembers(final long groupHigh, final long groupLow) {
        final int group = tables.groups().find(Handle.slot(interfaceHandle), groupHigh, groupLow);
        final int countOffset = out.put(0);
        if (group == NULL_SLOT || !spend(tables.memberships().ofGroup().count(group))) {
            return;
        }
        items = 0;
        for (int slot = tables.memberships().ofGroup().first(group);
                slot != NULL_SLOT;
                slot = tables.memberships().ofGroup().next(slot)) {
            final int member = Handle.slot(tables.memberships().socketHandle(slot));
            out.put(socket.wrap(tables.sockets().slab(), member).cookie());
            items++;
        }
        out.replace(countOffset, items);
    }

    private void writeRouterGroup(
            final long groupHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long remainingNs,
            final int version,
            final long reporterHigh,
            final long reporterLow) {
        if (!spend(tables.sources().count(groupHandle))) {
            return;
        }
        out.put(ROUTER_GROUP);
        writeGroup(
                groupHigh,
                groupLow,
                mode,
                remainingNs == RouterGroupVisitor.NOT_RUNNING ? NOT_RUNNING : remainingNs,
                version,
                reporterHigh,
                reporterLow);
        final int countOffset = out.put(0);
        items = 0;
        routers.forEachSource(
                groupHandle,
                timeNs,
                (high, low, isBlocked, sourceNs) -> writeSource(
                        high, low, isBlocked, sourceNs == RouterGroupVisitor.NOT_RUNNING ? NOT_RUNNING : sourceNs));
        out.replace(countOffset, items);
        out.put(0);
    }

    private void writeGroup(
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long remainingNs,
            final int version,
            final long reporterHigh,
            final long reporterLow) {
        out.put(groupHigh);
        out.put(groupLow);
        out.put(mode == FilterMode.EXCLUDE ? 1 : 0);
        out.put(remainingNs);
        out.put(version);
        out.put(reporterHigh);
        out.put(reporterLow);
    }

    private void writeSource(final long high, final long low, final boolean isBlocked, final long remainingNs) {
        out.put(high);
        out.put(low);
        out.put(isBlocked ? 1 : 0);
        out.put(remainingNs);
        items++;
    }
}
