package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * A window on some octets of a packet. Wrap it again to look elsewhere; it holds the window and nothing else.
 *
 * <p>Wrapping checks nothing, so that it costs nothing. A getter of a subclass reads where its field is; whoever wraps
 * has made sure that the window is as long as the subclass says it must be.
 */
abstract class PacketFlyweight {
    DirectBuffer buffer;
    int offset;
    int length;

    final void window(final DirectBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Where the window starts.
     *
     * @return offset in the buffer.
     */
    public final int offset() {
        return offset;
    }

    /**
     * How long the window is.
     *
     * @return octets.
     */
    public final int length() {
        return length;
    }

    final int unsignedByte(final int field) {
        return Octets.getByte(buffer, offset + field);
    }

    final int unsignedShort(final int field) {
        return Octets.getShort(buffer, offset + field);
    }

    final int bits32(final int field) {
        return Octets.getInt(buffer, offset + field);
    }

    final long bits48(final int field) {
        return (long) unsignedShort(field) << 32 | (bits32(field + Short.BYTES) & 0xffff_ffffL);
    }

    final long bits64(final int field) {
        return Octets.getLong(buffer, offset + field);
    }

    /** High half of the address in a field of 4 or 16 octets. */
    final long addressHigh(final int field, final int addressLength) {
        return addressLength == Ipv4Flyweight.ADDRESS_LENGTH ? WellKnownGroup.IPV4_HIGH : bits64(field);
    }

    /** Low half of the address in a field of 4 or 16 octets. */
    final long addressLow(final int field, final int addressLength) {
        return addressLength == Ipv4Flyweight.ADDRESS_LENGTH
                ? InternetAddress.ipv4Low(bits32(field))
                : bits64(field + Long.BYTES);
    }
}
