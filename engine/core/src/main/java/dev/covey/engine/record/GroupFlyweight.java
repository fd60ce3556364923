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

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one group record, laid out by {@link GroupDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class GroupFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public GroupFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Group address, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return memory.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Group address, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight addressHigh(final long value) {
        memory.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Group address, low half.
     *
     * @return the value.
     */
    public long addressLow() {
        return memory.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Group address, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * Slot of its interface, pinned through the link multicast record.
     *
     * @return the value.
     */
    public int interfaceSlot() {
        return memory.getInt(offset + INTERFACE_SLOT_OFFSET);
    }

    /**
     * Slot of its interface, pinned through the link multicast record.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight interfaceSlot(final int value) {
        memory.putInt(offset + INTERFACE_SLOT_OFFSET, value);
        return this;
    }

    /**
     * Memberships that take every source, and are not the engine's own.
     *
     * @return the value.
     */
    public int openCount() {
        return memory.getInt(offset + OPEN_COUNT_OFFSET);
    }

    /**
     * Memberships that take every source, and are not the engine's own.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public GroupFlyweight openCount(final int value) {
        memory.putInt(offset + OPEN_COUNT_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Group{unwrapped}";
        }
        return "Group{" + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "linkMulticastHandle=" + memory.getLong(offset + LINK_MULTICAST_HANDLE_OFFSET) + ", "
                + "firstMembership=" + memory.getInt(offset + FIRST_MEMBERSHIP_OFFSET) + ", "
                + "membershipCount=" + memory.getInt(offset + MEMBERSHIP_COUNT_OFFSET) + ", "
                + "interfaceSlot=" + memory.getInt(offset + INTERFACE_SLOT_OFFSET) + ", "
                + "nextInInterface=" + memory.getInt(offset + NEXT_IN_INTERFACE_OFFSET) + ", "
                + "previousInInterface=" + memory.getInt(offset + PREVIOUS_IN_INTERFACE_OFFSET) + ", "
                + "openCount=" + memory.getInt(offset + OPEN_COUNT_OFFSET) + '}';
    }
}
