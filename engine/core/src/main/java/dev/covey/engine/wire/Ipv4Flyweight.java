package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * An IPv4 header (RFC 791).
 *
 * <pre>
 *   0        1        2        3        4
 *   +--------+--------+--------+--------+
 *   |version |type of | total length    |
 *   |  length| service|                 |
 *   +--------+--------+--------+--------+
 *   | identification  |flags, fragment  |
 *   |                 | offset          |
 *   +--------+--------+--------+--------+
 *   |time to |protocol| checksum        |
 *   |    live|        |                 |
 *   +--------+--------+--------+--------+
 *   | source                            |
 *   +--------+--------+--------+--------+
 *   | destination                       |
 *   +--------+--------+--------+--------+
 *   | options, 0 to 40 octets           |
 * </pre>
 *
 * <p>Needs a window of {@link #MIN_LENGTH} octets; for {@link #options()} one of {@link #headerLength()}.
 */
public final class Ipv4Flyweight extends PacketFlyweight {
    /** Length of a header without options. */
    public static final int MIN_LENGTH = 20;

    /** Length of an address. */
    public static final int ADDRESS_LENGTH = 4;

    /** Router Alert option: packets whose contents every router should look at (RFC 2113). */
    public static final int ROUTER_ALERT_OPTION = 148;

    /** Octets of a Router Alert option. */
    public static final int ROUTER_ALERT_LENGTH = 4;

    /** The option with its length and the value that IGMP uses: every router shall look at the packet. */
    static final int ROUTER_ALERT = ROUTER_ALERT_OPTION << 24 | ROUTER_ALERT_LENGTH << 16;

    static final int VERSION_OFFSET = 0;
    static final int TYPE_OF_SERVICE_OFFSET = 1;
    static final int TOTAL_LENGTH_OFFSET = 2;
    static final int IDENTIFICATION_OFFSET = 4;
    static final int FRAGMENT_OFFSET = 6;
    static final int TIME_TO_LIVE_OFFSET = 8;
    static final int PROTOCOL_OFFSET = 9;
    static final int CHECKSUM_OFFSET = 10;
    static final int SOURCE_OFFSET = 12;
    static final int DESTINATION_OFFSET = 16;
    static final int OPTIONS_OFFSET = 20;

    static final int DO_NOT_FRAGMENT = 0x4000;
    static final int MORE_FRAGMENTS_AND_OFFSET = 0x3fff;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;

    /** What the options of a header say. */
    public enum Options {
        /** None, or none that matters. */
        VALID,
        /** One of them is Router Alert with value 0. */
        ROUTER_ALERT,
        /** One of them runs beyond the header. */
        MALFORMED
    }

    /**
     * Look at a header.
     *
     * @param buffer containing it.
     * @param offset of its first octet.
     * @param length octets from there to the end of the packet.
     * @return this, for chaining.
     */
    public Ipv4Flyweight wrap(final DirectBuffer buffer, final int offset, final int length) {
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
     * Length of the header with its options.
     *
     * @return 0 to 60 octets; below {@link #MIN_LENGTH} the header is wrong.
     */
    public int headerLength() {
        return (unsignedByte(VERSION_OFFSET) & 0xf) * 4;
    }

    /**
     * Type of service.
     *
     * @return 0 to 255.
     */
    public int typeOfService() {
        return unsignedByte(TYPE_OF_SERVICE_OFFSET);
    }

    /**
     * Length of header and payload. What follows in the frame is padding.
     *
     * @return 0 to 65,535 octets.
     */
    public int totalLength() {
        return unsignedShort(TOTAL_LENGTH_OFFSET);
    }

    /**
     * Identification.
     *
     * @return 0 to 65,535.
     */
    public int identification() {
        return unsignedShort(IDENTIFICATION_OFFSET);
    }

    /**
     * Is the packet a part of a larger one?
     *
     * @return true for every fragment, the first one included.
     */
    public boolean isFragment() {
        return (unsignedShort(FRAGMENT_OFFSET) & MORE_FRAGMENTS_AND_OFFSET) != 0;
    }

    /**
     * Time to live.
     *
     * @return 0 to 255.
     */
    public int timeToLive() {
        return unsignedByte(TIME_TO_LIVE_OFFSET);
    }

    /**
     * Protocol of the payload.
     *
     * @return 0 to 255.
     */
    public int protocol() {
        return unsignedByte(PROTOCOL_OFFSET);
    }

    /**
     * Header checksum.
     *
     * @return 0 to 65,535.
     */
    public int checksum() {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    /**
     * Is the header checksum correct? Needs a window of {@link #headerLength()}.
     *
     * @return true if it is.
     */
    public boolean isChecksumCorrect() {
        return Checksum.complement(Checksum.sum(buffer, offset, headerLength())) == 0;
    }

    /**
     * Low half of the source address; the high half is zero.
     *
     * @return the address, IPv4-mapped.
     */
    public long sourceLow() {
        return addressLow(SOURCE_OFFSET, ADDRESS_LENGTH);
    }

    /**
     * Low half of the destination address; the high half is zero.
     *
     * @return the address, IPv4-mapped.
     */
    public long destinationLow() {
        return addressLow(DESTINATION_OFFSET, ADDRESS_LENGTH);
    }

    /**
     * Walk the options. A Router Alert whose value is not 0 does not ask routers to look (RFC 2113 section 2.1) and
     * does not count as one.
     *
     * @return what they say; malformed outweighs the rest.
     */
    public Options options() {
        final int end = headerLength();
        Options found = Options.VALID;
        int field = OPTIONS_OFFSET;
        while (field < end) {
            final int option = unsignedByte(field);
            if (option == END_OF_OPTIONS) {
                break;
            }
            if (option == NO_OPERATION) {
                field++;
                continue;
            }
            final int optionLength = field + 1 < end ? unsignedByte(field + 1) : 0;
            if (optionLength < 2 || optionLength > end - field) {
                return Options.MALFORMED;
            }
            if (option == ROUTER_ALERT_OPTION) {
                if (optionLength != ROUTER_ALERT_LENGTH) {
                    return Options.MALFORMED;
                }
                if (unsignedShort(field + 2) == 0) {
                    found = Options.ROUTER_ALERT;
                }
            }
            field += optionLength;
        }
        return found;
    }

    @Override
    public String toString() {
        if (buffer == null || length < MIN_LENGTH) {
            return "Ipv4Flyweight{length=" + length + "}";
        }
        return "Ipv4Flyweight{version=" + version()
                + ", headerLength=" + headerLength()
                + ", typeOfService=" + typeOfService()
                + ", totalLength=" + totalLength()
                + ", identification=" + identification()
                + ", isFragment=" + isFragment()
                + ", timeToLive=" + timeToLive()
                + ", protocol=" + protocol()
                + ", checksum=" + checksum()
                + ", source=" + InternetAddress.toString(0, sourceLow())
                + ", destination=" + InternetAddress.toString(0, destinationLow())
                + ", options=" + (length < headerLength() ? "cut" : options())
                + '}';
    }
}
