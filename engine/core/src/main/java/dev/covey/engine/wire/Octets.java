package dev.covey.engine.wire;

import static org.agrona.DirectBuffer.SHOULD_BOUNDS_CHECK;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Octets of a buffer, read and written in network order.
 *
 * <p>A buffer has its octets on the heap or off it, and its own getters leave open which. The compiler has to take each
 * such access for one that may meet any object, and after each it reads again whatever it had in registers: going
 * through the records of a report took three times as long. Here one branch, which always goes the same way, tells the
 * two apart first.
 *
 * <p>Bounds are checked where those of Agrona's buffers are: unless its bounds checks are disabled.
 */
final class Octets {
    private static final boolean IS_REVERSED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Octets() {}

    static int getByte(final DirectBuffer buffer, final int index) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Byte.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        return (array == null ? UnsafeApi.getByte(null, address) : UnsafeApi.getByte(array, address)) & 0xff;
    }

    static int getShort(final DirectBuffer buffer, final int index) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Short.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final short bits = array == null ? UnsafeApi.getShort(null, address) : UnsafeApi.getShort(array, address);
        return (IS_REVERSED ? Short.reverseBytes(bits) : bits) & 0xffff;
    }

    static int getInt(final DirectBuffer buffer, final int index) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Integer.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final int bits = array == null ? UnsafeApi.getInt(null, address) : UnsafeApi.getInt(array, address);
        return IS_REVERSED ? Integer.reverseBytes(bits) : bits;
    }

    static long getLong(final DirectBuffer buffer, final int index) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Long.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final long bits = array == null ? UnsafeApi.getLong(null, address) : UnsafeApi.getLong(array, address);
        return IS_REVERSED ? Long.reverseBytes(bits) : bits;
    }

    static void putByte(final MutableDirectBuffer buffer, final int index, final int value) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Byte.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        if (array == null) {
            UnsafeApi.putByte(null, address, (byte) value);
        } else {
            UnsafeApi.putByte(array, address, (byte) value);
        }
    }

    static void putShort(final MutableDirectBuffer buffer, final int index, final int value) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Short.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final short bits = IS_REVERSED ? Short.reverseBytes((short) value) : (short) value;
        if (array == null) {
            UnsafeApi.putShort(null, address, bits);
        } else {
            UnsafeApi.putShort(array, address, bits);
        }
    }

    static void putInt(final MutableDirectBuffer buffer, final int index, final int value) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Integer.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final int bits = IS_REVERSED ? Integer.reverseBytes(value) : value;
        if (array == null) {
            UnsafeApi.putInt(null, address, bits);
        } else {
            UnsafeApi.putInt(array, address, bits);
        }
    }

    static void putLong(final MutableDirectBuffer buffer, final int index, final long value) {
        if (SHOULD_BOUNDS_CHECK) {
            buffer.boundsCheck(index, Long.BYTES);
        }
        final byte[] array = buffer.byteArray();
        final long address = buffer.addressOffset() + index;
        final long bits = IS_REVERSED ? Long.reverseBytes(value) : value;
        if (array == null) {
            UnsafeApi.putLong(null, address, bits);
        } else {
            UnsafeApi.putLong(array, address, bits);
        }
    }
}
