package dev.covey.engine.record;

import static dev.covey.engine.record.HostDescriptor.ANSWERING;
import static dev.covey.engine.record.HostDescriptor.ANSWER_BEGUN;
import static dev.covey.engine.record.HostDescriptor.ANSWER_WANTED_AGAIN;
import static dev.covey.engine.record.HostDescriptor.FIRST_GROUP_OFFSET;
import static dev.covey.engine.record.HostDescriptor.FLAGS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.GENERAL_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.GENERAL_END_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.GROUP_COUNT_OFFSET;
import static dev.covey.engine.record.HostDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.record.HostDescriptor.IPV6;
import static dev.covey.engine.record.HostDescriptor.NEXT_ANSWER_OFFSET;
import static dev.covey.engine.record.HostDescriptor.NEXT_END_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.QUERIER_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.QUERIER_HIGH_OFFSET;
import static dev.covey.engine.record.HostDescriptor.QUERIER_KNOWN;
import static dev.covey.engine.record.HostDescriptor.QUERIER_LOW_OFFSET;
import static dev.covey.engine.record.HostDescriptor.QUERY_INTERVAL_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.QUERY_RESPONSE_INTERVAL_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.ROBUSTNESS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.TIMER_POSITION_OFFSET;
import static dev.covey.engine.record.HostDescriptor.VERSION1_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.VERSION2_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostDescriptor.VERSION_1_PRESENT;
import static dev.covey.engine.record.HostDescriptor.VERSION_2_PRESENT;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one host record, laid out by {@link HostDescriptor}. Holds no state of its own; wrap it again to look at
 * another.
 */
