package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.covey.engine.lookup.SocketVisitor;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The calls of sockets, and deliveries, allocate nothing on the heap once they are warm. */
class SocketAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 2_000;
    private static final int TRIES = 5;

    private final InternetAddress group = InternetAddress.parse("239.1.1.1");
    private final InternetAddress source = InternetAddress.parse("192.0.2.1");
    private final InternetAddress other = InternetAddress.parse("192.0.2.2");
    private final SourceList both = new SourceList().wrap(new UnsafeBuffer(new byte[32]), 0, 2);
    private final SourceBuffer buffer = new SourceBuffer(1);
    private final long[] members = new long[1];
    private long seen;
    private final SocketVisitor visitor = found -> seen++;

    @Test
    void shouldAllocateNothingPerCallOnceWarm() {
        try (SocketFixture fixture = new SocketFixture()) {
            final UnsafeBuffer sources = new UnsafeBuffer(new byte[32]);
            sources.putLong(8, source.low());
            sources.putLong(24, other.low());
            both.wrap(sources, 0, 2);
            fixture.isRecording = false;
            final long eth0 = fixture.attach(Dialect.FREEBSD);
            final long socket = fixture.sockets.open(1);
            for (int i = 0; i < WARM_UP; i++) {
                round(fixture, socket, eth0);
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int j = 0; j < MEASURED; j++) {
                    round(fixture, socket, eth0);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(seen).isPositive();
            // The measurement itself may be what the least of the tries shows: less than a byte per round.
            assertThat(least).isLessThan(MEASURED);
        }
    }

    private void round(final SocketFixture fixture, final long socket, final long eth0) {
        final SocketOperations sockets = fixture.sockets;
        final long high = group.high();
        final long low = group.low();
        require(sockets.joinSource(socket, eth0, high, low, source.high(), source.low()));
        require(sockets.joinSource(socket, eth0, high, low, other.high(), other.low()));
        seen += sockets.getFilter(socket, eth0, high, low, buffer);
        seen += fixture.lookup.deliver(eth0, high, low, source.high(), source.low(), members);
        seen += fixture.lookup.deliver(eth0, high, low, source.high(), source.low(), visitor);
        require(sockets.leaveSource(socket, eth0, high, low, source.high(), source.low()));
        require(sockets.leaveSource(socket, eth0, high, low, other.high(), other.low()));
        require(sockets.join(socket, eth0, high, low));
        require(sockets.blockSource(socket, eth0, high, low, source.high(), source.low()));
        require(sockets.unblockSource(socket, eth0, high, low, source.high(), source.low()));
        require(sockets.setFilter(socket, eth0, high, low, FilterMode.INCLUDE, both));
        require(sockets.leave(socket, eth0, high, low));
        fixture.speakAndReclaim();
    }

    private static void require(final long status) {
        assertEquals(OK, status);
    }
}
