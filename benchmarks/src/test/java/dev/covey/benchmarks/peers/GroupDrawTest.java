package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GroupDrawTest {
    private static final int COUNT = 1000;
    private static final int GAP = 253;
    private static final int DRAWS = 100_000;

    private static GroupDraw draw(final int percent) {
        return new GroupDraw(7, COUNT, GAP, percent);
    }

    @Test
    void shouldDrawOnlyWhatIsThereWhenAllOfItIs() {
        final GroupDraw draw = draw(100);

        for (int i = 0; i < DRAWS; i++) {
            assertThat(draw.nextGroup(0)).isBetween(0L, COUNT - 1L);
        }
        assertThat(draw.present(DRAWS)).isEqualTo(DRAWS);
    }

    @Test
    void shouldDrawOnlyWhatIsBehindTheGapWhenNothingIsThere() {
        final GroupDraw draw = draw(0);

        for (int i = 0; i < DRAWS; i++) {
            assertThat(draw.nextGroup(0)).isBetween((long) COUNT + GAP, 2L * COUNT + GAP - 1);
        }
        assertThat(draw.present(DRAWS)).isZero();
    }

    @Test
    void shouldDrawBothAndNothingOfTheGapWhenAHalfIsThere() {
        final GroupDraw draw = draw(50);
        long present = 0;
        for (int i = 0; i < DRAWS; i++) {
            final long number = draw.nextGroup(0);
            assertThat(number < COUNT || number >= COUNT + GAP && number < 2L * COUNT + GAP)
                    .as("number=" + number)
                    .isTrue();
            present += number < COUNT ? 1 : 0;
        }

        assertThat(present).isBetween(DRAWS * 49L / 100, DRAWS * 51L / 100);
        assertThat(draw(50).present(DRAWS)).isEqualTo(present);
    }

    @Test
    void shouldGoOnWhereItWasWhenItCountsInParts() {
        final GroupDraw whole = draw(50);
        final GroupDraw inParts = draw(50);

        assertThat(inParts.present(DRAWS / 4) + inParts.present(DRAWS - DRAWS / 4))
                .isEqualTo(whole.present(DRAWS));
        assertThat(inParts.nextGroup(0)).isEqualTo(whole.nextGroup(0));
    }

    @Test
    void shouldRefuseOtherSharesWhenAskedForThem() {
        assertThatThrownBy(() -> draw(99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0, 50 or 100: hits=99");
    }
}