public final class HostFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public HostFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Until when a querier of IGMPv1 or MLDv1 counts as present.
     *
     * @return the value.
     */
    public long version1DeadlineNs() {
        return memory.getLong(offset + VERSION1_DEADLINE_NS_OFFSET);
    }

    /**
     * Until when a querier of IGMPv1 or MLDv1 counts as present.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight version1DeadlineNs(final long value) {
        memory.putLong(offset + VERSION1_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Until when a querier of IGMPv2 counts as present.
     *
     * @return the value.
     */
    public long version2DeadlineNs() {
        return memory.getLong(offset + VERSION2_DEADLINE_NS_OFFSET);
    }

    /**
     * Until when a querier of IGMPv2 counts as present.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight version2DeadlineNs(final long value) {
        memory.putLong(offset + VERSION2_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Query Interval in force.
     *
     * @return the value.
     */
    public long queryIntervalNs() {
        return memory.getLong(offset + QUERY_INTERVAL_NS_OFFSET);
    }

    /**
     * Query Interval in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight queryIntervalNs(final long value) {
        memory.putLong(offset + QUERY_INTERVAL_NS_OFFSET, value);
        return this;
    }

    /**
     * Query Response Interval in force.
     *
     * @return the value.
     */
    public long queryResponseIntervalNs() {
        return memory.getLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET);
    }

    /**
     * Query Response Interval in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight queryResponseIntervalNs(final long value) {
        memory.putLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET, value);
        return this;
    }

    /**
     * When the next packet of the answer to a general query is due.
     *
     * @return the value.
     */
    public long generalDeadlineNs() {
        return memory.getLong(offset + GENERAL_DEADLINE_NS_OFFSET);
    }

    /**
     * When the next packet of the answer to a general query is due.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight generalDeadlineNs(final long value) {
        memory.putLong(offset + GENERAL_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * By when that answer has to be complete.
     *
     * @return the value.
     */
    public long generalEndNs() {
        return memory.getLong(offset + GENERAL_END_NS_OFFSET);
    }

    /**
     * By when that answer has to be complete.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight generalEndNs(final long value) {
        memory.putLong(offset + GENERAL_END_NS_OFFSET, value);
        return this;
    }

    /**
     * By when the answer after that one has to be complete.
     *
     * @return the value.
     */
    public long nextEndNs() {
        return memory.getLong(offset + NEXT_END_NS_OFFSET);
    }

    /**
     * By when the answer after that one has to be complete.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight nextEndNs(final long value) {
        memory.putLong(offset + NEXT_END_NS_OFFSET, value);
        return this;
    }

    /**
     * Address of the querier heard last, high half.
     *
     * @return the value.
     */
    public long querierHigh() {
        return memory.getLong(offset + QUERIER_HIGH_OFFSET);
    }

    /**
     * Address of the querier heard last, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight querierHigh(final long value) {
        memory.putLong(offset + QUERIER_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Address of the querier heard last, low half.
     *
     * @return the value.
     */
    public long querierLow() {
        return memory.getLong(offset + QUERIER_LOW_OFFSET);
    }

    /**
     * Address of the querier heard last, low half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight querierLow(final long value) {
        memory.putLong(offset + QUERIER_LOW_OFFSET, value);
        return this;
    }

    /**
     * Until when that querier counts as present.
     *
     * @return the value.
     */
    public long querierDeadlineNs() {
        return memory.getLong(offset + QUERIER_DEADLINE_NS_OFFSET);
    }

    /**
     * Until when that querier counts as present.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight querierDeadlineNs(final long value) {
        memory.putLong(offset + QUERIER_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Robustness Variable in force.
     *
     * @return the value.
     */
    public int robustness() {
        return memory.getInt(offset + ROBUSTNESS_OFFSET);
    }

    /**
     * Robustness Variable in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight robustness(final int value) {
        memory.putInt(offset + ROBUSTNESS_OFFSET, value);
        return this;
    }

    /**
     * Does it speak MLD?
     *
     * @return true if so.
     */
    public boolean isIpv6() {
        return isSet(IPV6);
    }

    /**
     * Does it speak MLD?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isIpv6(final boolean value) {
        return set(IPV6, value);
    }

    /**
     * Is a querier of IGMPv1 or MLDv1 present?
     *
     * @return true if so.
     */
    public boolean isVersion1Present() {
        return isSet(VERSION_1_PRESENT);
    }

    /**
     * Is a querier of IGMPv1 or MLDv1 present?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isVersion1Present(final boolean value) {
        return set(VERSION_1_PRESENT, value);
    }

    /**
     * Is a querier of IGMPv2 present?
     *
     * @return true if so.
     */
    public boolean isVersion2Present() {
        return isSet(VERSION_2_PRESENT);
    }

    /**
     * Is a querier of IGMPv2 present?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isVersion2Present(final boolean value) {
        return set(VERSION_2_PRESENT, value);
    }

    /**
     * Has a querier been heard?
     *
     * @return true if so.
     */
    public boolean isQuerierKnown() {
        return isSet(QUERIER_KNOWN);
    }

    /**
     * Has a querier been heard?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isQuerierKnown(final boolean value) {
        return set(QUERIER_KNOWN, value);
    }

    /**
     * Is a general query to be answered?
     *
     * @return true if so.
     */
    public boolean isAnswering() {
        return isSet(ANSWERING);
    }

    /**
     * Is a general query to be answered?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isAnswering(final boolean value) {
        return set(ANSWERING, value);
    }

    /**
     * Has the answer begun?
     *
     * @return true if so.
     */
    public boolean isAnswerBegun() {
        return isSet(ANSWER_BEGUN);
    }

    /**
     * Has the answer begun?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isAnswerBegun(final boolean value) {
        return set(ANSWER_BEGUN, value);
    }

    /**
     * Has another general query come since the answer has begun?
     *
     * @return true if so.
     */
    public boolean isAnswerWantedAgain() {
        return isSet(ANSWER_WANTED_AGAIN);
    }

    /**
     * Has another general query come since the answer has begun?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight isAnswerWantedAgain(final boolean value) {
        return set(ANSWER_WANTED_AGAIN, value);
    }

    private boolean isSet(final int flag) {
        return (memory.getInt(offset + FLAGS_OFFSET) & flag) != 0;
    }

    private HostFlyweight set(final int flag, final boolean value) {
        final int flags = memory.getInt(offset + FLAGS_OFFSET);
        memory.putInt(offset + FLAGS_OFFSET, value ? flags | flag : flags & ~flag);
        return this;
    }

    /**
     * Slot plus 1 of the host group that the answer goes on with, or 0.
     *
     * @return the value.
     */
    public int nextAnswer() {
        return memory.getInt(offset + NEXT_ANSWER_OFFSET);
    }

    /**
     * Slot plus 1 of the host group that the answer goes on with, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostFlyweight nextAnswer(final int value) {
        memory.putInt(offset + NEXT_ANSWER_OFFSET, value);
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
    public HostFlyweight timerPosition(final int value) {
        memory.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Host{unwrapped}";
        }
        return "Host{" + "interfaceHandle=" + memory.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "version1DeadlineNs=" + memory.getLong(offset + VERSION1_DEADLINE_NS_OFFSET) + ", "
                + "version2DeadlineNs=" + memory.getLong(offset + VERSION2_DEADLINE_NS_OFFSET) + ", "
                + "queryIntervalNs=" + memory.getLong(offset + QUERY_INTERVAL_NS_OFFSET) + ", "
                + "queryResponseIntervalNs=" + memory.getLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET) + ", "
                + "generalDeadlineNs=" + memory.getLong(offset + GENERAL_DEADLINE_NS_OFFSET) + ", "
                + "generalEndNs=" + memory.getLong(offset + GENERAL_END_NS_OFFSET) + ", "
                + "nextEndNs=" + memory.getLong(offset + NEXT_END_NS_OFFSET) + ", "
                + "querierHigh=" + memory.getLong(offset + QUERIER_HIGH_OFFSET) + ", "
                + "querierLow=" + memory.getLong(offset + QUERIER_LOW_OFFSET) + ", "
                + "querierDeadlineNs=" + memory.getLong(offset + QUERIER_DEADLINE_NS_OFFSET) + ", "
                + "robustness=" + memory.getInt(offset + ROBUSTNESS_OFFSET) + ", "
                + "flags=" + memory.getInt(offset + FLAGS_OFFSET) + ", "
                + "firstGroup=" + memory.getInt(offset + FIRST_GROUP_OFFSET) + ", "
                + "groupCount=" + memory.getInt(offset + GROUP_COUNT_OFFSET) + ", "
                + "nextAnswer=" + memory.getInt(offset + NEXT_ANSWER_OFFSET) + ", "
                + "timerPosition=" + memory.getInt(offset + TIMER_POSITION_OFFSET) + '}';
    }
}
