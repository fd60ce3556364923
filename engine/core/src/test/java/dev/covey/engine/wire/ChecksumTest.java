package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final long SEED = 0x5eed_0002L;

    @Test
    void shouldSumTheExampleOfRfc1071() {
        final UnsafeBuffer buffer = new UnsafeBuffer(PacketSpec.octets("0001f203f4f5f6f7"));

        assertThat(Checksum.complement(Checksum.sum(buffer, 0, 8))).isEqualTo(~0xddf2 & 0xffff);
    }

    @Test
    void shouldEqualWordByWordAdditionForEveryLengthAndOffset() {
        final Random random = new Random(SEED);
        final byte[] octets = new byte[300];
        for (int length = 0; length < 280; length++) {
            random.nextBytes(octets);
            final int offset = random.nextInt(octets.length - length);
            final UnsafeBuffer buffer = new UnsafeBuffer(octets, offset, length);

            assertThat(Checksum.complement(Checksum.sum(buffer, 0, length)))
                    .as("seed=%d, length=%d, offset=%d", SEED, length, offset)
                    .isEqualTo(PacketSpec.checksum(octets, offset, length, 0));
        }
    }

    @Test
    void shouldCarryAroundWhenEveryBitIsSet() {
        final byte[] octets = new byte[65_535];
        Arrays.fill(octets, (byte) 0xff);

        final int checksum = Checksum.complement(Checksum.sum(new UnsafeBuffer(octets), 0, octets.length));

        assertThat(checksum).isEqualTo(PacketSpec.checksum(octets, 0, octets.length, 0));
    }
}
