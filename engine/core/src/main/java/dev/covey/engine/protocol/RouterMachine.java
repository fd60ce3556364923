package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.QuerierFlyweight;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.table.SourceTable;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.timer.TimerHandler;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.SourceRules;
import dev.covey.engine.wire.Verdict;
import org.agrona.DirectBuffer;

/**
 * The router's side of IGMP and MLD on any number of links: who is a member of what, for how long (RFC 9776 section 6
 * and 7.3, RFC 9777 section 7 and 8.3).
 *
 * <p>The router owns no address on its links. It takes itself for the querier of a link while no other is known: then
 * the actions "Send Q" lower the timers at once and the {@link QuerySink} is told. While another querier is present
 * they are its business, and its queries lower the timers.
 *
 * <p>A message from a captured or received packet must be applied after the timers that were due before it have fired.
 * Records and sources that there is no room for are refused, one by one, and told to the listener; what is known stays.
 * Allocates nothing.
 *
 * <p>Threading: writer only.
 */
public final class RouterMachine implements TimerHandler {
    private final RouterVariables variables;
    private final RouterListener listener;
    private final RecordTables tables;
    private final RouterGroupTable groups;
    private final SourceTable sources;
    private final Deadlines deadlines;
    private final LinkContext link;
    private final RouterRecords records;
    private final PendingChanges changes;
    private final QueryReceiver queries;
    private final StateTable stateTable;
    private final RouterView view;
    private final ReportGroups reported;
    private final GroupRecordCursor record = new GroupRecordCursor();
    private final SourceListFlyweight list = new SourceListFlyweight();
    private final SourceListFlyweight noSources = new SourceListFlyweight();

    /**
     * A router without links.
     *
     * @param tables of its records.
     * @param deadlines of its timers, whose positions are kept by {@link RecordTimerPositions}; with room for every
     *     group, source and querier, nothing is ever refused for want of a timer.
     * @param variables as configured.
     * @param querySink told what to ask.
     * @param listener told what is learned.
     */
    public RouterMachine(
            final RecordTables tables,
            final DeadlineHeap deadlines,
            final RouterVariables variables,
            final QuerySink querySink,
            final RouterListener listener) {
        this.variables = variables;
        this.listener = listener;
        this.tables = tables;
        this.groups = tables.routerGroups();
        this.sources = tables.sources();
        this.deadlines = new Deadlines(deadlines);
        link = new LinkContext(tables.interfaces(), tables.queriers(), variables);
        records = new RouterRecords(groups, sources, this.deadlines);
        changes = new PendingChanges(groups.slab());
        queries = new QueryReceiver(variables, tables.queriers(), records, sources, this.deadlines, link, listener);
        stateTable = new StateTable(variables, records, sources, changes, link, querySink, listener);
        view = new RouterView(tables);
        reported = new ReportGroups(groups);
    }

    /**
     * Look at what the router knows.
     *
     * @return the view; one for all callers.
     */
    public RouterView view() {
        return view;
    }

    /**
     * Begin to be a router on a link, for both families.
     *
     * @param interfaceHandle of the link.
     * @return false, and nothing is changed, if there is no such interface attached or no room.
     */
    public boolean open(final long interfaceHandle) {
        final int interfaceSlot = tables.interfaces().resolve(interfaceHandle);
        if (interfaceSlot == NULL_SLOT) {
            return false;
        }
        if (tables.queriers().find(interfaceSlot, false) != NULL_SLOT) {
            return true;
        }
        if (!queries.open(interfaceHandle, false)) {
            return false;
        }
        if (!queries.open(interfaceHandle, true)) {
            queries.close(interfaceSlot, false);
            return false;
        }
        return true;
    }

