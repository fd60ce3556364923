package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.table.TableSizes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When retired records are reclaimed: every 16 events, where there is nothing else to do, and where they are missed.
 */
class ReclamationCadenceTest {
    private static final int EVENTS = 16;

    /** Groups run out long before anything else does. */
    private static final TableSizes SIZES = new TableSizes(64, 128, 256, 1024, 512, 4096, 512);

    private final EngineHarness harness = new EngineHarness(new EngineContext().tableSizes(SIZES));
    private RecordStore store;
    private long eth0;
    private long socket;

    @BeforeEach
    void open() {
        store = harness.tables().store();
        eth0 = harness.attachHost();
        socket = harness.open();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldReclaimEverySixteenEvents() {
        harness.settle();
        harness.join(socket, eth0, "239.1.1.1");
        harness.leave(socket, eth0, "239.1.1.1");
        assertThat(store.inLimbo()).isPositive();
        final long epoch = store.epochs().epoch();
        for (int events = 2; events < EVENTS; events++) {
            assertThat(store.epochs().epoch()).as("events=" + events).isEqualTo(epoch);
            harness.loopback(socket, true);
        }
        assertThat(store.epochs().epoch()).isEqualTo(epoch + 1);
        for (int events = 0; events < 8 * EVENTS; events++) {
            harness.loopback(socket, true);
        }
        assertThat(store.inLimbo()).isZero();
    }

    @Test
    void shouldReclaimInEveryCycleWithoutEvents() {
        harness.join(socket, eth0, "239.1.1.1");
        harness.leave(socket, eth0, "239.1.1.1");
        for (int cycle = 0; cycle < 8; cycle++) {
            final long epoch = store.epochs().epoch();
            final boolean isLeft = store.inLimbo() > 0;
            harness.engine.agent().doWork();
            assertThat(store.epochs().epoch()).isEqualTo(isLeft ? epoch + 1 : epoch);
        }
        assertThat(store.inLimbo()).isZero();
    }

    /** A group is room again when first its membership and then itself have been reclaimed. */
    @Test
    void shouldGiveTheLastRoomBackWithinAFewCycles() {
        final int groups = SIZES.groups();
        for (int i = 0; i < groups; i++) {
            if (i % 16 == 0) {
                socket = harness.open();
            }
            assertThat(harness.join(socket, eth0, group(i))).isEqualTo(OK);
        }
        final long other = harness.open();
        harness.settle();
        assertThat(OperationStatus.code(harness.join(other, eth0, "239.9.9.9"))).isEqualTo(NO_ROOM);
        harness.leave(socket, eth0, group(groups - 1));
        int refused = 0;
        while (harness.join(other, eth0, "239.9.9.9") != OK) {
            assertThat(++refused)
                    .as("refused joins, each in a cycle of its own")
                    .isLessThan(8);
        }
    }

    private static String group(final int number) {
        return "239.1." + number / 256 + '.' + number % 256;
    }
}
