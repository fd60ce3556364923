package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Readers on threads of their own, while the writer joins, leaves, closes and detaches all around what they look for.
 */
class ConcurrentDeliveryTest {
    private static final int CHURNS = 60_000;
    private static final long SEED = 0xc0ffee;
    private static final String GROUP_TEXT = "239.9.9.9";
    private static final String SOURCE_TEXT = "192.0.2.9";
    private static final String UNWANTED_TEXT = "192.0.2.10";
    private static final InternetAddress GROUP = InternetAddress.parse(GROUP_TEXT);
    private static final InternetAddress SOURCE = InternetAddress.parse(SOURCE_TEXT);
    private static final InternetAddress UNWANTED = InternetAddress.parse(UNWANTED_TEXT);
    private static final TableSizes SIZES = new TableSizes(1024, 65536, 1024, 65536, 1024, 4096, 8);

    @Test
    void shouldFindEveryLastingMemberExactlyOnceWhateverTheWriterDoes() throws InterruptedException {
        final AtomicBoolean isOver = new AtomicBoolean();
        final AtomicReference<String> wrong = new AtomicReference<>();
        try (EngineHarness harness = new EngineHarness(new EngineContext().tableSizes(SIZES))) {
            final long eth0 = harness.attach();
            final long[] lasting = {harness.open(), harness.open()};
            harness.join(lasting[0], eth0, GROUP);
            final List<Thread> readers = new ArrayList<>();
            for (final boolean isPolling : new boolean[] {true, false}) {
                final Thread reader =
                        new Thread(() -> read(harness.engine, isPolling, eth0, lasting, isOver, wrong), "reader");
                readers.add(reader);
            }
            // One more joins before and one after the first, so that lasting members sit on both ends of the list.
            harness.join(harness.open(), eth0, GROUP);
            harness.join(lasting[1], eth0, GROUP);
            readers.forEach(Thread::start);
            churn(harness, eth0);
            isOver.set(true);
            for (final Thread reader : readers) {
                reader.join();
            }
            assertThat(wrong.get()).isNull();
            harness.settle();
            harness.assertClean();
        }
    }

    @Test
    void shouldGiveTheVerdictOfOneFilterOrTheOtherWhenFiltersChange() throws InterruptedException {
        final AtomicBoolean isOver = new AtomicBoolean();
        final AtomicReference<String> wrong = new AtomicReference<>();
        try (EngineHarness harness = new EngineHarness(new EngineContext().tableSizes(SIZES))) {
            final long eth0 = harness.attach();
            final long lasting = harness.open();
            harness.setFilter(lasting, eth0, GROUP_TEXT, FilterMode.INCLUDE, SOURCE_TEXT);
            final Thread reader = new Thread(() -> judge(harness.engine, eth0, isOver, wrong), "reader");
            reader.start();
            final SplittableRandom random = new SplittableRandom(SEED);
            long second = harness.open();
            for (int i = 0; i < CHURNS && wrong.get() == null; i++) {
                // What is wanted and what is not stays the same, whatever tells it: one filter, another, or two.
                switch (random.nextInt(4)) {
                    case 0 -> harness.setFilter(lasting, eth0, GROUP_TEXT, FilterMode.INCLUDE, SOURCE_TEXT);
                    case 1 -> harness.setFilter(lasting, eth0, GROUP_TEXT, FilterMode.EXCLUDE, UNWANTED_TEXT);
                    case 2 -> harness.setFilter(second, eth0, GROUP_TEXT, FilterMode.INCLUDE, SOURCE_TEXT);
                    default -> {
                        harness.close(second);
                        second = open(harness);
                    }
                }
            }
            isOver.set(true);
            reader.join();
            assertThat(wrong.get()).isNull();
            harness.settle();
            harness.assertClean();
        }
    }

