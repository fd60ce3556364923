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

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one querier record, laid out by {@link QuerierDescriptor}. Holds no state of its own; wrap it again to
 * look at another.
 */
public final class QuerierFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public QuerierFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * Address of the querier, high half.
     *
     * @return the value.
     */
    public long addressHigh() {
        return buffer.getLong(offset + ADDRESS_HIGH_OFFSET);
    }

    /**
     * Address of the querier, high half.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight addressHigh(final long value) {
        buffer.putLong(offset + ADDRESS_HIGH_OFFSET, value);
        return this;
    }

    /**
     * Address of the querier, low half; both 0: none known.
     *
     * @return the value.
     */
    public long addressLow() {
        return buffer.getLong(offset + ADDRESS_LOW_OFFSET);
    }

    /**
     * Address of the querier, low half; both 0: none known.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight addressLow(final long value) {
        buffer.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * When the other querier counts as gone.
     *
     * @return the value.
     */
    public long otherQuerierDeadlineNs() {
        return buffer.getLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET);
    }

    /**
     * When the other querier counts as gone.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight otherQuerierDeadlineNs(final long value) {
        buffer.putLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Query Interval in force.
     *
     * @return the value.
     */
    public long queryIntervalNs() {
        return buffer.getLong(offset + QUERY_INTERVAL_NS_OFFSET);
    }

    /**
     * Query Interval in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight queryIntervalNs(final long value) {
        buffer.putLong(offset + QUERY_INTERVAL_NS_OFFSET, value);
        return this;
    }

    /**
     * Query Response Interval in force.
     *
     * @return the value.
     */
    public long queryResponseIntervalNs() {
        return buffer.getLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET);
    }

    /**
     * Query Response Interval in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight queryResponseIntervalNs(final long value) {
        buffer.putLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET, value);
        return this;
    }

    /**
     * Robustness Variable in force.
     *
     * @return the value.
     */
    public int robustness() {
        return buffer.getInt(offset + ROBUSTNESS_OFFSET);
    }

    /**
     * Robustness Variable in force.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight robustness(final int value) {
        buffer.putInt(offset + ROBUSTNESS_OFFSET, value);
        return this;
    }

    /**
     * Whether another querier is known.
     *
     * @return true if so.
     */
    public boolean isOtherQuerierPresent() {
        return buffer.getInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET) != 0;
    }

    /**
     * Whether another querier is known.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight isOtherQuerierPresent(final boolean value) {
        buffer.putInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET, value ? 1 : 0);
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
    public QuerierFlyweight timerPosition(final int value) {
        buffer.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Whether it speaks MLD.
     *
     * @return true if so.
     */
    public boolean isIpv6() {
        return buffer.getInt(offset + IS_IPV6_OFFSET) != 0;
    }

    /**
     * Whether it speaks MLD.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight isIpv6(final boolean value) {
        buffer.putInt(offset + IS_IPV6_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Until when no further notice of ignored messages is given.
     *
     * @return the value.
     */
    public long noticeDeadlineNs() {
        return buffer.getLong(offset + NOTICE_DEADLINE_NS_OFFSET);
    }

    /**
     * Until when no further notice of ignored messages is given.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight noticeDeadlineNs(final long value) {
        buffer.putLong(offset + NOTICE_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Whether such a notice was given.
     *
     * @return true if so.
     */
    public boolean hasNotice() {
        return buffer.getInt(offset + HAS_NOTICE_OFFSET) != 0;
    }

    /**
     * Whether such a notice was given.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public QuerierFlyweight hasNotice(final boolean value) {
        buffer.putInt(offset + HAS_NOTICE_OFFSET, value ? 1 : 0);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Querier{unwrapped}";
        }
        return "Querier{" + "interfaceHandle=" + buffer.getLong(offset + INTERFACE_HANDLE_OFFSET) + ", "
                + "addressHigh=" + buffer.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + buffer.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "otherQuerierDeadlineNs=" + buffer.getLong(offset + OTHER_QUERIER_DEADLINE_NS_OFFSET) + ", "
                + "queryIntervalNs=" + buffer.getLong(offset + QUERY_INTERVAL_NS_OFFSET) + ", "
                + "queryResponseIntervalNs=" + buffer.getLong(offset + QUERY_RESPONSE_INTERVAL_NS_OFFSET) + ", "
                + "robustness=" + buffer.getInt(offset + ROBUSTNESS_OFFSET) + ", "
                + "isOtherQuerierPresent=" + buffer.getInt(offset + IS_OTHER_QUERIER_PRESENT_OFFSET) + ", "
                + "timerPosition=" + buffer.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "isIpv6=" + buffer.getInt(offset + IS_IPV6_OFFSET) + ", "
                + "noticeDeadlineNs=" + buffer.getLong(offset + NOTICE_DEADLINE_NS_OFFSET) + ", "
                + "hasNotice=" + buffer.getInt(offset + HAS_NOTICE_OFFSET) + '}';
    }
}
