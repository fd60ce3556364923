package dev.covey.engine;

import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteBuffer;

/** A message with an IP header that may be wrong, built apart from the encoders. Checksums are right. */
final class ConformancePacket {
    private static final byte[] IPV4_ROUTER_ALERT = {(byte) 0x94, 4, 0, 0};
    private static final byte[] IPV6_ROUTER_ALERT = {58, 0, 5, 2, 0, 0, 1, 0};

    /** PadN instead: a hop-by-hop header that alerts nobody. */
    private static final byte[] IPV6_PADDING = {58, 0, 1, 4, 0, 0, 0, 0};

    private final boolean isIpv6;
    private final byte[] message;
    private String source;
    private String destination;
    private int hopLimit = 1;
    private boolean hasRouterAlert = true;

    private ConformancePacket(
            final boolean isIpv6, final String source, final String destination, final byte[] message) {
        this.isIpv6 = isIpv6;
        this.source = source;
        this.destination = destination;
        this.message = message;
    }

    /** A query of the newest version, with 1 s to answer. */
    static ConformancePacket query(final ConformanceFamily family, final String group) {
        final boolean isGeneral = group.equals(family.any);
        final String everybody = family.isIpv6() ? "ff02::1" : "224.0.0.1";
        final ByteBuffer message = begin(family, family.isIpv6() ? 130 : 0x11, family.isIpv6() ? 0 : 10, group);
        message.put((byte) 2).put((byte) 125).putShort((short) 0);
        if (family.isIpv6()) {
            message.putShort(4, (short) 1000);
        }
        return new ConformancePacket(family.isIpv6(), family.querier, isGeneral ? everybody : group, octets(message));
    }

    /** A query of the version before the newest one, with 1 s to answer. */
    static ConformancePacket olderQuery(final ConformanceFamily family, final String group) {
        final boolean isGeneral = group.equals(family.any);
        final String everybody = family.isIpv6() ? "ff02::1" : "224.0.0.1";
        final ByteBuffer message = begin(family, family.isIpv6() ? 130 : 0x11, family.isIpv6() ? 0 : 10, group);
        if (family.isIpv6()) {
            message.putShort(4, (short) 1000);
        }
        return new ConformancePacket(family.isIpv6(), family.querier, isGeneral ? everybody : group, octets(message));
    }

    /** A report, leave or done of an older version. */
    static ConformancePacket older(final ConformanceFamily family, final int type, final String group) {
        return new ConformancePacket(family.isIpv6(), family.other, group, octets(begin(family, type, 0, group)));
    }

    /** A report of the newest version with one record. */
    static ConformancePacket report(
            final ConformanceFamily family, final int recordType, final String group, final String... sources) {
        final ByteBuffer message = ByteBuffer.allocate(2048);
        message.put((byte) (family.isIpv6() ? 143 : 0x22)).put(new byte[6]).put((byte) 1);
        message.put((byte) recordType).put((byte) 0).putShort((short) sources.length);
        putAddress(message, family.isIpv6(), group);
        for (final String text : sources) {
            putAddress(message, family.isIpv6(), text);
        }
        final String routers = family.isIpv6() ? "ff02::16" : "224.0.0.22";
        return new ConformancePacket(family.isIpv6(), family.other, routers, octets(message));
    }

    private static ByteBuffer begin(
            final ConformanceFamily family, final int type, final int code, final String group) {
        final ByteBuffer message =
                ByteBuffer.allocate(2048).put((byte) type).put((byte) code).putShort((short) 0);
        if (family.isIpv6()) {
            message.putInt(0);
        }
        putAddress(message, family.isIpv6(), group);
        return message;
    }

    private static byte[] octets(final ByteBuffer message) {
        final byte[] octets = new byte[message.position()];
        message.flip().get(octets);
        return octets;
    }

    private static void putAddress(final ByteBuffer target, final boolean isIpv6, final String text) {
        final InternetAddress address = InternetAddress.parse(text);
        if (isIpv6) {
            target.putLong(address.high()).putLong(address.low());
        } else {
            target.putInt((int) address.low());
        }
    }

    ConformancePacket from(final String address) {
        source = address;
        return this;
    }

    ConformancePacket to(final String address) {
        destination = address;
        return this;
    }

    ConformancePacket hopLimit(final int value) {
        hopLimit = value;
        return this;
    }

    ConformancePacket withoutRouterAlert() {
        hasRouterAlert = false;
        return this;
    }

    /** The packet from its IP header on. */
    byte[] build() {
        return isIpv6 ? buildIpv6() : buildIpv4();
    }

    private byte[] buildIpv4() {
        final int headerLength = hasRouterAlert ? 24 : 20;
        final ByteBuffer packet = ByteBuffer.allocate(headerLength + message.length);
        packet.put((byte) (0x40 | headerLength / 4)).put((byte) 0xc0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) hopLimit).put((byte) 2).putShort((short) 0);
        putAddress(packet, false, source);
        putAddress(packet, false, destination);
        if (hasRouterAlert) {
            packet.put(IPV4_ROUTER_ALERT);
        }
        packet.putShort(10, checksum(packet.array(), 0, headerLength, 0));
        packet.put(message);
        packet.putShort(headerLength + 2, checksum(packet.array(), headerLength, message.length, 0));
        return packet.array();
    }

    private byte[] buildIpv6() {
        final ByteBuffer packet = ByteBuffer.allocate(48 + message.length);
        packet.putInt(0x6000_0000)
                .putShort((short) (8 + message.length))
                .put((byte) 0)
                .put((byte) hopLimit);
        putAddress(packet, true, source);
        putAddress(packet, true, destination);
        packet.put(hasRouterAlert ? IPV6_ROUTER_ALERT : IPV6_PADDING).put(message);
        final long addresses = 0xffffL - (checksum(packet.array(), 8, 32, 0) & 0xffff);
        packet.putShort(50, checksum(packet.array(), 48, message.length, addresses + message.length + 58));
        return packet.array();
    }

    /** RFC 1071. */
    private static short checksum(final byte[] octets, final int offset, final int length, final long start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += i % 2 == 0 ? (octets[offset + i] & 0xff) << 8 : octets[offset + i] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }
}
