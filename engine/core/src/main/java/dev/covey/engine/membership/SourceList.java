package dev.covey.engine.membership;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Cursor over a list of source addresses: 16 bytes each, high half first, both halves in native byte order. */
public final class SourceList {
    /** Bytes of one address. */
    public static final int ENTRY_LENGTH = 2 * Long.BYTES;

    /** A list without sources. */
    public static final SourceList EMPTY = new SourceList();

    private DirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int offset;
    private int count;

    /**
     * Look at a list.
     *
     * @param buffer that has it.
     * @param offset of the first address.
     * @param count of addresses.
     * @return this, for chaining.
     */
    public SourceList wrap(final DirectBuffer buffer, final int offset, final int count) {
        if (this == EMPTY) {
            throw new IllegalStateException("the empty list is shared");
        }
        buffer.boundsCheck(offset, Math.multiplyExact(count, ENTRY_LENGTH));
        this.buffer = buffer;
        this.offset = offset;
        this.count = count;
        return this;
    }

    /**
     * Number of addresses.
     *
     * @return the number.
     */
    public int count() {
        return count;
    }

    /**
     * High half of an address.
     *
     * @param index of the address, from 0.
     * @return the high half.
     */
    public long high(final int index) {
        return buffer.getLong(offset + index * ENTRY_LENGTH);
    }

    /**
     * Low half of an address.
     *
     * @param index of the address, from 0.
     * @return the low half.
     */
    public long low(final int index) {
        return buffer.getLong(offset + index * ENTRY_LENGTH + Long.BYTES);
    }
}
