package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Cut and mutated packets. Each is classified twice: in a buffer that ends where the packet does, so that a read past
 * its end is an exception; and in the middle of other octets, so that one that depends on them gives another verdict.
 */
class ClassifierFuzzTest {
    private static final int PACKETS = 1_000_000;
    private static final long SEED = Long.getLong("covey.test.seed", 0x5eed_0003L);
    private static final int CANARY_LENGTH = 64;
    private static final LinkType[] LINK_TYPES = LinkType.values();
    private static final ReceiveProfile[] PROFILES = {
        ReceiveProfile.STRICT, ReceiveProfile.RFC_MINIMUM, ReceiveProfile.PASSIVE_OBSERVER
    };

    private final PacketClassifier classifier = new PacketClassifier();
    private final PacketClassifier other = new PacketClassifier();
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight sources = new SourceListFlyweight();
    private final UnsafeBuffer exact = new UnsafeBuffer(0, 0);
    private final byte[] surroundings = new byte[4096];
    private final UnsafeBuffer surrounded = new UnsafeBuffer(surroundings);

    @Test
    void shouldGiveEveryTruncationOneVerdictAndAcceptNone() {
        SamplePackets.all().forEach((name, packet) -> {
            for (int length = 0; length < packet.length; length++) {
                final Verdict verdict = examine(packet, length, LinkType.INTERNET, ReceiveProfile.STRICT);

                assertThat(verdict).as("%s cut to %d octets", name, length).isEqualTo(Verdict.DROP);
            }
            assertThat(examine(packet, packet.length, LinkType.INTERNET, ReceiveProfile.STRICT))
                    .isEqualTo(Verdict.MEMBERSHIP);
        });
    }

    @Test
    void shouldGiveEveryShorterMessageOneVerdict() {
        // The IP header says how short it is, so that the cut reaches the checks of the message.
        SamplePackets.all().forEach((name, packet) -> {
            final int headerLength = packet[0] >>> 4 == 4 ? 24 : 48;
            for (int length = headerLength; length < packet.length; length++) {
                final byte[] shorter = Arrays.copyOf(packet, length);
                repair(shorter);
                examine(shorter, length, LinkType.INTERNET, ReceiveProfile.STRICT);

                final DropReason reason = classifier
                        .classify(new UnsafeBuffer(shorter), 0, length, LinkType.INTERNET)
                        .dropReason();
                assertThat(reason == null || reason.code() >= DropReason.IGMP_TOOSHORT.code())
                        .as("%s cut to %d octets: %s", name, length, reason)
                        .isTrue();
            }
        });
    }

    @Test
    void shouldGiveEveryMutatedPacketOneVerdict() {
        final Random random = new Random(SEED);
        final List<byte[]> corpus = corpus();
        final Set<DropReason> seen = EnumSet.noneOf(DropReason.class);
        final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);

