package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes what hosts send: the engine's own classifier has to accept it, and every octet that is not a source or a group
 * is compared with what the RFCs make senders write.
 */
final class SentReports implements PacketSink {
    private static final int MAX_MTU = 1500;
    private static final int IPV4_HEADER_LENGTH = 24;
    private static final int IPV6_HEADER_LENGTH = 48;
    private static final int ROUTER_ALERT = 0x94040000;
    private static final long HOP_BY_HOP_ROUTER_ALERT = 0x3a00_0502_0000_0100L;
    private static final int ICMPV6 = 58;

    private final PacketClassifier classifier = new PacketClassifier();
    private final List<Sent> sent = new ArrayList<>();
    private boolean isRefusing;

    /** One message. The records of those that have none are one, without sources and without a known type. */
    record Sent(long timeNs, long interfaceHandle, MessageKind kind, List<SentRecord> records) {}

    /** One record of a message. */
    record SentRecord(GroupRecordType type, InternetAddress group, List<InternetAddress> sources) {}

    /** What was sent since the last call. */
    List<Sent> take() {
        final List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** From now on: can nothing be sent? */
    void refuse(final boolean isRefused) {
        isRefusing = isRefused;
    }

    @Override
    public boolean send(
            final long timeNs,
            final long interfaceHandle,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        if (isRefusing) {
            return false;
        }
        final byte[] frame = new byte[lengthBytes];
        buffer.getBytes(offset, frame);
        sent.add(decode(timeNs, interfaceHandle, frame));
        return true;
    }

    private Sent decode(final long timeNs, final long interfaceHandle, final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final DecodedPacket packet = classifier.classify(buffer, 0, frame.length, LinkType.ETHERNET);
        final boolean isAccepted = packet.verdict() == Verdict.MEMBERSHIP
                // RFC 3590: before there is a valid address; then only snoopers take it.
                || (packet.kind().type() >= MessageKind.MLD_V1_REPORT.type()
                        && InternetAddress.isUnspecified(packet.sourceHigh(), packet.sourceLow()));
        assertThat(isAccepted).as("accepted: %s", packet).isTrue();
        checkOctets(frame, packet);
        final List<SentRecord> records = new ArrayList<>();
        if (packet.kind().hasRecords()) {
            final GroupRecordCursor cursor = new GroupRecordCursor().wrap(buffer, packet);
            while (cursor.next()) {
                assertThat(cursor.auxWords()).isZero();
                records.add(new SentRecord(
                        cursor.type(), new InternetAddress(cursor.groupHigh(), cursor.groupLow()), sources(cursor)));
            }
            assertThat(records).as("records").isNotEmpty();
        } else {
            records.add(new SentRecord(
                    GroupRecordType.UNRECOGNISED,
                    new InternetAddress(packet.groupHigh(), packet.groupLow()),
                    List.of()));
        }
        assertThat(packet.trailingOctets()).isZero();
        return new Sent(timeNs, interfaceHandle, packet.kind(), records);
    }

    private static List<InternetAddress> sources(final GroupRecordCursor cursor) {
        final SourceListFlyweight list = new SourceListFlyweight().wrap(cursor);
        final List<InternetAddress> sources = new ArrayList<>();
        for (int i = 0; i < list.count(); i++) {
            sources.add(new InternetAddress(list.high(i), list.low(i)));
        }
        assertThat(sources).doesNotHaveDuplicates();
        return sources;
    }

    private static void checkOctets(final byte[] octets, final DecodedPacket packet) {
        final ByteBuffer frame = ByteBuffer.wrap(octets);
        final long macAddress = InternetAddress.multicastMac(packet.destinationHigh(), packet.destinationLow());
        final long sentMacAddress = frame.getLong(0) >>> Short.SIZE;
        final boolean isIpv6 = frame.getShort(12) == (short) 0x86dd;
        final int ip = ETHERNET_LENGTH;
        final boolean isRight = isIpv6
                ? frame.get(ip) >>> 4 == 6
                        && frame.getShort(ip + 4) == octets.length - ip - 40
                        && frame.get(ip + 6) == 0
                        && frame.get(ip + 7) == 1
                        && frame.getLong(ip + 40) == HOP_BY_HOP_ROUTER_ALERT
                : frame.get(ip) == 0x46
                        && frame.get(ip + 1) == (byte) 0xc0
                        && frame.getShort(ip + 2) == octets.length - ip
                        && (frame.getShort(ip + 6) & 0x3fff) == 0
                        && frame.get(ip + 8) == 1
                        && frame.get(ip + 9) == 2
                        && frame.getInt(ip + 20) == ROUTER_ALERT
                        && sum(frame, ip, IPV4_HEADER_LENGTH) == 0xffff;
        final int message = ip + (isIpv6 ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH);
        final int length = octets.length - message;
        final int messageSum = isIpv6
                ? fold(sum(frame, ip + 8, 32) + length + ICMPV6 + sum(frame, message, length))
                : sum(frame, message, length);
        final boolean isReserved =
                frame.get(message + 1) == 0 && (!packet.kind().hasRecords() || frame.getShort(message + 4) == 0);
        assertThat(sentMacAddress == macAddress
                        && (isIpv6 || frame.getShort(12) == 0x0800)
                        && isRight
                        && messageSum == 0xffff
                        && isReserved
                        && octets.length - ip <= MAX_MTU)
                .as("octets of %s", packet)
                .isTrue();
    }

    /** RFC 1071; 0xffff over what includes its checksum. */
    private static int sum(final ByteBuffer octets, final int offset, final int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (octets.get(offset + i) & 0xff) << (i % 2 == 0 ? Byte.SIZE : 0);
        }
        return fold(sum);
    }

    private static int fold(final int sum) {
        final int once = (sum & 0xffff) + (sum >>> Short.SIZE);
        return (once & 0xffff) + (once >>> Short.SIZE);
    }
}
