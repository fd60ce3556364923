package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.table.HostTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.timer.JitterSource;
import dev.covey.engine.timer.TimerHandler;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.Verdict;
import org.agrona.DirectBuffer;

/**
 * The host's side of IGMP and MLD on any number of links: tells the routers what is wanted, and answers their queries
 * (RFC 9776 sections 5 and 7.2, RFC 9777 sections 6 and 8.2). One machine for both families and all versions.
 *
 * <p>What sockets want comes through {@link #reserve} and {@link #change}. What follows is said when {@link #flush} is
 * called, at the end of each instant, so that one instant's changes share reports. Allocates nothing once warm.
 *
 * <p>Threading: writer only.
 */
public final class HostMachine implements TimerHandler {
    /** Stands for the filter of a membership that is not there. */
    public static final long NO_MEMBERSHIP = -1;

    private final RecordTables tables;
    private final HostTable hosts;
    private final Deadlines deadlines;
    private final HostLink link;
    private final HostRecords records;
    private final HostReporter reporter;
    private final HostChanges changes;
    private final HostAnswers answers;
    private final SettingsByInterface settingsByInterface = new SettingsByInterface();
    private final HostView view;

    /**
     * A machine without links.
     *
     * @param tables of its records.
     * @param heap of its timers, whose positions are kept by {@link RecordTimerPositions}, with room for every host and
     *     every host group.
     * @param jitter chance.
     * @param sink takes what is sent.
     */
    public HostMachine(
            final RecordTables tables, final DeadlineHeap heap, final JitterSource jitter, final PacketSink sink) {
        this.tables = tables;
        hosts = tables.hosts();
        deadlines = new Deadlines(heap);
        link = new HostLink(tables.interfaces(), hosts, settingsByInterface);
        records = new HostRecords(tables, deadlines);
        final HostDelays delays = new HostDelays(jitter);
        reporter = new HostReporter(link, records, delays, sink);
        changes = new HostChanges(link, records, reporter, tables);
        answers = new HostAnswers(link, records, reporter, delays);
        // A link of its own: listeners may look while the machine is at work on another.
        view = new HostView(tables, new HostLink(tables.interfaces(), hosts, settingsByInterface));
    }

    /**
     * Look at what the hosts want and what is in force.
     *
     * @return the view; one for all callers.
     */
    public HostView view() {
        return view;
    }

    /**
     * Begin to be a host on a link, for both families.
     *
     * @param interfaceHandle of the link; attached.
     * @param settings of the interface.
     * @return false, and nothing is changed, if there is no room.
     */
    public boolean open(final long interfaceHandle, final HostSettings settings) {
        if (!open(interfaceHandle, settings, false)) {
            return false;
        }
        if (!open(interfaceHandle, settings, true)) {
            hosts.unlink(hosts.find(Handle.slot(interfaceHandle), false));
            return false;
        }
        return true;
    }

    private boolean open(final long interfaceHandle, final HostSettings settings, final boolean isIpv6) {
        try (Lease lease = hosts.create(interfaceHandle, isIpv6)) {
            if (lease.isEmpty()) {
                return false;
            }
            link.settings(interfaceHandle, settings);
            useOwnVariables(records.host(lease.slot()), settings.variables());
            return true;
        }
    }

    private static void useOwnVariables(final HostFlyweight host, final HostVariables variables) {
        host.robustness(variables.robustness())
                .queryIntervalNs(variables.queryIntervalNs())
                .queryResponseIntervalNs(variables.queryResponseIntervalNs());
    }

    /**
     * Change what holds on a link. When it can speak again, from another address or in another version, every group is
     * announced anew; when it cannot speak any more, what is pending is forgotten and what is joined stays.
     *
     * @param interfaceHandle of the link; if it has no host, nothing happens.
     * @param settings that hold from now on.
     */
    public void configure(final long interfaceHandle, final HostSettings settings) {
        final HostSettings before = settingsByInterface.get(interfaceHandle);
        if (before == null) {
            return;
        }
        configure(interfaceHandle, before, settings, false);
        configure(interfaceHandle, before, settings, true);
    }

