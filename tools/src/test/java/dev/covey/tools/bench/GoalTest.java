package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void shouldCountHowManyTimesFasterOursIs() {
        final Goal goal = Goal.faster(3.5);

        assertThat(goal.ratio(100, 350)).isEqualTo(3.5);
        assertThat(goal.isReached(goal.ratio(100, 350))).isTrue();
        assertThat(goal.isReached(goal.ratio(100, 349))).isFalse();
        assertThat(goal.distance(goal.ratio(100, 175))).isEqualTo(2);
        assertThat(goal.text(Units.NANOSECONDS)).isEqualTo(">= 3.5");
    }

    @Test
    void shouldCountHowManyTimesThePeersFigureOursIs() {
        final Goal goal = Goal.atMostTimes(1.2);

        assertThat(goal.ratio(120, 100)).isEqualTo(1.2);
        assertThat(goal.isReached(1.2)).isTrue();
        assertThat(goal.isReached(1.21)).isFalse();
        assertThat(goal.distance(2.4)).isEqualTo(2);
        assertThat(goal.text(Units.NANOSECONDS)).isEqualTo("<= 1.20");
    }

    @Test
    void shouldCompareWithALimitWithoutAPeer() {
        final Goal goal = Goal.atMost(200);

        assertThat(goal.isReached(goal.ratio(200, Double.NaN))).isTrue();
        assertThat(goal.isReached(goal.ratio(201, Double.NaN))).isFalse();
        assertThat(goal.distance(goal.ratio(300, Double.NaN))).isEqualTo(1.5, within(1e-9));
        assertThat(goal.text(Units.BYTES_EACH)).isEqualTo("<= 200.0 B");
    }

    @Test
    void shouldTellARatioWithoutAGoal() {
        assertThat(Goal.NONE.ratio(10, 20)).isEqualTo(2);
        assertThat(Goal.NONE.text(Units.NANOSECONDS)).isEqualTo("-");
    }

    @Test
    void shouldChooseTheUnitThatPeopleRead() {
        assertThat(Units.text(999.94, Units.NANOSECONDS)).isEqualTo("999.9 ns");
        assertThat(Units.text(1_000, Units.NANOSECONDS)).isEqualTo("1.0 us");
        assertThat(Units.text(2_500_000, Units.NANOSECONDS)).isEqualTo("2.5 ms");
        assertThat(Units.text(1 << 30, Units.BYTES)).isEqualTo("1.00 GiB");
        assertThat(Units.text(1 << 20, Units.BYTES)).isEqualTo("1.0 MiB");
    }
}
