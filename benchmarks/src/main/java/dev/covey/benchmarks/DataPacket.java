package dev.covey.benchmarks;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.Checksum;
import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a short UDP datagram to a group, on Ethernet. */
final class DataPacket {
    private static final int UDP = 17;
    private static final int UDP_LENGTH = 8 + 18;
    private static final int UDP_PORT = 5004;
    private static final int TIME_TO_LIVE = 16;
    private static final long MAC_ADDRESS = 0x0200_0000_0003L;
    private static final int MAC_HIGH_SHIFT = 32;
    private static final int DO_NOT_FRAGMENT = 0x4000;

    private static final int DESTINATION_MAC_OFFSET = 0;
    private static final int SOURCE_MAC_OFFSET = 6;
    private static final int ETHER_TYPE_OFFSET = 12;
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_ETHER_TYPE = 0x0800;
    private static final int IPV6_ETHER_TYPE = 0x86dd;

    private static final int IPV4_TOTAL_LENGTH_OFFSET = 2;
    private static final int IPV4_FRAGMENT_OFFSET = 6;
    private static final int IPV4_TIME_TO_LIVE_OFFSET = 8;
    private static final int IPV4_PROTOCOL_OFFSET = 9;
    private static final int IPV4_CHECKSUM_OFFSET = 10;
    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV4_DESTINATION_OFFSET = 16;
    private static final int IPV4_LENGTH = 20;

    private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_HOP_LIMIT_OFFSET = 7;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV6_DESTINATION_OFFSET = 24;
    private static final int IPV6_LENGTH = 40;

    private DataPacket() {}

    /** Write a packet from the first source, and return its length. */
    static int write(
            final UnsafeBuffer buffer,
            final int offset,
            final AddressFamily family,
            final long groupHigh,
            final long groupLow) {
        putMac(buffer, offset + DESTINATION_MAC_OFFSET, InternetAddress.multicastMac(groupHigh, groupLow));
        putMac(buffer, offset + SOURCE_MAC_OFFSET, MAC_ADDRESS);
        final boolean isIpv4 = family == AddressFamily.IPV4;
        putShort(buffer, offset + ETHER_TYPE_OFFSET, isIpv4 ? IPV4_ETHER_TYPE : IPV6_ETHER_TYPE);
        final int header = offset + ETHERNET_LENGTH;
        final int headerLength =
                isIpv4 ? putIpv4Header(buffer, header, groupLow) : putIpv6Header(buffer, header, groupHigh, groupLow);
        putShort(buffer, header + headerLength, UDP_PORT);
        putShort(buffer, header + headerLength + Short.BYTES, UDP_PORT);
        putShort(buffer, header + headerLength + 2 * Short.BYTES, UDP_LENGTH);
        return ETHERNET_LENGTH + headerLength + UDP_LENGTH;
    }

    private static int putIpv4Header(final UnsafeBuffer buffer, final int header, final long groupLow) {
        buffer.putByte(header, (byte) 0x45);
        putShort(buffer, header + IPV4_TOTAL_LENGTH_OFFSET, IPV4_LENGTH + UDP_LENGTH);
        putShort(buffer, header + IPV4_FRAGMENT_OFFSET, DO_NOT_FRAGMENT);
        buffer.putByte(header + IPV4_TIME_TO_LIVE_OFFSET, (byte) TIME_TO_LIVE);
        buffer.putByte(header + IPV4_PROTOCOL_OFFSET, (byte) UDP);
        final long sourceLow = Addresses.sources(AddressFamily.IPV4).low(0);
        buffer.putInt(header + IPV4_SOURCE_OFFSET, (int) sourceLow, ByteOrder.BIG_ENDIAN);
        buffer.putInt(header + IPV4_DESTINATION_OFFSET, (int) groupLow, ByteOrder.BIG_ENDIAN);
        final long sum = Checksum.sum(buffer, header, IPV4_LENGTH);
        putShort(buffer, header + IPV4_CHECKSUM_OFFSET, Checksum.complement(sum));
        return IPV4_LENGTH;
    }

    private static int putIpv6Header(
            final UnsafeBuffer buffer, final int header, final long groupHigh, final long groupLow) {
        final Addresses sources = Addresses.sources(AddressFamily.IPV6);
        buffer.putByte(header, (byte) 0x60);
        putShort(buffer, header + IPV6_PAYLOAD_LENGTH_OFFSET, UDP_LENGTH);
        buffer.putByte(header + IPV6_NEXT_HEADER_OFFSET, (byte) UDP);
        buffer.putByte(header + IPV6_HOP_LIMIT_OFFSET, (byte) TIME_TO_LIVE);
        putAddress(buffer, header + IPV6_SOURCE_OFFSET, sources.high(), sources.low(0));
        putAddress(buffer, header + IPV6_DESTINATION_OFFSET, groupHigh, groupLow);
        return IPV6_LENGTH;
    }

    private static void putAddress(final UnsafeBuffer buffer, final int offset, final long high, final long low) {
        buffer.putLong(offset, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + Long.BYTES, low, ByteOrder.BIG_ENDIAN);
    }

    private static void putMac(final UnsafeBuffer buffer, final int offset, final long mac) {
        putShort(buffer, offset, (int) (mac >>> MAC_HIGH_SHIFT));
        buffer.putInt(offset + Short.BYTES, (int) mac, ByteOrder.BIG_ENDIAN);
    }

    private static void putShort(final UnsafeBuffer buffer, final int offset, final int value) {
        buffer.putShort(offset, (short) value, ByteOrder.BIG_ENDIAN);
    }
}
