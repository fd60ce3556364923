package dev.covey.engine;

import static dev.covey.engine.EngineHarness.SMALL;
import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStep;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be seen, and freed, between the steps of an operation: more on items b) and h) of the seed's list. */
class SeedStepsTest {
    private static final String GROUP = "239.1.1.1";
    private static final String SOURCE = "198.51.100.7";

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void bShouldRefuseToFreeALinkAddressThatAGroupStillPointsAt() {
        final long eth0 = harness.attach();
        final long socket = harness.open();
        harness.join(socket, eth0, GROUP);
        final int link = harness.tables().groups().linkMulticast(harness.group(eth0, GROUP));
        final Slab links = harness.links();

        // The link-layer record goes first: out of its table, but not out of the group's hands.
        assertThat(harness.store().unlink(links.handle(link))).isTrue();
        harness.settle();
        assertThat(harness.references(links, link)).isEqualTo(1);
        assertThat(LifeWord.phase(links.lifeWord(link))).isEqualTo(LifeWord.RETIRED);

        assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(OK);
        harness.settle();
        assertThat(LifeWord.phase(links.lifeWord(link))).isEqualTo(LifeWord.FREE);
    }

    @Test
    void hShouldShowNothingOfAJoinBeforeItIsWhole() {
        final List<Integer> seen = new ArrayList<>();
        final EngineHarness[] holder = new EngineHarness[1];
        final long[] interfaceHandle = new long[1];
        final EngineContext context = new EngineContext().tableSizes(SMALL).stepListener(step -> {
            if (holder[0] != null && step != OperationStep.SOCKET_UNLINKED) {
                final InternetAddress to = address(GROUP);
                seen.add(holder[0]
                        .engine
                        .view()
                        .lookup()
                        .deliver(
                                interfaceHandle[0],
                                to.high(),
                                to.low(),
                                0,
                                address(SOURCE).low(),
                                new long[4]));
            }
        });
        try (EngineHarness own = new EngineHarness(context)) {
            final long socket = own.open();
            interfaceHandle[0] = own.attach();
            holder[0] = own;
            assertThat(own.join(socket, interfaceHandle[0], GROUP)).isEqualTo(OK);
            // Filter, link multicast and group are there one after the other; the member only with the last step.
            assertThat(seen).containsExactly(0, 0, 0, 1);
            holder[0] = null;
        }
    }
}
