package dev.covey.engine.record;

import static dev.covey.engine.record.MembershipDescriptor.FILTER_HANDLE_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.GROUP_HANDLE_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.IS_INTERNAL_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.NEXT_IN_GROUP_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.NEXT_IN_SOCKET_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.PREVIOUS_IN_GROUP_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.PREVIOUS_IN_SOCKET_OFFSET;
import static dev.covey.engine.record.MembershipDescriptor.SOCKET_HANDLE_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one membership record, laid out by {@link MembershipDescriptor}. Holds no state of its own; wrap it again
 * to look at another.
 */
public final class MembershipFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public MembershipFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Socket that joined.
     *
     * @return the value.
     */
    public long socketHandle() {
        return buffer.getLong(offset + SOCKET_HANDLE_OFFSET);
    }

    /**
     * Socket that joined.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public MembershipFlyweight socketHandle(final long value) {
        buffer.putLong(offset + SOCKET_HANDLE_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Membership{unwrapped}";
        }
        return "Membership{" + "groupHandle=" + buffer.getLong(offset + GROUP_HANDLE_OFFSET) + ", "
                + "filterHandle=" + buffer.getLong(offset + FILTER_HANDLE_OFFSET) + ", "
                + "socketHandle=" + buffer.getLong(offset + SOCKET_HANDLE_OFFSET) + ", "
                + "nextInGroup=" + buffer.getInt(offset + NEXT_IN_GROUP_OFFSET) + ", "
                + "previousInGroup=" + buffer.getInt(offset + PREVIOUS_IN_GROUP_OFFSET) + ", "
                + "nextInSocket=" + buffer.getInt(offset + NEXT_IN_SOCKET_OFFSET) + ", "
                + "previousInSocket=" + buffer.getInt(offset + PREVIOUS_IN_SOCKET_OFFSET) + ", "
                + "isInternal=" + buffer.getInt(offset + IS_INTERNAL_OFFSET) + '}';
    }
}
