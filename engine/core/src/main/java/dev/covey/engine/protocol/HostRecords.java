package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.record.HostSourceFlyweight;
import dev.covey.engine.table.HostGroupTable;
import dev.covey.engine.table.HostSourceTable;
import dev.covey.engine.table.HostTable;
import dev.covey.engine.table.RecordTables;

/**
 * The records of hosts together with their timers: a deadline that runs has an entry in the heap that is due in time, a
 * record that goes has none.
 */
final class HostRecords {
    private final HostTable hosts;
    private final HostGroupTable groups;
    private final HostSourceTable sources;
    private final Deadlines deadlines;
    private final HostFlyweight host = new HostFlyweight();
    private final HostGroupFlyweight group = new HostGroupFlyweight();
    private final HostSourceFlyweight source = new HostSourceFlyweight();

    /** Sources that are kept only because a query asked for them, over all groups. */
    private int queriedGhosts;

    HostRecords(final RecordTables tables, final Deadlines deadlines) {
        hosts = tables.hosts();
        groups = tables.hostGroups();
        sources = tables.hostSources();
        this.deadlines = deadlines;
    }

    HostFlyweight host(final int slot) {
        return host.wrap(hosts.slab(), slot);
    }

    HostGroupFlyweight group(final int slot) {
        return group.wrap(groups.slab(), slot);
    }

    HostSourceFlyweight source(final int slot) {
        return source.wrap(sources.slab(), slot);
    }

    int find(final HostLink link, final long high, final long low) {
        return groups.find(Handle.slot(link.interfaceHandle), high, low);
    }

    int hostOf(final int groupSlot) {
        return groups.host(groupSlot);
    }

    int firstGroup(final int hostSlot) {
        return groups.ofHost().first(hostSlot);
    }

    int nextGroup(final int groupSlot) {
        return groups.ofHost().next(groupSlot);
    }

    int groupCount(final int hostSlot) {
        return groups.ofHost().count(hostSlot);
    }

    int findSource(final int groupSlot, final long high, final long low) {
        return sources.find(groups.slab().handle(groupSlot), high, low);
    }

    int firstSource(final int groupSlot) {
        return sources.first(groups.slab().handle(groupSlot));
    }

    int nextSource(final int sourceSlot) {
        return sources.next(sourceSlot);
    }

    /** Returns NULL_SLOT if there is no room. */
    int createGroup(final HostLink link, final long high, final long low) {
        try (Lease lease = groups.create(link.hostSlot, high, low)) {
            return lease.isEmpty() ? NULL_SLOT : lease.slot();
        }
    }

    /** Returns NULL_SLOT if there is no room. */
    int addSource(final int groupSlot, final long high, final long low) {
        return sources.add(groups.slab().handle(groupSlot), high, low);
    }

    /** Is anything of the group wanted? INCLUDE of nothing is the same as no membership (RFC 9776 section 3.2). */
    boolean isInterested(final int groupSlot) {
        return group(groupSlot).mode() == FilterMode.EXCLUDE || group.listedSources() > 0;
    }

    boolean isAnnounced(final int groupSlot) {
        return group(groupSlot).modeTransmissions() == 0 && group.sourceTransmissions() == 0;
    }

    /** Let a source go that neither a filter nor anything to be said needs. */
    void pruneSource(final int sourceSlot) {
        source(sourceSlot);
        if (source.includeMembers() == 0
                && source.excludeMembers() == 0
                && source.transmissions() == 0
                && !source.isQueried()) {
            sources.remove(sourceSlot);
        }
    }

    /** Let a group go that neither a membership nor anything to be said needs. */
    void pruneGroup(final int groupSlot) {
        if (group(groupSlot).members() == 0 && !group.isDue() && isAnnounced(groupSlot)) {
            removeGroup(groupSlot);
        }
    }

    /** Take a group with all it has out of sight. */
    void removeGroup(final int groupSlot) {
        if (group(groupSlot).isDue()) {
            throw new IllegalStateException("a group goes while its change is due: " + group);
        }
        deadlines.cancel(group.timerPosition());
        host(hostOf(groupSlot));
        if (host.nextAnswer() == groupSlot + 1) {
            host.nextAnswer(nextGroup(groupSlot) + 1);
        }
        clearQueried(groupSlot);
        final long handle = groups.slab().handle(groupSlot);
        for (int slot = sources.first(handle); slot != NULL_SLOT; slot = sources.first(handle)) {
            sources.remove(slot);
        }
        groups.unlink(groupSlot);
    }