    private void configure(
            final long interfaceHandle, final HostSettings before, final HostSettings settings, final boolean isIpv6) {
        link.settings(interfaceHandle, before);
        if (!link.enter(interfaceHandle, isIpv6)) {
            return;
        }
        final boolean wasSpeaking = link.isSpeaking();
        final int versionBefore = link.version();
        link.settings(interfaceHandle, settings);
        if (!settings.variables().hasSameIntervals(before.variables())) {
            useOwnVariables(link.host(), settings.variables());
        }
        if (!link.isSpeaking()) {
            changes.silence();
        } else if (versionBefore != link.version()) {
            changes.changeVersion();
            changes.announceAllAnew();
        } else if (!wasSpeaking
                || !before.hasSameSender(settings, isIpv6)
                || (settings.hasRoom(isIpv6) && !before.hasRoom(isIpv6))
                || (before.variables().isLightweight() && !settings.variables().isLightweight())) {
            changes.announceAllAnew();
        } else {
            changes.announceUnmuted(before.variables());
        }
    }

    /**
     * Stop being a host on a link: timers are cancelled, nothing is said. Does nothing if there is no host.
     *
     * @param interfaceHandle of the link; attached.
     */
    public void close(final long interfaceHandle) {
        close(interfaceHandle, false);
        close(interfaceHandle, true);
    }

    private void close(final long interfaceHandle, final boolean isIpv6) {
        if (!link.enter(interfaceHandle, isIpv6)) {
            return;
        }
        final int hostSlot = link.hostSlot;
        reporter.forget(hostSlot);
        link.host().isAnswering(false);
        for (int slot = records.firstGroup(hostSlot); slot != NULL_SLOT; slot = records.firstGroup(hostSlot)) {
            records.removeGroup(slot);
        }
        records.cancelHost(hostSlot);
        hosts.unlink(hostSlot);
    }

    /**
     * Make room for what {@link #change} will need, so that it cannot fail.
     *
     * @param interfaceHandle of the membership; without a host there is nothing to make room for.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param filter that the membership will have; {@code NULL_HANDLE} for EXCLUDE of nothing.
     * @return false, and nothing is changed, if there is no room.
     */
    public boolean reserve(final long interfaceHandle, final long groupHigh, final long groupLow, final long filter) {
        return !enter(interfaceHandle, groupHigh, groupLow) || changes.reserve(groupHigh, groupLow, filter);
    }

    /**
     * Give room back that was made and is not needed.
     *
     * @param interfaceHandle of the membership.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param filter that room was made for.
     */
    public void unreserve(final long interfaceHandle, final long groupHigh, final long groupLow, final long filter) {
        if (enter(interfaceHandle, groupHigh, groupLow)) {
            changes.unreserve(groupHigh, groupLow, filter);
        }
    }

    /**
     * A membership has begun, has another filter, or has ended. Both filters are still there.
     *
     * @param interfaceHandle of the membership; on a detached one nothing happens.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param before filter it had, or {@link #NO_MEMBERSHIP}.
     * @param after filter it has, for which {@link #reserve} has made room, or {@link #NO_MEMBERSHIP}.
     */
    public void change(
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long before,
            final long after) {
        if (enter(interfaceHandle, groupHigh, groupLow)) {
            changes.change(groupHigh, groupLow, before, after);
        }
    }

    private boolean enter(final long interfaceHandle, final long groupHigh, final long groupLow) {
        return link.enter(interfaceHandle, !InternetAddress.isIpv4(groupHigh, groupLow));
    }

    /**
     * Say what is due: at the end of each instant of joins and leaves, and after every other event.
     *
     * @param nowNs the time.
     */
    public void flush(final long nowNs) {
        reporter.flush(nowNs);
    }

