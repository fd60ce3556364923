package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
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

    @Test
    void shouldReclaimAMembershipItsGroupAndItsLinkLayerAddressTogether() {
        harness.settle();
        harness.join(socket, eth0, "239.1.1.1");
        harness.leave(socket, eth0, "239.1.1.1");
        final long epoch = store.epochs().epoch();
        while (store.inLimbo() > 0) {
            harness.engine.agent().doWork();
        }
        assertThat(store.epochs().epoch()).isEqualTo(epoch + EpochDomain.GRACE_EPOCHS);
    }

    /** A group is room again when its membership and then itself have been reclaimed. */
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

    /**
     * Each pair leaves a place in the index behind that is vacated only when its records are reclaimed, and one address
     * has a bounded number of them. The tables are so large that nothing is urgent.
     */
    @Test
    void shouldTakeOneGroupInAndOutWithoutEndHoweverManyEventsACycleTakes() {
        final TableSizes large = new TableSizes(64, 1 << 16, 256, 1 << 16, 512, 4096, 512);
        final InternetAddress group = EngineHarness.address("ff15::1");
        final Completion[] answers = new Completion[256];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = new Completion();
        }
        try (EngineHarness busy = new EngineHarness(new EngineContext().tableSizes(large))) {
            final long host = busy.attach(InterfaceConfiguration.builder(9, 0x0200_0000_0009L)
                    .mtu(EngineHarness.MTU)
                    .router(false)
                    .host(true)
                    .build());
            final long member = busy.open();
            for (int turn = 0; turn < 40; turn++) {
                // Never an idle cycle, and each command an instant of its own.
                for (int i = 0; i < answers.length; i += 2) {
                    busy.time.advanceTo(busy.time.timeNs() + 1_000);
                    busy.client.join(member, host, group.high(), group.low(), answers[i].reset());
                    busy.time.advanceTo(busy.time.timeNs() + 1_000);
                    busy.client.leave(member, host, group.high(), group.low(), answers[i + 1].reset());
                }
                busy.engine.agent().doWork();
                assertThat(answers).as("turn=" + turn).allMatch(answer -> answer.result() == OK);
            }
        }
    }

    private static String group(final int number) {
        return "239.1." + number / 256 + '.' + number % 256;
    }
}
