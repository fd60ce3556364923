package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.wire.AddressFamily;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilledTableTest {
    private static final int COUNT = 1000;
    private static final int WRITER_NS = 1000;

    private static FilledTable table(final String peer, final int readers, final int writerNs) {
        return new FilledTable(peer, AddressFamily.IPV4, COUNT, readers, writerNs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"covey", "covey-index", "hashmap", "concurrenthashmap", "nonblockinghashmap", "agrona"})
    void shouldFindAsMuchAsTheDrawsSayWhenAHalfIsThere(final String peer) {
        final FilledTable table = table(peer, 1, 0);
        final GroupDraw draw = table.draw(7, 50);
        long found = 0;
        try (LookupReader reader = table.openReader("test")) {
            for (int i = 0; i < 10 * COUNT; i++) {
                found += reader.find(draw.nextGroup(0)) ? 1 : 0;
            }
        }

        assertThat(found).isEqualTo(table.draw(7, 50).present(10L * COUNT));
        assertThatCode(table::verifyBatches).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "agrona", "fastutil"})
    void shouldRefuseASecondReaderAndAWriterWhenAMapIsForOneThread(final String peer) {
        assertThatThrownBy(() -> table(peer, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not made for so many threads: peer=" + peer + ", readers=2, writers=0");
        assertThatThrownBy(() -> table(peer, 1, WRITER_NS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readers=1, writers=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agrona", "fastutil"})
    void shouldRefuseIpv6WhenKeysAreLongs(final String peer) {
        assertThatThrownBy(() -> new FilledTable(peer, AddressFamily.IPV6, COUNT, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit a key of 64 bits");
    }

    @Timeout(60)
    @ParameterizedTest
    @ValueSource(strings = {"covey", "concurrenthashmap", "nonblockinghashmap"})
    void shouldHoldWhatItHeldWhenAWriterHasEnded(final String peer)
            throws BrokenBarrierException, InterruptedException {
        final FilledTable table = table(peer, 1, WRITER_NS);
        final CyclicBarrier barrier = new CyclicBarrier(2);
        final SteadyWriter writer = new SteadyWriter(table, WRITER_NS, barrier);
        try (LookupReader reader = table.openReader("test")) {
            writer.start();
            barrier.await();
            // The writer's first group comes and goes, again and again.
            while (!reader.find(COUNT)) {
                reader.quiescent();
            }
            reader.quiescent();
            writer.finish();

            assertThat(writer.writes()).isPositive();
            for (int i = 0; i < COUNT; i++) {
                assertThat(reader.find(i)).as("number=" + i).isTrue();
            }
            for (int i = COUNT; i < 2 * COUNT; i++) {
                assertThat(reader.find(i)).as("number=" + i).isFalse();
            }
        }
    }

    @Test
    void shouldTellWhyItCouldNotWriteWhenItsThreadHasFailed() throws BrokenBarrierException, InterruptedException {
        final CyclicBarrier barrier = new CyclicBarrier(2);
        final SteadyWriter writer = new SteadyWriter(null, WRITER_NS, barrier);
        writer.start();
        barrier.await();

        assertThatThrownBy(writer::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the writer has failed");
    }
}
