package dev.covey.engine;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.protocol.RouterListener;
import dev.covey.engine.record.FilterMode;

/** Counts what routers refuse at a limit, and passes everything on. */
final class LimitCountingListener implements RouterListener {
    private final EngineCounters counters;
    private final RouterListener next;

    LimitCountingListener(final EngineCounters counters, final RouterListener next) {
        this.counters = counters;
        this.next = next;
    }

    @Override
    public void onMembershipChange(
            final long timeNs,
            final long interfaceHandle,
            final MembershipChange change,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long reporterHigh,
            final long reporterLow) {
        next.onMembershipChange(timeNs, interfaceHandle, change, groupHigh, groupLow, mode, reporterHigh, reporterLow);
    }

    @Override
    public void onReporter(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        next.onReporter(timeNs, interfaceHandle, groupHigh, groupLow, reporterHigh, reporterLow);
    }

    @Override
    public void onLimit(final long timeNs, final long interfaceHandle, final DropReason reason) {
        counters.increment(Handle.slot(interfaceHandle), reason);
        next.onLimit(timeNs, interfaceHandle, reason);
    }

    @Override
    public void onSourceSpecificViolation(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        next.onSourceSpecificViolation(timeNs, interfaceHandle, groupHigh, groupLow, reporterHigh, reporterLow);
    }
}
