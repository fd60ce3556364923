package dev.covey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressesTest {
    private static final int COUNT = 1 << 16;

    @ParameterizedTest
    @EnumSource(names = {"IPV4", "IPV6"})
    void shouldBeDistinctReportableGroupsWhenDrawn(final AddressFamily family) {
        final Addresses groups = Addresses.groups(family);

        final long[] lows = groups.shuffledLows(COUNT, COUNT);

        assertThat(Arrays.stream(lows).distinct().count()).isEqualTo(COUNT);
        for (final long low : lows) {
            assertThat(InternetAddress.isReportable(groups.high(), low)).isTrue();
            assertThat(InternetAddress.isIpv4(groups.high(), low)).isEqualTo(family == AddressFamily.IPV4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IPV4", "IPV6"})
    void shouldHaveTheSameMembersInAnotherOrderWhenShuffled(final AddressFamily family) {
        final Addresses sources = Addresses.sources(family);
        final long[] inOrder = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            inOrder[i] = sources.low(i);
        }

        final long[] shuffled = sources.shuffledLows(0, COUNT);

        assertThat(shuffled).isNotEqualTo(inOrder);
        Arrays.sort(shuffled);
        Arrays.sort(inOrder);
        assertThat(shuffled).isEqualTo(inOrder);
    }
}
