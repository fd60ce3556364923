package dev.covey.engine.egress;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.memory.Handle;
import org.agrona.DirectBuffer;

/** Counts what another sink takes and refuses. Threading: the writer's thread only. */
public final class CountingSink implements PacketSink {
    private static final int VERSION_SHIFT = 4;
    private static final int IPV4 = 4;

    private final PacketSink sink;
    private final EngineCounters counters;

    /**
     * A sink in front of another.
     *
     * @param sink that takes the frames.
     * @param counters to count with.
     */
    public CountingSink(final PacketSink sink, final EngineCounters counters) {
        this.sink = sink;
        this.counters = counters;
    }

    @Override
    public boolean send(
            final long timeNs,
            final long interfaceHandle,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        if (!sink.send(timeNs, interfaceHandle, buffer, offset, lengthBytes)) {
            counters.increment(Handle.slot(interfaceHandle), EngineCounter.ENGINE_TX_REFUSED);
            return false;
        }
        final int version = buffer.getByte(offset + ETHERNET_LENGTH) >>> VERSION_SHIFT;
        counters.increment(
                Handle.slot(interfaceHandle),
                version == IPV4 ? EngineCounter.IGMP_TX_TOTAL : EngineCounter.MLD_TX_TOTAL);
        return true;
    }

    @Override
    public void onTooLong(final long timeNs, final long interfaceHandle) {
        counters.increment(Handle.slot(interfaceHandle), EngineCounter.ENGINE_TX_REFUSED);
        sink.onTooLong(timeNs, interfaceHandle);
    }
}
