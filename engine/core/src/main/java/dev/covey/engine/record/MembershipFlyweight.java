package dev.covey.engine.record;

import static dev.covey.engine.record.MembershipDescriptor.FILTER_HANDLE_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.GROUP_HANDLE_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.IS_INDEXED_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.IS_INTERNAL_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.NEXT_IN_GROUP_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.NEXT_IN_SOCKET_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.PREVIOUS_IN_GROUP_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.PREVIOUS_IN_SOCKET_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.SOCKET_HANDLE_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one membership record, laid out by {@link MembershipDescriptor}. Holds no state of its own; wrap it again
 * to look at another.
 */
public final class MembershipFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public MembershipFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Socket that joined.
     *
     * @return the value.
     */
    public long socketHandle() {
        return memory.getLong(offset + SOCKET_HANDLE_OFFSET);
    }

    /**
     * Socket that joined.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public MembershipFlyweight socketHandle(final long value) {
        memory.putLong(offset + SOCKET_HANDLE_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Membership{unwrapped}";
        }
        return "Membership{" + "groupHandle=" + memory.getLong(offset + GROUP_HANDLE_OFFSET) + ", "
                + "filterHandle=" + memory.getLong(offset + FILTER_HANDLE_OFFSET) + ", "
                + "socketHandle=" + memory.getLong(offset + SOCKET_HANDLE_OFFSET) + ", "
                + "nextInGroup=" + memory.getInt(offset + NEXT_IN_GROUP_OFFSET) + ", "
                + "previousInGroup=" + memory.getInt(offset + PREVIOUS_IN_GROUP_OFFSET) + ", "
                + "nextInSocket=" + memory.getInt(offset + NEXT_IN_SOCKET_OFFSET) + ", "
                + "previousInSocket=" + memory.getInt(offset + PREVIOUS_IN_SOCKET_OFFSET) + ", "
                + "isInternal=" + memory.getInt(offset + IS_INTERNAL_OFFSET) + ", "
                + "isIndexed=" + memory.getInt(offset + IS_INDEXED_OFFSET) + '}';
    }
}
