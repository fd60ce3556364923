package dev.covey.engine.record;

import static dev.covey.engine.record.RouterGroupDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.FIRST_SOURCE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.IS_LEAVING_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.IS_OLDER_HOST1_PRESENT_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.IS_OLDER_HOST2_PRESENT_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.IS_TIMER_RUNNING_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.LAST_REPORTER_HIGH_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.LAST_REPORTER_LOW_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.MODE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.NEXT_IN_INTERFACE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.NEXT_PENDING_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.OLDER_HOST1_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.OLDER_HOST2_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.PENDING_CHANGE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.PREVIOUS_IN_INTERFACE_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.SOURCE_COUNT_OFFSET;
import static dev.covey.engine.record.RouterGroupDescriptor.TIMER_POSITION_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one router group record, laid out by {@link RouterGroupDescriptor}. Holds no state of its own; wrap it
 * again to look at another.
 */
public final class RouterGroupFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight wrap(final Slab slab, final int slot) {
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
    public RouterGroupFlyweight addressHigh(final long value) {
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
    public RouterGroupFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
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
    public RouterGroupFlyweight mode(final FilterMode value) {
        memory.putInt(offset + MODE_OFFSET, value.code());
        return this;
    }

    /**
     * Whether its group timer runs.
     *
     * @return true if so.
     */
    public boolean isTimerRunning() {
        return memory.getInt(offset + IS_TIMER_RUNNING_OFFSET) != 0;
    }

    /**
     * Whether its group timer runs.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight isTimerRunning(final boolean value) {
        memory.putInt(offset + IS_TIMER_RUNNING_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * When its group timer expires.
     *
     * @return the value.
     */
    public long deadlineNs() {
        return memory.getLong(offset + DEADLINE_NS_OFFSET);
    }

    /**
     * When its group timer expires.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight deadlineNs(final long value) {
        memory.putLong(offset + DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * When the last IGMPv1 host counts as gone.
     *
     * @return the value.
     */
    public long olderHost1DeadlineNs() {
        return memory.getLong(offset + OLDER_HOST1_DEADLINE_NS_OFFSET);
    }

    /**
     * When the last IGMPv1 host counts as gone.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight olderHost1DeadlineNs(final long value) {
        memory.putLong(offset + OLDER_HOST1_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * When the last IGMPv2 or MLDv1 host counts as gone.
     *
     * @return the value.
     */
    public long olderHost2DeadlineNs() {
        return memory.getLong(offset + OLDER_HOST2_DEADLINE_NS_OFFSET);
    }

    /**
     * When the last IGMPv2 or MLDv1 host counts as gone.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight olderHost2DeadlineNs(final long value) {
        memory.putLong(offset + OLDER_HOST2_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Whether an IGMPv1 host is present.
     *
     * @return true if so.
     */
    public boolean isOlderHost1Present() {
        return memory.getInt(offset + IS_OLDER_HOST1_PRESENT_OFFSET) != 0;
    }

    /**
     * Whether an IGMPv1 host is present.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight isOlderHost1Present(final boolean value) {
        memory.putInt(offset + IS_OLDER_HOST1_PRESENT_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Whether an IGMPv2 or MLDv1 host is present.
     *
     * @return true if so.
     */
    public boolean isOlderHost2Present() {
        return memory.getInt(offset + IS_OLDER_HOST2_PRESENT_OFFSET) != 0;
    }

    /**
     * Whether an IGMPv2 or MLDv1 host is present.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight isOlderHost2Present(final boolean value) {
        memory.putInt(offset + IS_OLDER_HOST2_PRESENT_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Address of the host that reported last, high half.
     *
     * @return the value.
     */
    public long lastReporterHigh() {
        return memory.getLong(offset + LAST_REPORTER_HIGH_OFFSET);
    }

    /**
     * Address of the host that reported last, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight lastReporterHigh(final long value) {
        memory.putLong(offset + LAST_REPORTER_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Address of the host that reported last, low half.
     *
     * @return the value.
     */
    public long lastReporterLow() {
        return memory.getLong(offset + LAST_REPORTER_LOW_OFFSET);
    }

    /**
     * Address of the host that reported last, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight lastReporterLow(final long value) {
        memory.putLong(offset + LAST_REPORTER_LOW_OFFSET, value);
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
    public RouterGroupFlyweight timerPosition(final int value) {
        memory.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Whether the end of the group was asked for and is being awaited.
     *
     * @return true if so.
     */
    public boolean isLeaving() {
        return memory.getInt(offset + IS_LEAVING_OFFSET) != 0;
    }

    /**
     * Whether the end of the group was asked for and is being awaited.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight isLeaving(final boolean value) {
        memory.putInt(offset + IS_LEAVING_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * What the message being applied changed, or 0.
     *
     * @return the value.
     */
    public int pendingChange() {
        return memory.getInt(offset + PENDING_CHANGE_OFFSET);
    }

    /**
     * What the message being applied changed, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight pendingChange(final int value) {
        memory.putInt(offset + PENDING_CHANGE_OFFSET, value);
        return this;
    }

    /**
     * Slot plus 1 of the next group that the message changed, or 0.
     *
     * @return the value.
     */
    public int nextPending() {
        return memory.getInt(offset + NEXT_PENDING_OFFSET);
    }

    /**
     * Slot plus 1 of the next group that the message changed, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public RouterGroupFlyweight nextPending(final int value) {
        memory.putInt(offset + NEXT_PENDING_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "RouterGroup{unwrapped}";
        }
        return "RouterGroup{" + "lastReporterHigh=" + memory.getLong(offset + LAST_REPORTER_HIGH_OFFSET) + ", "
                + "lastReporterLow=" + memory.getLong(offset + LAST_REPORTER_LOW_OFFSET) + ", "
                + "firstSource=" + memory.getInt(offset + FIRST_SOURCE_OFFSET) + ", "
                + "sourceCount=" + memory.getInt(offset + SOURCE_COUNT_OFFSET) + ", "
                + "mode=" + memory.getInt(offset + MODE_OFFSET) + ", "
                + "isTimerRunning=" + memory.getInt(offset + IS_TIMER_RUNNING_OFFSET) + ", "
                + "deadlineNs=" + memory.getLong(offset + DEADLINE_NS_OFFSET) + ", "
                + "timerPosition=" + memory.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "isLeaving=" + memory.getInt(offset + IS_LEAVING_OFFSET) + ", "
                + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "interfaceHandle=" + memory.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "olderHost1DeadlineNs=" + memory.getLong(offset + OLDER_HOST1_DEADLINE_NS_OFFSET) + ", "
                + "olderHost2DeadlineNs=" + memory.getLong(offset + OLDER_HOST2_DEADLINE_NS_OFFSET) + ", "
                + "isOlderHost1Present=" + memory.getInt(offset + IS_OLDER_HOST1_PRESENT_OFFSET) + ", "
                + "isOlderHost2Present=" + memory.getInt(offset + IS_OLDER_HOST2_PRESENT_OFFSET) + ", "
                + "nextInInterface=" + memory.getInt(offset + NEXT_IN_INTERFACE_OFFSET) + ", "
                + "previousInInterface=" + memory.getInt(offset + PREVIOUS_IN_INTERFACE_OFFSET) + ", "
                + "pendingChange=" + memory.getInt(offset + PENDING_CHANGE_OFFSET) + ", "
                + "nextPending=" + memory.getInt(offset + NEXT_PENDING_OFFSET) + '}';
    }
}
