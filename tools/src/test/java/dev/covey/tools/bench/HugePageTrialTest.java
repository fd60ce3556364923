package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.tools.observe.HugePageUse;
import org.junit.jupiter.api.Test;

class HugePageTrialTest {
    @Test
    void shouldTellWhatBecameOfTheMemory() {
        assertThat(HugePageTrial.text(new HugePageUse(4096, null), new HugePageUse(4096 + (14 << 20), null)))
                .isEqualTo("14336 of 16384 kB");
        assertThat(HugePageTrial.text(new HugePageUse(4096, null), new HugePageUse(0, null)))
                .isEqualTo("0 of 16384 kB");
        assertThat(HugePageTrial.text(
                        new HugePageUse(0, null), new HugePageUse(HugePageUse.UNKNOWN, "there is no such file")))
                .isEqualTo("unknown: there is no such file");
    }

    @Test
    void shouldTryItWithMemoryLikeTheEngines() {
        assertThat(HugePageTrial.run()).matches("\\d+ of 16384 kB|unknown: .+");
    }
}
