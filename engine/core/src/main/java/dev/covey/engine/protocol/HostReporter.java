package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.egress.MessageSender;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.record.HostSourceFlyweight;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.ReportEncoder;
import java.util.Arrays;

/**
 * Says what hosts have to say: puts group records into reports up to the MTU, or sends messages of older versions, and
 * keeps account of what was sent. What the sink refuses stays due, and is said again within an Unsolicited Report
 * Interval.
 *
 * <p>What several groups of one link have to say at the same instant shares reports: a report stays open until another
 * instant or another link has its turn.
 */
final class HostReporter {
    private static final int CHANGE = 0;
    private static final int ANSWER = 1 << 30;
    private static final int FAILED = 1 << 31;
    private static final int SLOT_MASK = ANSWER - 1;
    private static final int INITIAL_JOBS = 2048;

    private final HostLink link;
    private final HostRecords records;
    private final HostDelays delays;
    private final MessageSender igmp;
    private final MessageSender mld;

    /** First and last of the groups whose change is due now: a list through their records. */
    private int firstDue = NULL_SLOT;

    private int lastDue = NULL_SLOT;

    /**
     * Groups with a record in the open report: slot, what for, and whether an earlier report of the same job failed.
     */
    private int[] jobs = new int[INITIAL_JOBS];

    private int jobCount;
    private int openHost = NULL_SLOT;
    private long openNs;
    private ReportEncoder report;
    private boolean hasJobFailed;

    /** Whether a part of the job has been put into a report. */
    private boolean hasJobBegun;

    HostReporter(final HostLink link, final HostRecords records, final HostDelays delays, final PacketSink sink) {
        this.link = link;
        this.records = records;
        this.delays = delays;
        igmp = new MessageSender(sink, false);
        mld = new MessageSender(sink, true);
    }

    /** A change of a group is to be announced, at once. */
    void due(final int groupSlot) {
        if (records.group(groupSlot).isDue()) {
            return;
        }
        records.group(groupSlot).isDue(true).nextDue(0);
        if (firstDue == NULL_SLOT) {
            firstDue = groupSlot;
        } else {
            records.group(lastDue).nextDue(groupSlot + 1);
        }
        lastDue = groupSlot;
    }

    /** A host goes: nothing of it is due any more. */
    void forget(final int hostSlot) {
        int slot = firstDue;
        firstDue = NULL_SLOT;
        lastDue = NULL_SLOT;
        while (slot != NULL_SLOT) {
            final int next = records.group(slot).nextDue() - 1;
            records.group(slot).isDue(false).nextDue(0);
            if (records.hostOf(slot) != hostSlot) {
                due(slot);
            }
            slot = next;
        }
    }

    /** Announce every change that is due, and send what is open. */
    void flush(final long nowNs) {
        while (firstDue != NULL_SLOT) {
            final int slot = firstDue;
            final HostGroupFlyweight group = records.group(slot);
            firstDue = group.nextDue() - 1;
            group.isDue(false).nextDue(0);
            announce(slot, nowNs);
        }
        send();
    }

    /** Announce the change of a group. */
    void announce(final int slot, final long nowNs) {
        enter(slot, nowNs);
        final HostGroupFlyweight group = records.group(slot);
        if (link.isSilent(group.addressHigh(), group.addressLow()) || records.isAnnounced(slot)) {
            records.cancelChange(slot);
            records.pruneGroup(slot);
        } else if (link.isNewest()) {
            begin();
            putChange(slot);
            end(slot, CHANGE);
        } else {
            settle(slot, CHANGE, sendOlder(slot));
        }
    }

    /** Answer for a group whose answer is due. */
    void answer(final int slot, final long nowNs) {
        enter(slot, nowNs);
        final HostGroupFlyweight group = records.group(slot);
        if (link.isSilent(group.addressHigh(), group.addressLow()) || !records.isInterested(slot)) {
            records.cancelAnswer(slot);
        } else if (link.isNewest()) {
            begin();
            if (records.group(slot).queriedSources() > 0) {
                put(slot, GroupRecordType.MODE_IS_INCLUDE, queried(slot), false);
            } else {
                putState(slot);
            }
            end(slot, ANSWER);
        } else {
            settle(slot, ANSWER, sendOlder(slot));
        }
    }

    /**
     * Put the state of a group into the open report, unless it would begin another.
     *
     * @return false if it does not fit, and nothing was put.
     */
    boolean putStateIfFits(final int slot) {
        final HostGroupFlyweight group = records.group(slot);
        final int told = toldSources(group);
        if (told == 0 && group.mode() == FilterMode.EXCLUDE) {
            return putAnySource(group);
        }
        final int room = report.sourcesThatFit();
        if (report.recordCount() > 0 && (room < 0 || room < told)) {
            return false;
        }
        putState(slot);
        return true;
    }

