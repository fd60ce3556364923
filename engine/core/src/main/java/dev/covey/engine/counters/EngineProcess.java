package dev.covey.engine.counters;

import java.time.Instant;

/**
 * A process that runs an engine, told from a later one that got the same number by when it began.
 *
 * @param id number of the process.
 * @param startTimeMs when it began, in milliseconds since 1970 as the system reckons, or 0 if that is not known.
 */
public record EngineProcess(long id, long startTimeMs) {
    private static final EngineProcess CURRENT = of(ProcessHandle.current());

    /** The system reckons from when it was booted, and what it takes that for moves a little with its clock. */
    private static final long TOLERANCE_MS = 5_000;

    /**
     * This process.
     *
     * @return the process.
     */
    public static EngineProcess current() {
        return CURRENT;
    }

    private static EngineProcess of(final ProcessHandle handle) {
        return new EngineProcess(
                handle.pid(),
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /**
     * Does the process run?
     *
     * @return false if there is none of its number, or one that began at another time.
     */
    public boolean isAlive() {
        final ProcessHandle handle = ProcessHandle.of(id).orElse(null);
        if (handle == null || !handle.isAlive()) {
            return false;
        }
        final long foundMs = of(handle).startTimeMs;
        return startTimeMs == 0 || foundMs == 0 || Math.abs(foundMs - startTimeMs) <= TOLERANCE_MS;
    }
}
