package dev.covey.engine.record;

import static dev.covey.engine.record.HostSourceDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.EXCLUDE_MEMBERS_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.FLAGS_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.INCLUDE_MEMBERS_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.LISTED;
import static dev.covey.engine.record.HostSourceDescriptor.NEXT_IN_GROUP_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.OWNER_HANDLE_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.PREVIOUS_IN_GROUP_OFFSET;
import static dev.covey.engine.record.HostSourceDescriptor.QUERIED;
import static dev.covey.engine.record.HostSourceDescriptor.TRANSMISSIONS_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one host source record, laid out by {@link HostSourceDescriptor}. Holds no state of its own; wrap it
 * again to look at another.
 */
public final class HostSourceFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public HostSourceFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Source address, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return memory.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Source address, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight addressHigh(final long value) {
        memory.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Source address, low half.
     *
     * @return the value.
     */
    public long addressLow() {
        return memory.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Source address, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * Host group it belongs to.
     *
     * @return the value.
     */
    public long ownerHandle() {
        return memory.getLong(offset + OWNER_HANDLE_OFFSET);
    }

    /**
     * Host group it belongs to.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight ownerHandle(final long value) {
        memory.putLong(offset + OWNER_HANDLE_OFFSET, value);
        return this;
    }

    /**
     * Memberships that include it.
     *
     * @return the value.
     */
    public int includeMembers() {
        return memory.getInt(offset + INCLUDE_MEMBERS_OFFSET);
    }

    /**
     * Memberships that include it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight includeMembers(final int value) {
        memory.putInt(offset + INCLUDE_MEMBERS_OFFSET, value);
        return this;
    }

    /**
     * Memberships that exclude it.
     *
     * @return the value.
     */
    public int excludeMembers() {
        return memory.getInt(offset + EXCLUDE_MEMBERS_OFFSET);
    }

    /**
     * Memberships that exclude it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight excludeMembers(final int value) {
        memory.putInt(offset + EXCLUDE_MEMBERS_OFFSET, value);
        return this;
    }

    /**
     * Reports still to be sent of its last change.
     *
     * @return the value.
     */
    public int transmissions() {
        return memory.getInt(offset + TRANSMISSIONS_OFFSET);
    }

    /**
     * Reports still to be sent of its last change.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight transmissions(final int value) {
        memory.putInt(offset + TRANSMISSIONS_OFFSET, value);
        return this;
    }

    /**
     * Does the merged filter list it?
     *
     * @return true if so.
     */
    public boolean isListed() {
        return isSet(LISTED);
    }

    /**
     * Does the merged filter list it?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight isListed(final boolean value) {
        return set(LISTED, value);
    }

    /**
     * Is a pending answer about it?
     *
     * @return true if so.
     */
    public boolean isQueried() {
        return isSet(QUERIED);
    }

    /**
     * Is a pending answer about it?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostSourceFlyweight isQueried(final boolean value) {
        return set(QUERIED, value);
    }

    private boolean isSet(final int flag) {
        return (memory.getInt(offset + FLAGS_OFFSET) & flag) != 0;
    }

    private HostSourceFlyweight set(final int flag, final boolean value) {
        final int flags = memory.getInt(offset + FLAGS_OFFSET);
        memory.putInt(offset + FLAGS_OFFSET, value ? flags | flag : flags & ~flag);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "HostSource{unwrapped}";
        }
        return "HostSource{" + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "ownerHandle=" + memory.getLong(offset + OWNER_HANDLE_OFFSET) + ", "
                + "nextInGroup=" + memory.getInt(offset + NEXT_IN_GROUP_OFFSET) + ", "
                + "previousInGroup=" + memory.getInt(offset + PREVIOUS_IN_GROUP_OFFSET) + ", "
                + "includeMembers=" + memory.getInt(offset + INCLUDE_MEMBERS_OFFSET) + ", "
                + "excludeMembers=" + memory.getInt(offset + EXCLUDE_MEMBERS_OFFSET) + ", "
                + "transmissions=" + memory.getInt(offset + TRANSMISSIONS_OFFSET) + ", "
                + "flags=" + memory.getInt(offset + FLAGS_OFFSET) + '}';
    }
}
