package dev.covey.engine.record;

import static dev.covey.engine.record.SocketDescriptor.COOKIE_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.FIRST_MEMBERSHIP_OFFSET;
import static dev.covey.engine.record.SocketDescriptor.MEMBERSHIP_COUNT_OFFSET;

import dev.covey.engine.memory.Slab;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Cursor over one socket record, laid out by {@link SocketDescriptor}. Holds no state of its own; wrap it again to look
 * at another.
 */
public final class SocketFlyweight {
    private AtomicBuffer buffer;
    private int offset;

    /**
     * Look at another record.
     *
     * @param slab of the records.
     * @param slot of the record.
     * @return this, for chaining.
     */
    public SocketFlyweight wrap(final Slab slab, final int slot) {
        this.buffer = slab.buffer();
        this.offset = slab.offset(slot);
        return this;
    }

    /**
     * What the embedder calls it.
     *
     * @return the value.
     */
    public long cookie() {
        return buffer.getLong(offset + COOKIE_OFFSET);
    }

    /**
     * What the embedder calls it.
     *
     * @param value to set.
     * @return this, for chaining.
     */
    public SocketFlyweight cookie(final long value) {
        buffer.putLong(offset + COOKIE_OFFSET, value);
        return this;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "Socket{unwrapped}";
        }
        return "Socket{" + "cookie=" + buffer.getLong(offset + COOKIE_OFFSET) + ", "
                + "firstMembership=" + buffer.getInt(offset + FIRST_MEMBERSHIP_OFFSET) + ", "
                + "membershipCount=" + buffer.getInt(offset + MEMBERSHIP_COUNT_OFFSET) + '}';
    }
}
