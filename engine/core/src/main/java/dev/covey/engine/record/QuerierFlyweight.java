package dev.covey.engine.record;

import static dev.covey.engine.record.QuerierDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.HAS_NOTICE_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.IS_IPV6_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.IS_OTHER_QUERIER_PRESENT_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.NOTICE_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.OTHER_QUERIER_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.QUERY_INTERVAL_NS_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.QUERY_RESPONSE_INTERVAL_NS_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.ROBUSTNESS_OFFSET;
import static dev.covey.engine.record.QuerierDescriptor.TIMER_POSITION_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one querier record, laid out by {@link QuerierDescriptor}. Holds no state of its own; wrap it again to
 * look at another.
 */
public final class QuerierFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public QuerierFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * Address of the querier, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return memory.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Address of the querier, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight addressHigh(final long value) {
        memory.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Address of the querier, low half; both 0: none known.
     *
     * @return the value.
     */
    public long addressLow() {
        return memory.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Address of the querier, low half; both 0: none known.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * When the other querier counts as gone.
     *
     * @return the value.
     */
    public long otherQuerierDeadlineNs() {
        return memory.getLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET);
    }

    /**
     * When the other querier counts as gone.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight otherQuerierDeadlineNs(final long value) {
        memory.putLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET, value);
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
    public QuerierFlyweight queryIntervalNs(final long value) {
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
    public QuerierFlyweight queryResponseIntervalNs(final long value) {
        memory.putLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET, value);
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
    public QuerierFlyweight robustness(final int value) {
        memory.putInt(offset + ROBUSTNESS_OFFSET, value);
        return this;
    }

    /**
     * Whether another querier is known.
     *
     * @return true if so.
     */
    public boolean isOtherQuerierPresent() {
        return memory.getInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET) != 0;
    }

    /**
     * Whether another querier is known.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight isOtherQuerierPresent(final boolean value) {
        memory.putInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET, value ? 1 : 0);
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
    public QuerierFlyweight timerPosition(final int value) {
        memory.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Whether it speaks MLD.
     *
     * @return true if so.
     */
    public boolean isIpv6() {
        return memory.getInt(offset + IS_IPV6_OFFSET) != 0;
    }

    /**
     * Whether it speaks MLD.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight isIpv6(final boolean value) {
        memory.putInt(offset + IS_IPV6_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Until when no further notice of ignored messages is given.
     *
     * @return the value.
     */
    public long noticeDeadlineNs() {
        return memory.getLong(offset + NOTICE_DEADLINE_NS_OFFSET);
    }

    /**
     * Until when no further notice of ignored messages is given.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight noticeDeadlineNs(final long value) {
        memory.putLong(offset + NOTICE_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Whether such a notice was given.
     *
     * @return true if so.
     */
    public boolean hasNotice() {
        return memory.getInt(offset + HAS_NOTICE_OFFSET) != 0;
    }

    /**
     * Whether such a notice was given.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight hasNotice(final boolean value) {
        memory.putInt(offset + HAS_NOTICE_OFFSET, value ? 1 : 0);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Querier{unwrapped}";
        }
        return "Querier{" + "interfaceHandle=" + memory.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "otherQuerierDeadlineNs=" + memory.getLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET) + ", "
                + "queryIntervalNs=" + memory.getLong(offset + QUERY_INTERVAL_NS_OFFSET) + ", "
                + "queryResponseIntervalNs=" + memory.getLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET) + ", "
                + "robustness=" + memory.getInt(offset + ROBUSTNESS_OFFSET) + ", "
                + "isOtherQuerierPresent=" + memory.getInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET) + ", "
                + "timerPosition=" + memory.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "isIpv6=" + memory.getInt(offset + IS_IPV6_OFFSET) + ", "
                + "noticeDeadlineNs=" + memory.getLong(offset + NOTICE_DEADLINE_NS_OFFSET) + ", "
                + "hasNotice=" + memory.getInt(offset + HAS_NOTICE_OFFSET) + '}';
    }
}
