package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import org.onlab.packet.DeserializationException;
import org.onlab.packet.Deserializer;
import org.onlab.packet.IGMP;

/**
 * How long does it take to read an IGMPv3 report of 100 records? Ours reads the frame from Ethernet on and verifies
 * both checksums; the codec of ONOS begins at the IGMP message and verifies none.
 */
final class DecodeRun {
    private static final int RECORDS = 100;
    private static final int PACKETS = 64;
    private static final int CHUNK = 1 << 10;
    private static final int WARM_CHUNKS = 1_000;
    private static final int IGMP_OFFSET = 14 + 24;

    private final String peer;
    private final int rounds;
    private final int chunks;
    private final ReportPackets packets = new ReportPackets(0, PACKETS * RECORDS, RECORDS);

    DecodeRun(final PeerArguments arguments) {
        peer = arguments.word("peer", "covey");
        rounds = arguments.rounds();
        chunks = Math.max(1, arguments.number("packets", 200_000, 1, 100_000_000) / CHUNK);
    }

    void run() {
        final Decoder decoder =
                switch (peer) {
                    case "covey" -> new CoveyDecoder(packets);
                    case "onos" -> new OnosDecoder(packets);
                    default -> throw new IllegalArgumentException("no such peer: " + peer);
                };
        for (int i = 0; i < Math.min(WARM_CHUNKS, 6 * chunks); i++) {
            decode(decoder);
        }
        final double[] times = new double[rounds];
        long read = 0;
        final long allocatedBefore = AllocationMeter.bytes();
        for (int round = 0; round < rounds; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < chunks; i++) {
                read += decode(decoder);
            }
            times[round] = (double) (System.nanoTime() - startNs) / chunks / CHUNK;
        }
        // Before the figure is made, which allocates.
        final long allocated = AllocationMeter.bytes() - allocatedBefore;
        final long decoded = (long) rounds * chunks * CHUNK;
        new PeerFigure("decode", peer)
                .with("records", RECORDS)
                .with("allocated_bytes", (double) allocated / decoded)
                .print("ns", times, decoded * RECORDS, read);
    }

    private static long decode(final Decoder decoder) {
        long read = 0;
        for (int i = 0; i < CHUNK; i++) {
            read += decoder.decode(i % PACKETS);
        }
        return read;
    }

    /** Reads a packet, and tells how many records it has found. */
    private interface Decoder {
        int decode(int packet);
    }

    /** Counts a record if it says what it should: its type, its group, no sources. */
    private static final class CoveyDecoder implements Decoder {
        private final ReportPackets packets;
        private final PacketClassifier classifier = new PacketClassifier();
        private final GroupRecordCursor record = new GroupRecordCursor();

        CoveyDecoder(final ReportPackets packets) {
            this.packets = packets;
        }

        @Override
        public int decode(final int packet) {
            final DecodedPacket decoded =
                    classifier.classify(packets.buffer(), packets.offset(packet), packets.length(), LinkType.ETHERNET);
            if (decoded.verdict() != Verdict.MEMBERSHIP) {
                throw new IllegalStateException("not a report: verdict=" + decoded.verdict());
            }
            int groups = 0;
            record.wrap(packets.buffer(), decoded);
            while (record.next()) {
                final boolean isWhole = record.type() != GroupRecordType.UNRECOGNISED
                        && record.numberOfSources() == 0
                        && InternetAddress.isMulticast(record.groupHigh(), record.groupLow());
                groups += isWhole ? 1 : 0;
            }
            return groups;
        }
    }

    /** Its records are objects that were made of all they say: they are counted, and not looked into. */
    private static final class OnosDecoder implements Decoder {
        private final Deserializer<IGMP> deserializer = IGMP.deserializer();
        private final byte[][] messages = new byte[PACKETS][];

        OnosDecoder(final ReportPackets packets) {
            for (int i = 0; i < PACKETS; i++) {
                messages[i] = new byte[packets.length() - IGMP_OFFSET];
                packets.buffer().getBytes(packets.offset(i) + IGMP_OFFSET, messages[i]);
            }
        }

        @Override
        public int decode(final int packet) {
            final byte[] message = messages[packet];
            try {
                return deserializer
                        .deserialize(message, 0, message.length)
                        .getGroups()
                        .size();
            } catch (final DeserializationException refused) {
                throw new IllegalStateException("not a report: " + refused.getMessage(), refused);
            }
        }
    }
}
