package dev.covey.engine.timer;

/**
 * The clock of the machine, for live operation: the only class of the engine that reads one. Has no state and may be
 * used by any thread.
 */
public final class MonotonicTimeSource implements TimeSource {
    @Override
    public long timeNs() {
        return System.nanoTime();
    }

    @Override
    public String toString() {
        return "MonotonicTimeSource{}";
    }
}
