package dev.covey.benchmarks;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.ReportEncoder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packets of one kind on Ethernet, encoded beforehand, that together name every group of a number at least once. All of
 * them are of one length; each begins on a cache line of its own.
 */
final class Traffic {
    private static final int MTU = 9000;
    private static final long MAC_ADDRESS = 0x0200_0000_0002L;
    private static final long LINK_LOCAL_HIGH = 0xfe80_0000_0000_0000L;

    private final TrafficKind kind;
    private final int[] order;
    private final UnsafeBuffer buffer;
    private final int count;
    private final int stride;
    private final int length;

    private Traffic(final TrafficKind kind, final int[] order) {
        this.kind = kind;
        this.order = order;
        final PacketWriter writer = new PacketWriter(kind);
        final UnsafeBuffer first = new UnsafeBuffer(new byte[2 * MTU]);
        length = writer.write(first, 0, 0);
        stride = BitUtil.align(length, BitUtil.CACHE_LINE_LENGTH);
        count = (order.length + kind.groupsPerPacket() - 1) / kind.groupsPerPacket();
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(count * stride, BitUtil.CACHE_LINE_LENGTH));
        for (int packet = 0; packet < count; packet++) {
            writer.write(buffer, offset(packet), packet * kind.groupsPerPacket());
        }
    }

    /** Packets that name the groups in the order of their numbers. */
    static Traffic inOrder(final TrafficKind kind, final int groups) {
        final int[] order = new int[groups];
        for (int i = 0; i < groups; i++) {
            order[i] = i;
        }
        return new Traffic(kind, order);
    }

    /** Packets that name the groups in a random order. */
    static Traffic shuffled(final TrafficKind kind, final int groups) {
        return new Traffic(kind, Addresses.shuffled(groups));
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** How many packets there are. */
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

    /** Encodes one packet after the other. */
    private final class PacketWriter {
        private final PacketEnvelope envelope;
        private final Addresses groups;
        private final GroupMessageEncoder messages;
        private final ReportEncoder reports;

        PacketWriter(final TrafficKind kind) {
            final boolean isIpv4 = kind.family() == AddressFamily.IPV4;
            groups = Addresses.groups(kind.family());
            envelope = new PacketEnvelope(kind.family()).ethernet(MAC_ADDRESS).mtu(MTU);
            if (isIpv4) {
                envelope.source(0, InternetAddress.ipv4Low(0x0a00_0002));
            } else {
                envelope.source(LINK_LOCAL_HIGH, 2);
            }
            messages = new GroupMessageEncoder(envelope);
            reports = new ReportEncoder(envelope);
        }

        /** Write a packet for the groups from an index of the order on, beginning again at its end. */
        int write(final UnsafeBuffer target, final int offset, final int from) {
            if (kind.isData()) {
                return DataPacket.write(target, offset, kind.family(), groups.high(), low(from));
            }
            if (kind.groupsPerPacket() == 1) {
                return messages.report(target, offset, kind.messageKind(), groups.high(), low(from));
            }
            reports.beginReport(target, offset);
            for (int i = 0; i < kind.groupsPerPacket(); i++) {
                if (!reports.beginRecord(GroupRecordType.MODE_IS_EXCLUDE, groups.high(), low(from + i))) {
                    throw new IllegalStateException("report does not fit: kind=" + kind + ", mtu=" + MTU);
                }
                reports.endRecord();
            }
            return reports.end();
        }

        private long low(final int index) {
            return groups.low(order[index % order.length]);
        }
    }
}
