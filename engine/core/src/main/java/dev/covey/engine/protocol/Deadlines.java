package dev.covey.engine.protocol;

import dev.covey.engine.timer.DeadlineHeap;

/**
 * How records use the deadline heap: one entry each, due at or before the record's own deadline. An entry that fires
 * early is armed again for what the record says by then, so that a timer that is set later and later, as those of
 * members that keep reporting are, costs a store and no heap operation.
 */
final class Deadlines {
    private final DeadlineHeap heap;

    Deadlines(final DeadlineHeap heap) {
        this.heap = heap;
    }

    /**
     * See to it that a record's entry fires no later than its deadline.
     *
     * @param handle of the record.
     * @param position of its entry, or {@link DeadlineHeap#NOT_ARMED}.
     * @param deadlineNs of the record.
     * @return false if it has no entry and there is no room for one.
     */
    boolean cover(final long handle, final int position, final long deadlineNs) {
        if (position == DeadlineHeap.NOT_ARMED) {
            return heap.arm(handle, deadlineNs);
        }
        if (deadlineNs - heap.deadlineNs(position) < 0) {
            heap.rearm(position, deadlineNs);
        }
        return true;
    }

    void cancel(final int position) {
        heap.cancel(position);
    }
}
