package dev.covey.linux;

import dev.covey.engine.wire.Checksum;
import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A frame with a query in it, octet by octet: as it should be unless something is set, and then wrong in that alone.
 * Checksums and lengths are right for what the frame holds, unless they are what is wrong.
 */
final class QueryFrame {
    static final int HOP_BY_HOP = 0;
    static final int FRAGMENT = 44;
    static final int NO_NEXT = 59;
    static final int DESTINATION = 60;

    private static final int ETHERNET_LENGTH = 14;
    private static final byte[] ROUTER_ALERT = {(byte) 0x94, 4, 0, 0};
    private static final byte[] MLD_ROUTER_ALERT = {5, 2, 0, 0, 1, 0};
    private static final String HOST_MAC = "02000000000a";
    private static final String QUERIER_MAC = "02000000000b";

    private final LiveFamily family;
    private final String group;
    private final List<String> sources;
    private boolean isOlder;
    private int type;
    private int icmpCode;
    private int maxResponseCode;
    private int flags = 2;
    private int intervalCode = 125;
    private int numberOfSources;
    private int messageLength = -1;
    private byte[] trailing = {};
    private int checksumFault;
    private int hopLimit = 1;
    private String from;
    private String to;
    private String mac;
    private byte[] options = ROUTER_ALERT;
    private final List<byte[]> extensions = new ArrayList<>(List.of(extension(HOP_BY_HOP, MLD_ROUTER_ALERT)));
    private int patchOffset = -1;
    private int patchValue;
    private boolean isHeaderSumRight = true;
    private byte[] tag = {};
    private int paddingLength;

    private QueryFrame(final LiveFamily family, final String group, final List<String> sources) {
        this.family = family;
        this.group = group;
        this.sources = sources;
        this.type = family.isIpv6() ? 130 : 0x11;
        this.maxResponseCode = family.isIpv6() ? 100 : 1;
        this.numberOfSources = sources.size();
        this.from = family.querier();
    }

    /** A general query that is answered within a tenth of a second. */
    static QueryFrame general(final LiveFamily family) {
        return new QueryFrame(family, null, List.of());
    }

    /** A query about a group, and about sources if there are any. */
    static QueryFrame of(final LiveFamily family, final String group, final String... sources) {
        return new QueryFrame(family, group, List.of(sources));
    }

    /** The older form of it: IGMPv2, or MLDv1. */
    QueryFrame older() {
        isOlder = true;
        return this;
    }

    QueryFrame type(final int value) {
        type = value;
        return this;
    }

    /** Code of the ICMPv6 message. */
    QueryFrame icmpCode(final int value) {
        icmpCode = value;
        return this;
    }

    QueryFrame maxResponseCode(final int value) {
        maxResponseCode = value;
        return this;
    }

    /** Reserved bits, S flag (8) and robustness. */
    QueryFrame flags(final int value) {
        flags = value;
        return this;
    }

    QueryFrame intervalCode(final int value) {
        intervalCode = value;
        return this;
    }

    QueryFrame numberOfSources(final int value) {
        numberOfSources = value;
        return this;
    }

    /** Cut the message after so many octets. */
    QueryFrame messageLength(final int lengthBytes) {
        messageLength = lengthBytes;
        return this;
    }

    /** What follows the message in the packet. */
    QueryFrame trailing(final int... octets) {
        trailing = octets(octets);
        return this;
    }

    /** A message whose checksum is wrong. */
    QueryFrame badChecksum() {
        checksumFault = 0x5500;
        return this;
    }

    QueryFrame hopLimit(final int value) {
        hopLimit = value;
        return this;
    }

    QueryFrame from(final String address) {
        from = address;
        return this;
    }

    QueryFrame to(final String address) {
        to = address;
        return this;
    }

    /** Destination on the link, twelve digits. */
    QueryFrame mac(final String digits) {
        mac = digits;
        return this;
    }

    /** The options of the IPv4 header, a multiple of four. */
    QueryFrame options(final int... octets) {
        options = octets(octets);
        return this;
    }

    /** The extension headers of IPv6, made by {@link #extension}. */
    QueryFrame extensions(final byte[]... headers) {
        extensions.clear();
        extensions.addAll(Arrays.asList(headers));
        return this;
    }

    /** Put an octet into the IP header; the checksum is that of the changed header. */
    QueryFrame patch(final int offset, final int octet) {
        patchOffset = offset;
        patchValue = octet;
        return this;
    }

    /** An IPv4 header whose checksum is wrong. */
    QueryFrame badHeaderChecksum() {
        isHeaderSumRight = false;
        return this;
    }

    /** Tag of a VLAN. */
    QueryFrame vlan(final int id) {
        tag = octets(0x81, 0, id >> 8, id & 0xff);
        return this;
    }

    /** Octets behind the packet. */
    QueryFrame padding(final int lengthBytes) {
        paddingLength = lengthBytes;
        return this;
    }

    /** An extension header of IPv6 with its type in front, its next header to be filled in; padded to eight octets. */
    static byte[] extension(final int type, final byte... body) {
        final byte[] header = new byte[1 + (body.length + 2 + 7) / 8 * 8];
        header[0] = (byte) type;
        header[2] = (byte) (type == FRAGMENT ? 0 : (header.length - 1) / 8 - 1);
        System.arraycopy(body, 0, header, 3, body.length);
        return header;
    }

