package dev.covey.benchmarks.veth;

import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import java.util.concurrent.TimeUnit;

/** Sends a flow for some time, at a rate or as fast as the kernel takes it, on the thread that calls. */
final class FlowSender implements AutoCloseable {
    private static final int BATCH = 64;
    private static final int MIN_RING_LENGTH = 1 << 20;

    private final AfPacketPort port;
    private final Flow.Frames frames;

    FlowSender(final String namespace, final Flow flow) throws PortException {
        port = AfPacketPort.open(
                new AfPacketContext("a0").networkNamespace(namespace).ringLength(MIN_RING_LENGTH));
        frames = flow.encode(port.facts().macAddress());
    }

    /**
     * Send.
     *
     * @param packetsPerSecond to send, or 0 for as many as possible.
     * @param durationNs to send for.
     * @return how long it took, in nanoseconds.
     */
    long send(final long packetsPerSecond, final long durationNs) {
        final long startNs = System.nanoTime();
        long batches = 0;
        int next = 0;
        while (System.nanoTime() - startNs < durationNs) {
            if (packetsPerSecond > 0) {
                awaitTurn(startNs + batches * BATCH * TimeUnit.SECONDS.toNanos(1) / packetsPerSecond);
            }
            for (int i = 0; i < BATCH; i++) {
                while (!port.send(0, PacketPort.NO_HANDLE, frames.buffer(), next * frames.stride(), frames.length())) {
                    port.flush();
                }
                next = next + 1 == frames.count() ? 0 : next + 1;
            }
            port.flush();
            batches++;
        }
        port.flush();
        return System.nanoTime() - startNs;
    }

    private static void awaitTurn(final long timeNs) {
        while (System.nanoTime() - timeNs < 0) {
            Thread.onSpinWait();
        }
    }

    long sentFrames() {
        return port.sentFrames();
    }

    int frameLength() {
        return frames.length();
    }

    @Override
    public void close() {
        port.close();
    }
}
