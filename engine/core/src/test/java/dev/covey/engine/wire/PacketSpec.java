package dev.covey.engine.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A packet written down field by field, each of which may be wrong. Written apart from the encoders, so that the two
 * check each other.
 */
public final class PacketSpec {
    /** Router Alert with value 0. */
    public static final String IPV4_ROUTER_ALERT = "94040000";

    /** ICMPv6 next, Router Alert with value 0, padding. */
    public static final String IPV6_ROUTER_ALERT = "3a00050200000100";

    public static final int LENGTH_AS_IS = -1;

    public boolean isIpv6;
    public int version;
    public int headerWords = LENGTH_AS_IS;
    public int lengthField = LENGTH_AS_IS;
    public int protocol;
    public int hopLimit = 1;
    public int fragmentField;
    public String options;
    public String source;
    public String destination;
    public byte[] message;
    public int headerChecksumError;
    public int messageChecksumError;
    public int captureLength = LENGTH_AS_IS;

    public static PacketSpec igmp(final String source, final String destination, final String message) {
        final PacketSpec spec = new PacketSpec();
        spec.version = 4;
        spec.protocol = 2;
        spec.options = IPV4_ROUTER_ALERT;
        return spec.about(source, destination, message);
    }

    /** For IPv6, options are all extension headers and the protocol is their first one. */
    public static PacketSpec mld(final String source, final String destination, final String message) {
        final PacketSpec spec = new PacketSpec();
        spec.isIpv6 = true;
        spec.version = 6;
        spec.protocol = 0;
        spec.options = IPV6_ROUTER_ALERT;
        return spec.about(source, destination, message);
    }

    private PacketSpec about(final String from, final String to, final String hexMessage) {
        source = from;
        destination = to;
        message = octets(hexMessage);
        return this;
    }

    /** The packet from its IP header on. */
    public byte[] build() {
        final byte[] header = octets(options);
        final byte[] body = message.clone();
        if (body.length >= 4) {
            body[2] = 0;
            body[3] = 0;
            final long pseudo = isIpv6 ? pseudoHeaderSum(body.length) : 0;
            final int checksum = checksum(body, 0, body.length, pseudo) ^ messageChecksumError;
            body[2] = (byte) (checksum >>> 8);
            body[3] = (byte) checksum;
        }
        final byte[] packet = isIpv6 ? buildIpv6(header, body) : buildIpv4(header, body);
        return captureLength == LENGTH_AS_IS ? packet : Arrays.copyOf(packet, Math.min(captureLength, packet.length));
    }

    /** The packet in an Ethernet frame. */
    public byte[] buildFrame() {
        final byte[] packet = build();
        return ByteBuffer.allocate(14 + packet.length)
                .put(octets("01005e0000010200000000ee"))
                .putShort((short) (isIpv6 ? 0x86dd : 0x0800))
                .put(packet)
                .array();
    }

    private byte[] buildIpv4(final byte[] header, final byte[] body) {
        final int headerLength = 20 + header.length;
        final int words = headerWords == LENGTH_AS_IS ? headerLength / 4 : headerWords;
        final int length = lengthField == LENGTH_AS_IS ? headerLength + body.length : lengthField;
        final byte[] packet = ByteBuffer.allocate(headerLength + body.length)
                .put((byte) (version << 4 | words))
                .put((byte) 0xc0)
                .putShort((short) length)
                .putShort((short) 0x1234)
                .putShort((short) fragmentField)
                .put((byte) hopLimit)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt((int) InternetAddress.parse(source).low())
                .putInt((int) InternetAddress.parse(destination).low())
                .put(header)
                .put(body)
                .array();
        final int checksum = checksum(packet, 0, Math.min(words * 4, packet.length), 0) ^ headerChecksumError;
        packet[10] = (byte) (checksum >>> 8);
        packet[11] = (byte) checksum;
        return packet;
    }

    private byte[] buildIpv6(final byte[] header, final byte[] body) {
        final int length = lengthField == LENGTH_AS_IS ? header.length + body.length : lengthField;
        return ByteBuffer.allocate(40 + header.length + body.length)
                .putInt(version << 28)
                .putShort((short) length)
                .put((byte) protocol)
                .put((byte) hopLimit)
                .putLong(InternetAddress.parse(source).high())
                .putLong(InternetAddress.parse(source).low())
                .putLong(InternetAddress.parse(destination).high())
                .putLong(InternetAddress.parse(destination).low())
                .put(header)
                .put(body)
                .array();
    }

    private long pseudoHeaderSum(final int bodyLength) {
        final byte[] addresses = ByteBuffer.allocate(32)
                .putLong(InternetAddress.parse(source).high())
                .putLong(InternetAddress.parse(source).low())
                .putLong(InternetAddress.parse(destination).high())
                .putLong(InternetAddress.parse(destination).low())
                .array();
        return 0xffffL - checksum(addresses, 0, 32, 0) + bodyLength + 58;
    }

    /** RFC 1071, word by word. */
    static int checksum(final byte[] octets, final int offset, final int length, final long start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            final int octet = octets[offset + i] & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) ~sum & 0xffff;
    }

    public static byte[] octets(final String hex) {
        final String digits = hex.replace(" ", "");
        final byte[] octets = new byte[digits.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return octets;
    }

    public static String hex(final byte[] octets) {
        final StringBuilder text = new StringBuilder(2 * octets.length);
        for (final byte octet : octets) {
            text.append(String.format("%02x", octet));
        }
        return text.toString();
    }
}
