package dev.covey.tools.drive;

import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Packets as a scenario has them, put together octet by octet, without the encoders of the engine. */
final class PacketText {
    static final String QUERIER = "192.0.2.1";
    static final String QUERIER6 = "fe80::1";

    private static final HexFormat HEX = HexFormat.of();

    private PacketText() {}

    /** An IGMP message, its checksum filled in, in an IPv4 packet with Router Alert and time to live 1. */
    static String igmp(final String source, final String destination, final String message) {
        return ipv4(source, destination, 1, message);
    }

    static String ipv4(final String source, final String destination, final int timeToLive, final String message) {
        final byte[] payload = HEX.parseHex(message);
        putChecksum(payload, 2, 0);
        final byte[] packet = ByteBuffer.allocate(24 + payload.length)
                .putShort((short) 0x46c0)
                .putShort((short) (24 + payload.length))
                .putInt(0)
                .put((byte) timeToLive)
                .put((byte) 2)
                .putShort((short) 0)
                .putInt((int) InternetAddress.parse(source).low())
                .putInt((int) InternetAddress.parse(destination).low())
                .putInt(0x9404_0000)
                .array();
        final int checksum = ~sum(packet, 0, 24, 0) & 0xffff;
        packet[10] = (byte) (checksum >>> 8);
        packet[11] = (byte) checksum;
        System.arraycopy(payload, 0, packet, 24, payload.length);
        return HEX.formatHex(packet);
    }

    /** An MLD message, its checksum filled in, in an IPv6 packet with Router Alert and hop limit 1. */
    static String mld(final String source, final String destination, final String message) {
        final byte[] payload = HEX.parseHex(message);
        final InternetAddress from = InternetAddress.parse(source);
        final InternetAddress to = InternetAddress.parse(destination);
        final byte[] packet = ByteBuffer.allocate(48 + payload.length)
                .putInt(0x6000_0000)
                .putShort((short) (8 + payload.length))
                .put((byte) 0)
                .put((byte) 1)
                .putLong(from.high())
                .putLong(from.low())
                .putLong(to.high())
                .putLong(to.low())
                .putLong(0x3a00_0502_0000_0100L)
                .array();
        putChecksum(payload, 2, sum(packet, 8, 32, 58 + payload.length));
        System.arraycopy(payload, 0, packet, 48, payload.length);
        return HEX.formatHex(packet);
    }

    private static void putChecksum(final byte[] message, final int offset, final int start) {
        if (message.length > offset + 1) {
            final int checksum = ~sum(message, 0, message.length, start) & 0xffff;
            message[offset] = (byte) (checksum >>> 8);
            message[offset + 1] = (byte) checksum;
        }
    }

    private static int sum(final byte[] octets, final int offset, final int length, final int start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += (octets[offset + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /** The octets of an address. */
    static String octets(final String address) {
        final InternetAddress value = InternetAddress.parse(address);
        return InternetAddress.isIpv4(value.high(), value.low())
                ? HEX.toHexDigits((int) value.low())
                : HEX.toHexDigits(value.high()) + HEX.toHexDigits(value.low());
    }

    /** An IGMPv3 query, of all groups for 0.0.0.0, with a code of 10 s. */
    static String igmpV3Query(final String group, final String... sources) {
        final StringBuilder message = new StringBuilder("11640000" + octets(group) + "027d");
        message.append(HEX.toHexDigits((short) sources.length));
        for (final String source : sources) {
            message.append(octets(source));
        }
        return igmp(QUERIER, group.equals("0.0.0.0") ? "224.0.0.1" : group, message.toString());
    }

    static String igmpV2Query(final int maxResponseCode) {
        return igmp(QUERIER, "224.0.0.1", "11" + HEX.toHexDigits((byte) maxResponseCode) + "000000000000");
    }

    static String mldV2Query(final String group, final int maxResponseCode, final String... sources) {
        final StringBuilder message = new StringBuilder("82000000");
        message.append(HEX.toHexDigits((short) maxResponseCode)).append("0000").append(octets(group));
        message.append("027d").append(HEX.toHexDigits((short) sources.length));
        for (final String source : sources) {
            message.append(octets(source));
        }
        return mld(QUERIER6, group.equals("::") ? "ff02::1" : group, message.toString());
    }
}
