package dev.covey.linux;

import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.timer.SeededJitterSource;
import dev.covey.engine.timer.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * A link in memory that joins any number of engines: what one port sends, every other gets, unless the link is bad. For
 * tests and simulations: what happens follows from the seed and from what is sent and when, and from nothing else.
 *
 * <p>Time is that of a {@link TimeSource}. With a virtual one, move it on and run every engine and its port, again and
 * again; {@link #untilNextArrivalNs} says how long nothing happens on the link.
 *
 * <p>Threading: one thread runs the link and everybody on it.
 */
public final class MemoryLink {
    /** Frames that may be on their way to one port, unless another number is set. */
    public static final int DEFAULT_QUEUE_LENGTH = 256;

    /** How long it takes until a frame arrives that does not exist. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MTU = 1500;
    private static final long CHANCES = 1L << 53;

    private final TimeSource timeSource;
    private final SeededJitterSource random;
    private final int queueLength;
    private final List<MemoryPort> ports = new ArrayList<>();
    private LinkQuality quality = LinkQuality.PERFECT;
    private int lastIndex;
    private long lostFrames;
    private long duplicatedFrames;
    private long reorderedFrames;

    /**
     * A perfect link.
     *
     * @param timeSource that the engines have, too.
     * @param seed of what the link does to frames.
     */
    public MemoryLink(final TimeSource timeSource, final long seed) {
        this(timeSource, seed, DEFAULT_QUEUE_LENGTH);
    }

    /**
     * A perfect link.
     *
     * @param timeSource that the engines have, too.
     * @param seed of what the link does to frames.
     * @param queueLength frames that may be on their way to one port; positive. Others are dropped and counted there.
     * @throws IllegalArgumentException if it is not positive.
     */
    public MemoryLink(final TimeSource timeSource, final long seed, final int queueLength) {
        if (queueLength < 1) {
            throw new IllegalArgumentException("must be positive: queueLength=" + queueLength);
        }
        this.timeSource = Objects.requireNonNull(timeSource);
        this.random = new SeededJitterSource(seed);
        this.queueLength = queueLength;
    }

    /**
     * Be good or bad from now on. What is on its way already is not affected.
     *
     * @param next quality.
     * @return this, for chaining.
     */
    public MemoryLink quality(final LinkQuality next) {
        quality = Objects.requireNonNull(next);
        return this;
    }

    /**
     * How good the link is.
     *
     * @return its quality; {@link LinkQuality#PERFECT} unless set.
     */
    public LinkQuality quality() {
        return quality;
    }

    /**
     * Put somebody on the link, up and with an MTU of 1500. The order in which this is done is the order in which
     * frames are handed on.
     *
     * @param name of the interface.
     * @param macAddress of the interface, 48 bit.
     * @param addresses of the interface.
     * @return the port, to be closed.
     */
    public MemoryPort open(final String name, final long macAddress, final InterfaceAddresses addresses) {
        lastIndex++;
        final InterfaceFacts facts =
                new InterfaceFacts(lastIndex, name, InterfaceFacts.ETHERNET, macAddress, MTU, true, true, addresses);
        final MemoryPort port = new MemoryPort(this, facts, queueLength);
        ports.add(port);
        return port;
    }

    /**
     * How long it takes until the next frame arrives somewhere.
     *
     * @return nanoseconds from now, 0 if one waits already, or {@link #NEVER} if none is on its way.
     */
    public long untilNextArrivalNs() {
        final long nowNs = timeNs();
        long untilNs = NEVER;
        for (int i = 0; i < ports.size(); i++) {
            final FrameQueue queue = ports.get(i).queue();
            if (queue.size() > 0) {
                untilNs = Math.min(untilNs, Math.max(0, queue.firstTimeNs() - nowNs));
            }
        }
        return untilNs;
    }

    /**
     * Frames that the link has lost, counted for each port that was to get them.
     *
     * @return the number.
     */
    public long lostFrames() {
        return lostFrames;
    }

    /**
     * Frames that the link has doubled, counted for each port that was to get them.
     *
     * @return the number.
     */
    public long duplicatedFrames() {
        return duplicatedFrames;
    }

    /**
     * Frames that the link has held back, counted for each port that was to get them.
     *
     * @return the number.
     */
    public long reorderedFrames() {
        return reorderedFrames;
    }

    long timeNs() {
        return timeSource.timeNs();
    }

    void remove(final MemoryPort port) {
        ports.remove(port);
    }

    void transmit(
            final MemoryPort from,
            final long timeNs,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        for (int i = 0; i < ports.size(); i++) {
            final MemoryPort port = ports.get(i);
            if (port == from || !port.isUp()) {
                continue;
            }
            if (isDrawn(quality.loss())) {
                lostFrames++;
                continue;
            }
            carry(port, timeNs, buffer, offset, lengthBytes);
            if (isDrawn(quality.duplication())) {
                duplicatedFrames++;
                carry(port, timeNs, buffer, offset, lengthBytes);
            }
        }
    }

    private void carry(
            final MemoryPort port,
            final long timeNs,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        final long arrivalNs = timeNs + quality.delayNs() + random.nextDelayNs(quality.jitterNs());
        if (isDrawn(quality.reordering())) {
            reorderedFrames++;
            port.arrive(arrivalNs + random.nextDelayNs(quality.holdNs()), buffer, offset, lengthBytes);
        } else {
            port.arriveInOrder(arrivalNs, buffer, offset, lengthBytes);
        }
    }

    /** Draws nothing if there is nothing to be drawn: what a perfect link does costs no number. */
    private boolean isDrawn(final double chance) {
        return chance > 0 && random.nextDelayNs(CHANCES) <= (long) (chance * CHANCES);
    }

    @Override
    public String toString() {
        return "MemoryLink{ports=" + ports.size() + ", quality=" + quality + ", lostFrames=" + lostFrames
                + ", duplicatedFrames=" + duplicatedFrames + ", reorderedFrames=" + reorderedFrames + '}';
    }
}
