package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host says when interfaces and engines come, change and go. */
class HostLifecycleTest {
    @Test
    void shouldLeaveEveryGroupWhenTheEngineIsClosed() {
        final List<String> last = new ArrayList<>();
        try (HostHarness host = new HostHarness()) {
            host.join("239.1.1.1").include("ff05::5", "2001:db8::1").at(5000);
            host.sent();
            host.harness.engine.close();
            last.addAll(host.sent());
        }
        assertThat(last).containsExactlyInAnyOrder("5000 TO_IN 239.1.1.1 {}", "5000 BLOCK ff05::5 {2001:db8::1}");
    }

    @Test
    void shouldSayNothingOnALinkThatIsGoneWhenTheEngineIsClosed() {
        try (HostHarness host = new HostHarness()) {
            host.join("239.1.1.1").at(5000);
            host.sent();
            host.harness.detach(host.eth0);
            host.harness.engine.close();
            assertThat(host.sent()).isEmpty();
        }
    }

    @Test
    void shouldSayNothingWhenAnInterfaceIsDetachedWithAnswersPending() {
        try (HostHarness host = new HostHarness()) {
            host.join("239.1.1.1").join("239.1.1.2").query("0.0.0.0", 10_000).query("239.1.1.2", 5000);
            host.sent();
            host.harness.detach(host.eth0);
            host.at(100_000);
            host.harness.close(host.socket);
            host.at(200_000);
            assertThat(host.sent()).isEmpty();
            host.harness.assertEmpty();
        }
    }

    @Test
    void shouldJoinTheSolicitedNodeGroupsOfItsOwnAddresses() {
        try (HostHarness host = new HostHarness()) {
            final var configuration = HostHarness.configuration(HostVariables.DEFAULT)
                    .solicitedNodeJoined(true)
                    .addresses(HostHarness.addresses("192.0.2.10", "fe80::10", "2001:db8::1:10", "2001:db8::7"))
                    .build();
            assertThat(host.harness.configure(host.eth0, configuration)).isZero();
            assertThat(host.sent())
                    .containsExactly("0 TO_EX ff02::1:ff00:10 {}; TO_EX ff02::1:ff01:10 {}; TO_EX ff02::1:ff00:7 {}");
            host.at(5000);
            host.sent();
            final var fewer = configuration.toBuilder()
                    .addresses(HostHarness.addresses("192.0.2.10", "fe80::10"))
                    .build();
            assertThat(host.harness.configure(host.eth0, fewer)).isZero();
            assertThat(host.sent()).containsExactly("5000 TO_IN ff02::1:ff01:10 {}; TO_IN ff02::1:ff00:7 {}");
            assertThat(host.harness.deliver(host.eth0, "ff02::1:ff00:10", "fe80::99"))
                    .isEmpty();
            host.harness.end(host.socket, host.eth0);
        }
    }
}
