package dev.covey.engine.timer;

/**
 * Where a record keeps the position of its timer, so that cancelling and re-arming need no search.
 *
 * <p>{@link DeadlineHeap} calls this whenever a timer moves. The implementation stores the number in an int field of
 * the record and does nothing else: it must not throw and must not call the heap.
 */
@FunctionalInterface
public interface TimerPosition {
    /**
     * Store the position of a timer in its record.
     *
     * @param handle the timer was armed with.
     * @param position of the timer from now on, 1 or more, or {@link DeadlineHeap#NOT_ARMED}: the content of a zeroed
     *     record.
     */
    void position(long handle, int position);
}
