package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.ReportEncoder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** IGMPv3 reports on Ethernet, encoded beforehand, that name the groups from a number on, so many in each. */
final class ReportPackets {
    private static final int MTU = 1500;
    private static final int ETHERNET_LENGTH = 14;
    private static final long MAC_ADDRESS = 0x0200_0000_0002L;

    private final UnsafeBuffer buffer;
    private final int count;
    private final int stride;
    private final int length;

    ReportPackets(final int from, final int groups, final int recordsPerPacket) {
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4)
                .ethernet(MAC_ADDRESS)
                .mtu(MTU)
                .source(0, InternetAddress.ipv4Low(0x0a09_0007));
        final ReportEncoder encoder = new ReportEncoder(envelope);
        final UnsafeBuffer first = new UnsafeBuffer(new byte[MTU + ETHERNET_LENGTH]);
        length = write(encoder, first, 0, from, recordsPerPacket);
        stride = BitUtil.align(length, BitUtil.CACHE_LINE_LENGTH);
        count = groups / recordsPerPacket;
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(count * stride, BitUtil.CACHE_LINE_LENGTH));
        for (int i = 0; i < count; i++) {
            write(encoder, buffer, i * stride, from + i * recordsPerPacket, recordsPerPacket);
        }
    }

    private static int write(
            final ReportEncoder encoder, final UnsafeBuffer target, final int offset, final int from, final int count) {
        encoder.beginReport(target, offset);
        for (int i = 0; i < count; i++) {
            final long number = (long) (from + i) * GroupNumbers.INTERFACES;
            if (!encoder.beginRecord(
                    GroupRecordType.MODE_IS_EXCLUDE, 0, GroupNumbers.low(AddressFamily.IPV4, number))) {
                throw new IllegalArgumentException("too many records for one packet: records=" + count);
            }
            encoder.endRecord();
        }
        return encoder.end();
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int count() {
        return count;
    }

    int offset(final int packet) {
        return packet * stride;
    }

    /** Length of every packet in bytes. */
    int length() {
        return length;
    }
}
