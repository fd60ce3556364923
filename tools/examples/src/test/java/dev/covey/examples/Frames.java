package dev.covey.examples;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.Checksum;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Ethernet frames as they come from a link. */
final class Frames {
    private static final int ETHERNET_LENGTH = 14;
    private static final int CHECKSUM_OFFSET = 24;
    private static final int DATAGRAM_LENGTH = 54;
    private static final short ETHER_TYPE_IPV4 = 0x0800;
    private static final long SENDER_MAC = 0x0200_0000_00aaL;

    private Frames() {}

    /** A host joins a group, by IGMPv2. */
    static byte[] join(final String group, final String host) {
        final InternetAddress to = InternetAddress.parse(group);
        final InternetAddress from = InternetAddress.parse(host);
        final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
        ethernet(frame, to);
        final int lengthBytes = new GroupMessageEncoder(
                        new PacketEnvelope(AddressFamily.IPV4).source(from.high(), from.low()))
                .report(frame, ETHERNET_LENGTH, MessageKind.V2_REPORT, to.high(), to.low());
        return Arrays.copyOf(frame.byteArray(), ETHERNET_LENGTH + lengthBytes);
    }

    /** A datagram that begins with a number; another 4 bytes follow. */
    static byte[] datagram(final String group, final String source, final long sequence) {
        final InternetAddress to = InternetAddress.parse(group);
        final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
        ethernet(frame, to);
        frame.putShort(14, (short) 0x4500, ByteOrder.BIG_ENDIAN);
        frame.putShort(16, (short) (DATAGRAM_LENGTH - ETHERNET_LENGTH), ByteOrder.BIG_ENDIAN);
        frame.putByte(22, (byte) 16);
        frame.putByte(23, (byte) 17);
        frame.putInt(26, (int) InternetAddress.parse(source).low(), ByteOrder.BIG_ENDIAN);
        frame.putInt(30, (int) to.low(), ByteOrder.BIG_ENDIAN);
        sum(frame);
        frame.putShort(38, (short) (DATAGRAM_LENGTH - 34), ByteOrder.BIG_ENDIAN);
        frame.putLong(42, sequence, ByteOrder.BIG_ENDIAN);
        return Arrays.copyOf(frame.byteArray(), DATAGRAM_LENGTH);
    }

    /** Set the checksum of the IPv4 header. */
    static void sum(final MutableDirectBuffer frame) {
        frame.putShort(CHECKSUM_OFFSET, (short) 0);
        frame.putShort(
                CHECKSUM_OFFSET,
                (short) Checksum.complement(Checksum.sum(frame, ETHERNET_LENGTH, 20)),
                ByteOrder.BIG_ENDIAN);
    }

    private static void ethernet(final ExpandableArrayBuffer frame, final InternetAddress to) {
        final long mac = InternetAddress.multicastMac(to.high(), to.low());
        frame.putLong(0, mac << Short.SIZE | SENDER_MAC >>> Integer.SIZE, ByteOrder.BIG_ENDIAN);
        frame.putInt(Long.BYTES, (int) SENDER_MAC, ByteOrder.BIG_ENDIAN);
        frame.putShort(Long.BYTES + Integer.BYTES, ETHER_TYPE_IPV4, ByteOrder.BIG_ENDIAN);
    }
}
