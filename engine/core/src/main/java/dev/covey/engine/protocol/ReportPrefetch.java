package dev.covey.engine.protocol;

import dev.covey.engine.table.AddressBatch;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import org.agrona.DirectBuffer;

/**
 * Looks once at everything that the records of a report will be applied to, so that it is in the cache by then.
 *
 * <p>Applied one after the other, each record waits for the memory that its group is in. What is looked at here is
 * looked at for a batch of records at a time, and the waits run at once. Nothing is kept of it: a record may change
 * what the next one finds.
 */
final class ReportPrefetch {
    private final RouterGroupTable groups;
    private final GroupRecordCursor ahead = new GroupRecordCursor();
    private final AddressBatch batch = new AddressBatch();
    /** What was read has to go somewhere, or the compiler need not read it. */
    private long seen;

    ReportPrefetch(final RouterGroupTable groups) {
        this.groups = groups;
    }

    void run(final int interfaceSlot, final DecodedPacket packet, final DirectBuffer buffer) {
        if (packet.numberOfRecords() == 1) {
            return;
        }
        ahead.wrap(buffer, packet);
        batch.clear();
        while (ahead.next()) {
            if (batch.add(interfaceSlot, ahead.groupHigh(), ahead.groupLow()) == AddressBatch.CAPACITY - 1) {
                seen += groups.touch(batch);
                batch.clear();
            }
        }
        seen += groups.touch(batch);
    }

    @Override
    public String toString() {
        return "ReportPrefetch{seen=" + seen + '}';
    }
}
