package dev.covey.engine.record;

import static dev.covey.engine.record.LinkMulticastDescriptor.GROUP_COUNT_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.IS_RECEIVED_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.MAC_ADDRESS_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.NEXT_IN_INTERFACE_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.PREVIOUS_IN_INTERFACE_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one link multicast record, laid out by {@link LinkMulticastDescriptor}. Holds no state of its own; wrap
 * it again to look at another.
 */
public final class LinkMulticastFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Multicast address, 48 bit.
     *
     * @return the value.
     */
    public long macAddress() {
        return memory.getLong(offset + MAC_ADDRESS_OFFSET);
    }

    /**
     * Multicast address, 48 bit.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight macAddress(final long value) {
        memory.putLong(offset + MAC_ADDRESS_OFFSET, value);
        return this;
    }

    /**
     * Groups that need it now.
     *
     * @return the value.
     */
    public int groupCount() {
        return memory.getInt(offset + GROUP_COUNT_OFFSET);
    }

    /**
     * Groups that need it now.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight groupCount(final int value) {
        memory.putInt(offset + GROUP_COUNT_OFFSET, value);
        return this;
    }

    /**
     * Whether the interface was told to receive it.
     *
     * @return true if so.
     */
    public boolean isReceived() {
        return memory.getInt(offset + IS_RECEIVED_OFFSET) != 0;
    }

    /**
     * Whether the interface was told to receive it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight isReceived(final boolean value) {
        memory.putInt(offset + IS_RECEIVED_OFFSET, value ? 1 : 0);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "LinkMulticast{unwrapped}";
        }
        return "LinkMulticast{" + "interfaceHandle=" + memory.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "macAddress=" + memory.getLong(offset + MAC_ADDRESS_OFFSET) + ", "
                + "nextInInterface=" + memory.getInt(offset + NEXT_IN_INTERFACE_OFFSET) + ", "
                + "previousInInterface=" + memory.getInt(offset + PREVIOUS_IN_INTERFACE_OFFSET) + ", "
                + "groupCount=" + memory.getInt(offset + GROUP_COUNT_OFFSET) + ", "
                + "isReceived=" + memory.getInt(offset + IS_RECEIVED_OFFSET) + '}';
    }
}
