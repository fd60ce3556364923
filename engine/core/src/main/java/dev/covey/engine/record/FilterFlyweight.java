package dev.covey.engine.record;

import static dev.covey.engine.record.FilterDescriptor.FIRST_SOURCE_OFFSET;
import static dev.covey.engine.record.FilterDescriptor.MODE_OFFSET;
import static dev.covey.engine.record.FilterDescriptor.SOURCE_COUNT_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one filter record, laid out by {@link FilterDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class FilterFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public FilterFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Filter mode.
     *
     * @return the mode.
     */
    public FilterMode mode() {
        return FilterMode.ofCode(buffer.getInt(offset + MODE_OFFSET));
    }

    /**
     * Filter mode.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public FilterFlyweight mode(final FilterMode value) {
        buffer.putInt(offset + MODE_OFFSET, value.code());
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Filter{unwrapped}";
        }
        return "Filter{" + "mode=" + buffer.getInt(offset + MODE_OFFSET) + ", "
                + "firstSource=" + buffer.getInt(offset + FIRST_SOURCE_OFFSET) + ", "
                + "sourceCount=" + buffer.getInt(offset + SOURCE_COUNT_OFFSET) + '}';
    }
}
