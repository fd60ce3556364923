package dev.covey.benchmarks;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;

/** Counts what an engine tells, so that a benchmark can hold it to the right answer. */
final class AnswerCounter implements MembershipListener {
    private long reports;
    private long wanted;
    private long changes;
    private long drops;

    /** Group records that were applied. */
    long reports() {
        return reports;
    }

    /** Data packets that somebody gets. */
    long wanted() {
        return wanted;
    }

    /** Changes of membership. */
    long changes() {
        return changes;
    }

    /** Packets that were dropped. */
    long drops() {
        return drops;
    }

    void reset() {
        reports = 0;
        wanted = 0;
        changes = 0;
        drops = 0;
    }

    @Override
    public void onReporter(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {
        reports++;
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
    public void onData(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final boolean isWanted) {
        wanted += isWanted ? 1 : 0;
    }

    @Override
    public void onDrop(final long timeNs, final long interfaceHandle, final DropReason reason) {
        drops++;
    }
}