    /** Forget which sources a pending answer is about, and that it is pending. */
    void cancelAnswer(final int groupSlot) {
        clearQueried(groupSlot);
        group(groupSlot).isAnswering(false);
    }

    /** From now on a pending answer is about the whole state. */
    void clearQueried(final int groupSlot) {
        if (group(groupSlot).queriedSources() == 0) {
            return;
        }
        group.queriedSources(0);
        int next;
        for (int slot = firstSource(groupSlot); slot != NULL_SLOT; slot = next) {
            next = sources.next(slot);
            if (source(slot).isQueried()) {
                source.isQueried(false);
                if (isGhost()) {
                    queriedGhosts--;
                }
                pruneSource(slot);
            }
        }
    }

    /** Note that a pending answer is about a source. */
    void markQueried(final int groupSlot, final int sourceSlot) {
        source(sourceSlot).isQueried(true);
        if (isGhost()) {
            queriedGhosts++;
        }
        group(groupSlot).queriedSources(group.queriedSources() + 1);
    }

    /**
     * Packets must not fill what filters need: sources that only queries name have an eighth of the room at most, and
     * there is a fifth of it that no filter can ask for.
     */
    boolean hasRoomForQueried() {
        return queriedGhosts < sources.slab().capacity() >>> 3;
    }

    /** Groups that are gone must not keep out others: when there is little room, their end is announced once. */
    boolean isCrowded() {
        final Slab slab = groups.slab();
        return slab.inUse() > slab.capacity() - (slab.capacity() >>> 3);
    }

    private boolean isGhost() {
        return source.includeMembers() == 0 && source.excludeMembers() == 0;
    }

    /** A filter begins or ends to list a source that a query has named. */
    void countGhost(final int sourceSlot, final boolean wasGhost) {
        if (source(sourceSlot).isQueried() && wasGhost != isGhost()) {
            queriedGhosts += wasGhost ? -1 : 1;
        }
    }

    /** Forget what is still to be said of a group. */
    void cancelChange(final int groupSlot) {
        group(groupSlot).isChanging(false).modeTransmissions(0);
        if (group.sourceTransmissions() == 0) {
            return;
        }
        group.sourceTransmissions(0);
        int next;
        for (int slot = firstSource(groupSlot); slot != NULL_SLOT; slot = next) {
            next = sources.next(slot);
            source(slot).transmissions(0);
            pruneSource(slot);
        }
    }

    void answerAt(final int groupSlot, final long deadlineNs) {
        group(groupSlot).isAnswering(true).answerDeadlineNs(deadlineNs);
        cover(groupSlot);
    }

    void changeAt(final int groupSlot, final long deadlineNs) {
        group(groupSlot).isChanging(true).changeDeadlineNs(deadlineNs);
        cover(groupSlot);
    }

    /** See to it that the entry of a group fires no later than the first of its deadlines. */
    void cover(final int groupSlot) {
        group(groupSlot);
        if (!group.isAnswering() && !group.isChanging()) {
            return;
        }
        final boolean isChangeFirst = group.isChanging()
                && (!group.isAnswering() || group.changeDeadlineNs() - group.answerDeadlineNs() <= 0);
        deadlines.cover(
                groups.slab().handle(groupSlot),
                group.timerPosition(),
                isChangeFirst ? group.changeDeadlineNs() : group.answerDeadlineNs());
    }

    /** See to it that the entry of a host fires no later than the first of its deadlines. */
    void coverHost(final int hostSlot) {
        host(hostSlot);
        final long handle = hosts.slab().handle(hostSlot);
        if (host.isVersion1Present()) {
            deadlines.cover(handle, host.timerPosition(), host.version1DeadlineNs());
        }
        if (host.isVersion2Present()) {
            deadlines.cover(handle, host.timerPosition(), host.version2DeadlineNs());
        }
        if (host.isAnswering()) {
            deadlines.cover(handle, host.timerPosition(), host.generalDeadlineNs());
        }
    }

    void cancelHost(final int hostSlot) {
        deadlines.cancel(host(hostSlot).timerPosition());
    }
}
