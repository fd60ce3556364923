package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.table.AddressBatch;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import org.agrona.DirectBuffer;

/**
 * Finds the groups of a report's records, a batch of them at a time, ahead of the records' being applied.
 *
 * <p>Found one after the other, each would wait for the memory that it is in; in a batch the waits run at once, and
 * what applying the records will read is near by then. A group that was found stays where it is for as long as the
 * report is being applied. One that was not may be there when its turn comes, made by a record before.
 */
final class ReportGroups {
    private final RouterGroupTable groups;
    private final GroupRecordCursor ahead = new GroupRecordCursor();
    private final AddressBatch batch = new AddressBatch();
    private int interfaceSlot;
    private int position;

    /** One record has nothing to wait together with. */
    private boolean isAlone;

    /** What was read ahead has to go somewhere, or the compiler need not read it. */
    private long seen;

    ReportGroups(final RouterGroupTable groups) {
        this.groups = groups;
    }

    /** Begin with the first record of a report. */
    void begin(final int ofInterface, final DecodedPacket packet, final DirectBuffer buffer) {
        interfaceSlot = ofInterface;
        isAlone = packet.numberOfRecords() == 1;
        ahead.wrap(buffer, packet);
        batch.clear();
        position = 0;
    }

    /** Slot of the group of the record whose turn it is, or NULL_SLOT if it was not found ahead. */
    int next() {
        if (position == batch.size()) {
            if (isAlone) {
                return NULL_SLOT;
            }
            findBatch();
        }
        return batch.value(position++);
    }

    /** What {@link #next()} has returned last. */
    int current() {
        return isAlone ? NULL_SLOT : batch.value(position - 1);
    }

    private void findBatch() {
        batch.clear();
        position = 0;
        while (batch.size() < AddressBatch.CAPACITY && ahead.next()) {
            batch.add(interfaceSlot, ahead.groupHigh(), ahead.groupLow());
        }
        seen += groups.find(batch);
    }

    @Override
    public String toString() {
        return "ReportGroups{position=" + position + ", seen=" + seen + '}';
    }
}
