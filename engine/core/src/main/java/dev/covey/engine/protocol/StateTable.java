package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.SourceTable;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.SourceRules;

/**
 * The tables of RFC 9776 sections 6.4.1 and 6.4.2, which are those of RFC 9777 sections 7.4.1 and 7.4.2: what a group
 * record does to the state of a group.
 *
 * <p>A source of the group is in X while its timer runs and in Y while it is blocked; INCLUDE mode has no Y. Where a
 * row says "delete" or "ask for" what a list does not have, the sources listed are flagged on the way through the list,
 * and one walk through the set settles the others and takes the flags off: the cost is the sum of the lengths, not the
 * product. A source that is listed twice is found the second time as the first time left it, which no row minds.
 */
final class StateTable {
    private final RouterVariables variables;
    private final RouterRecords records;
    private final SourceTable sources;
    private final PendingChanges changes;
    private final LinkContext link;
    private final QuerySink querySink;
    private final RouterListener listener;
    private boolean isLimitReached;

    StateTable(
            final RouterVariables variables,
            final RouterRecords records,
            final SourceTable sources,
            final PendingChanges changes,
            final LinkContext link,
            final QuerySink querySink,
            final RouterListener listener) {
        this.variables = variables;
        this.records = records;
        this.sources = sources;
        this.changes = changes;
        this.link = link;
        this.querySink = querySink;
        this.listener = listener;
    }

    /**
     * Apply a record.
     *
     * @param group slot of the group.
     * @param type of the record, recognised.
     * @param list of its sources; those that cannot be a source are left out.
     * @return false if there was no room for the record's change of mode; nothing is changed then.
     */
    boolean apply(final int group, final GroupRecordType type, final SourceListFlyweight list) {
        isLimitReached = false;
        boolean isApplied = true;
        final boolean isExclude = records.group(group).mode() == FilterMode.EXCLUDE;
        switch (type) {
            case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> include(group, list, false);
            case CHANGE_TO_INCLUDE_MODE -> changeToInclude(group, isExclude, list);
            case MODE_IS_EXCLUDE, CHANGE_TO_EXCLUDE_MODE -> {
                final boolean isChange = type == CHANGE_TO_EXCLUDE_MODE;
                if (isExclude) {
                    excludeAgain(group, isChange, list);
                } else {
                    isApplied = exclude(group, isChange, list);
                }
            }
            case BLOCK_OLD_SOURCES -> block(group, isExclude, list);
            case UNRECOGNISED -> throw new IllegalArgumentException("record of no known type");
        }
        if (isLimitReached) {
            listener.onLimit(link.nowNs, link.interfaceHandle, DropReason.ENGINE_LIMIT_SOURCES);
        }
        return isApplied;
    }

    /**
     * Apply a record by which everything is wanted of a group, if that was so before. EXCLUDE({},{}) and IS_EX({}) or
     * TO_EX({}): Group Timer=GMI.
     *
     * @return false, and nothing is changed, if it was not.
     */
    boolean refresh(final int slot) {
        final RouterGroupFlyweight group = records.group(slot);
        if (group.mode() != FilterMode.EXCLUDE || sources.hasAny(slot)) {
            return false;
        }
        final long deadlineNs = link.membershipDeadlineNs();
        // It runs, as it does in EXCLUDE mode.
        if (!RouterRecords.setLater(group, deadlineNs)) {
            records.startGroupTimer(slot, deadlineNs);
        }
        group.isLeaving(false);
        return true;
    }

    /**
     * INCLUDE(A) and IS_IN(B) or ALLOW(B): INCLUDE(A+B), (B)=GMI. EXCLUDE(X,Y) and IS_IN(A) or ALLOW(A):
     * EXCLUDE(X+A,Y-A), (A)=GMI.
     */
    private void include(final int group, final SourceListFlyweight list, final boolean isFlagging) {
        final long groupHandle = records.handle(group);
        final long deadlineNs = link.membershipDeadlineNs();
        for (int i = 0, count = list.count(); i < count; i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (!SourceRules.isUsable(high, low)) {
                continue;
            }
            int slot = sources.find(groupHandle, high, low);
            if (slot == NULL_SLOT) {
                slot = add(group, groupHandle, high, low, deadlineNs);
            } else if (!refresh(group, slot, deadlineNs)) {
                continue;
            }
            if (isFlagging && slot != NULL_SLOT) {
                records.source(slot).isListed(true);
            }
        }
    }

