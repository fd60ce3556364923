package dev.covey.linux;

import dev.covey.engine.wire.Checksum;
import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Ethernet frames of IGMP and MLD made by hand: with the engine's encoders neither what is wrong could be made, nor
 * what another querier says in another way.
 */
final class CraftedFrame {
    private static final int MAX_LENGTH = 1500;
    private static final int ETHERNET_LENGTH = 14;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int IGMP = 2;
    private static final int UDP = 17;
    private static final long MAC = 0x0200_0000_000cL;

    /** The S flag of a query. */
    static final int SUPPRESS = 0x8;

    private CraftedFrame() {}

    /**
     * A message of IGMP in its headers, all checksums filled in.
     *
     * @param source address.
     * @param destination address, a group.
     * @param timeToLive 1 if it is as it must be.
     * @param hasRouterAlert true if it is as it must be.
     * @param messageHex the message, its checksum 0.
     */
    static byte[] igmp(
            final String source,
            final String destination,
            final int timeToLive,
            final boolean hasRouterAlert,
            final String messageHex) {
        final byte[] message = HexFormat.of().parseHex(messageHex);
        final ByteBuffer frame = ipv4(source, destination, timeToLive, IGMP, hasRouterAlert, message);
        final int messageOffset = frame.position() - message.length;
        fillIn(
                frame,
                messageOffset + CHECKSUM_OFFSET,
                Checksum.sum(new UnsafeBuffer(frame), messageOffset, message.length));
        return octets(frame);
    }

    /** An empty datagram of UDP, without a checksum. */
    static byte[] udp(final String source, final String destination, final int timeToLive) {
        final byte[] message = HexFormat.of().parseHex("1388138800080000");
        return octets(ipv4(source, destination, timeToLive, UDP, false, message));
    }

    private static ByteBuffer ipv4(
            final String source,
            final String destination,
            final int timeToLive,
            final int protocol,
            final boolean hasRouterAlert,
            final byte[] message) {
        final ByteBuffer frame = ethernet(destination, 0x0800);
        final int headerLength = hasRouterAlert ? 24 : 20;
        frame.put((byte) (0x40 | headerLength / 4)).put((byte) 0xc0).putShort((short) (headerLength + message.length));
        frame.putInt(0).put((byte) timeToLive).put((byte) protocol).putShort((short) 0);
        frame.put(address(source)).put(address(destination));
        if (hasRouterAlert) {
            frame.putInt(0x9404_0000);
        }
        fillIn(frame, ETHERNET_LENGTH + 10, Checksum.sum(new UnsafeBuffer(frame), ETHERNET_LENGTH, headerLength));
        return frame.put(message);
    }

    /** A message of MLD in its headers, in the same way. */
    static byte[] mld(
            final String source,
            final String destination,
            final int hopLimit,
            final boolean hasRouterAlert,
            final String messageHex) {
        final byte[] message = HexFormat.of().parseHex(messageHex);
        final ByteBuffer frame = ethernet(destination, 0x86dd);
        final int optionsLength = hasRouterAlert ? 8 : 0;
        frame.putInt(0x6000_0000).putShort((short) (optionsLength + message.length));
        frame.put((byte) (hasRouterAlert ? 0 : 58)).put((byte) hopLimit);
        frame.put(address(source)).put(address(destination));
        if (hasRouterAlert) {
            frame.putLong(0x3a00_0502_0000_0100L);
        }
        frame.put(message);
        final UnsafeBuffer octets = new UnsafeBuffer(frame);
        final int messageOffset = frame.position() - message.length;
        fillIn(
                frame,
                messageOffset + CHECKSUM_OFFSET,
                Checksum.pseudoHeaderSum(octets, ETHERNET_LENGTH, message.length)
                        + Checksum.sum(octets, messageOffset, message.length));
        return octets(frame);
    }

    private static ByteBuffer ethernet(final String destination, final int etherType) {
        final InternetAddress group = InternetAddress.parse(destination);
        final ByteBuffer frame = ByteBuffer.allocate(MAX_LENGTH);
        final long mac = InternetAddress.multicastMac(group.high(), group.low());
        frame.putShort((short) (mac >>> Integer.SIZE)).putInt((int) mac);
        return frame.putShort((short) (MAC >>> Integer.SIZE)).putInt((int) MAC).putShort((short) etherType);
    }

    private static byte[] octets(final ByteBuffer frame) {
        final byte[] octets = new byte[frame.position()];
        frame.flip().get(octets);
        return octets;
    }

    private static void fillIn(final ByteBuffer frame, final int offset, final long sum) {
        frame.putShort(offset, (short) Checksum.complement(sum));
    }

    private static byte[] address(final String text) {
        return HexFormat.of().parseHex(hex(text));
    }

    /** An address as it stands in a message. */
    static String hex(final String text) {
        final InternetAddress address = InternetAddress.parse(text);
        return InternetAddress.isIpv4(address.high(), address.low())
                ? String.format("%08x", (int) address.low())
                : String.format("%016x%016x", address.high(), address.low());
    }

    /**
     * A query of the newest version; the family is that of the source. An unspecified group makes it a general one.
     *
     * @param source of the query.
     * @param group that it asks for.
     * @param maxResponseCode as it is sent.
     * @param flags the S flag, and robustness in the low three bits.
     * @param intervalCode as it is sent.
     * @param sources that it asks for.
     */
    static byte[] query(
            final String source,
            final String group,
            final int maxResponseCode,
            final int flags,
            final int intervalCode,
            final List<String> sources) {
        final StringBuilder rest = new StringBuilder(hex(group))
                .append(String.format("%02x%02x%04x", flags, intervalCode, sources.size()));
        sources.forEach(each -> rest.append(hex(each)));
        final boolean isGeneral = group.equals("0.0.0.0") || group.equals("::");
        return isIpv4(source)
                ? igmp(
                        source,
                        isGeneral ? "224.0.0.1" : group,
                        1,
                        true,
                        String.format("11%02x0000", maxResponseCode) + rest)
                : mld(
                        source,
                        isGeneral ? "ff02::1" : group,
                        1,
                        true,
                        String.format("82000000%04x0000", maxResponseCode) + rest);
    }

    private static boolean isIpv4(final String text) {
        return text.indexOf(':') < 0;
    }
}
