package dev.covey.linux;

import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of the machine, of which a test leaves out what it would have to wait for: it can take the standard's own
 * times of minutes, and never comes to their end before it means to.
 */
final class SkippingTimeSource implements TimeSource {
    /** Longer than with default variables: 350 s (RFC 9776 section 8.12) and 260 s (RFC 9777 section 9.12). */
    private static final long OLDER_QUERIER_PRESENT_NS = TimeUnit.SECONDS.toNanos(400);

    private final TimeSource machine = new MonotonicTimeSource();
    private final AtomicLong skippedNs = new AtomicLong();

    @Override
    public long timeNs() {
        return machine.timeNs() + skippedNs.get();
    }

    /** Leave out what an older querier counts as present after its last query. */
    void skipOlderQuerierPresent() {
        skippedNs.addAndGet(OLDER_QUERIER_PRESENT_NS);
    }
}