    /**
     * Is a message to a unicast address meant for the interface it came in on?
     *
     * @param interfaceHandle it came in on.
     * @param packet that was accepted.
     * @return false if the interface has a host, and the destination is none of its addresses or groups.
     */
    public boolean isForUs(final long interfaceHandle, final DecodedPacket packet) {
        if (!packet.mustOwnDestination() || !link.enter(interfaceHandle, packet.family() == AddressFamily.IPV6)) {
            return true;
        }
        final long high = packet.destinationHigh();
        final long low = packet.destinationLow();
        return link.settings.addresses().contains(high, low)
                || tables.groups().find(Handle.slot(interfaceHandle), high, low) != NULL_SLOT;
    }

    /**
     * Apply a message: queries are answered, and what others report may take the place of an answer.
     *
     * @param interfaceHandle it came in on; without a host nothing happens.
     * @param packet what it was classified as.
     * @param buffer it was classified in.
     * @param nowNs its time; not before that of an earlier event.
     */
    public void onMessage(
            final long interfaceHandle, final DecodedPacket packet, final DirectBuffer buffer, final long nowNs) {
        if (packet.verdict() != Verdict.MEMBERSHIP
                || !link.enter(interfaceHandle, packet.family() == AddressFamily.IPV6)
                || !link.isSpeaking()
                // What a bridge loop brings back is nobody else's.
                || link.settings.addresses().contains(packet.sourceHigh(), packet.sourceLow())) {
            return;
        }
        link.nowNs = nowNs;
        switch (packet.kind()) {
            case V1_QUERY, V2_QUERY, V3_QUERY, MLD_V1_QUERY, MLD_V2_QUERY -> onQuery(packet, buffer);
            case V1_REPORT, V2_REPORT, MLD_V1_REPORT -> {
                // RFC 9776 section 4.2.14: one that came to us alone is known to nobody else. One without a sender may
                // be our own, brought back, and routers discard it in MLD (RFC 3590 section 4): it reports for nobody.
                if (!packet.mustOwnDestination()
                        && !InternetAddress.isUnspecified(packet.sourceHigh(), packet.sourceLow())) {
                    answers.onReport(packet);
                }
            }
            case V3_REPORT, MLD_V2_REPORT, LEAVE, MLD_DONE -> {
                // For routers.
            }
        }
    }

    private void onQuery(final DecodedPacket packet, final DirectBuffer buffer) {
        final int versionBefore = link.version();
        adopt(packet);
        if (packet.isGeneralQuery() && !packet.kind().isSourceQuery()) {
            noteOlderQuerier(packet);
            if (link.version() != versionBefore) {
                changes.changeVersion();
            }
        }
        answers.onQuery(packet, buffer);
    }

    /** RFC 9776 sections 4.1.6, 4.1.7 and 8: what the querier says holds, 0 is "not told". */
    private void adopt(final DecodedPacket packet) {
        final HostVariables variables = link.variables();
        final HostFlyweight host = link.host();
        final boolean isQuerierPresent = host.isQuerierKnown() && host.querierDeadlineNs() - link.nowNs > 0;
        final boolean isFromNobody = InternetAddress.isUnspecified(packet.sourceHigh(), packet.sourceLow());
        if (isFromNobody && isQuerierPresent) {
            // A switch that stands in for a querier is answered, but there is one to listen to.
            return;
        }
        if (packet.kind().isSourceQuery()) {
            final int robustness = packet.querierRobustness();
            final long intervalNs = packet.querierIntervalNs();
            host.robustness(
                            robustness == 0
                                    ? variables.robustness()
                                    : Math.max(robustness, variables.minimumRobustness()))
                    .queryIntervalNs(intervalNs == 0 ? variables.queryIntervalNs() : intervalNs);
        }
        if (packet.isGeneralQuery()) {
            host.queryResponseIntervalNs(packet.maxResponseNs());
        }
        // RFC 9776 section 6.6.2: the lowest address wins, and 0.0.0.0 is none.
        if (isFromNobody
                || (isQuerierPresent
                        && isBelow(host.querierHigh(), host.querierLow(), packet.sourceHigh(), packet.sourceLow()))) {
            return;
        }
        host.isQuerierKnown(true)
                .querierHigh(packet.sourceHigh())
                .querierLow(packet.sourceLow())
                .querierDeadlineNs(
                        link.nowNs + host.robustness() * host.queryIntervalNs() + host.queryResponseIntervalNs() / 2);
    }

