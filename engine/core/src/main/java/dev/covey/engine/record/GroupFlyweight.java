package dev.covey.engine.record;

import static dev.covey.engine.record.GroupDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.FIRST_MEMBERSHIP_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.INTERFACE_SLOT_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.LINK_MULTICAST_HANDLE_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.MEMBERSHIP_COUNT_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.NEXT_IN_INTERFACE_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.OPEN_COUNT_OFFSET;
import static dev.covey.engine.record.GroupDescriptor.PREVIOUS_IN_INTERFACE_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one group record, laid out by {@link GroupDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class GroupFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public GroupFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Group address, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return buffer.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Group address, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight addressHigh(final long value) {
        buffer.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Group address, low half.
     *
     * @return the value.
     */
    public long addressLow() {
        return buffer.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Group address, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight addressLow(final long value) {
        buffer.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * Slot of its interface, pinned through the link multicast record.
     *
     * @return the value.
     */
    public int interfaceSlot() {
        return buffer.getInt(offset + INTERFACE_SLOT_OFFSET);
    }

    /**
     * Slot of its interface, pinned through the link multicast record.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight interfaceSlot(final int value) {
        buffer.putInt(offset + INTERFACE_SLOT_OFFSET, value);
        return this;
    }

    /**
     * Memberships that take every source, and are not the engine's own.
     *
     * @return the value.
     */
    public int openCount() {
        return buffer.getInt(offset + OPEN_COUNT_OFFSET);
    }

    /**
     * Memberships that take every source, and are not the engine's own.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight openCount(final int value) {
        buffer.putInt(offset + OPEN_COUNT_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Group{unwrapped}";
        }
        return "Group{" + "addressHigh=" + buffer.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + buffer.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "linkMulticastHandle=" + buffer.getLong(offset + LINK_MULTICAST_HANDLE_OFFSET) + ", "
                + "firstMembership=" + buffer.getInt(offset + FIRST_MEMBERSHIP_OFFSET) + ", "
                + "membershipCount=" + buffer.getInt(offset + MEMBERSHIP_COUNT_OFFSET) + ", "
                + "interfaceSlot=" + buffer.getInt(offset + INTERFACE_SLOT_OFFSET) + ", "
                + "nextInInterface=" + buffer.getInt(offset + NEXT_IN_INTERFACE_OFFSET) + ", "
                + "previousInInterface=" + buffer.getInt(offset + PREVIOUS_IN_INTERFACE_OFFSET) + ", "
                + "openCount=" + buffer.getInt(offset + OPEN_COUNT_OFFSET) + '}';
    }
}