    private static byte[] octets(final int... values) {
        final byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    /** The whole frame. */
    byte[] frame() {
        final byte[] message = message();
        return frame(family.isIpv6() ? ipv6(message) : ipv4(message, 0));
    }

    /** The message in two fragments, the first one of eight octets. */
    List<byte[]> fragments() {
        final byte[] message = message();
        final byte[] head = Arrays.copyOf(message, 8);
        final byte[] tail = Arrays.copyOfRange(message, 8, message.length);
        if (!family.isIpv6()) {
            return List.of(frame(ipv4(head, 0x2000)), frame(ipv4(tail, 1)));
        }
        extensions.add(extension(FRAGMENT, octets(0, 1, 0, 0, 0, 7)));
        final byte[] first = frame(ipv6(head));
        extensions.set(extensions.size() - 1, extension(FRAGMENT, octets(0, 8, 0, 0, 0, 7)));
        return List.of(first, frame(ipv6(tail)));
    }

    private String destination() {
        if (to != null) {
            return to;
        }
        return group == null ? family.allSystems() : group;
    }

    private byte[] message() {
        final int addressLength = family.isIpv6() ? 16 : 4;
        final int fixedLength = (family.isIpv6() ? 8 : 4) + addressLength;
        final ByteBuffer message =
                ByteBuffer.allocate(isOlder ? fixedLength : fixedLength + 4 + sources.size() * addressLength);
        message.put((byte) type);
        if (family.isIpv6()) {
            message.put((byte) icmpCode).putShort((short) 0).putShort((short) maxResponseCode);
            message.putShort((short) 0);
        } else {
            message.put((byte) maxResponseCode).putShort((short) 0);
        }
        message.put(group == null ? new byte[addressLength] : LiveFamily.octets(group));
        if (!isOlder) {
            message.put((byte) flags).put((byte) intervalCode).putShort((short) numberOfSources);
            sources.forEach(source -> message.put(LiveFamily.octets(source)));
        }
        final int keptLength = messageLength < 0 ? message.capacity() : messageLength;
        final byte[] octets = Arrays.copyOf(Arrays.copyOf(message.array(), keptLength), keptLength + trailing.length);
        System.arraycopy(trailing, 0, octets, keptLength, trailing.length);
        if (octets.length >= 4) {
            ByteBuffer.wrap(octets).putShort(2, (short) (checksum(octets) ^ checksumFault));
        }
        return octets;
    }

    private int checksum(final byte[] message) {
        if (!family.isIpv6()) {
            return Checksum.complement(Checksum.sum(new UnsafeBuffer(message), 0, message.length));
        }
        final ByteBuffer pseudo = ByteBuffer.allocate(40 + message.length);
        pseudo.put(LiveFamily.octets(from)).put(LiveFamily.octets(destination()));
        pseudo.putInt(message.length).putInt(58).put(message);
        return Checksum.complement(Checksum.sum(new UnsafeBuffer(pseudo.array()), 0, pseudo.capacity()));
    }

    private byte[] ipv4(final byte[] message, final int fragment) {
        final int headerLength = 20 + options.length;
        final ByteBuffer packet = ByteBuffer.allocate(headerLength + message.length);
        packet.put((byte) (0x40 | headerLength / 4)).put((byte) 0xc0).putShort((short) packet.capacity());
        packet.putShort((short) 7)
                .putShort((short) fragment)
                .put((byte) hopLimit)
                .put((byte) 2);
        packet.putShort((short) 0).put(LiveFamily.octets(from)).put(LiveFamily.octets(destination()));
        packet.put(options).put(message);
        patch(packet);
        final int sum = Checksum.complement(Checksum.sum(new UnsafeBuffer(packet.array()), 0, headerLength));
        packet.putShort(10, (short) (isHeaderSumRight ? sum : sum ^ 0x5500));
        return packet.array();
    }

    private byte[] ipv6(final byte[] message) {
        int payloadLength = message.length;
        for (final byte[] extension : extensions) {
            payloadLength += extension.length - 1;
        }
        final ByteBuffer packet = ByteBuffer.allocate(40 + payloadLength);
        packet.putInt(0x6000_0000)
                .putShort((short) payloadLength)
                .put((byte) nextHeader(0))
                .put((byte) hopLimit);
        packet.put(LiveFamily.octets(from)).put(LiveFamily.octets(destination()));
        for (int i = 0; i < extensions.size(); i++) {
            final byte[] extension = extensions.get(i);
            packet.put((byte) nextHeader(i + 1)).put(extension, 2, extension.length - 2);
        }
        packet.put(message);
        patch(packet);
        return packet.array();
    }

    private int nextHeader(final int index) {
        return index < extensions.size() ? extensions.get(index)[0] & 0xff : 58;
    }

    private void patch(final ByteBuffer packet) {
        if (patchOffset >= 0) {
            packet.put(patchOffset, (byte) patchValue);
        }
    }

    private byte[] frame(final byte[] packet) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_LENGTH + tag.length + packet.length + paddingLength);
        frame.put(java.util.HexFormat.of().parseHex(mac == null ? macOf(destination()) : mac));
        frame.put(java.util.HexFormat.of().parseHex(QUERIER_MAC)).put(tag);
        frame.putShort((short) (family.isIpv6() ? 0x86dd : 0x0800)).put(packet);
        while (frame.hasRemaining()) {
            frame.put((byte) 0x5a);
        }
        return frame.array();
    }

    private static String macOf(final String destination) {
        final InternetAddress address = InternetAddress.parse(destination);
        if (InternetAddress.isMulticast(address.high(), address.low())) {
            return String.format("%012x", InternetAddress.multicastMac(address.high(), address.low()));
        }
        return destination.equals("255.255.255.255") ? "ffffffffffff" : HOST_MAC;
    }
}
