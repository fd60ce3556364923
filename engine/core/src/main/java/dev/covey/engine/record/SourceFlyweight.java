package dev.covey.engine.record;

import static dev.covey.engine.record.SourceDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.BLOCKED;
import static dev.covey.engine.record.SourceDescriptor.DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.FLAGS_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.LEAVING;
import static dev.covey.engine.record.SourceDescriptor.LISTED;
import static dev.covey.engine.record.SourceDescriptor.NEXT_IN_SET_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.OWNER_HANDLE_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.PREVIOUS_IN_SET_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.TIMER_POSITION_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one source record, laid out by {@link SourceDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class SourceFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public SourceFlyweight wrap(final Slab slab, final int slot) {
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
    public SourceFlyweight addressHigh(final long value) {
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
    public SourceFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * Filter or router group it belongs to.
     *
     * @return the value.
     */
    public long ownerHandle() {
        return memory.getLong(offset + OWNER_HANDLE_OFFSET);
    }

    /**
     * Filter or router group it belongs to.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight ownerHandle(final long value) {
        memory.putLong(offset + OWNER_HANDLE_OFFSET, value);
        return this;
    }

    /**
     * When its source timer expires; only meaningful while it runs.
     *
     * @return the value.
     */
    public long deadlineNs() {
        return memory.getLong(offset + DEADLINE_NS_OFFSET);
    }

    /**
     * When its source timer expires; only meaningful while it runs.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight deadlineNs(final long value) {
        memory.putLong(offset + DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Position in the deadline heap plus 1, or 0.
     *
     * @return the value.
     */
    public int timerPosition() {
        return memory.getInt(offset + TIMER_POSITION_OFFSET);
    }

    /**
     * Position in the deadline heap plus 1, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight timerPosition(final int value) {
        memory.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Whether its source timer is at zero; meaningful in a router group.
     *
     * @return true if so.
     */
    public boolean isBlocked() {
        return hasFlag(BLOCKED);
    }

    /**
     * Whether its source timer is at zero; meaningful in a router group.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight isBlocked(final boolean value) {
        return flag(BLOCKED, value);
    }

    /**
     * Whether its end was asked for and is being awaited; meaningful in a router group.
     *
     * @return true if so.
     */
    public boolean isLeaving() {
        return hasFlag(LEAVING);
    }

    /**
     * Whether its end was asked for and is being awaited; meaningful in a router group.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight isLeaving(final boolean value) {
        return flag(LEAVING, value);
    }

    /**
     * Whether the record that is being applied lists it; meaningful in a router group.
     *
     * @return true if so.
     */
    public boolean isListed() {
        return hasFlag(LISTED);
    }

    /**
     * Whether the record that is being applied lists it; meaningful in a router group.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight isListed(final boolean value) {
        return flag(LISTED, value);
    }

    private boolean hasFlag(final int mask) {
        return (memory.getInt(offset + FLAGS_OFFSET) & mask) != 0;
    }

    private SourceFlyweight flag(final int mask, final boolean value) {
        final int flags = memory.getInt(offset + FLAGS_OFFSET);
        memory.putInt(offset + FLAGS_OFFSET, value ? flags | mask : flags & ~mask);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Source{unwrapped}";
        }
        return "Source{" + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "ownerHandle=" + memory.getLong(offset + OWNER_HANDLE_OFFSET) + ", "
                + "nextInSet=" + memory.getInt(offset + NEXT_IN_SET_OFFSET) + ", "
                + "previousInSet=" + memory.getInt(offset + PREVIOUS_IN_SET_OFFSET) + ", "
                + "deadlineNs=" + memory.getLong(offset + DEADLINE_NS_OFFSET) + ", "
                + "timerPosition=" + memory.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "flags=" + memory.getInt(offset + FLAGS_OFFSET) + '}';
    }
}
