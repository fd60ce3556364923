package dev.covey.engine.timer;

/** Shown every armed timer, for the audit. */
@FunctionalInterface
public interface TimerVisitor {
    /**
     * One armed timer.
     *
     * @param handle it was armed with.
     * @param deadlineNs it is armed for.
     * @param position it is at; its record has to name the same.
     */
    void visit(long handle, long deadlineNs, int position);
}
