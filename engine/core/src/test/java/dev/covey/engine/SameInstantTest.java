package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins and leaves that come together, at one time or at several. */
class SameInstantTest {
    private final List<Completion> completions = new ArrayList<>();

    private void join(final HostHarness host, final String group) {
        final InternetAddress to = address(group);
        host.harness.client.join(host.socket, host.eth0, to.high(), to.low(), completion());
    }

    private void leave(final HostHarness host, final String group) {
        final InternetAddress to = address(group);
        host.harness.client.leave(host.socket, host.eth0, to.high(), to.low(), completion());
    }

    private Completion completion() {
        final Completion completion = new Completion();
        completions.add(completion);
        return completion;
    }

    private void work(final HostHarness host) {
        host.harness.engine.agent().doWork();
        assertThat(completions).isNotEmpty().allSatisfy(done -> {
            assertThat(done.isDone()).isTrue();
            assertThat(done.result()).isZero();
        });
        completions.clear();
    }

    @ParameterizedTest
    @CsvSource({"239.1.1.1, 239.1.1.2, 239.1.1.3", "ff15::1, ff15::2, ff15::3"})
    void shouldReportTogetherWhatIsJoinedAtOneInstant(final String first, final String second, final String third) {
        try (HostHarness host = new HostHarness()) {
            join(host, first);
            join(host, second);
            join(host, third);
            work(host);
            assertThat(host.sent())
                    .containsExactly("0 TO_EX " + first + " {}; TO_EX " + second + " {}; TO_EX " + third + " {}");
        }
    }

    @Test
    void shouldReportOneAfterTheOtherWhatIsJoinedAtSeveralTimes() {
        try (HostHarness host = new HostHarness()) {
            join(host, "239.1.1.1");
            host.harness.time.advanceTo(host.harness.time.timeNs() + 1);
            join(host, "239.1.1.2");
            work(host);
            assertThat(host.sent()).containsExactly("0 TO_EX 239.1.1.1 {}", "0 TO_EX 239.1.1.2 {}");
        }
    }

    @ParameterizedTest
    @CsvSource({"239.1.1.1", "ff15::1"})
    void shouldKeepAGroupThatIsLeftAndJoinedAtOneInstant(final String group) {
        try (HostHarness host = new HostHarness()) {
            join(host, group);
            work(host);
            host.sent();
            host.harness.linkFilter.clear();
            final int slot = host.harness.group(host.eth0, group);
            for (int i = 0; i < 100; i++) {
                leave(host, group);
                join(host, group);
            }
            work(host);
            assertThat(host.harness.group(host.eth0, group)).isEqualTo(slot);
            assertThat(host.harness.linkFilter).isEmpty();
            assertThat(host.sent()).containsExactly("0 TO_EX " + group + " {}");
            assertThat(host.harness.deliver(host.eth0, group, source(group))).containsExactly(host.socket);
            host.harness.assertClean();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @ParameterizedTest
    @CsvSource({"239.1.1.1", "ff15::1"})
    void shouldForgetAGroupThatIsJoinedAndLeftAtOneInstant(final String group) {
        try (HostHarness host = new HostHarness()) {
            for (int i = 0; i < 100; i++) {
                join(host, group);
                leave(host, group);
            }
            work(host);
            assertThat(host.harness.linkFilter).hasSize(2);
            assertThat(host.sent()).containsExactly("0 TO_IN " + group + " {}");
            assertThat(host.harness.deliver(host.eth0, group, source(group))).isEmpty();
            host.harness.assertClean();
            host.harness.end(host.socket, host.eth0);
        }
    }

    @Test
    void shouldMakeRoomForAGroupByTheOneLeftAtTheSameInstant() {
        final EngineHarness harness = new EngineHarness(new EngineContext().tableSizes(SMALL));
        try (harness) {
            final long eth0 = harness.attach(HostHarness.configuration(HostVariables.DEFAULT)
                    .maxGroups(1)
                    .maxLinkAddresses(1)
                    .build());
            final long socket = harness.open();
            assertThat(harness.join(socket, eth0, "239.1.1.1")).isZero();
            harness.linkFilter.clear();
            final InternetAddress left = address("239.1.1.1");
            final InternetAddress joined = address("239.1.1.2");
            harness.client.leave(socket, eth0, left.high(), left.low(), completion());
            harness.client.join(socket, eth0, joined.high(), joined.low(), completion());
            harness.engine.agent().doWork();
            assertThat(completions).allSatisfy(done -> assertThat(done.result()).isZero());
            assertThat(harness.linkFilter).containsExactly("-1005e010101", "+1005e010102");
            harness.end(socket, eth0);
        }
    }

    @Test
    void shouldLookUpWhatHoldsAtThatPlaceInTheOrder() {
        try (HostHarness host = new HostHarness()) {
            join(host, "239.1.1.1");
            leave(host, "239.1.1.1");
            assertThat(host.harness.deliver(host.eth0, "239.1.1.1", "192.0.2.7"))
                    .isEmpty();
            join(host, "239.1.1.1");
            assertThat(host.harness.deliver(host.eth0, "239.1.1.1", "192.0.2.7"))
                    .containsExactly(host.socket);
            leave(host, "239.1.1.1");
            assertThat(host.harness.detach(host.eth0)).isZero();
            work(host);
            host.harness.assertClean();
        }
    }

    private static String source(final String group) {
        return group.indexOf(':') < 0 ? "192.0.2.7" : "2001:db8::7";
    }
}
