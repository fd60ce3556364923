package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.MessageKind;
import org.junit.jupiter.api.Test;

/** What a host announces, and when (RFC 9776 section 5.1, RFC 9777 section 6.1). */
class HostChangesTest {
    private static final String GROUP = "239.1.1.1";

    @Test
    void shouldAnnounceAJoinRobustnessTimes() {
        try (HostHarness host = new HostHarness()) {
            host.join(GROUP);
            assertThat(host.sent()).containsExactly("0 TO_EX 239.1.1.1 {}");
            host.at(1000);
            assertThat(host.sent()).hasSize(1).first().asString().endsWith(" TO_EX 239.1.1.1 {}");
            host.at(10_000);
            assertThat(host.sent()).isEmpty();
            host.leave(GROUP);
            assertThat(host.sent()).containsExactly("10000 TO_IN 239.1.1.1 {}");
            host.at(11_000);
            assertThat(host.sent()).hasSize(1).first().asString().endsWith(" TO_IN 239.1.1.1 {}");
            host.at(20_000);
            assertThat(host.sent()).isEmpty();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldFallBackAndComeBack() {
        try (HostHarness host = new HostHarness()) {
            host.join(GROUP).include("ff05::5", "2001:db8::1").at(5000);
            host.sent();
            host.olderQuery("0.0.0.0", 10_000).at(15_000);
            assertThat(host.sent()).hasSize(1).first().asString().endsWith(" V2_REPORT 239.1.1.1");
            host.leave(GROUP);
            assertThat(host.sent()).containsExactly("15000 LEAVE 239.1.1.1");
            host.at(355_000).join(GROUP);
            assertThat(host.sent()).containsExactly("355000 TO_EX 239.1.1.1 {}");
            host.olderReport(MessageKind.V2_REPORT, "192.0.2.77", GROUP);
            host.query("0.0.0.0", 10_000).query("::", 5000).at(366_000);
            assertThat(host.sent()).hasSize(3);
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldKeepWhatWasRefusedDue() {
        try (HostHarness host =
                new HostHarness(HostVariables.builder().robustness(3).build())) {
            host.isRefusing = true;
            host.join(GROUP).at(20_000);
            host.isRefusing = false;
            host.at(30_000);
            assertThat(host.sent()).hasSize(3);
            host.harness.end(host.socket, host.eth0);
        }
    }
}
