package dev.covey.engine;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.wire.LinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** A link in virtual time, to which engines are attached: it loses, doubles, delays and reorders packets. */
final class SimulatedLink {
    private static final long NEVER = Long.MAX_VALUE;

    private final Random random;
    private final PriorityQueue<Delivery> deliveries = new PriorityQueue<>();
    private final List<Station> stations = new ArrayList<>();
    private long nowNs;
    private long sequence;
    private double loss;
    private double duplication;
    private long maxDelayNs;

    SimulatedLink(final Random random) {
        this.random = random;
    }

    /** A packet on its way. */
    private record Delivery(long timeNs, long sequence, Station to, LinkType linkType, byte[] octets)
            implements Comparable<Delivery> {
        @Override
        public int compareTo(final Delivery other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Someone on the link. */
    interface Station {
        /** A packet arrives. */
        void receive(LinkType linkType, byte[] octets);

        /** When it wants to be run next, on the clock of the link. */
        long nextNs();

        /** Do what is due. */
        void run();
    }

    void add(final Station station) {
        stations.add(station);
    }

    long nowNs() {
        return nowNs;
    }

    /** How bad the link is from now on. */
    void quality(final double lossOfOne, final double duplicationOfOne, final long longestDelayNs) {
        loss = lossOfOne;
        duplication = duplicationOfOne;
        maxDelayNs = longestDelayNs;
    }

    void transmit(final Station from, final LinkType linkType, final byte[] octets) {
        for (final Station station : stations) {
            if (station == from) {
                continue;
            }
            if (random.nextDouble() >= loss) {
                deliver(station, linkType, octets);
            }
            if (random.nextDouble() < duplication) {
                deliver(station, linkType, octets);
            }
        }
    }

    private void deliver(final Station station, final LinkType linkType, final byte[] octets) {
        final long delayNs = 1 + (long) (random.nextDouble() * maxDelayNs);
        deliveries.add(new Delivery(nowNs + delayNs, sequence++, station, linkType, octets));
    }

    /** Let everything happen that happens until then. */
    void runUntil(final long endNs) {
        while (true) {
            long nextNs = deliveries.isEmpty() ? NEVER : deliveries.peek().timeNs();
            for (final Station station : stations) {
                nextNs = Math.min(nextNs, station.nextNs());
            }
            if (nextNs > endNs) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, nextNs);
            while (!deliveries.isEmpty() && deliveries.peek().timeNs() <= nowNs) {
                final Delivery delivery = deliveries.poll();
                delivery.to().receive(delivery.linkType(), delivery.octets());
            }
            for (final Station station : stations) {
                if (station.nextNs() <= nowNs) {
                    station.run();
                }
            }
        }
    }

    /** An engine on the link, with a clock of its own that may be ahead, and that may stand still for a while. */
    static final class EngineStation implements Station, AutoCloseable {
        final EngineHarness harness;
        private final SimulatedLink link;
        private final UnsafeBuffer received = new UnsafeBuffer(0, 0);
        private long interfaceHandle = Handle.NULL_HANDLE;
        private long clockAheadNs;
        private boolean isStopped;

        EngineStation(final SimulatedLink link, final EngineContext context) {
            this.link = link;
            harness = new EngineHarness(context.packetSink((timeNs, handle, buffer, offset, lengthBytes) -> {
                final byte[] frame = new byte[lengthBytes];
                buffer.getBytes(offset, frame);
                link.transmit(this, LinkType.ETHERNET, frame);
                return true;
            }));
            link.add(this);
        }

        /** The interface that is on the link from now on, or {@link Handle#NULL_HANDLE}. */
        void connect(final long handle) {
            interfaceHandle = handle;
        }

        long interfaceHandle() {
            return interfaceHandle;
        }

        /** The clock of this engine jumps ahead. */
        void jump(final long byNs) {
            clockAheadNs += byNs;
            wake();
        }

        /** Stand still, as a machine that is suspended: timers do not fire and packets are lost. */
        void stop() {
            isStopped = true;
        }

        void resume() {
            isStopped = false;
            wake();
        }

        boolean isStopped() {
            return isStopped;
        }

        /** Bring its clock up to date. */
        void wake() {
            harness.time.advanceTo(link.nowNs + clockAheadNs);
            harness.engine.agent().doWork();
        }

        @Override
        public void receive(final LinkType linkType, final byte[] octets) {
            if (isStopped || interfaceHandle == Handle.NULL_HANDLE) {
                return;
            }
            harness.time.advanceTo(link.nowNs + clockAheadNs);
            received.wrap(octets);
            harness.client.offer(interfaceHandle, linkType, received, 0, octets.length, harness.time.timeNs());
            harness.engine.agent().doWork();
        }

        @Override
        public long nextNs() {
            final DeadlineHeap timers = harness.engine.timers();
            return isStopped || timers.isEmpty() ? NEVER : timers.nextDeadlineNs() - clockAheadNs;
        }

        @Override
        public void run() {
            wake();
        }

        @Override
        public void close() {
            harness.close();
        }
    }
}
