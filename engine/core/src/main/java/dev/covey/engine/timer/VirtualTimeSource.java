package dev.covey.engine.timer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is told to move: the time of the packets in a replay, the time of a test.
 *
 * <p>Threading: one thread moves it; any thread may read it, and sees what that thread did before it moved the clock.
 */
public final class VirtualTimeSource implements TimeSource {
    private final AtomicLong timeNs;

    /**
     * A clock that starts at some time.
     *
     * @param startNs first time, any number.
     */
    public VirtualTimeSource(final long startNs) {
        timeNs = new AtomicLong(startNs);
    }

    @Override
    public long timeNs() {
        return timeNs.getAcquire();
    }

    /**
     * Move the clock forward. It never goes back: captures do hold packets with earlier times than the one before, and
     * those happen now.
     *
     * @param nowNs time to move to; earlier than the present time changes nothing.
     * @return the time it is now.
     */
    public long advanceTo(final long nowNs) {
        final long currentNs = timeNs.getPlain();
        if (nowNs - currentNs <= 0) {
            return currentNs;
        }
        timeNs.setRelease(nowNs);
        return nowNs;
    }

    @Override
    public String toString() {
        return "VirtualTimeSource{timeNs=" + timeNs() + '}';
    }
}
