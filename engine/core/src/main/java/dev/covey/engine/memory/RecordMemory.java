package dev.covey.engine.memory;

import org.agrona.UnsafeApi;

/**
 * The bytes of a block, read and written by address.
 *
 * <p>Unlike a buffer it has no other storage to think of, and checks nothing: half of what a lookup costs in the
 * nearest cache would be such checks. So it is for offsets that the engine makes itself, from slots it has checked,
 * layouts that are constant and hashes cut to the lines there are, never for what comes from outside. Tests run with
 * its assertions.
 *
 * <p>Threading: the order of each access is that of its name; without one it is plain.
 */
public class RecordMemory {
    private final long address;
    private final int capacity;

    /**
     * Bytes at an address that stays valid as long as this is used.
     *
     * @param address of the first byte, aligned to 8 bytes at least.
     * @param capacity in bytes.
     */
    RecordMemory(final long address, final int capacity) {
        this.address = address;
        this.capacity = capacity;
    }

    /**
     * The same bytes once more: what extends this reads them without a step to another object.
     *
     * @param other of the same block.
     */
    protected RecordMemory(final RecordMemory other) {
        this(other.address, other.capacity);
    }

    /**
     * Length of the block.
     *
     * @return bytes.
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Read a long.
     *
     * @param offset in bytes, aligned.
     * @return the value.
     */
    public final long getLong(final int offset) {
        assert isInside(offset, Long.BYTES) : offset;
        return UnsafeApi.getLong(null, address + offset);
    }

    /**
     * Read a long, before everything that is read or written after it.
     *
     * @param offset in bytes, aligned.
     * @return the value.
     */
    public final long getLongAcquire(final int offset) {
        assert isInside(offset, Long.BYTES) : offset;
        return UnsafeApi.getLongAcquire(null, address + offset);
    }

    /**
     * Read a long, in one order with all volatile accesses.
     *
     * @param offset in bytes, aligned.
     * @return the value.
     */
    public final long getLongVolatile(final int offset) {
        assert isInside(offset, Long.BYTES) : offset;
        return UnsafeApi.getLongVolatile(null, address + offset);
    }

    /**
     * Write a long.
     *
     * @param offset in bytes, aligned.
     * @param value to write.
     */
    public final void putLong(final int offset, final long value) {
        assert isInside(offset, Long.BYTES) : offset;
        UnsafeApi.putLong(null, address + offset, value);
    }

    /**
     * Write a long, after everything that was read or written before it.
     *
     * @param offset in bytes, aligned.
     * @param value to write.
     */
    public final void putLongRelease(final int offset, final long value) {
        assert isInside(offset, Long.BYTES) : offset;
        UnsafeApi.putLongRelease(null, address + offset, value);
    }

    /**
     * Read an int.
     *
     * @param offset in bytes, aligned.
     * @return the value.
     */
    public final int getInt(final int offset) {
        assert isInside(offset, Integer.BYTES) : offset;
        return UnsafeApi.getInt(null, address + offset);
    }

    /**
     * Read an int, before everything that is read or written after it.
     *
     * @param offset in bytes, aligned.
     * @return the value.
     */
    public final int getIntAcquire(final int offset) {
        assert isInside(offset, Integer.BYTES) : offset;
        return UnsafeApi.getIntAcquire(null, address + offset);
    }

    /**
     * Write an int.
     *
     * @param offset in bytes, aligned.
     * @param value to write.
     */
    public final void putInt(final int offset, final int value) {
        assert isInside(offset, Integer.BYTES) : offset;
        UnsafeApi.putInt(null, address + offset, value);
    }

    /**
     * Write an int, after everything that was read or written before it.
     *
     * @param offset in bytes, aligned.
     * @param value to write.
     */
    public final void putIntRelease(final int offset, final int value) {
        assert isInside(offset, Integer.BYTES) : offset;
        UnsafeApi.putIntRelease(null, address + offset, value);
    }

    private boolean isInside(final int offset, final int length) {
        return offset >= 0 && offset <= capacity - length && (offset & length - 1) == 0;
    }

    @Override
    public String toString() {
        return "RecordMemory{capacity=" + capacity + '}';
    }
}
