package dev.covey.engine.wire;

import org.agrona.MutableDirectBuffer;

/**
 * The headers around a membership message that is sent: IPv4 with Router Alert and a time to live of 1, or IPv6 with a
 * hop-by-hop Router Alert and a hop limit of 1; in front of them Ethernet, if wanted.
 *
 * <p>An encoder opens the envelope, writes its message and closes the envelope, which fills in lengths and checksums.
 * One envelope serves one thread and any number of packets, one at a time. Allocates nothing once configured.
 */
public final class PacketEnvelope {
    /** The smallest MTU of a link that IPv4 runs over (RFC 791 section 3.2). */
    public static final int MIN_MTU = 68;

    /** Default MTU, that of Ethernet. */
    public static final int DEFAULT_MTU = 1500;

    private static final int IPV4_HEADER_LENGTH = Ipv4Flyweight.MIN_LENGTH + Ipv4Flyweight.ROUTER_ALERT_LENGTH;
    private static final int IPV6_HEADER_LENGTH = Ipv6Flyweight.LENGTH + Ipv6HeaderChain.UNIT;
    private static final int MAX_PACKET_LENGTH = 65_535;

    /** Precedence "internetwork control": RFC 9776 section 4. */
    private static final int INTERNETWORK_CONTROL = 0xc0;

    private static final int IPV4_VERSION_AND_LENGTH = 0x40 | IPV4_HEADER_LENGTH / 4;
    private static final int IPV6_VERSION = 0x6000_0000;

    /** ICMPv6 next, no further unit, Router Alert of two octets, its value, and two octets of padding. */
    private static final long IPV6_HOP_BY_HOP = (long) IpProtocol.ICMPV6 << 56
            | (long) Ipv6HeaderChain.ROUTER_ALERT_OPTION << 40
            | 0x02L << 32
            | (long) Ipv6HeaderChain.ROUTER_ALERT_MLD << 16
            | (long) Ipv6HeaderChain.PADN << 8;

    private final AddressFamily family;
    private final int ipHeaderLength;
    private long sourceHigh;
    private long sourceLow;
    private int mtu = DEFAULT_MTU;
    private boolean hasEthernet;
    private long sourceMac;

    private MutableDirectBuffer buffer;
    private int startOffset;
    private int ipOffset;

    /**
     * An envelope for messages of one protocol, from 0.0.0.0 or {@code ::} and without Ethernet header.
     *
     * @param family IPv4 for IGMP, IPv6 for MLD.
     */
    public PacketEnvelope(final AddressFamily family) {
        if (family == AddressFamily.NONE) {
            throw new IllegalArgumentException("no messages of this family: family=" + family);
        }
        this.family = family;
        ipHeaderLength = family == AddressFamily.IPV4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH;
        sourceLow = family == AddressFamily.IPV4 ? InternetAddress.ipv4Low(0) : 0;
    }

    /**
     * Set the source address.
     *
     * @param high half of an address of this envelope's family.
     * @param low half of the address.
     * @return this, for chaining.
     */
    public PacketEnvelope source(final long high, final long low) {
        requireFamily(high, low);
        sourceHigh = high;
        sourceLow = low;
        return this;
    }

    /**
     * Put an Ethernet header in front, to the Ethernet address of the destination group.
     *
     * @param mac source address in the low 48 bits.
     * @return this, for chaining.
     */
    public PacketEnvelope ethernet(final long mac) {
        hasEthernet = true;
        sourceMac = mac;
        return this;
    }

    /**
     * Set how long a packet may be.
     *
     * @param mtuBytes octets from the IP header on, {@link #MIN_MTU} to 65,535.
     * @return this, for chaining.
     */
    public PacketEnvelope mtu(final int mtuBytes) {
        if (mtuBytes < MIN_MTU || mtuBytes > MAX_PACKET_LENGTH) {
            throw new IllegalArgumentException(
                    "mtu out of range: mtuBytes=" + mtuBytes + ", min=" + MIN_MTU + ", max=" + MAX_PACKET_LENGTH);
        }
        mtu = mtuBytes;
        return this;
    }

