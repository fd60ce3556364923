package dev.covey.benchmarks.veth;

import java.io.IOException;

/** Receives a flow. Made ready, it counts; asked for the result, it ends. */
interface Receiver extends AutoCloseable {
    /**
     * What was received.
     *
     * @param received packets.
     * @param dropped packets, as the kernel counts them.
     * @param cpuNs processor time of the receiving thread, in its own code and in the kernel.
     * @param answered records in reports that were sent.
     */
    record Result(long received, long dropped, long cpuNs, long answered) {}

    /**
     * Wait until so many packets are there, or no more come; then end.
     *
     * @param sent by the sender.
     * @return what was received.
     * @throws IOException if that cannot be told.
     */
    Result finish(long sent) throws IOException;

    @Override
    void close() throws IOException;
}
