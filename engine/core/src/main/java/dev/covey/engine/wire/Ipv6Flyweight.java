package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * An IPv6 header (RFC 8200 section 3). What follows it is walked by {@link Ipv6HeaderChain}.
 *
 * <pre>
 *   0        4        6        7        8        24           40
 *   +--------+--------+--------+--------+--------+------------+
 *   |version,|payload |next    |hop     |source  |destination |
 *   |class,  |  length|  header|   limit|        |            |
 *   |flow    |        |        |        |        |            |
 *   +--------+--------+--------+--------+--------+------------+
 * </pre>
 *
 * <p>Needs a window of {@link #LENGTH} octets.
 */
public final class Ipv6Flyweight extends PacketFlyweight {
    /** Length of the header. */
    public static final int LENGTH = 40;

    /** Length of an address. */
    public static final int ADDRESS_LENGTH = 16;

    static final int VERSION_OFFSET = 0;
    static final int PAYLOAD_LENGTH_OFFSET = 4;
    static final int NEXT_HEADER_OFFSET = 6;
    static final int HOP_LIMIT_OFFSET = 7;
    static final int SOURCE_OFFSET = 8;
    static final int DESTINATION_OFFSET = 24;

    /**
     * Look at a header.
     *
     * @param buffer containing it.
     * @param offset of its first octet.
     * @param length octets from there to the end of the packet.
     * @return this, for chaining.
     */
    public Ipv6Flyweight wrap(final DirectBuffer buffer, final int offset, final int length) {
        window(buffer, offset, length);
        return this;
    }

    /**
     * IP version.
     *
     * @return 0 to 15.
     */
    public int version() {
        return unsignedByte(VERSION_OFFSET) >>> 4;
    }

    /**
     * Traffic class.
     *
     * @return 0 to 255.
     */
    public int trafficClass() {
        return bits32(VERSION_OFFSET) >>> 20 & 0xff;
    }

    /**
     * Flow label.
     *
     * @return 0 to 2^20 - 1.
     */
    public int flowLabel() {
        return bits32(VERSION_OFFSET) & 0xf_ffff;
    }

    /**
     * Length of everything behind this header. What follows in the frame is padding.
     *
     * @return 0 to 65,535 octets.
     */
    public int payloadLength() {
        return unsignedShort(PAYLOAD_LENGTH_OFFSET);
    }

    /**
     * Protocol of what follows: an extension header or the upper layer.
     *
     * @return 0 to 255.
     */
    public int nextHeader() {
        return unsignedByte(NEXT_HEADER_OFFSET);
    }

    /**
     * Hop limit.
     *
     * @return 0 to 255.
     */
    public int hopLimit() {
        return unsignedByte(HOP_LIMIT_OFFSET);
    }

    /**
     * High half of the source address.
     *
     * @return 64 bits.
     */
    public long sourceHigh() {
        return bits64(SOURCE_OFFSET);
    }

    /**
     * Low half of the source address.
     *
     * @return 64 bits.
     */
    public long sourceLow() {
        return bits64(SOURCE_OFFSET + Long.BYTES);
    }

    /**
     * High half of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationHigh() {
        return bits64(DESTINATION_OFFSET);
    }

    /**
     * Low half of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationLow() {
        return bits64(DESTINATION_OFFSET + Long.BYTES);
    }

    @Override
    public String toString() {
        if (buffer == null || length < LENGTH) {
            return "Ipv6Flyweight{length=" + length + "}";
        }
        return "Ipv6Flyweight{version=" + version()
                + ", trafficClass=" + trafficClass()
                + ", flowLabel=" + flowLabel()
                + ", payloadLength=" + payloadLength()
                + ", nextHeader=" + nextHeader()
                + ", hopLimit=" + hopLimit()
                + ", source=" + InternetAddress.toString(sourceHigh(), sourceLow())
                + ", destination=" + InternetAddress.toString(destinationHigh(), destinationLow())
                + '}';
    }
}
