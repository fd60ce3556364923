package dev.covey.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeSourceTest {
    @Test
    void shouldStandStillUntilAdvanced() {
        final VirtualTimeSource time = new VirtualTimeSource(100);
        assertEquals(100, time.timeNs());

        assertEquals(250, time.advanceTo(250));

        assertEquals(250, time.timeNs());
    }

    @Test
    void shouldNeverGoBack() {
        final VirtualTimeSource time = new VirtualTimeSource(100);

        assertEquals(100, time.advanceTo(99));
        assertEquals(100, time.timeNs());
        assertEquals(100, time.advanceTo(100));
    }

    @Test
    void shouldGoForwardAcrossTheWrap() {
        final VirtualTimeSource time = new VirtualTimeSource(Long.MAX_VALUE);

        assertEquals(Long.MIN_VALUE, time.advanceTo(Long.MIN_VALUE));
        assertEquals(Long.MIN_VALUE, time.advanceTo(Long.MAX_VALUE));
    }

    @Test
    void shouldNotRunBackwardsWhenReadFromTheMachine() {
        final TimeSource time = new MonotonicTimeSource();
        long lastNs = time.timeNs();
        for (int i = 0; i < 1_000; i++) {
            final long nowNs = time.timeNs();
            assertTrue(nowNs - lastNs >= 0);
            lastNs = nowNs;
        }
    }
}
