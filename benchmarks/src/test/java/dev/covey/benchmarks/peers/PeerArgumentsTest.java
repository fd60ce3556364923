package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.wire.AddressFamily;
import org.junit.jupiter.api.Test;

class PeerArgumentsTest {
    private static PeerArguments of(final String... words) {
        return new PeerArguments(words, 0);
    }

    @Test
    void shouldReadNamesAndValues() {
        final PeerArguments arguments = of("family=ipv6", "n=12", "form=scalar,batch");

        assertThat(arguments.family()).isEqualTo(AddressFamily.IPV6);
        assertThat(arguments.number("n", 1, 1, 12)).isEqualTo(12);
        assertThat(arguments.words("form", "")).containsExactly("scalar", "batch");
        assertThat(arguments.number("absent", 7, 1, 12)).isEqualTo(7);
        assertThat(of("readers=1,2").numbers("readers", 1, 1, 2)).containsExactly(1, 2);
        assertThat(arguments.numbers("absent", 7, 1, 12)).containsExactly(7);
    }

    @Test
    void shouldRefuseANameThatNobodyHasAskedFor() {
        final PeerArguments arguments = of("n=12", "lookup=9");
        arguments.number("n", 1, 1, 12);
        arguments.rounds();

        assertThatThrownBy(arguments::refuseUnknown)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such argument: lookup");
        arguments.word("lookup", "");
        assertThatCode(arguments::refuseUnknown).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        assertThatThrownBy(() -> of("n")).hasMessageContaining("not name=value: n");
        assertThatThrownBy(() -> of("n=many").number("n", 1, 1, 9)).hasMessageContaining("not a number: n=many");
        assertThatThrownBy(() -> of("n=10").number("n", 1, 1, 9)).hasMessageContaining("out of range: n=10");
        assertThatThrownBy(() -> of("n=1,3").numbers("n", 1, 1, 2)).hasMessageContaining("out of range: n=3");
        assertThatThrownBy(() -> of("n=1,").numbers("n", 1, 1, 2)).hasMessageContaining("not a number: n=");
        assertThatThrownBy(() -> of("family=ipx").family()).hasMessageContaining("no such family: ipx");
    }
}