    private static boolean isBelow(final long high, final long low, final long otherHigh, final long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
    }

    /** RFC 9776 sections 7.2.1 and 8.12, RFC 9777 sections 8.2.1 and 9.12. */
    private void noteOlderQuerier(final DecodedPacket packet) {
        final int configured = link.settings.configuredVersion(link.isIpv6);
        final int heard = packet.kind() == MessageKind.V2_QUERY ? 2 : 1;
        if (heard >= configured) {
            return;
        }
        final HostFlyweight host = link.host();
        final long deadlineNs = link.nowNs + link.olderQuerierPresentNs(packet.maxResponseNs());
        if (heard == 1) {
            host.isVersion1Present(true).version1DeadlineNs(deadlineNs);
        } else {
            host.isVersion2Present(true).version2DeadlineNs(deadlineNs);
        }
        records.coverHost(link.hostSlot);
    }

    /**
     * Is a timer one of a host's?
     *
     * @param handle of the record whose timer it is.
     * @return true if {@link #onTimer} is to be told.
     */
    public static boolean isTimer(final long handle) {
        final int kind = Handle.kind(handle);
        return kind == HostGroupDescriptor.KIND || kind == HostDescriptor.KIND;
    }

    /**
     * {@inheritDoc}
     *
     * <p>For timers of hosts and host groups.
     */
    @Override
    public void onTimer(final long handle, final long deadlineNs) {
        if (Handle.kind(handle) == HostGroupDescriptor.KIND) {
            onGroupTimer(Handle.slot(handle), deadlineNs);
        } else {
            onHostTimer(Handle.slot(handle), deadlineNs);
        }
    }

    private void onGroupTimer(final int slot, final long nowNs) {
        final HostGroupFlyweight group = records.group(slot);
        final boolean isChangeDue = group.isChanging() && group.changeDeadlineNs() - nowNs <= 0;
        final boolean isAnswerDue = group.isAnswering() && group.answerDeadlineNs() - nowNs <= 0;
        if (isChangeDue) {
            group.isChanging(false);
        }
        if (isAnswerDue) {
            // Or the entry would fire again at once, and the open report would fill up with the same record.
            group.isAnswering(false);
        }
        records.cover(slot);
        if (isChangeDue) {
            reporter.announce(slot, nowNs);
        }
        if (isAnswerDue) {
            reporter.answer(slot, nowNs);
        }
    }

    private void onHostTimer(final int slot, final long nowNs) {
        reporter.flush(nowNs);
        link.enterHost(slot);
        link.nowNs = nowNs;
        final HostFlyweight host = link.host();
        final int versionBefore = link.version();
        if (host.isVersion1Present() && host.version1DeadlineNs() - nowNs <= 0) {
            host.isVersion1Present(false);
        }
        if (host.isVersion2Present() && host.version2DeadlineNs() - nowNs <= 0) {
            host.isVersion2Present(false);
        }
        if (link.version() != versionBefore) {
            changes.changeVersion();
        }
        if (link.host().isAnswering() && link.host().generalDeadlineNs() - nowNs <= 0) {
            answers.goOn(nowNs);
        }
        records.coverHost(slot);
        reporter.flush(nowNs);
    }
}