    /**
     * Stop being a router on a link: its timers are cancelled and its groups forgotten, nothing is sent or told. Does
     * nothing if the link is not open. The interface may have been taken out of sight before.
     *
     * @param interfaceHandle of the link.
     */
    public void close(final long interfaceHandle) {
        final int interfaceSlot = tables.interfaces().resolvePinned(interfaceHandle);
        if (interfaceSlot == NULL_SLOT) {
            return;
        }
        int next;
        for (int slot = groups.ofInterface().first(interfaceSlot); slot != NULL_SLOT; slot = next) {
            next = groups.ofInterface().next(slot);
            records.removeGroup(slot);
        }
        queries.close(interfaceSlot, false);
        queries.close(interfaceSlot, true);
    }

    /**
     * Apply a message. What the classifier did not accept is ignored, and so is what was sent to one address only
     * ({@link DecodedPacket#mustOwnDestination()}); if that is ours, {@link #onUnicastMessage} is to be called.
     *
     * @param interfaceHandle of the link it came in on.
     * @param packet what it was classified as.
     * @param buffer it was classified in.
     * @param nowNs its time; not before that of an earlier message or timer.
     * @return false if the link is not open: nothing happened.
     */
    public boolean onMessage(
            final long interfaceHandle, final DecodedPacket packet, final DirectBuffer buffer, final long nowNs) {
        if (!link.enter(interfaceHandle, packet, nowNs)) {
            return false;
        }
        if (packet.verdict() == Verdict.MEMBERSHIP && !packet.mustOwnDestination()) {
            apply(packet, buffer);
        }
        return true;
    }

    /**
     * Apply a message that was sent to one of our addresses alone. A report counts (RFC 9776 section 4.2.14); a query
     * says nothing of who asks the link, as nobody else has heard it.
     *
     * @param interfaceHandle of the link it came in on.
     * @param packet what it was classified as.
     * @param buffer it was classified in.
     * @param nowNs its time; not before that of an earlier message or timer.
     * @return false if the link is not open: nothing happened.
     */
    public boolean onUnicastMessage(
            final long interfaceHandle, final DecodedPacket packet, final DirectBuffer buffer, final long nowNs) {
        if (!link.enter(interfaceHandle, packet, nowNs)) {
            return false;
        }
        if (packet.verdict() == Verdict.MEMBERSHIP && !packet.kind().isQuery()) {
            apply(packet, buffer);
        }
        return true;
    }

    private void apply(final DecodedPacket packet, final DirectBuffer buffer) {
        switch (packet.kind()) {
            case V1_QUERY, V2_QUERY, V3_QUERY, MLD_V1_QUERY, MLD_V2_QUERY -> queries.onQuery(packet, buffer);
            case V3_REPORT, MLD_V2_REPORT -> onReport(packet, buffer);
            case V1_REPORT, V2_REPORT, MLD_V1_REPORT -> onOlderReport(packet);
            case LEAVE, MLD_DONE ->
                onRecord(
                        NULL_SLOT,
                        GroupRecordType.CHANGE_TO_INCLUDE_MODE,
                        packet.groupHigh(),
                        packet.groupLow(),
                        noSources);
        }
        tellChanges();
    }

    private void onReport(final DecodedPacket packet, final DirectBuffer buffer) {
        reported.begin(link.interfaceSlot, packet, buffer);
        record.wrap(buffer, packet);
        while (refreshKnown()) {
            onRecord(reported.current(), record.type(), record.groupHigh(), record.groupLow(), list.wrap(record));
        }
    }

    /**
     * Apply the records from the next one on, as long as each says what nearly all do: that of a group that is there,
     * all is wanted still. In a loop of its own, that the JIT takes whatever it calls into: beside all that another
     * record may lead to there was no room for it, and each step was a call.
     *
     * @return true if a record says anything else; it is the current one, and not applied yet.
     */
    private boolean refreshKnown() {
        while (record.next()) {
            final int found = reported.next();
            // A group that is there, and all of it wanted, passed every check when it was made.
            if (found == NULL_SLOT || !record.isEverythingWanted() || !stateTable.refresh(found)) {
                return true;
            }
            noteReporter(found, record.groupHigh(), record.groupLow());
        }
        return false;
    }

