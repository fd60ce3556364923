package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.InterfaceConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an interface's hardware is told to receive (checklist line 63). */
class LinkFilterTest {
    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private static InterfaceConfiguration configuration(final int maxLinkAddresses) {
        return InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .host(false)
                .maxLinkAddresses(maxLinkAddresses)
                .build();
    }

    @Test
    void line63ShouldReceiveAllMulticastWhileTheTableIsTooSmall() {
        final long eth0 = harness.attach(configuration(2));
        final long socket = harness.open();
        harness.join(socket, eth0, "239.1.1.1");
        harness.join(socket, eth0, "239.1.1.2");
        assertThat(harness.linkFilter).containsExactly("+1005e010101", "+1005e010102");
        // 224.1.1.2 shares the address of 239.1.1.2 and needs no place.
        harness.join(socket, eth0, "224.1.1.2");
        assertThat(harness.linkFilter).hasSize(2);

        harness.linkFilter.clear();
        harness.join(socket, eth0, "239.1.1.3");
        assertThat(harness.linkFilter).containsExactly("all");
        harness.join(socket, eth0, "ff15::4");
        harness.leave(socket, eth0, "239.1.1.1");
        harness.leave(socket, eth0, "239.1.1.2");
        assertThat(harness.linkFilter).containsExactly("all");

        harness.linkFilter.clear();
        assertThat(harness.leave(socket, eth0, "239.1.1.3")).isEqualTo(OK);
        assertThat(harness.linkFilter).containsExactlyInAnyOrder("+1005e010102", "+333300000004", "some");
        assertThat(harness.linkFilter.get(2)).isEqualTo("some");

        harness.linkFilter.clear();
        harness.close(socket);
        assertThat(harness.linkFilter).containsExactlyInAnyOrder("-1005e010102", "-333300000004");
        harness.detach(eth0);
        harness.assertEmpty();
    }

    @Test
    void shouldFollowTheSizeOfTheTableWhenItChanges() {
        final long eth0 = harness.attach(configuration(0));
        final long socket = harness.open();
        harness.join(socket, eth0, "239.1.1.1");
        harness.join(socket, eth0, "239.1.1.2");
        assertThat(harness.linkFilter).containsExactly("all");
        harness.configure(eth0, configuration(1));
        assertThat(harness.linkFilter).containsExactly("all");
        harness.configure(eth0, configuration(2));
        assertThat(harness.linkFilter).containsExactly("all", "+1005e010102", "+1005e010101", "some");
        harness.configure(eth0, configuration(2));
        assertThat(harness.linkFilter).hasSize(4);
        harness.configure(eth0, configuration(1));
        assertThat(harness.linkFilter).hasSize(5).endsWith("all");
        harness.leave(socket, eth0, "239.1.1.1");
        assertThat(harness.linkFilter).hasSize(7).endsWith("+1005e010102", "some");
        harness.end(socket, eth0);
    }

    @Test
    void shouldTellNothingOfAnInterfaceThatIsGoneAndBeginAnewWithTheNext() {
        final long eth0 = harness.attach(configuration(1));
        final long socket = harness.open();
        harness.join(socket, eth0, "239.1.1.1");
        harness.join(socket, eth0, "239.1.1.2");
        harness.detach(eth0);
        harness.linkFilter.clear();
        harness.close(socket);
        harness.settle();
        assertThat(harness.linkFilter).isEmpty();

        final long again = harness.open();
        for (int i = 0; i <= EngineHarness.SMALL.interfaces(); i++) {
            final long next = harness.attach(configuration(1));
            harness.join(again, next, "239.1.1.1");
            harness.leave(again, next, "239.1.1.1");
            harness.detach(next);
            harness.settle();
        }
        assertThat(harness.linkFilter).doesNotContain("all", "some").hasSize(2 * EngineHarness.SMALL.interfaces() + 2);
    }
}
