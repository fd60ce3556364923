package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupNumbersTest {
    @Test
    void shouldNameAnotherGroupOfAnInterfaceWithEachNumber() {
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            final int interfaceIndex = GroupNumbers.interfaceOf(i);
            final long low = GroupNumbers.low(AddressFamily.IPV4, i);
            assertThat(InternetAddress.isMulticast(GroupNumbers.high(AddressFamily.IPV4), low))
                    .isTrue();
            seen.add(interfaceIndex + " " + low);
            seen.add(interfaceIndex + " " + GroupNumbers.ipv6Low(i));
        }

        assertThat(seen).hasSize(200_000);
    }

    @Test
    void shouldMakeTheAddressesOfTheNativePeers() {
        // Of make_key in benchmarks/peers/lookup.h.
        assertThat(GroupNumbers.ipv4(0)).isEqualTo(0xef00_0000);
        assertThat(GroupNumbers.ipv4(17)).isEqualTo(0xef4a_7c15);
        assertThat(GroupNumbers.ipv6Low(17)).isEqualTo(0x9e37_79b9_7f4a_7c15L ^ 0x9e37_79b9L);
        assertThat(GroupNumbers.interfaceOf(17)).isEqualTo(1);
    }

    @Test
    void shouldDrawEveryNumberBelowTheLimitAndNoOther() {
        final Draw draw = new Draw(1);
        final Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            drawn.add(draw.next(100, 0));
        }

        assertThat(drawn).hasSize(100).allMatch(number -> number >= 0 && number < 100);
    }
}