    /** RFC 9776 section 7.3.2: a report of an older version means IS_EX({}), and that an older host is present. */
    private void onOlderReport(final DecodedPacket packet) {
        final int slot =
                onRecord(NULL_SLOT, GroupRecordType.MODE_IS_EXCLUDE, packet.groupHigh(), packet.groupLow(), noSources);
        if (slot == NULL_SLOT) {
            return;
        }
        final long deadlineNs = link.olderHostDeadlineNs();
        if (packet.kind() == MessageKind.V1_REPORT) {
            OlderHosts.heardVersion1(records.group(slot), deadlineNs);
        } else {
            OlderHosts.heardVersion2(records.group(slot), deadlineNs);
        }
    }

    /**
     * Apply a record.
     *
     * @param foundAhead slot of the group, or NULL_SLOT if it was not looked for, or not there then.
     * @return the group's slot, or NULL_SLOT if the record was not applied.
     */
    private int onRecord(
            final int foundAhead,
            final GroupRecordType type,
            final long groupHigh,
            final long groupLow,
            final SourceListFlyweight listed) {
        if (type == GroupRecordType.UNRECOGNISED || !InternetAddress.isReportable(groupHigh, groupLow)) {
            return NULL_SLOT;
        }
        if (isSourceSpecificViolation(type, groupHigh, groupLow)) {
            tellViolation(groupHigh, groupLow);
            return NULL_SLOT;
        }
        final int found = foundAhead == NULL_SLOT ? records.find(link, groupHigh, groupLow) : foundAhead;
        final int slot = found == NULL_SLOT ? createGroup(type, groupHigh, groupLow, listed) : found;
        if (slot == NULL_SLOT) {
            return NULL_SLOT;
        }
        final RouterGroupFlyweight group = records.group(slot);
        if (OlderHosts.isIgnored(group, type, link.nowNs)) {
            return NULL_SLOT;
        }
        final boolean isListIgnored = OlderHosts.isListIgnored(group, type, link.nowNs);
        final boolean isApplied = stateTable.apply(slot, type, isListIgnored ? noSources : listed);
        if (!isApplied || (found == NULL_SLOT && records.isEmpty(slot))) {
            return NULL_SLOT;
        }
        noteReporter(slot, groupHigh, groupLow);
        return slot;
    }

    private void noteReporter(final int slot, final long groupHigh, final long groupLow) {
        records.group(slot).lastReporterHigh(link.reporterHigh).lastReporterLow(link.reporterLow);
        listener.onReporter(link.nowNs, link.interfaceHandle, groupHigh, groupLow, link.reporterHigh, link.reporterLow);
    }

    /** Messages of older versions come here as the records they mean: a leave, too, means any source. */
    private boolean isSourceSpecificViolation(final GroupRecordType type, final long groupHigh, final long groupLow) {
        if (!variables.isSourceSpecific(groupHigh, groupLow)) {
            return false;
        }
        return !link.isNewestVersion
                || type == GroupRecordType.MODE_IS_EXCLUDE
                || type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
    }

    private void tellViolation(final long groupHigh, final long groupLow) {
        final QuerierFlyweight querier = link.querier();
        if (!querier.hasNotice() || querier.noticeDeadlineNs() - link.nowNs <= 0) {
            querier.hasNotice(true).noticeDeadlineNs(link.nowNs + querier.queryIntervalNs());
            listener.onSourceSpecificViolation(
                    link.nowNs, link.interfaceHandle, groupHigh, groupLow, link.reporterHigh, link.reporterLow);
        }
    }

    /** Returns NULL_SLOT if the record does not make anybody a member, or there is no room. */
    private int createGroup(
            final GroupRecordType type, final long groupHigh, final long groupLow, final SourceListFlyweight listed) {
        final boolean isExclude =
                type == GroupRecordType.MODE_IS_EXCLUDE || type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
        if (!isExclude && (type == GroupRecordType.BLOCK_OLD_SOURCES || !hasUsable(listed))) {
            return NULL_SLOT;
        }
        final boolean isFull = groups.ofInterface().count(link.interfaceSlot) >= variables.maxGroups();
        final int slot = isFull ? NULL_SLOT : records.createGroup(link, groupHigh, groupLow);
        if (slot == NULL_SLOT) {
            listener.onLimit(link.nowNs, link.interfaceHandle, DropReason.ENGINE_LIMIT_GROUPS);
        } else {
            changes.note(slot, PendingChanges.JOINED);
        }
        return slot;
    }

