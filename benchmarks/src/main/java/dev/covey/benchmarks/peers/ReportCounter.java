package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;

/** Counts what a router tells of the reports it has read. */
final class ReportCounter implements MembershipListener {
    /** Group records that were applied. */
    long records;

    /** Groups that came or went. */
    long changes;

    /** Packets that were dropped. */
    long drops;

    @Override
    public void onReporter(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        records++;
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
        changes++;
    }

    @Override
    public void onDrop(final long timeNs, final long interfaceHandle, final DropReason reason) {
        drops++;
    }
}
