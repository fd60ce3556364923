package dev.covey.engine.record;

import static dev.covey.engine.record.FilterDescriptor.FIRST_SOURCE_OFFSET;
import static dev.covey.engine.record.FilterDescriptor.GROUP_SLOT_OFFSET;
import static dev.covey.engine.record.FilterDescriptor.MODE_OFFSET;
import static dev.covey.engine.record.FilterDescriptor.SOURCE_COUNT_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one filter record, laid out by {@link FilterDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class FilterFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public FilterFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Filter mode.
     *
     * @return the mode.
     */
    public FilterMode mode() {
        return FilterMode.ofCode(memory.getInt(offset + MODE_OFFSET));
    }

    /**
     * Filter mode.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public FilterFlyweight mode(final FilterMode value) {
        memory.putInt(offset + MODE_OFFSET, value.code());
        return this;
    }

    /**
     * Slot of the group whose membership it is for.
     *
     * @return the slot.
     */
    public int groupSlot() {
        return memory.getInt(offset + GROUP_SLOT_OFFSET);
    }

    /**
     * Slot of the group whose membership it is for.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public FilterFlyweight groupSlot(final int value) {
        memory.putInt(offset + GROUP_SLOT_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Filter{unwrapped}";
        }
        return "Filter{" + "mode=" + memory.getInt(offset + MODE_OFFSET) + ", "
                + "firstSource=" + memory.getInt(offset + FIRST_SOURCE_OFFSET) + ", "
                + "sourceCount=" + memory.getInt(offset + SOURCE_COUNT_OFFSET) + ", "
                + "groupSlot=" + memory.getInt(offset + GROUP_SLOT_OFFSET) + '}';
    }
}