    /** INCLUDE(A) and TO_IN(B): in addition, Send Q(G,A-B). EXCLUDE(X,Y) and TO_IN(A): Send Q(G,X-A), Send Q(G). */
    private void changeToInclude(final int group, final boolean isExclude, final SourceListFlyweight list) {
        include(group, list, true);
        int next;
        for (int slot = sources.first(records.handle(group)); slot != NULL_SLOT; slot = next) {
            next = sources.next(slot);
            final SourceFlyweight source = records.source(slot);
            if (source.isListed()) {
                source.isListed(false);
            } else if (!source.isBlocked()) {
                askForSource(group, slot);
            }
        }
        if (isExclude) {
            askForGroup(group);
        }
    }

    /**
     * INCLUDE(A) and IS_EX(B): EXCLUDE(A*B,B-A), (B-A)=0, Delete(A-B), Group Timer=GMI. TO_EX(B): in addition, Send
     * Q(G,A*B).
     */
    private boolean exclude(final int group, final boolean isChange, final SourceListFlyweight list) {
        if (!records.startGroupTimer(group, link.membershipDeadlineNs())) {
            listener.onLimit(link.nowNs, link.interfaceHandle, DropReason.ENGINE_LIMIT_GROUPS);
            return false;
        }
        // The mode first: see Forwarding.
        records.group(group).mode(FilterMode.EXCLUDE).isLeaving(false);
        changes.note(group, PendingChanges.REPLACED);

        final long groupHandle = records.handle(group);
        for (int i = 0, count = list.count(); i < count; i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (SourceRules.isUsable(high, low)) {
                final int found = sources.find(groupHandle, high, low);
                final int slot = found == NULL_SLOT ? addBlocked(groupHandle, high, low) : found;
                if (slot != NULL_SLOT) {
                    records.source(slot).isListed(true);
                }
            }
        }
        keepListed(group, isChange);
        return true;
    }

    /**
     * EXCLUDE(X,Y) and IS_EX(A): EXCLUDE(A-Y,Y*A), (A-X-Y)=GMI, Delete(X-A), Delete(Y-A), Group Timer=GMI. TO_EX(A):
     * (A-X-Y)=Group Timer instead, and Send Q(G,A-Y).
     */
    private void excludeAgain(final int group, final boolean isChange, final SourceListFlyweight list) {
        final long groupHandle = records.handle(group);
        final long membershipDeadlineNs = link.membershipDeadlineNs();
        final long newDeadlineNs = isChange ? records.group(group).deadlineNs() : membershipDeadlineNs;
        for (int i = 0, count = list.count(); i < count; i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (SourceRules.isUsable(high, low)) {
                final int found = sources.find(groupHandle, high, low);
                final int slot = found == NULL_SLOT ? add(group, groupHandle, high, low, newDeadlineNs) : found;
                if (slot != NULL_SLOT) {
                    records.source(slot).isListed(true);
                }
            }
        }
        keepListed(group, isChange);
        // It runs, as it does in EXCLUDE mode: setting it later needs no room.
        records.startGroupTimer(group, membershipDeadlineNs);
        records.group(group).isLeaving(false);
    }

    /** Delete what is not listed, take the flags off, and ask for what is listed and not blocked if told to. */
    private void keepListed(final int group, final boolean isAsking) {
        int next;
        for (int slot = sources.first(records.handle(group)); slot != NULL_SLOT; slot = next) {
            next = sources.next(slot);
            final SourceFlyweight source = records.source(slot);
            if (!source.isListed()) {
                records.removeSource(slot);
                changes.note(group, PendingChanges.REPLACED);
            } else if (isAsking && !source.isListed(false).isBlocked()) {
                askForSource(group, slot);
            } else {
                source.isListed(false);
            }
        }
    }

