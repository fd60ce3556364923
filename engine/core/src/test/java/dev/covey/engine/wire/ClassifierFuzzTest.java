package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cut and mutated packets, all of which get exactly one verdict. */
class ClassifierFuzzTest {
    private static final int PACKETS = 1_000_000;
    private static final long SEED = Long.getLong("covey.test.seed", 0x5eed_0003L);
    private static final LinkType[] LINK_TYPES = LinkType.values();
    private static final ReceiveProfile[] PROFILES = {
        ReceiveProfile.STRICT, ReceiveProfile.RFC_MINIMUM, ReceiveProfile.PASSIVE_OBSERVER
    };

    private final PacketExamination examination = new PacketExamination();

    @Test
    void shouldGiveEveryTruncationOneVerdictAndAcceptNone() {
        SamplePackets.all().forEach((name, packet) -> {
            for (int length = 0; length < packet.length; length++) {
                final DecodedPacket cut = examination.examine(packet, length, LinkType.INTERNET, ReceiveProfile.STRICT);

                assertThat(cut.verdict())
                        .as("%s cut to %d octets", name, length)
                        .isEqualTo(Verdict.DROP);
            }
            assertThat(examination
                            .examine(packet, packet.length, LinkType.INTERNET, ReceiveProfile.STRICT)
                            .verdict())
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
                final DropReason reason = examination
                        .examine(shorter, length, LinkType.INTERNET, ReceiveProfile.STRICT)
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
                final DecodedPacket decoded = examination.examine(packet, packet.length, linkType, profile);
                verdicts.add(decoded.verdict());
                if (decoded.dropReason() != null) {
                    seen.add(decoded.dropReason());
                }
            } catch (final RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "seed=" + SEED + ", i=" + i + ", linkType=" + linkType + ", profile=" + profile + ", packet="
                                + PacketSpec.hex(packet),
                        failure);
            }
        }

        // Mutations that never reach the later checks would prove little.
        assertThat(seen).as("seed=%d", SEED).isEqualTo(EnumSet.range(DropReason.IP_SHORT, DropReason.MLD_BADREPORT));
        assertThat(verdicts).as("seed=%d", SEED).isEqualTo(EnumSet.allOf(Verdict.class));
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
