package dev.covey.tools.live;

import dev.covey.engine.timer.TimeSource;
import java.util.concurrent.TimeUnit;

/** The time since 1970 as it was when this was made, and from then on as the monotonic clock goes: it never jumps. */
public final class WallClock implements TimeSource {
    private final long offsetNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();

    @Override
    public long timeNs() {
        return System.nanoTime() + offsetNs;
    }
}