    /**
     * Family of the messages.
     *
     * @return IPv4 or IPv6.
     */
    public AddressFamily family() {
        return family;
    }

    /**
     * Octets in front of a message: what a buffer needs in addition to it.
     *
     * @return length of all headers.
     */
    public int headerLength() {
        return ipHeaderLength + (hasEthernet ? EthernetFlyweight.MIN_LENGTH : 0);
    }

    /**
     * Longest message that fits the MTU.
     *
     * @return octets.
     */
    public int maxMessageLength() {
        return mtu - ipHeaderLength;
    }

    /**
     * Write all headers but their lengths and checksums.
     *
     * @param target to write to.
     * @param offset of the packet.
     * @param destinationHigh half of the group it goes to.
     * @param destinationLow half of the group.
     * @return offset of the message.
     */
    int open(
            final MutableDirectBuffer target, final int offset, final long destinationHigh, final long destinationLow) {
        buffer = target;
        startOffset = offset;
        if (target.isExpandable()) {
            // Octets are written where they are, and so there has to be room for all of them.
            target.checkLimit(offset + headerLength() + maxMessageLength());
        }
        ipOffset = offset;
        if (hasEthernet) {
            final long destinationMac = InternetAddress.multicastMac(destinationHigh, destinationLow);
            putMac(offset + EthernetFlyweight.DESTINATION_OFFSET, destinationMac);
            putMac(offset + EthernetFlyweight.SOURCE_OFFSET, sourceMac);
            final int etherType = family == AddressFamily.IPV4 ? EtherType.IPV4 : EtherType.IPV6;
            Octets.putShort(target, offset + EthernetFlyweight.ETHER_TYPE_OFFSET, etherType);
            ipOffset += EthernetFlyweight.MIN_LENGTH;
        }
        if (family == AddressFamily.IPV4) {
            putIpv4Header(destinationLow);
        } else {
            putIpv6Header(destinationHigh, destinationLow);
        }
        return ipOffset + ipHeaderLength;
    }

    /**
     * Fill in lengths and checksums, the message's included; its checksum field must be zero.
     *
     * @param messageEnd offset of the first octet behind the message.
     * @return length of the packet with all headers.
     */
    int close(final int messageEnd) {
        final int messageOffset = ipOffset + ipHeaderLength;
        final int messageLength = messageEnd - messageOffset;
        long sum = Checksum.sum(buffer, messageOffset, messageLength);
        if (family == AddressFamily.IPV4) {
            Octets.putShort(buffer, ipOffset + Ipv4Flyweight.TOTAL_LENGTH_OFFSET, messageEnd - ipOffset);
            final long headerSum = Checksum.sum(buffer, ipOffset, ipHeaderLength);
            Octets.putShort(buffer, ipOffset + Ipv4Flyweight.CHECKSUM_OFFSET, Checksum.complement(headerSum));
        } else {
            final int payloadLength = messageEnd - ipOffset - Ipv6Flyweight.LENGTH;
            Octets.putShort(buffer, ipOffset + Ipv6Flyweight.PAYLOAD_LENGTH_OFFSET, payloadLength);
            sum += Checksum.pseudoHeaderSum(buffer, ipOffset, messageLength);
        }
        Octets.putShort(buffer, messageOffset + MessageLayout.CHECKSUM_OFFSET, Checksum.complement(sum));
        return messageEnd - startOffset;
    }

    /** An address of the other family is a mistake of the caller that would be sent as a different address. */
    void requireFamily(final long high, final long low) {
        if (InternetAddress.isIpv4(high, low) != (family == AddressFamily.IPV4)) {
            throw new IllegalArgumentException("address of the other family: family=" + family + ", address="
                    + InternetAddress.toString(high, low));
        }
    }