        for (int i = 0; i < PACKETS; i++) {
            final byte[] packet = mutate(random, corpus);
            final LinkType linkType = random.nextInt(4) == 0 ? LINK_TYPES[random.nextInt(4)] : LinkType.INTERNET;
            final ReceiveProfile profile = PROFILES[random.nextInt(PROFILES.length)];
            try {
                verdicts.add(examine(packet, packet.length, linkType, profile));
            } catch (final RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "seed=" + SEED + ", i=" + i + ", linkType=" + linkType + ", profile=" + profile + ", packet="
                                + PacketSpec.hex(packet),
                        failure);
            }
            final DropReason reason = classifier
                    .classify(exact, 0, packet.length, linkType, profile)
                    .dropReason();
            if (reason != null) {
                seen.add(reason);
            }
        }

        // Mutations that never reach the later checks would prove little.
        assertThat(seen).as("seed=%d", SEED).isEqualTo(EnumSet.range(DropReason.IP_SHORT, DropReason.MLD_BADREPORT));
        assertThat(verdicts).as("seed=%d", SEED).isEqualTo(EnumSet.allOf(Verdict.class));
    }

    private Verdict examine(
            final byte[] octets, final int length, final LinkType linkType, final ReceiveProfile profile) {
        exact.wrap(octets, 0, length);
        final DecodedPacket packet = classifier.classify(exact, 0, length, linkType, profile);
        shouldBeConsistent(packet);
        if (packet.verdict() == Verdict.MEMBERSHIP) {
            readEverything(packet);
        }

        final byte canary = (byte) (0xa5 + length);
        Arrays.fill(surroundings, 0, CANARY_LENGTH, canary);
        System.arraycopy(octets, 0, surroundings, CANARY_LENGTH, length);
        Arrays.fill(surroundings, CANARY_LENGTH + length, 2 * CANARY_LENGTH + length, (byte) ~canary);
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
        return packet.verdict();
    }

    private static void shouldBeConsistent(final DecodedPacket packet) {
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

    private static List<byte[]> corpus() {
        final List<byte[]> corpus = new ArrayList<>(SamplePackets.all().values());
        final PacketSpec data = PacketSpec.igmp("192.0.2.1", "239.1.2.3", "1388 1389 0008 0000");
        data.protocol = 17;
        corpus.add(data.build());
        final PacketSpec fragment = PacketSpec.mld("fe80::1", "ff02::16", "8f00 0000 0000 0000");
        fragment.options = "3c00050200000100" + "2c00010400000000" + "3a00000000000000";
        corpus.add(fragment.build());
        return corpus;
    }

    private static byte[] mutate(final Random random, final List<byte[]> corpus) {
        final byte[] original = corpus.get(random.nextInt(corpus.size()));
        final int kind = random.nextInt(8);
        final int length = kind == 0
                ? random.nextInt(original.length + 1)
                : kind == 1 ? original.length + random.nextInt(40) : original.length;
        final byte[] packet = Arrays.copyOf(original, length);
        final int changes = random.nextInt(4);
        for (int i = 0; i < changes && length > 0; i++) {
            final int index = random.nextInt(length);
            packet[index] = switch (random.nextInt(4)) {
                case 0 -> (byte) (packet[index] ^ 1 << random.nextInt(8));
                case 1 -> (byte) 0xff;
                case 2 -> 0;
                default -> (byte) random.nextInt(256);
            };
        }
        // Most mutations end at a checksum; repaired, they reach the checks behind it.
        if (random.nextInt(4) != 0) {
            repair(packet);
        }
        return packet;
    }

    /** Make lengths and checksums right as far as the packet can be understood. */
    private static void repair(final byte[] packet) {
        if (packet.length >= 20 && (packet[0] & 0xf0) == 0x40) {
            final int headerLength = (packet[0] & 0xf) * 4;
            if (headerLength < 20 || headerLength > packet.length) {
                return;
            }
            putShort(packet, 2, packet.length);
            putChecksum(packet, 10, 0, headerLength, 0);
            if (packet.length >= headerLength + 4) {
                putChecksum(packet, headerLength + 2, headerLength, packet.length - headerLength, 0);
            }
        } else if (packet.length >= 48 && (packet[0] & 0xf0) == 0x60) {
            putShort(packet, 4, packet.length - 40);
            if (packet.length < 52) {
                return;
            }
            final long addresses = 0xffffL - PacketSpec.checksum(packet, 8, 32, 0);
            putChecksum(packet, 50, 48, packet.length - 48, addresses + packet.length - 48 + 58);
        }
    }

    private static void putChecksum(
            final byte[] packet, final int field, final int offset, final int length, final long start) {
        putShort(packet, field, 0);
        putShort(packet, field, PacketSpec.checksum(packet, offset, length, start));
    }

    private static void putShort(final byte[] packet, final int offset, final int value) {
        packet[offset] = (byte) (value >>> 8);
        packet[offset + 1] = (byte) value;
    }
}
