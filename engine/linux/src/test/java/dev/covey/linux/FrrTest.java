package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our host beside FRR's pimd as IGMPv3 querier. */
@Tag("long")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrrTest {
    @Test
    void shouldBeKnownToFrrUntilItLeaves() throws IOException {
        try (LiveNetwork network = LiveNetwork.begin()) {
            final String left = network.namespace();
            final String right = network.namespace();
            LiveNetwork.pair(left, right);
            try (FrrPeer frr = new FrrPeer(right);
                    LiveHost host = new LiveHost(
                            new AfPacketContext("a0").networkNamespace(left), false, HostVariables.DEFAULT)) {
                assertThat(host.join("239.1.1.1")).isZero();
                assertThat(host.setFilter("232.1.1.1", INCLUDE, List.of("10.0.0.1", "10.0.0.2")))
                        .isZero();
                awaitKnown(frr, Map.of("239.1.1.1", "exclude", "232.1.1.1", "include [10.0.0.1, 10.0.0.2]"));

                assertThat(host.setFilter("232.1.1.1", INCLUDE, List.of("10.0.0.2")))
                        .isZero();
                awaitKnown(frr, Map.of("239.1.1.1", "exclude", "232.1.1.1", "include [10.0.0.2]"));

                assertThat(host.setFilter("239.1.1.1", INCLUDE, List.of("10.0.0.7")))
                        .isZero();
                awaitKnown(frr, Map.of("239.1.1.1", "include [10.0.0.7]", "232.1.1.1", "include [10.0.0.2]"));

                // Its entries live for 11 seconds without answers: after as long again, only answers have kept them.
                final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
                while (System.nanoTime() - endNs < 0) {
                    assertThat(frr.groups()).hasSize(2);
                }

                assertThat(host.setFilter("239.1.1.1", EXCLUDE, List.of())).isZero();
                assertThat(host.leave("232.1.1.1")).isZero();
                awaitKnown(frr, Map.of("239.1.1.1", "exclude"));
                assertThat(host.leave("239.1.1.1")).isZero();
                awaitKnown(frr, Map.of());
                assertThat(host.version(false)).isEqualTo(3);
                host.requireSound();
            }
        }
    }

    private static void awaitKnown(final FrrPeer frr, final Map<String, String> wanted) {
        await("FRR does not come to know " + wanted, () -> frr.groups().equals(wanted));
    }
}
