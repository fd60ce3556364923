package dev.covey.engine.record;

import static dev.covey.engine.record.SocketDescriptor.COOKIE_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.FIRST_MEMBERSHIP_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.IS_INTERNAL_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.IS_LOOPBACK_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.MAX_MEMBERSHIPS_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.MAX_SOURCES_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.MEMBERSHIP_COUNT_OFFSET;

import dev.covey.engine.memory.RecordMemory;
import dev.covey.engine.memory.Slab;

/**
 * Cursor over one socket record, laid out by {@link SocketDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class SocketFlyweight {
    private RecordMemory memory;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public SocketFlyweight wrap(final Slab slab, final int slot) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (memory != slab.memory()) {
            memory = slab.memory();
        }
        offset = slab.offset(slot);
        return this;
    }

    /**
     * What the embedder calls it.
     *
     * @return the value.
     */
    public long cookie() {
        return memory.getLong(offset + COOKIE_OFFSET);
    }

    /**
     * What the embedder calls it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SocketFlyweight cookie(final long value) {
        memory.putLong(offset + COOKIE_OFFSET, value);
        return this;
    }

    /**
     * Whether it is the engine's own: no delivery names it.
     *
     * @return true if so.
     */
    public boolean isInternal() {
        return memory.getInt(offset + IS_INTERNAL_OFFSET) != 0;
    }

    /**
     * Whether it is the engine's own: no delivery names it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SocketFlyweight isInternal(final boolean value) {
        memory.putInt(offset + IS_INTERNAL_OFFSET, value ? 1 : 0);
        return this;
    }

    /**
     * Most memberships that it can have.
     *
     * @return the value.
     */
    public int maxMemberships() {
        return memory.getInt(offset + MAX_MEMBERSHIPS_OFFSET);
    }

    /**
     * Most memberships that it can have.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SocketFlyweight maxMemberships(final int value) {
        memory.putInt(offset + MAX_MEMBERSHIPS_OFFSET, value);
        return this;
    }

    /**
     * Most sources that a filter of it can list.
     *
     * @return the value.
     */
    public int maxSources() {
        return memory.getInt(offset + MAX_SOURCES_OFFSET);
    }

    /**
     * Most sources that a filter of it can list.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SocketFlyweight maxSources(final int value) {
        memory.putInt(offset + MAX_SOURCES_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (memory == null) {
            return "Socket{unwrapped}";
        }
        return "Socket{" + "cookie=" + memory.getLong(offset + COOKIE_OFFSET) + ", "
                + "firstMembership=" + memory.getInt(offset + FIRST_MEMBERSHIP_OFFSET) + ", "
                + "membershipCount=" + memory.getInt(offset + MEMBERSHIP_COUNT_OFFSET) + ", "
                + "isInternal=" + memory.getInt(offset + IS_INTERNAL_OFFSET) + ", "
                + "isLoopback=" + memory.getInt(offset + IS_LOOPBACK_OFFSET) + ", "
                + "maxMemberships=" + memory.getInt(offset + MAX_MEMBERSHIPS_OFFSET) + ", "
                + "maxSources=" + memory.getInt(offset + MAX_SOURCES_OFFSET) + '}';
    }
}