    /** The same of a group that everything is wanted of, as it is of most: its record cannot be split. */
    private boolean putAnySource(final HostGroupFlyweight group) {
        if (report.record(GroupRecordType.MODE_IS_EXCLUDE, group.addressHigh(), group.addressLow())) {
            hasJobBegun = true;
            return true;
        }
        if (report.recordCount() > 0) {
            return false;
        }
        // Counted, and not owed any more: it would not fit the next time either.
        (link.isIpv6 ? mld : igmp).tooLong(link.nowNs);
        return true;
    }

    private HostSelection queried(final int slot) {
        final boolean isNothingExcluded = records.group(slot).mode() == FilterMode.EXCLUDE
                && link.variables().isLightweight();
        return isNothingExcluded ? HostSelection.QUERIED_AT_ALL : HostSelection.QUERIED;
    }

    private int toldSources(final HostGroupFlyweight group) {
        return group.mode() == FilterMode.EXCLUDE && link.variables().isLightweight() ? 0 : group.listedSources();
    }

    /** Begin a report that belongs to no single group. */
    void openReport(final int hostSlot, final long nowNs) {
        send();
        link.enterHost(hostSlot);
        link.nowNs = nowNs;
        begin();
        hasJobFailed = false;
    }

    /** Returns false if any part of what was put since it was opened could not be sent. */
    boolean closeReport() {
        return send() && !hasJobFailed;
    }

    /** One link and instant at a time: send what is open of another. */
    private void enter(final int slot, final long nowNs) {
        final int host = records.hostOf(slot);
        if (report != null && (openHost != host || openNs != nowNs)) {
            send();
        }
        link.enterHost(host);
        link.nowNs = nowNs;
    }

    private MessageSender sender() {
        final MessageSender sender = link.isIpv6 ? mld : igmp;
        final HostSettings settings = link.settings;
        final int source = settings.addresses().reportSource(link.isIpv6);
        sender.use(link.interfaceHandle, settings.macAddress(), settings.mtu());
        if (source < 0) {
            sender.fromNowhere();
        } else {
            sender.from(settings.addresses().high(source), settings.addresses().low(source));
        }
        return sender;
    }

    private void begin() {
        if (report == null) {
            report = sender().beginReport();
            openHost = link.hostSlot;
            openNs = link.nowNs;
        }
        hasJobFailed = false;
        hasJobBegun = false;
    }