    private static boolean hasUsable(final SourceListFlyweight listed) {
        for (int i = 0, count = listed.count(); i < count; i++) {
            if (SourceRules.isUsable(listed.high(i), listed.low(i))) {
                return true;
            }
        }
        return false;
    }

    /** End of the message: tell what it changed, and let groups go that have no members any more. */
    private void tellChanges() {
        while (!changes.isEmpty()) {
            final int change = changes.change();
            final int slot = changes.removeFirst();
            if (!records.isEmpty(slot)) {
                tell(slot, kindOf(change));
                continue;
            }
            // A group that nothing came of has never been there.
            if (change != PendingChanges.JOINED) {
                tell(slot, MembershipChange.LEFT);
            }
            records.removeGroup(slot);
        }
    }

    private static MembershipChange kindOf(final int change) {
        return switch (change) {
            case PendingChanges.JOINED -> MembershipChange.JOINED;
            case PendingChanges.LEFT -> MembershipChange.LEFT;
            default -> MembershipChange.REPLACED;
        };
    }

    private void tell(final int slot, final MembershipChange change) {
        final RouterGroupFlyweight group = records.group(slot);
        listener.onMembershipChange(
                link.nowNs,
                link.interfaceHandle,
                change,
                group.addressHigh(),
                group.addressLow(),
                group.mode(),
                group.lastReporterHigh(),
                group.lastReporterLow());
    }

    /**
     * {@inheritDoc}
     *
     * <p>For timers of router groups, sources and queriers.
     */
    @Override
    public void onTimer(final long handle, final long deadlineNs) {
        switch (Handle.kind(handle)) {
            case SourceDescriptor.KIND -> onSourceTimer(handle, deadlineNs);
            case RouterGroupDescriptor.KIND -> onGroupTimer(handle, deadlineNs);
            case QuerierDescriptor.KIND -> queries.onTimer(handle, deadlineNs);
            default -> throw new IllegalArgumentException("no timer of a router: " + Handle.describe(handle));
        }
    }

    private void onGroupTimer(final long handle, final long firedNs) {
        final int slot = groups.slab().resolve(handle);
        if (slot == NULL_SLOT || !records.group(slot).isTimerRunning()) {
            return;
        }
        final RouterGroupFlyweight group = records.group(slot);
        final long deadlineNs = group.deadlineNs();
        if (deadlineNs - firedNs > 0) {
            deadlines.cover(handle, group.timerPosition(), deadlineNs);
            return;
        }
        final boolean isLeaving = group.isLeaving();
        records.expireGroup(slot, deadlineNs);
        tellEnd(slot, isLeaving, deadlineNs);
    }

    private void onSourceTimer(final long handle, final long firedNs) {
        final int slot = sources.slab().resolve(handle);
        if (slot == NULL_SLOT || records.source(slot).isBlocked()) {
            return;
        }
        final SourceFlyweight source = records.source(slot);
        final long deadlineNs = source.deadlineNs();
        if (deadlineNs - firedNs > 0) {
            deadlines.cover(handle, source.timerPosition(), deadlineNs);
            return;
        }
        final boolean isLeaving = source.isLeaving();
        final int group = Handle.slot(source.ownerHandle());
        records.expireSource(group, slot);
        tellEnd(group, isLeaving, deadlineNs);
    }

    private void tellEnd(final int slot, final boolean isLeaving, final long deadlineNs) {
        link.enterTimer(groups.interfaceHandle(slot), deadlineNs);
        tell(slot, isLeaving ? MembershipChange.LEFT : MembershipChange.EXPIRED);
        if (records.isEmpty(slot)) {
            records.removeGroup(slot);
        }
    }
}
