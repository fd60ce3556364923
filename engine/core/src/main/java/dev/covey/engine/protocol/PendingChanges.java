package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.RouterGroupFlyweight;

/**
 * The groups that the message being applied has changed, in the order in which it changed them: a list through their
 * records. However many records of a message change a group, it is in the list once.
 */
final class PendingChanges {
    /** Nothing changed. */
    static final int NONE = 0;

    /** Sources ended by a leave. */
    static final int LEFT = 1;

    /** The mode or the sources changed. */
    static final int REPLACED = 2;

    /** The group is new. */
    static final int JOINED = 3;

    private final Slab groups;
    private final RouterGroupFlyweight group = new RouterGroupFlyweight();
    private int first = NULL_SLOT;
    private int last = NULL_SLOT;

    PendingChanges(final Slab groups) {
        this.groups = groups;
    }

    /** Note a change of a group; of several, the one with the highest code stays. */
    void note(final int groupSlot, final int change) {
        final int before = group.wrap(groups, groupSlot).pendingChange();
        if (change > before) {
            group.pendingChange(change);
        }
        if (before == NONE) {
            if (first == NULL_SLOT) {
                first = groupSlot;
            } else {
                group.wrap(groups, last).nextPending(groupSlot + 1);
            }
            last = groupSlot;
        }
    }

    /** What is noted of the group that comes first. */
    int change() {
        return group.wrap(groups, first).pendingChange();
    }

    /** Take the first group out. */
    int removeFirst() {
        final int slot = first;
        if (slot != NULL_SLOT) {
            group.wrap(groups, slot);
            first = group.nextPending() - 1;
            group.nextPending(0).pendingChange(NONE);
        }
        return slot;
    }

    boolean isEmpty() {
        return first == NULL_SLOT;
    }
}
