package dev.covey.engine.record;

import static dev.covey.engine.record.LinkMulticastDescriptor.GROUP_COUNT_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.MAC_ADDRESS_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.NEXT_IN_INTERFACE_OFFSET;
import static dev.covey.engine.record.LinkMulticastDescriptor.PREVIOUS_IN_INTERFACE_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one link multicast record, laid out by {@link LinkMulticastDescriptor}. Holds no state of its own; wrap
 * it again to look at another.
 */
public final class LinkMulticastFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Multicast address, 48 bit.
     *
     * @return the value.
     */
    public long macAddress() {
        return buffer.getLong(offset + MAC_ADDRESS_OFFSET);
    }

    /**
     * Multicast address, 48 bit.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight macAddress(final long value) {
        buffer.putLong(offset + MAC_ADDRESS_OFFSET, value);
        return this;
    }

    /**
     * Groups that need it now.
     *
     * @return the value.
     */
    public int groupCount() {
        return buffer.getInt(offset + GROUP_COUNT_OFFSET);
    }

    /**
     * Groups that need it now.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public LinkMulticastFlyweight groupCount(final int value) {
        buffer.putInt(offset + GROUP_COUNT_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "LinkMulticast{unwrapped}";
        }
        return "LinkMulticast{" + "interfaceHandle=" + buffer.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "macAddress=" + buffer.getLong(offset + MAC_ADDRESS_OFFSET) + ", "
                + "nextInInterface=" + buffer.getInt(offset + NEXT_IN_INTERFACE_OFFSET) + ", "
                + "previousInInterface=" + buffer.getInt(offset + PREVIOUS_IN_INTERFACE_OFFSET) + ", "
                + "groupCount=" + buffer.getInt(offset + GROUP_COUNT_OFFSET) + '}';
    }
}
