package dev.covey.engine.timer;

/** Told of each timer that is due. */
@FunctionalInterface
public interface TimerHandler {
    /**
     * A timer has fired. It is not armed any more: its record's position is {@link DeadlineHeap#NOT_ARMED}. The handler
     * may arm it again and may arm, re-arm or cancel any other timer.
     *
     * @param handle the timer was armed with.
     * @param deadlineNs it was armed for, which is at or before the time of the poll.
     */
    void onTimer(long handle, long deadlineNs);
}
