package dev.covey.tools.replay;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows on a terminal how much of a large capture was read. One line, drawn over itself, gone at the end. */
final class ProgressBar {
    /** Captures below this size are done before anybody would look. */
    static final long MIN_TOTAL_BYTES = 16L * 1024 * 1024;

    private static final int CALLS_PER_LOOK = 4096;
    private static final long REDRAW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 40;
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final PrintWriter terminal;
    private final long totalBytes;
    private final LongSupplier bytesRead;
    private final LongSupplier clockNs;
    private int calls;
    private long lastDrawNs;
    private boolean isVisible;

    /** @param totalBytes to read, or less than {@link #MIN_TOTAL_BYTES} to show nothing at all. */
    ProgressBar(
            final PrintWriter terminal,
            final long totalBytes,
            final LongSupplier bytesRead,
            final LongSupplier clockNs) {
        this.terminal = terminal;
        this.totalBytes = totalBytes;
        this.bytesRead = bytesRead;
        this.clockNs = clockNs;
        this.lastDrawNs = clockNs.getAsLong();
    }

    /** A packet was replayed. Cheap: looks at the clock once in a while only. */
    void onPacket() {
        if (totalBytes < MIN_TOTAL_BYTES || ++calls % CALLS_PER_LOOK != 0) {
            return;
        }
        final long nowNs = clockNs.getAsLong();
        if (nowNs - lastDrawNs >= REDRAW_NS) {
            lastDrawNs = nowNs;
            draw();
        }
    }

    /** Make room for other output; the bar comes back by itself. */
    void hide() {
        if (isVisible) {
            terminal.print(ERASE_LINE);
            terminal.flush();
            isVisible = false;
        }
    }

    private void draw() {
        final long doneBytes = Math.min(bytesRead.getAsLong(), totalBytes);
        final int filled = (int) (WIDTH * doneBytes / totalBytes);
        terminal.print(String.format(
                Locale.ROOT,
                "%s[%s%s] %3d %%  %.0f of %.0f MB",
                ERASE_LINE,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                100 * doneBytes / totalBytes,
                doneBytes / BYTES_PER_MEGABYTE,
                totalBytes / BYTES_PER_MEGABYTE));
        terminal.flush();
        isVisible = true;
    }
}
