package dev.covey.tools.capture;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Finds the Ethernet frame or IP packet in a captured packet, and the link it belongs to. No state, any thread. */
final class FrameLocator {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;
    private static final int ETHERTYPE_OLD_SERVICE_VLAN = 0x9100;

    private static final int ETHERTYPE_OFFSET = 12;
    private static final int VLAN_TAG_LENGTH = 4;
    private static final int VLAN_ID_MASK = 0xfff;

    private static final int LOOPBACK_HEADER_LENGTH = 4;
    private static final int AF_INET = 2;
    private static final int AF_INET6_LINUX = 10;
    private static final int AF_INET6_NETBSD = 24;
    private static final int AF_INET6_FREEBSD = 28;
    private static final int AF_INET6_DARWIN = 30;

    private static final int SLL_PROTOCOL_OFFSET = 14;
    private static final int SLL_HEADER_LENGTH = 16;
    private static final int SLL2_PROTOCOL_OFFSET = 0;
    private static final int SLL2_INTERFACE_INDEX_OFFSET = 4;
    private static final int SLL2_HEADER_LENGTH = 20;

    private FrameLocator() {}

    static void locate(final CapturedPacket packet) {
        switch (packet.linkType()) {
            case ETHERNET -> locateEthernet(packet);
            case RAW, IPV4, IPV6 -> locateIp(packet, 0);
            case NULL, LOOP -> locateLoopback(packet);
            case LINUX_SLL -> locateCooked(packet, SLL_PROTOCOL_OFFSET, SLL_HEADER_LENGTH, 0);
            case LINUX_SLL2 -> locateCooked2(packet);
            case UNKNOWN -> locateNothing(packet);
        }
    }

    private static void locateEthernet(final CapturedPacket packet) {
        final DirectBuffer buffer = packet.buffer();
        int outerVlan = 0;
        int innerVlan = 0;
        int offset = ETHERTYPE_OFFSET;
        // Two tags name the link (a customer's VLAN inside a provider's); further ones are left to the classifier.
        for (int tag = 0; tag < 2 && offset + VLAN_TAG_LENGTH <= packet.capturedLength(); tag++) {
            if (!isVlanTag(unsignedShort(buffer, offset))) {
                break;
            }
            final int vlan = unsignedShort(buffer, offset + Short.BYTES) & VLAN_ID_MASK;
            if (outerVlan == 0) {
                outerVlan = vlan;
            } else {
                innerVlan = vlan;
            }
            offset += VLAN_TAG_LENGTH;
        }
        packet.locate(Framing.ETHERNET, 0, packet.captureInterface().linkName(0, outerVlan, innerVlan));
    }

    private static void locateIp(final CapturedPacket packet, final int offset) {
        packet.locate(Framing.IP, offset, packet.interfaceName());
    }

    private static void locateNothing(final CapturedPacket packet) {
        packet.locate(Framing.NONE, packet.capturedLength(), packet.interfaceName());
    }

    private static void locateLoopback(final CapturedPacket packet) {
        if (packet.capturedLength() < LOOPBACK_HEADER_LENGTH) {
            locateNothing(packet);
            return;
        }
        final int family = packet.buffer().getInt(0, ByteOrder.BIG_ENDIAN);
        // The writer's byte order is not recorded: no address family needs more than 16 bits, so the other half tells.
        switch ((family & 0xffff_0000) == 0 ? family : Integer.reverseBytes(family)) {
            case AF_INET, AF_INET6_LINUX, AF_INET6_NETBSD, AF_INET6_FREEBSD, AF_INET6_DARWIN ->
                locateIp(packet, LOOPBACK_HEADER_LENGTH);
            default -> locateNothing(packet);
        }
    }

    private static void locateCooked2(final CapturedPacket packet) {
        final int systemIndex = packet.capturedLength() < SLL2_HEADER_LENGTH
                ? 0
                : packet.buffer().getInt(SLL2_INTERFACE_INDEX_OFFSET, ByteOrder.BIG_ENDIAN);
        locateCooked(packet, SLL2_PROTOCOL_OFFSET, SLL2_HEADER_LENGTH, systemIndex);
    }

    private static void locateCooked(
            final CapturedPacket packet, final int protocolOffset, final int headerLength, final int systemIndex) {
        if (packet.capturedLength() < headerLength) {
            locateNothing(packet);
            return;
        }
        final DirectBuffer buffer = packet.buffer();
        int protocol = unsignedShort(buffer, protocolOffset);
        int offset = headerLength;
        int outerVlan = 0;
        int innerVlan = 0;
        for (int tag = 0; tag < 2 && isVlanTag(protocol); tag++) {
            if (offset + VLAN_TAG_LENGTH > packet.capturedLength()) {
                break;
            }
            // Here the tag follows the protocol number that announces it: first the identifier, then the next protocol.
            final int vlan = unsignedShort(buffer, offset) & VLAN_ID_MASK;
            if (outerVlan == 0) {
                outerVlan = vlan;
            } else {
                innerVlan = vlan;
            }
            protocol = unsignedShort(buffer, offset + Short.BYTES);
            offset += VLAN_TAG_LENGTH;
        }
        final String linkName = packet.captureInterface().linkName(systemIndex, outerVlan, innerVlan);
        if (protocol == ETHERTYPE_IPV4 || protocol == ETHERTYPE_IPV6) {
            packet.locate(Framing.IP, offset, linkName);
        } else {
            packet.locate(Framing.NONE, packet.capturedLength(), linkName);
        }
    }

    private static boolean isVlanTag(final int ethertype) {
        return ethertype == ETHERTYPE_VLAN
                || ethertype == ETHERTYPE_SERVICE_VLAN
                || ethertype == ETHERTYPE_OLD_SERVICE_VLAN;
    }

    private static int unsignedShort(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xffff;
    }
}