    /**
     * INCLUDE(A) and BLOCK(B): Send Q(G,A*B). EXCLUDE(X,Y) and BLOCK(A): EXCLUDE(X+(A-Y),Y), (A-X-Y)=Group Timer, Send
     * Q(G,A-Y).
     */
    private void block(final int group, final boolean isExclude, final SourceListFlyweight list) {
        final long groupHandle = records.handle(group);
        final long groupDeadlineNs = records.group(group).deadlineNs();
        for (int i = 0, count = list.count(); i < count; i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (!SourceRules.isUsable(high, low)) {
                continue;
            }
            int slot = sources.find(groupHandle, high, low);
            if (slot == NULL_SLOT && isExclude) {
                slot = add(group, groupHandle, high, low, groupDeadlineNs);
            }
            if (slot != NULL_SLOT && !records.source(slot).isBlocked()) {
                askForSource(group, slot);
            }
        }
    }

    private int add(final int group, final long groupHandle, final long high, final long low, final long deadlineNs) {
        final int slot = sources.count(groupHandle) >= variables.maxSources()
                ? NULL_SLOT
                : records.addSource(groupHandle, high, low, deadlineNs);
        if (slot == NULL_SLOT) {
            isLimitReached = true;
        } else {
            changes.note(group, PendingChanges.REPLACED);
        }
        return slot;
    }

    private int addBlocked(final long groupHandle, final long high, final long low) {
        final int slot = sources.count(groupHandle) >= variables.maxSources()
                ? NULL_SLOT
                : records.addBlocked(groupHandle, high, low);
        if (slot == NULL_SLOT) {
            isLimitReached = true;
        }
        return slot;
    }

    /** Returns false if the source had to go. */
    private boolean refresh(final int group, final int slot, final long deadlineNs) {
        final boolean wasBlocked = records.source(slot).isBlocked();
        final boolean isStarted = records.startSourceTimer(slot, deadlineNs);
        if (!isStarted) {
            // Only a blocked source needs room for a timer. In EXCLUDE mode what is not listed is forwarded, and that
            // is what is wanted now: better without a timer than blocked.
            records.removeSource(slot);
            isLimitReached = true;
        }
        if (wasBlocked) {
            changes.note(group, PendingChanges.REPLACED);
        }
        return isStarted;
    }

    /** Send Q(G,A) for one source of A (RFC 9776 section 6.6.3.2), which only a querier does. */
    private void askForSource(final int group, final int slot) {
        final SourceFlyweight source = records.source(slot).isLeaving(true);
        if (variables.isFastLeave()) {
            records.expireSource(group, slot);
            changes.note(group, PendingChanges.LEFT);
            return;
        }
        final long deadlineNs = link.lastMemberDeadlineNs(variables.lastMemberQueryIntervalNs());
        if (link.isQuerier() && source.deadlineNs() - deadlineNs > 0) {
            final long high = source.addressHigh();
            final long low = source.addressLow();
            records.lowerSourceTimer(slot, deadlineNs);
            final RouterGroupFlyweight asked = records.group(group);
            querySink.sendGroupAndSourceQuery(
                    link.nowNs, link.interfaceHandle, asked.addressHigh(), asked.addressLow(), high, low);
        }
    }

    /** Send Q(G) (RFC 9776 section 6.6.3.1), which only a querier does. */
    private void askForGroup(final int group) {
        final RouterGroupFlyweight asked = records.group(group).isLeaving(true);
        if (variables.isFastLeave()) {
            records.expireGroup(group, link.nowNs);
            changes.note(group, PendingChanges.LEFT);
            return;
        }
        if (link.isQuerier()) {
            final long deadlineNs = link.lastMemberDeadlineNs(variables.lastMemberQueryIntervalNs());
            if (asked.deadlineNs() - deadlineNs > 0) {
                records.startGroupTimer(group, deadlineNs);
            }
            querySink.sendGroupQuery(link.nowNs, link.interfaceHandle, asked.addressHigh(), asked.addressLow());
        }
    }
}