    private void end(final int slot, final int purpose) {
        if (report == null || report.recordCount() == 0) {
            settle(slot, purpose, !hasJobFailed);
            return;
        }
        if (jobCount == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * jobs.length);
        }
        jobs[jobCount++] = slot | purpose | (hasJobFailed ? FAILED : 0);
    }

    /** Send the open report, if anything is in it, and settle with the groups that are. Returns false if refused. */
    private boolean send() {
        final ReportEncoder open = report;
        report = null;
        if (open == null || open.recordCount() == 0) {
            return true;
        }
        final boolean isSent = (link.isIpv6 ? mld : igmp).sendReport(openNs);
        final int count = jobCount;
        jobCount = 0;
        for (int i = 0; i < count; i++) {
            settle(jobs[i] & SLOT_MASK, jobs[i] & ANSWER, isSent && (jobs[i] & FAILED) == 0);
        }
        return isSent;
    }

    /** What a State-Change Report says of a group (RFC 9776 section 5.1). */
    private void putChange(final int slot) {
        final HostGroupFlyweight group = records.group(slot);
        if (group.modeTransmissions() == 0) {
            put(slot, GroupRecordType.ALLOW_NEW_SOURCES, HostSelection.CHANGED_AND_FORWARDED, false);
            put(slot, GroupRecordType.BLOCK_OLD_SOURCES, HostSelection.CHANGED_AND_BLOCKED, false);
        } else if (group.mode() == FilterMode.INCLUDE) {
            put(slot, GroupRecordType.CHANGE_TO_INCLUDE_MODE, HostSelection.LISTED, true);
        } else {
            putWhole(slot, GroupRecordType.CHANGE_TO_EXCLUDE_MODE);
        }
    }

    /** What a Current-State Record says of a group. */
    private void putState(final int slot) {
        if (records.group(slot).mode() == FilterMode.INCLUDE) {
            put(slot, GroupRecordType.MODE_IS_INCLUDE, HostSelection.LISTED, false);
        } else {
            putWhole(slot, GroupRecordType.MODE_IS_EXCLUDE);
        }
    }

    /**
     * A record of EXCLUDE mode is never split, as each would override the last: sources that do not fit one report are
     * left out of it, and received (RFC 9776 section 4.2.16).
     */
    private void putWhole(final int slot, final GroupRecordType type) {
        final int told = toldSources(records.group(slot));
        if (!beginRecord(slot, type, told)) {
            return;
        }
        for (int source = told == 0 ? NULL_SLOT : records.firstSource(slot);
                source != NULL_SLOT;
                source = records.nextSource(source)) {
            final HostSourceFlyweight listed = records.source(source);
            if (listed.isListed() && !report.source(listed.addressHigh(), listed.addressLow())) {
                break;
            }
        }
        report.endRecord();
    }

    /** Put a record that may be split over several reports, each of which says its part (RFC 9776 section 4.2.16). */
    private void put(
            final int slot, final GroupRecordType type, final HostSelection selection, final boolean isEmptySaid) {
        final boolean isExclude = records.group(slot).mode() == FilterMode.EXCLUDE;
        final int count = count(slot, selection, isExclude);
        if ((count == 0 && !isEmptySaid) || !beginRecord(slot, type, count)) {
            return;
        }
        int left = count;
        for (int source = records.firstSource(slot); left > 0; source = records.nextSource(source)) {
            if (!selection.selects(records.source(source), isExclude)) {
                continue;
            }
            final long high = records.source(source).addressHigh();
            final long low = records.source(source).addressLow();
            if (!report.source(high, low)) {
                report.endRecord();
                sendPart();
                if (!beginRecord(slot, type, left) || !report.source(high, low)) {
                    return;
                }
            }
            left--;
        }
        report.endRecord();
    }

    private int count(final int slot, final HostSelection selection, final boolean isExclude) {
        if (selection == HostSelection.LISTED) {
            return records.group(slot).listedSources();
        }
        int count = 0;
        for (int source = records.firstSource(slot); source != NULL_SLOT; source = records.nextSource(source)) {
            if (selection.selects(records.source(source), isExclude)) {
                count++;
            }
        }
        return count;
    }

    /** Begin a record, in a fresh report if it would fit there better. Returns false if the MTU is too small for it. */
    private boolean beginRecord(final int slot, final GroupRecordType type, final int sources) {
        final int room = report.sourcesThatFit();
        if (report.recordCount() > 0 && room < sources) {
            sendPart();
        }
        final HostGroupFlyweight group = records.group(slot);
        if ((sources > 0 && report.sourcesThatFit() < 1)
                || !report.beginRecord(type, group.addressHigh(), group.addressLow())) {
            // Counted, and not owed any more: it would not fit the next time either.
            (link.isIpv6 ? mld : igmp).tooLong(link.nowNs);
            return false;
        }
        hasJobBegun = true;
        return true;
    }

    private void sendPart() {
        if (!send() && hasJobBegun) {
            hasJobFailed = true;
        }
        report = sender().beginReport();
    }

    private boolean sendOlder(final int slot) {
        final HostGroupFlyweight group = records.group(slot);
        final boolean isLeave = !records.isInterested(slot);
        final MessageKind kind;
        if (link.isIpv6) {
            kind = isLeave ? MessageKind.MLD_DONE : MessageKind.MLD_V1_REPORT;
        } else if (isLeave) {
            kind = MessageKind.LEAVE;
        } else {
            kind = link.version() == 1 ? MessageKind.V1_REPORT : MessageKind.V2_REPORT;
        }
        send();
        return sender().send(link.nowNs, kind, group.addressHigh(), group.addressLow());
    }

    private void settle(final int slot, final int purpose, final boolean isSent) {
        if (isSent) {
            markReporter(slot);
        }
        if (purpose == ANSWER) {
            if (!isSent) {
                records.answerAt(slot, retryNs());
                return;
            }
            records.cancelAnswer(slot);
            // In older versions a report is a report: it also is one of those that a join is owed.
            if (link.isNewest() || records.isAnnounced(slot)) {
                return;
            }
        }
        if (isSent) {
            spend(slot);
            if (records.group(slot).members() == 0 && records.isCrowded()) {
                records.cancelChange(slot);
            }
        }
        if (records.isAnnounced(slot)) {
            records.group(slot).isChanging(false);
            records.pruneGroup(slot);
        } else {
            records.changeAt(slot, retryNs());
        }
    }

    private long retryNs() {
        return link.nowNs + delays.nextNs(link, link.unsolicitedReportIntervalNs());
    }

    private void markReporter(final int slot) {
        final int source = link.settings.addresses().reportSource(link.isIpv6);
        final InterfaceAddresses addresses = link.settings.addresses();
        records.group(slot)
                .isLastReporter(true)
                .lastReporter(source < 0 ? 0 : addresses.high(source), source < 0 ? 0 : addresses.low(source));
    }

    /** One of the reports that each change is owed was sent; it said all of them (RFC 9776 section 5.1). */
    private void spend(final int slot) {
        final HostGroupFlyweight group = records.group(slot);
        group.isUnsent(false).modeTransmissions(Math.max(0, group.modeTransmissions() - 1));
        if (group.sourceTransmissions() == 0) {
            return;
        }
        group.sourceTransmissions(group.sourceTransmissions() - 1);
        int next;
        for (int source = records.firstSource(slot); source != NULL_SLOT; source = next) {
            next = records.nextSource(source);
            final int left = records.source(source).transmissions();
            if (left > 0) {
                records.source(source).transmissions(left - 1);
                records.pruneSource(source);
            }
        }
    }
}
