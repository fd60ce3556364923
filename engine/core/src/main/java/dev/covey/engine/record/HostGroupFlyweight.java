package dev.covey.engine.record;

import static dev.covey.engine.record.HostGroupDescriptor.ADDRESS_HIGH_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.ADDRESS_LOW_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.ANSWERING;
import static dev.covey.engine.record.HostGroupDescriptor.ANSWER_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.CHANGE_DEADLINE_NS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.CHANGING;
import static dev.covey.engine.record.HostGroupDescriptor.DUE;
import static dev.covey.engine.record.HostGroupDescriptor.EXCLUDE_MEMBERS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.FIRST_SOURCE_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.FLAGS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.HOST_HANDLE_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.LAST_REPORTER;
import static dev.covey.engine.record.HostGroupDescriptor.LAST_REPORTER_HIGH_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.LAST_REPORTER_LOW_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.LISTED_SOURCES_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.MEMBERS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.MODE_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.MODE_TRANSMISSIONS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.NEXT_DUE_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.NEXT_IN_HOST_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.PREVIOUS_IN_HOST_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.QUERIED_SOURCES_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.SOURCE_COUNT_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.SOURCE_TRANSMISSIONS_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.SUPPRESSED;
import static dev.covey.engine.record.HostGroupDescriptor.TIMER_POSITION_OFFSET;
import static dev.covey.engine.record.HostGroupDescriptor.UNSENT;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one host group record, laid out by {@link HostGroupDescriptor}. Holds no state of its own; wrap it again
 * to look at another.
 */
