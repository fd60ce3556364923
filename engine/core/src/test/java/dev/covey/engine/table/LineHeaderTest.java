package dev.covey.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineHeaderTest {
    private static final long SEED = 0x11ea_de25L;
    private static final int ROUNDS = 200_000;

    @Test
    void shouldTellTheStateOfEveryLaneExactly() {
        final Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            final int overflow = random.nextInt(256);
            long header = overflow * LineHeader.ONE_OVERFLOW;
            long free = 0;
            long quarantined = 0;
            long inUse = 0;
            for (int lane = 0; lane < 7; lane++) {
                final long bit = 0x80L << (lane * 8);
                switch (random.nextInt(3)) {
                    case 0 -> free |= bit;
                    case 1 -> {
                        header = LineHeader.withQuarantine(header, lane);
                        quarantined |= bit;
                    }
                    default -> {
                        header = LineHeader.withTag(header, lane, LineHeader.tag(random.nextLong()));
                        inUse |= bit;
                    }
                }
            }
            final String context = "seed=" + SEED + ", round=" + round + ", header=" + Long.toHexString(header);
            assertThat(LineHeader.free(header, LineHeader.SEVEN_LANES))
                    .as(context)
                    .isEqualTo(free);
            assertThat(LineHeader.quarantined(header, LineHeader.SEVEN_LANES))
                    .as(context)
                    .isEqualTo(quarantined);
            assertThat(LineHeader.inUse(header, LineHeader.SEVEN_LANES))
                    .as(context)
                    .isEqualTo(inUse);
            assertThat(LineHeader.free(header, LineHeader.FIVE_LANES))
                    .as(context)
                    .isEqualTo(free & LineHeader.FIVE_LANES);
            assertThat(LineHeader.overflowCount(header)).as(context).isEqualTo(overflow);
            assertThat(LineHeader.hasOverflow(header)).as(context).isEqualTo(overflow != 0);
        }
    }

    @Test
    void shouldMatchEveryLaneWithTheTagAndNoneThatIsFreeOrQuarantined() {
        final Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            final long hash = random.nextLong();
            long header = random.nextInt(256) * LineHeader.ONE_OVERFLOW;
            long expected = 0;
            long impossible = 0;
            for (int lane = 0; lane < 7; lane++) {
                final long bit = 0x80L << (lane * 8);
                switch (random.nextInt(5)) {
                    case 0 -> impossible |= bit;
                    case 1 -> {
                        header = LineHeader.withQuarantine(header, lane);
                        impossible |= bit;
                    }
                    case 2 -> {
                        header = LineHeader.withTag(header, lane, LineHeader.tag(hash));
                        expected |= bit;
                    }
                    // The neighbour of the tag is what a borrow takes for a match.
                    case 3 -> header = LineHeader.withTag(header, lane, LineHeader.tag(hash) ^ 1);
                    default -> header = LineHeader.withTag(header, lane, LineHeader.tag(random.nextLong()));
                }
            }
            final long matches = LineHeader.matches(header, LineHeader.tags(hash), LineHeader.SEVEN_LANES);
            final String context = "seed=" + SEED + ", round=" + round + ", header=" + Long.toHexString(header);
            assertThat(matches & expected).as(context).isEqualTo(expected);
            assertThat(matches & impossible).as(context).isZero();
        }
    }

    @Test
    void shouldTakeTagsFromBitsThatNeverChooseALine() {
        final long homes = Long.SIZE - 24;
        assertThat(LineHeader.tag(-1L << homes)).isEqualTo(0x80);
        assertThat(LineHeader.tag((-1L >>> 24) & -1L << KeyPermutation.UNUSED_BITS))
                .isEqualTo(0xff);
    }

    @Test
    void shouldChangeNoOtherLane() {
        final long full = LineHeader.withTag(-1L >>> 1, 3, 0x85);
        assertThat(LineHeader.tagAt(full, 3)).isEqualTo(0x85);
        assertThat(LineHeader.tagAt(full, 2)).isEqualTo(0xff);
        assertThat(LineHeader.tagAt(LineHeader.withFree(full, 3), 3)).isZero();
        assertThat(LineHeader.withTag(LineHeader.withFree(full, 3), 3, 0x85)).isEqualTo(full);
        assertThat(LineHeader.firstLane(0x80L << 48)).isEqualTo(6);
        assertThat(LineHeader.firstLane(0x80L)).isZero();
    }

    @Test
    void shouldLeaveACountOfOverflowsThatHasComeToItsEnd() {
        long header = LineHeader.SEVEN_LANES;
        for (int count = 1; count < 255; count++) {
            header = LineHeader.withOverflow(header, LineHeader.ONE_OVERFLOW);
            assertThat(LineHeader.overflowCount(header)).isEqualTo(count);
        }
        assertThat(LineHeader.overflowCount(LineHeader.withOverflow(header, -LineHeader.ONE_OVERFLOW)))
                .isEqualTo(253);
        final long end = LineHeader.withOverflow(header, LineHeader.ONE_OVERFLOW);
        assertThat(LineHeader.overflowCount(end)).isEqualTo(255);
        assertThat(LineHeader.withOverflow(end, LineHeader.ONE_OVERFLOW)).isEqualTo(end);
        assertThat(LineHeader.withOverflow(end, -LineHeader.ONE_OVERFLOW)).isEqualTo(end);
    }
}
