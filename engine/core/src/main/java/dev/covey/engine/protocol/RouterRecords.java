package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Lease;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.table.SourceTable;

/**
 * The records of groups and sources together with their timers. Every method leaves both right: a running timer has an
 * entry in the deadline heap that is due in time, and a record that goes has none.
 */
final class RouterRecords {
    private final RouterGroupTable groups;
    private final SourceTable sources;
    private final Deadlines deadlines;
    private final RouterGroupFlyweight group = new RouterGroupFlyweight();
    private final SourceFlyweight source = new SourceFlyweight();

    RouterRecords(final RouterGroupTable groups, final SourceTable sources, final Deadlines deadlines) {
        this.groups = groups;
        this.sources = sources;
        this.deadlines = deadlines;
    }

    RouterGroupFlyweight group(final int groupSlot) {
        return group.wrap(groups.slab(), groupSlot);
    }

    SourceFlyweight source(final int sourceSlot) {
        return source.wrap(sources.slab(), sourceSlot);
    }

    long handle(final int groupSlot) {
        return groups.slab().handle(groupSlot);
    }

    int find(final LinkContext link, final long high, final long low) {
        return groups.find(link.interfaceSlot, high, low);
    }

    /** Returns NULL_SLOT if there is no room. */
    int createGroup(final LinkContext link, final long high, final long low) {
        try (Lease lease = groups.create(link.interfaceHandle, high, low)) {
            return lease.isEmpty() ? NULL_SLOT : lease.slot();
        }
    }

    /** Does a group have no members? Then it need not be there (RFC 9776 section 6.2.1). */
    boolean isEmpty(final int groupSlot) {
        return group(groupSlot).mode() == FilterMode.INCLUDE && sources.first(handle(groupSlot)) == NULL_SLOT;
    }

    /** Take a group with all it has out of sight. */
    void removeGroup(final int groupSlot) {
        stopGroupTimer(groupSlot);
        final long handle = handle(groupSlot);
        for (int slot = sources.first(handle); slot != NULL_SLOT; slot = sources.first(handle)) {
            removeSource(slot);
        }
        groups.unlink(groupSlot);
    }

    /** Returns false, and changes nothing, if the timer does not run and there is no room for it. */
    boolean startGroupTimer(final int groupSlot, final long deadlineNs) {
        if (setLater(group(groupSlot), deadlineNs)) {
            return true;
        }
        if (!deadlines.cover(handle(groupSlot), group.timerPosition(), deadlineNs)) {
            return false;
        }
        group.deadlineNs(deadlineNs).isTimerRunning(true);
        return true;
    }

    /** Set a timer that runs later, which needs no room. Returns false, and changes nothing, if it is none such. */
    static boolean setLater(final RouterGroupFlyweight group, final long deadlineNs) {
        if (!group.isTimerRunning() || deadlineNs - group.deadlineNs() < 0) {
            return false;
        }
        group.deadlineNs(deadlineNs);
        return true;
    }

    void stopGroupTimer(final int groupSlot) {
        group(groupSlot).isTimerRunning(false);
        deadlines.cancel(group.timerPosition());
    }

    /**
     * Add a source with a running timer to a group that does not have it.
     *
     * @return its slot, or NULL_SLOT if there is no room; nothing is changed then.
     */
    int addSource(final long groupHandle, final long high, final long low, final long deadlineNs) {
        final int slot = sources.add(groupHandle, high, low);
        if (slot == NULL_SLOT) {
            return NULL_SLOT;
        }
        if (!deadlines.cover(sources.slab().handle(slot), source(slot).timerPosition(), deadlineNs)) {
            sources.remove(slot);
            return NULL_SLOT;
        }
        source.deadlineNs(deadlineNs);
        return slot;
    }

    /** Add a source whose timer is at zero. */
    int addBlocked(final long groupHandle, final long high, final long low) {
        final int slot = sources.add(groupHandle, high, low);
        if (slot != NULL_SLOT) {
            source(slot).isBlocked(true);
        }
        return slot;
    }

    /** Set the timer of a source; one that is blocked is not any more. Returns false if there is no room for that. */
    boolean startSourceTimer(final int sourceSlot, final long deadlineNs) {
        source(sourceSlot);
        final boolean isLater = !source.isBlocked() && deadlineNs - source.deadlineNs() >= 0;
        if (!isLater && !deadlines.cover(sources.slab().handle(sourceSlot), source.timerPosition(), deadlineNs)) {
            return false;
        }
        source.deadlineNs(deadlineNs).isBlocked(false).isLeaving(false);
        return true;
    }

    /** Set the timer of a source whose end is being awaited to an earlier time. */
    void lowerSourceTimer(final int sourceSlot, final long deadlineNs) {
        deadlines.cover(sources.slab().handle(sourceSlot), source(sourceSlot).timerPosition(), deadlineNs);
        source.deadlineNs(deadlineNs);
    }

    /** Set the timer of a source to zero. */
    void block(final int sourceSlot) {
        source(sourceSlot).isBlocked(true).isLeaving(false);
        deadlines.cancel(source.timerPosition());
    }

    void removeSource(final int sourceSlot) {
        deadlines.cancel(source(sourceSlot).timerPosition());
        sources.remove(sourceSlot);
    }

    /**
     * The group timer is over (RFC 9776 section 6.5): sources whose timers run become those included, the others go.
     * What runs out at the same instant is over, too, whichever timer fires first.
     */
    void expireGroup(final int groupSlot, final long timeNs) {
        stopGroupTimer(groupSlot);
        // The mode first: see Forwarding.
        group(groupSlot).mode(FilterMode.INCLUDE);
        int next;
        for (int slot = sources.first(handle(groupSlot)); slot != NULL_SLOT; slot = next) {
            next = sources.next(slot);
            if (source(slot).isBlocked() || source.deadlineNs() - timeNs <= 0) {
                removeSource(slot);
            }
        }
    }

    /**
     * The timer of a source is over (RFC 9776 sections 6.3 and 6.5): not included any more, or excluded from now on.
     */
    void expireSource(final int groupSlot, final int sourceSlot) {
        if (group(groupSlot).mode() == FilterMode.INCLUDE) {
            removeSource(sourceSlot);
        } else {
            block(sourceSlot);
        }
    }
}