public final class HostGroupFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public HostGroupFlyweight wrap(final Slab slab, final int slot) {
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
    public HostGroupFlyweight addressHigh(final long value) {
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
    public HostGroupFlyweight addressLow(final long value) {
        memory.putLong(offset + ADDRESS_LOW_OFFSET, value);
        return this;
    }

    /**
     * When the answer to a query is due.
     *
     * @return the value.
     */
    public long answerDeadlineNs() {
        return memory.getLong(offset + ANSWER_DEADLINE_NS_OFFSET);
    }

    /**
     * When the answer to a query is due.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight answerDeadlineNs(final long value) {
        memory.putLong(offset + ANSWER_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * When the change is announced again.
     *
     * @return the value.
     */
    public long changeDeadlineNs() {
        return memory.getLong(offset + CHANGE_DEADLINE_NS_OFFSET);
    }

    /**
     * When the change is announced again.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight changeDeadlineNs(final long value) {
        memory.putLong(offset + CHANGE_DEADLINE_NS_OFFSET, value);
        return this;
    }

    /**
     * Who reported the group last, high half.
     *
     * @return the value.
     */
    public long lastReporterHigh() {
        return memory.getLong(offset + LAST_REPORTER_HIGH_OFFSET);
    }

    /**
     * Who reported the group last, low half.
     *
     * @return the value.
     */
    public long lastReporterLow() {
        return memory.getLong(offset + LAST_REPORTER_LOW_OFFSET);
    }

    /**
     * Who reported the group last.
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return this, for chaining.
     */
    public HostGroupFlyweight lastReporter(final long high, final long low) {
        memory.putLong(offset + LAST_REPORTER_HIGH_OFFSET, high);
        memory.putLong(offset + LAST_REPORTER_LOW_OFFSET, low);
        return this;
    }

    /**
     * Merged filter mode.
     *
     * @return the mode.
     */
    public FilterMode mode() {
        return FilterMode.ofCode(memory.getInt(offset + MODE_OFFSET));
    }

    /**
     * Merged filter mode.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight mode(final FilterMode value) {
        memory.putInt(offset + MODE_OFFSET, value.code());
        return this;
    }

    /**
     * Memberships that are merged.
     *
     * @return the value.
     */
    public int members() {
        return memory.getInt(offset + MEMBERS_OFFSET);
    }

    /**
     * Memberships that are merged.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight members(final int value) {
        memory.putInt(offset + MEMBERS_OFFSET, value);
        return this;
    }

    /**
     * Memberships among them that exclude.
     *
     * @return the value.
     */
    public int excludeMembers() {
        return memory.getInt(offset + EXCLUDE_MEMBERS_OFFSET);
    }

    /**
     * Memberships among them that exclude.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight excludeMembers(final int value) {
        memory.putInt(offset + EXCLUDE_MEMBERS_OFFSET, value);
        return this;
    }

    /**
     * Sources of the merged filter.
     *
     * @return the value.
     */
    public int listedSources() {
        return memory.getInt(offset + LISTED_SOURCES_OFFSET);
    }

    /**
     * Sources of the merged filter.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight listedSources(final int value) {
        memory.putInt(offset + LISTED_SOURCES_OFFSET, value);
        return this;
    }

    /**
     * Reports still to be sent of the last change of mode.
     *
     * @return the value.
     */
    public int modeTransmissions() {
        return memory.getInt(offset + MODE_TRANSMISSIONS_OFFSET);
    }

    /**
     * Reports still to be sent of the last change of mode.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight modeTransmissions(final int value) {
        memory.putInt(offset + MODE_TRANSMISSIONS_OFFSET, value);
        return this;
    }

    /**
     * Reports still to be sent of the last change of sources.
     *
     * @return the value.
     */
    public int sourceTransmissions() {
        return memory.getInt(offset + SOURCE_TRANSMISSIONS_OFFSET);
    }

    /**
     * Reports still to be sent of the last change of sources.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight sourceTransmissions(final int value) {
        memory.putInt(offset + SOURCE_TRANSMISSIONS_OFFSET, value);
        return this;
    }

    /**
     * Sources that a pending answer is about; 0: about all.
     *
     * @return the value.
     */
    public int queriedSources() {
        return memory.getInt(offset + QUERIED_SOURCES_OFFSET);
    }

    /**
     * Sources that a pending answer is about; 0: about all.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight queriedSources(final int value) {
        memory.putInt(offset + QUERIED_SOURCES_OFFSET, value);
        return this;
    }

    /**
     * Is a query to be answered?
     *
     * @return true if so.
     */
    public boolean isAnswering() {
        return isSet(ANSWERING);
    }

    /**
     * Is a query to be answered?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isAnswering(final boolean value) {
        return set(ANSWERING, value);
    }

    /**
     * Is a change to be announced again?
     *
     * @return true if so.
     */
    public boolean isChanging() {
        return isSet(CHANGING);
    }

    /**
     * Is a change to be announced again?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isChanging(final boolean value) {
        return set(CHANGING, value);
    }

    /**
     * Has nobody else reported it since this host has?
     *
     * @return true if so.
     */
    public boolean isLastReporter() {
        return isSet(LAST_REPORTER);
    }

    /**
     * Has nobody else reported it since this host has?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isLastReporter(final boolean value) {
        return set(LAST_REPORTER, value);
    }

    /**
     * Is a change to be announced now?
     *
     * @return true if so.
     */
    public boolean isDue() {
        return isSet(DUE);
    }

    /**
     * Is a change to be announced now?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isDue(final boolean value) {
        return set(DUE, value);
    }

    /**
     * Has the last change not been announced yet?
     *
     * @return true if so.
     */
    public boolean isUnsent() {
        return isSet(UNSENT);
    }

    /**
     * Has the last change not been announced yet?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isUnsent(final boolean value) {
        return set(UNSENT, value);
    }

    /**
     * Has somebody else answered the general query?
     *
     * @return true if so.
     */
    public boolean isSuppressed() {
        return isSet(SUPPRESSED);
    }

    /**
     * Has somebody else answered the general query?
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight isSuppressed(final boolean value) {
        return set(SUPPRESSED, value);
    }

    private boolean isSet(final int flag) {
        return (memory.getInt(offset + FLAGS_OFFSET) & flag) != 0;
    }

    private HostGroupFlyweight set(final int flag, final boolean value) {
        final int flags = memory.getInt(offset + FLAGS_OFFSET);
        memory.putInt(offset + FLAGS_OFFSET, value ? flags | flag : flags & ~flag);
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
    public HostGroupFlyweight timerPosition(final int value) {
        memory.putInt(offset + TIMER_POSITION_OFFSET, value);
        return this;
    }

    /**
     * Slot plus 1 of the next group whose change is due, or 0.
     *
     * @return the value.
     */
    public int nextDue() {
        return memory.getInt(offset + NEXT_DUE_OFFSET);
    }

    /**
     * Slot plus 1 of the next group whose change is due, or 0.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public HostGroupFlyweight nextDue(final int value) {
        memory.putInt(offset + NEXT_DUE_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "HostGroup{unwrapped}";
        }
        return "HostGroup{" + "addressHigh=" + memory.getLong(offset + ADDRESS_HIGH_OFFSET) + ", "
                + "addressLow=" + memory.getLong(offset + ADDRESS_LOW_OFFSET) + ", "
                + "hostHandle=" + memory.getLong(offset + HOST_HANDLE_OFFSET) + ", "
                + "answerDeadlineNs=" + memory.getLong(offset + ANSWER_DEADLINE_NS_OFFSET) + ", "
                + "changeDeadlineNs=" + memory.getLong(offset + CHANGE_DEADLINE_NS_OFFSET) + ", "
                + "lastReporterHigh=" + memory.getLong(offset + LAST_REPORTER_HIGH_OFFSET) + ", "
                + "lastReporterLow=" + memory.getLong(offset + LAST_REPORTER_LOW_OFFSET) + ", "
                + "nextInHost=" + memory.getInt(offset + NEXT_IN_HOST_OFFSET) + ", "
                + "previousInHost=" + memory.getInt(offset + PREVIOUS_IN_HOST_OFFSET) + ", "
                + "firstSource=" + memory.getInt(offset + FIRST_SOURCE_OFFSET) + ", "
                + "sourceCount=" + memory.getInt(offset + SOURCE_COUNT_OFFSET) + ", "
                + "mode=" + memory.getInt(offset + MODE_OFFSET) + ", "
                + "members=" + memory.getInt(offset + MEMBERS_OFFSET) + ", "
                + "excludeMembers=" + memory.getInt(offset + EXCLUDE_MEMBERS_OFFSET) + ", "
                + "listedSources=" + memory.getInt(offset + LISTED_SOURCES_OFFSET) + ", "
                + "modeTransmissions=" + memory.getInt(offset + MODE_TRANSMISSIONS_OFFSET) + ", "
                + "sourceTransmissions=" + memory.getInt(offset + SOURCE_TRANSMISSIONS_OFFSET) + ", "
                + "queriedSources=" + memory.getInt(offset + QUERIED_SOURCES_OFFSET) + ", "
                + "flags=" + memory.getInt(offset + FLAGS_OFFSET) + ", "
                + "timerPosition=" + memory.getInt(offset + TIMER_POSITION_OFFSET) + ", "
                + "nextDue=" + memory.getInt(offset + NEXT_DUE_OFFSET) + '}';
    }
}
