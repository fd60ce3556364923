package dev.covey.engine.record;

import static dev.covey.engine.record.SourceDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.IS_TIMER_RUNNING_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.NEXT_IN_SET_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.OWNER_HANDLE_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.PREVIOUS_IN_SET_OFFSET;
import static dev.covey.engine.record.SourceDescriptor.TIMER_POSITION_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one source record, laid out by {@link SourceDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class SourceFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public SourceFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Source address, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return buffer.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Source address, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight addressHigh(final long value) {
        buffer.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Source address, low half.
     *
     * @return the value.
     */
    public long addressLow() {
        return buffer.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Source address, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight addressLow(final long value) {
        buffer.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * Filter or router group it belongs to.
     *
     * @return the value.
     */
    public long ownerHandle() {
        return buffer.getLong(offset + OWNER_HANDLE_OFFSET);
    }

    /**
     * Filter or router group it belongs to.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight ownerHandle(final long value) {
        buffer.putLong(offset + OWNER_HANDLE_OFFSET, value);
        return this;
    }

    /**
     * When its source timer expires; only meaningful while it runs.
     *
     * @return the value.
     */
    public long deadlineNs() {
        return buffer.getLong(offset + DEADLINE_NS_OFFSET);
    }

    /**
     * When its source timer expires; only meaningful while it runs.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight deadlineNs(final long value) {
        buffer.putLong(offset + DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Position in the deadline heap plus 1, or 0.
     *
     * @return the value.
     */
    public int timerPosition() {
        return buffer.getInt(offset + TIMER_POSITION_OFFSET);
    }

    /**
     * Position in the deadline heap plus 1, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight timerPosition(final int value) {
        buffer.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Whether its source timer runs; one at zero is blocked in EXCLUDE mode.
     *
     * @return true if so.
     */
    public boolean isTimerRunning() {
        return buffer.getInt(offset + IS_TIMER_RUNNING_OFFSET) != 0;
    }

    /**
     * Whether its source timer runs; one at zero is blocked in EXCLUDE mode.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SourceFlyweight isTimerRunning(final boolean value) {
        buffer.putInt(offset + IS_TIMER_RUNNING_OFFSET, value ? 1 : 0);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Source{unwrapped}";
        }
        return "Source{" + "addressHigh=" + buffer.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + buffer.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "ownerHandle=" + buffer.getLong(offset + OWNER_HANDLE_OFFSET) + ", "
                + "nextInSet=" + buffer.getInt(offset + NEXT_IN_SET_OFFSET) + ", "
                + "previousInSet=" + buffer.getInt(offset + PREVIOUS_IN_SET_OFFSET) + ", "
                + "deadlineNs=" + buffer.getLong(offset + DEADLINE_NS_OFFSET) + ", "
                + "timerPosition=" + buffer.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "isTimerRunning=" + buffer.getInt(offset + IS_TIMER_RUNNING_OFFSET) + '}';
    }
}
