package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.agrona.concurrent.UnsafeBuffer;

/** A station on a link that is no host: says what it is given, and keeps what it hears. For one thread. */
final class WirePeer implements AutoCloseable {
    private static final int RING_LENGTH = 1 << 22;

    private final PacketSockets sockets;
    private final TransmitBatch batch = new TransmitBatch(2048);
    private final FrameLog log = new FrameLog();

    WirePeer(final String namespace, final String interfaceName) throws IOException {
        sockets = NetworkNamespace.run(namespace, () -> {
            try (Netlink netlink = Netlink.open()) {
                return PacketSockets.open(
                        netlink.find(interfaceName), new AfPacketContext(interfaceName).ringLength(RING_LENGTH));
            }
        });
    }

    void send(final byte[] frame) {
        batch.add(new UnsafeBuffer(frame), 0, frame.length);
        assertThat(batch.flush(sockets.sender())).isZero();
    }

    /** What was heard until now. */
    FrameLog log() {
        sockets.ring()
                .poll(
                        (buffer, offset, lengthBytes) -> {
                            log.onFrame(System.nanoTime(), false, buffer, offset, lengthBytes);
                            return true;
                        },
                        Integer.MAX_VALUE);
        return log;
    }

    @Override
    public void close() {
        sockets.close();
    }
}
