package dev.covey.linux;

import dev.covey.engine.membership.Dialect;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our sockets beside those of the kernel: the same calls, the same datagrams, the same receivers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelDeliveryTest {
    @Tag("long")
    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldDeliverAsTheKernelDoesWhateverIsJoined(final LiveFamily family) throws IOException {
        final SoftAssertions softly = new SoftAssertions();
        for (final Dialect dialect : Dialect.values()) {
            try (LiveNetwork network = LiveNetwork.begin();
                    DeliveryComparison comparison = new DeliveryComparison(network, family, dialect)) {
                for (final DeliveryCase shown : DeliveryCases.of(family)) {
                    if (shown.dialect() == dialect) {
                        final String[] given = comparison.show(shown);
                        softly.assertThat(given[0]).as("%s: ours", shown).isEqualTo(shown.oursExpected());
                        softly.assertThat(given[1])
                                .as("%s: kernel, %s", shown, shown.difference())
                                .isEqualTo(shown.kernelExpected());
                    }
                }
                comparison.host().requireSound();
            }
        }
        softly.assertAll();
    }
}
