package dev.covey.engine.record;

import static dev.covey.engine.record.InterfaceDescriptor.COOKIE_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.FIRST_GROUP_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.FIRST_LINK_MULTICAST_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.FIRST_ROUTER_GROUP_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.GROUP_COUNT_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.IGMP_QUERIER_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.IS_UP_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.LINK_MULTICAST_COUNT_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.MAC_ADDRESS_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.MLD_QUERIER_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.MTU_OFFSET;
import static dev.covey.engine.record.InterfaceDescriptor.ROUTER_GROUP_COUNT_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one interface record, laid out by {@link InterfaceDescriptor}. Holds no state of its own; wrap it again
 * to look at another.
 */
public final class InterfaceFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public InterfaceFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * What the embedder calls it, for example its interface index.
     *
     * @return the value.
     */
    public long cookie() {
        return memory.getLong(offset + COOKIE_OFFSET);
    }

    /**
     * What the embedder calls it, for example its interface index.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public InterfaceFlyweight cookie(final long value) {
        memory.putLong(offset + COOKIE_OFFSET, value);
        return this;
    }

    /**
     * Link-layer address, 48 bit.
     *
     * @return the value.
     */
    public long macAddress() {
        return memory.getLong(offset + MAC_ADDRESS_OFFSET);
    }

    /**
     * Link-layer address, 48 bit.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public InterfaceFlyweight macAddress(final long value) {
        memory.putLong(offset + MAC_ADDRESS_OFFSET, value);
        return this;
    }

    /**
     * Whether packets may be sent and received.
     *
     * @return true if so.
     */
    public boolean isUp() {
        return memory.getInt(offset + IS_UP_OFFSET) != 0;
    }

    /**
     * Whether packets may be sent and received.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public InterfaceFlyweight isUp(final boolean value) {
        memory.putInt(offset + IS_UP_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Largest IP packet in bytes.
     *
     * @return the value.
     */
    public int mtu() {
        return memory.getInt(offset + MTU_OFFSET);
    }

    /**
     * Largest IP packet in bytes.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public InterfaceFlyweight mtu(final int value) {
        memory.putInt(offset + MTU_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Interface{unwrapped}";
        }
        return "Interface{" + "cookie=" + memory.getLong(offset + COOKIE_OFFSET) + ", "
                + "macAddress=" + memory.getLong(offset + MAC_ADDRESS_OFFSET) + ", "
                + "isUp=" + memory.getInt(offset + IS_UP_OFFSET) + ", "
                + "mtu=" + memory.getInt(offset + MTU_OFFSET) + ", "
                + "firstGroup=" + memory.getInt(offset + FIRST_GROUP_OFFSET) + ", "
                + "groupCount=" + memory.getInt(offset + GROUP_COUNT_OFFSET) + ", "
                + "firstLinkMulticast=" + memory.getInt(offset + FIRST_LINK_MULTICAST_OFFSET) + ", "
                + "linkMulticastCount=" + memory.getInt(offset + LINK_MULTICAST_COUNT_OFFSET) + ", "
                + "firstRouterGroup=" + memory.getInt(offset + FIRST_ROUTER_GROUP_OFFSET) + ", "
                + "routerGroupCount=" + memory.getInt(offset + ROUTER_GROUP_COUNT_OFFSET) + ", "
                + "igmpQuerier=" + memory.getInt(offset + IGMP_QUERIER_OFFSET) + ", "
                + "mldQuerier=" + memory.getInt(offset + MLD_QUERIER_OFFSET) + '}';
    }
}