    static void putAddress(
            final MutableDirectBuffer buffer,
            final int offset,
            final int addressLength,
            final long high,
            final long low) {
        if (addressLength == Ipv4Flyweight.ADDRESS_LENGTH) {
            Octets.putInt(buffer, offset, (int) low);
        } else {
            Octets.putLong(buffer, offset, high);
            Octets.putLong(buffer, offset + Long.BYTES, low);
        }
    }

    private void putIpv4Header(final long destinationLow) {
        Octets.putByte(buffer, ipOffset + Ipv4Flyweight.VERSION_OFFSET, IPV4_VERSION_AND_LENGTH);
        Octets.putByte(buffer, ipOffset + Ipv4Flyweight.TYPE_OF_SERVICE_OFFSET, INTERNETWORK_CONTROL);
        Octets.putShort(buffer, ipOffset + Ipv4Flyweight.TOTAL_LENGTH_OFFSET, 0);
        // Never fragmented, so that the identification has nothing to tell apart (RFC 6864 section 4.1).
        Octets.putShort(buffer, ipOffset + Ipv4Flyweight.IDENTIFICATION_OFFSET, 0);
        Octets.putShort(buffer, ipOffset + Ipv4Flyweight.FRAGMENT_OFFSET, Ipv4Flyweight.DO_NOT_FRAGMENT);
        Octets.putByte(buffer, ipOffset + Ipv4Flyweight.TIME_TO_LIVE_OFFSET, 1);
        Octets.putByte(buffer, ipOffset + Ipv4Flyweight.PROTOCOL_OFFSET, IpProtocol.IGMP);
        Octets.putShort(buffer, ipOffset + Ipv4Flyweight.CHECKSUM_OFFSET, 0);
        putAddress(buffer, ipOffset + Ipv4Flyweight.SOURCE_OFFSET, Ipv4Flyweight.ADDRESS_LENGTH, 0, sourceLow);
        putAddress(
                buffer, ipOffset + Ipv4Flyweight.DESTINATION_OFFSET, Ipv4Flyweight.ADDRESS_LENGTH, 0, destinationLow);
        Octets.putInt(buffer, ipOffset + Ipv4Flyweight.OPTIONS_OFFSET, Ipv4Flyweight.ROUTER_ALERT);
    }

    private void putIpv6Header(final long destinationHigh, final long destinationLow) {
        Octets.putInt(buffer, ipOffset + Ipv6Flyweight.VERSION_OFFSET, IPV6_VERSION);
        Octets.putShort(buffer, ipOffset + Ipv6Flyweight.PAYLOAD_LENGTH_OFFSET, 0);
        Octets.putByte(buffer, ipOffset + Ipv6Flyweight.NEXT_HEADER_OFFSET, IpProtocol.HOP_BY_HOP_OPTIONS);
        Octets.putByte(buffer, ipOffset + Ipv6Flyweight.HOP_LIMIT_OFFSET, 1);
        putAddress(buffer, ipOffset + Ipv6Flyweight.SOURCE_OFFSET, Ipv6Flyweight.ADDRESS_LENGTH, sourceHigh, sourceLow);
        putAddress(
                buffer,
                ipOffset + Ipv6Flyweight.DESTINATION_OFFSET,
                Ipv6Flyweight.ADDRESS_LENGTH,
                destinationHigh,
                destinationLow);
        Octets.putLong(buffer, ipOffset + Ipv6Flyweight.LENGTH, IPV6_HOP_BY_HOP);
    }

    private void putMac(final int offset, final long mac) {
        Octets.putShort(buffer, offset, (int) (mac >>> 32));
        Octets.putInt(buffer, offset + Short.BYTES, (int) mac);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("PacketEnvelope{family=").append(family);
        InternetAddress.append(text.append(", source="), sourceHigh, sourceLow);
        text.append(", mtu=").append(mtu);
        if (hasEthernet) {
            AddressFormatter.appendMac(text.append(", sourceMac="), sourceMac);
        }
        return text.append('}').toString();
    }
}
