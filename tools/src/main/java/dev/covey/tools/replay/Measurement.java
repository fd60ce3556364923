package dev.covey.tools.replay;

import dev.covey.engine.MembershipListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast an engine takes a capture that is already in memory, again and again.
 *
 * @param packets of each round.
 * @param roundNs how long each round took, in order.
 */
public record Measurement(long packets, List<Long> roundNs) {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Measure. The rounds follow each other in the time of the packets too, so that the engine goes on where it was.
     *
     * @param store the packets.
     * @param factory of the one engine that takes all rounds.
     * @param rounds how often.
     * @param clock in nanoseconds.
     */
    static Measurement run(
            final PacketStore store, final ReplayEngine.Factory factory, final int rounds, final LongSupplier clock) {
        final List<Long> roundNs = new ArrayList<>();
        try (ReplayEngine engine = factory.create(MembershipListener.NONE)) {
            final Links links = new Links(engine);
            for (int round = 0; round < rounds; round++) {
                final long startNs = clock.getAsLong();
                store.replay(engine, links, round * (store.spanNs() + PAUSE_NS));
                roundNs.add(clock.getAsLong() - startNs);
            }
        }
        return new Measurement(store.count(), List.copyOf(roundNs));
    }

    /**
     * Speed of one round.
     *
     * @param round from 0.
     * @return packets per second.
     */
    public double packetsPerSecond(final int round) {
        return rate(packets, roundNs.get(round));
    }

    /**
     * Speed of all rounds together.
     *
     * @return packets per second.
     */
    public double packetsPerSecond() {
        return rate(
                packets * roundNs.size(),
                roundNs.stream().mapToLong(Long::longValue).sum());
    }

    /** Speed of a round that half of the rounds were no faster than: what a warm engine does, if there are many. */
    public double medianPacketsPerSecond() {
        return rate(
                packets,
                roundNs.stream().sorted().skip(roundNs.size() / 2).findFirst().orElse(0L));
    }

    /** Speed of the fastest round. */
    public double bestPacketsPerSecond() {
        return rate(packets, roundNs.stream().mapToLong(Long::longValue).min().orElse(0));
    }

    private static double rate(final long count, final long durationNs) {
        return count * NS_PER_SECOND / Math.max(1, durationNs);
    }
}
