package dev.covey.examples;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import dev.covey.linux.FrameListener;
import dev.covey.linux.PacketPort;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Looks at what comes in by one port, and forwards what members behind another port want of an IPv4 group. */
final class GroupForwarder implements FrameListener {
    private static final int SOURCE_MAC_OFFSET = 6;
    private static final int TIME_TO_LIVE_OFFSET = 8; // in the IP header
    private static final int CHECKSUM_OFFSET = 10;

    private final InternetAddress group;
    private final RouterView members;
    private final PacketPort out;
    private final PacketClassifier classifier = new PacketClassifier();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[1 << 17]);

    /** The view belongs to the thread of the engine, which the ports share. */
    GroupForwarder(final InternetAddress group, final RouterView members, final PacketPort out) {
        if (!InternetAddress.isIpv4(group.high(), group.low())) {
            throw new IllegalArgumentException("not an IPv4 group: group=" + group);
        }
        this.group = group;
        this.members = members;
        this.out = out;
    }

    @Override
    public void onFrame(
            final long timeNs, final boolean isSent, final DirectBuffer frame, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(frame, offset, length, LinkType.ETHERNET);
        if (!isSent && isOfGroup(packet) && packet.hopLimit() > 1 && isWanted(packet)) {
            copy.putBytes(0, frame, offset, length); // the frame is the kernel's, and only lent
            rewrite(packet.ipHeaderOffset() - offset, packet.hopLimit() - 1);
            out.send(timeNs, out.interfaceHandle(), copy, 0, length); // false: lost, as datagrams may be
        }
    }

    private boolean isOfGroup(final DecodedPacket packet) {
        return packet.verdict() == Verdict.DATA
                && packet.destinationHigh() == group.high()
                && packet.destinationLow() == group.low();
    }

    /** By the reports that the engine has heard on the outgoing link, with their sources. */
    private boolean isWanted(final DecodedPacket packet) {
        return members.isForwarded(
                out.interfaceHandle(), group.high(), group.low(), packet.sourceHigh(), packet.sourceLow());
    }

    private void rewrite(final int ipOffset, final int timeToLive) {
        final long mac = out.facts().macAddress();
        copy.putShort(SOURCE_MAC_OFFSET, (short) (mac >>> Integer.SIZE), BIG_ENDIAN);
        copy.putInt(SOURCE_MAC_OFFSET + Short.BYTES, (int) mac, BIG_ENDIAN);
        copy.putByte(ipOffset + TIME_TO_LIVE_OFFSET, (byte) timeToLive);
        // The time to live is the high octet of its word: one less there is 0x100 more here (RFC 1624).
        final int sum = (copy.getShort(ipOffset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff) + 0x100;
        copy.putShort(ipOffset + CHECKSUM_OFFSET, (short) (sum + (sum >>> Short.SIZE)), BIG_ENDIAN);
    }
}
