package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final int MANY = 10_000;

    private final StringWriter screen = new StringWriter();
    private long nowNs;

    @Test
    void shouldDrawOverItselfAndVanish() {
        final ProgressBar bar = bar(200_000_000, 50_000_000);
        nowNs = 100_000_000;
        packets(bar);

        assertEquals("\r\u001b[K[##########..............................]  25 %  50 of 200 MB", screen.toString());

        bar.hide();
        bar.hide();
        assertTrue(screen.toString().endsWith("200 MB\r\u001b[K"));
    }

    @Test
    void shouldDrawSeldom() {
        final ProgressBar bar = bar(200_000_000, 0);
        nowNs = 99_999_999;
        packets(bar);
        assertEquals("", screen.toString());

        nowNs++;
        packets(bar);
        packets(bar);
        assertEquals(1, screen.toString().chars().filter(c -> c == '[').count() - 1);
    }

    @Test
    void shouldDrawNothingWhenTheCaptureIsSmallOrOfUnknownSize() {
        final ProgressBar small = bar(ProgressBar.MIN_TOTAL_BYTES - 1, 1);
        final ProgressBar unknown = bar(-1, 1);
        nowNs = 1_000_000_000;
        packets(small);
        packets(unknown);

        assertEquals("", screen.toString());
    }

    @Test
    void shouldStayWithinTheBarWhenMoreIsReadThanWasExpected() {
        final ProgressBar bar = bar(20_000_000, 30_000_000);
        nowNs = 1_000_000_000;
        packets(bar);

        assertTrue(screen.toString().contains("#] 100 %"), screen::toString);
    }

    private ProgressBar bar(final long totalBytes, final long bytesRead) {
        return new ProgressBar(new PrintWriter(screen), totalBytes, () -> bytesRead, () -> nowNs);
    }

    private static void packets(final ProgressBar bar) {
        for (int i = 0; i < MANY; i++) {
            bar.onPacket();
        }
    }
}
