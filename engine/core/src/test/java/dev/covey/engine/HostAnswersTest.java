package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What queries can make a host say, and what they cannot. */
class HostAnswersTest {
    private static final int GROUPS = 1000;
    private static final int PACKETS = 6;

    @Test
    void shouldNotMakeAFloodOfLongAnswersOutOfAFloodOfQueriesThatWantThemAtOnce() {
        try (HostHarness host = new HostHarness()) {
            for (int i = 0; i < GROUPS; i++) {
                host.join("239.1." + i / 250 + "." + i % 250);
            }
            host.at(5000);
            host.sent();
            for (int i = 0; i < 100; i++) {
                host.query("0.0.0.0", 0);
            }
            assertThat(host.sent()).hasSize(PACKETS).allMatch(line -> line.startsWith("5000 "));
            host.at(5020);
            assertThat(host.sent()).hasSize(PACKETS);
        }
    }

    @Test
    void shouldGoOnWithAnAnswerWhenTheMtuHasNoRoomForOneOfItsRecords() {
        try (HostHarness host = new HostHarness()) {
            final var configuration =
                    HostHarness.configuration(HostVariables.DEFAULT).mtu(80);
            assertThat(host.harness.configure(host.eth0, configuration.build())).isZero();
            host.join("ff05::1")
                    .include("ff3e::5", "2001:db8::1")
                    .join("ff05::7")
                    .at(5000);
            host.sent();
            final long refused = host.harness.engine.counters().get(EngineCounter.ENGINE_TX_REFUSED);
            host.query("::", 1000).at(60_000);
            final List<String> records = new ArrayList<>();
            host.sent().forEach(line -> records.add(line.substring(line.indexOf(' ') + 1)));
            assertThat(records).containsExactlyInAnyOrder("IS_EX ff05::1 {}", "IS_EX ff05::7 {}");
            assertThat(host.harness.engine.counters().get(EngineCounter.ENGINE_TX_REFUSED))
                    .isEqualTo(refused + 1);
        }
    }

    @Test
    void shouldListenToTheQuerierWithTheLowestAddressAndToNobodyWhileThereIsOne() {
        try (HostHarness host = new HostHarness()) {
            host.query("192.0.2.5", "0.0.0.0", 1000, 3, 60);
            assertThat(querier(host)).isEqualTo("192.0.2.5 robustness 3");
            host.query("0.0.0.0", "0.0.0.0", 1000, 7, 60);
            assertThat(querier(host)).isEqualTo("192.0.2.5 robustness 3");
            host.query("192.0.2.9", "0.0.0.0", 1000, 3, 60);
            assertThat(querier(host)).isEqualTo("192.0.2.5 robustness 3");
            host.query("192.0.2.2", "0.0.0.0", 1000, 4, 60);
            assertThat(querier(host)).isEqualTo("192.0.2.2 robustness 4");
            host.at(3_600_000);
            assertThat(querier(host)).isEmpty();
        }
    }

    private static String querier(final HostHarness host) {
        final StringBuilder text = new StringBuilder();
        host.harness
                .engine
                .view()
                .hosts()
                .querier(
                        host.eth0,
                        false,
                        host.harness.time.timeNs(),
                        (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) -> text.append(
                                        InternetAddress.toString(high, low))
                                .append(" robustness ")
                                .append(robustness));
        return text.toString();
    }
}
