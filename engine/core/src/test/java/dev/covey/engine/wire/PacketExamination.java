package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Classifies a packet twice: in a buffer that ends where the packet does, so that a read past its end is an exception;
 * and in the middle of other octets, so that one that depends on them gives another verdict. What is accepted is read
 * to its end.
 */
final class PacketExamination {
    private static final int CANARY_LENGTH = 64;

    private final PacketClassifier classifier = new PacketClassifier();
    private final PacketClassifier other = new PacketClassifier();
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight sources = new SourceListFlyweight();
    private final UnsafeBuffer exact = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer surrounded = new UnsafeBuffer(0, 0);
    private byte[] surroundings = new byte[0];

    DecodedPacket examine(
            final byte[] octets, final int length, final LinkType linkType, final ReceiveProfile profile) {
        exact.wrap(octets, 0, length);
        final DecodedPacket packet = classifier.classify(exact, 0, length, linkType, profile);
        requireOneVerdict(packet);
        if (packet.verdict() == Verdict.MEMBERSHIP) {
            readEverything(packet);
        }

        final byte canary = (byte) (0xa5 + length);
        surround(octets, length, canary);
        final DecodedPacket again = other.classify(surrounded, CANARY_LENGTH, length, linkType, profile);
        if (again.verdict() != packet.verdict()
                || again.countedReason() != packet.countedReason()
                || again.kind() != packet.kind()
                || again.groupLow() != packet.groupLow()
                || again.maxResponseNs() != packet.maxResponseNs()
                || again.trailingOctets() != packet.trailingOctets()) {
            throw new AssertionError("depends on octets around it: alone=" + packet + ", surrounded=" + again);
        }
        for (int i = 0; i < CANARY_LENGTH; i++) {
            if (surroundings[i] != canary || surroundings[CANARY_LENGTH + length + i] != (byte) ~canary) {
                throw new AssertionError("canary overwritten: index=" + i);
            }
        }
        return packet;
    }

    private void surround(final byte[] octets, final int length, final byte canary) {
        if (surroundings.length < length + 2 * CANARY_LENGTH) {
            surroundings = new byte[length + 2 * CANARY_LENGTH];
            surrounded.wrap(surroundings);
        }
        Arrays.fill(surroundings, 0, CANARY_LENGTH, canary);
        System.arraycopy(octets, 0, surroundings, CANARY_LENGTH, length);
        Arrays.fill(surroundings, CANARY_LENGTH + length, 2 * CANARY_LENGTH + length, (byte) ~canary);
    }

    private static void requireOneVerdict(final DecodedPacket packet) {
        final boolean isDrop = packet.verdict() == Verdict.DROP;
        final boolean isMembership = packet.verdict() == Verdict.MEMBERSHIP;
        if (isDrop != (packet.dropReason() != null)
                || (isMembership && packet.kind() == null)
                || (isMembership && packet.countedReason() != null && packet.countedReason() != DropReason.IGMP_NORA)
                || (!isDrop && !isMembership && packet.countedReason() != null)
                || (packet.verdict() == Verdict.DATA
                        && !InternetAddress.isMulticast(packet.destinationHigh(), packet.destinationLow()))) {
            throw new AssertionError("not one verdict: " + packet);
        }
    }

    private void readEverything(final DecodedPacket packet) {
        long sum = 0;
        records.wrap(exact, packet);
        int count = 0;
        while (records.next()) {
            sum += records.groupHigh() + records.groupLow() + records.type().code() + sumOf(sources.wrap(records));
            count++;
        }
        sum += sumOf(sources.wrap(exact, packet));
        if (count != packet.numberOfRecords() || records.isCut() || packet.trailingOctets() < 0) {
            throw new AssertionError("accepted but not all there: count=" + count + ", sum=" + sum + ", " + packet);
        }
    }

    private static long sumOf(final SourceListFlyweight list) {
        long sum = 0;
        for (int i = 0; i < list.count(); i++) {
            sum += list.high(i) + list.low(i);
        }
        return sum;
    }
}