    private static void judge(
            final MulticastEngine engine,
            final long eth0,
            final AtomicBoolean isOver,
            final AtomicReference<String> wrong) {
        final long[] interfaces = {eth0, eth0};
        final long[] groups = {GROUP.high(), GROUP.low(), GROUP.high(), GROUP.low()};
        final long[] sources = {SOURCE.high(), SOURCE.low(), UNWANTED.high(), UNWANTED.low()};
        final int[] results = new int[2];
        try (MembershipReader reader = engine.openPollingReader("judge")) {
            final int number = reader.lookup(eth0, GROUP.high(), GROUP.low(), SOURCE.high(), SOURCE.low());
            while (!isOver.get() && wrong.get() == null) {
                reader.lookup(interfaces, groups, sources, results, 2);
                final int wanted = reader.lookup(eth0, GROUP.high(), GROUP.low(), SOURCE.high(), SOURCE.low());
                final int unwanted = reader.lookup(eth0, GROUP.high(), GROUP.low(), UNWANTED.high(), UNWANTED.low());
                if (results[0] != number || results[1] >= 0 || wanted != number || unwanted >= 0) {
                    wrong.compareAndSet(null, results[0] + ", " + results[1] + ", " + wanted + ", " + unwanted);
                }
                reader.quiescent();
            }
        } catch (final RuntimeException failed) {
            wrong.compareAndSet(null, failed.toString());
        }
    }

    private static void read(
            final MulticastEngine engine,
            final boolean isPolling,
            final long eth0,
            final long[] lasting,
            final AtomicBoolean isOver,
            final AtomicReference<String> wrong) {
        final long[] sockets = new long[1024];
        try (MembershipReader reader = isPolling ? engine.openPollingReader("polling") : engine.openReader("guarded")) {
            while (!isOver.get() && wrong.get() == null) {
                final int found = reader.deliver(eth0, GROUP.high(), GROUP.low(), SOURCE.high(), SOURCE.low(), sockets);
                for (final long socket : lasting) {
                    int times = 0;
                    for (int i = 0; i < found; i++) {
                        times += sockets[i] == socket ? 1 : 0;
                    }
                    if (times != 1) {
                        wrong.compareAndSet(null, "lasting member found " + times + " times among " + found);
                    }
                }
                reader.quiescent();
            }
        } catch (final RuntimeException failed) {
            wrong.compareAndSet(null, failed.toString());
        }
    }

    private static void churn(final EngineHarness harness, final long eth0) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final long[] sockets = new long[32];
        final long hoarder = harness.open();
        final Completion completion = new Completion();
        for (int i = 0; i < CHURNS; i++) {
            final int index = random.nextInt(sockets.length);
            if (sockets[index] == 0) {
                sockets[index] = open(harness);
                assertThat(harness.join(sockets[index], eth0, GROUP)).isZero();
            } else if (random.nextBoolean()) {
                assertThat(harness.leave(sockets[index], eth0, GROUP)).isZero();
                assertThat(harness.join(sockets[index], eth0, GROUP)).isZero();
            } else {
                assertThat(harness.close(sockets[index])).isZero();
                sockets[index] = 0;
            }
            if (i % 1000 == 0) {
                // An interface that comes, is joined on and goes, and groups that make the index grow.
                final long veth = harness.attach();
                final long socket = open(harness);
                for (int group = 0; group < 64; group++) {
                    harness.client.join(socket, veth, 0, 0xffff_ef00_0000L + i * 64L + group, null);
                    harness.client.join(hoarder, eth0, 0, 0xffff_ee00_0000L + i + group, null);
                }
                harness.client.detach(veth, completion.reset());
                harness.settle();
                assertThat(completion.result()).isZero();
                harness.close(socket);
            }
        }
    }

    /**
     * A reader that is not scheduled keeps closed sockets from coming back: then there is room again a little later.
     */
    private static long open(final EngineHarness harness) {
        long socket = harness.open();
        while (socket < 0) {
            Thread.onSpinWait();
            socket = harness.open();
        }
        return socket;
    }
}
