package dev.covey.benchmarks.peers;

import dev.covey.engine.egress.PacketSink;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Takes everything the engine sends, and counts the packets and the records of IGMPv3 reports. */
final class CountedSink implements PacketSink {
    private static final int IGMP_OFFSET = ETHERNET_LENGTH + 24;
    private static final int V3_REPORT = 0x22;
    private static final int RECORDS_OFFSET = 6;

    /** Packets sent. */
    long packets;

    /** Group records of IGMPv3 reports sent. */
    long records;

    @Override
    public boolean send(
            final long timeNs,
            final long interfaceHandle,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        packets++;
        if (lengthBytes > IGMP_OFFSET && (buffer.getByte(offset + IGMP_OFFSET) & 0xff) == V3_REPORT) {
            records += buffer.getShort(offset + IGMP_OFFSET + RECORDS_OFFSET, ByteOrder.BIG_ENDIAN);
        }
        return true;
    }
}
