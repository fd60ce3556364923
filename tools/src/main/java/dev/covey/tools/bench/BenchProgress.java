package dev.covey.tools.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows on a terminal what is being measured. One line, drawn over itself, gone at the end. */
public final class BenchProgress {
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final int WIDTH = 100;
    private static final double NS_PER_MINUTE = 60e9;

    private final PrintWriter terminal;
    private final boolean isVisible;
    private final LongSupplier clockNs;
    private int steps;
    private int done;
    private long startNs;

    /**
     * A line of progress.
     *
     * @param terminal to draw on.
     * @param isVisible false to show nothing at all.
     * @param clockNs for what is left of the time.
     */
    public BenchProgress(final PrintWriter terminal, final boolean isVisible, final LongSupplier clockNs) {
        this.terminal = terminal;
        this.isVisible = isVisible;
        this.clockNs = clockNs;
    }

    void begin(final int expectedSteps) {
        steps = expectedSteps;
        done = 0;
        startNs = clockNs.getAsLong();
    }

    /** The next process begins. */
    void step(final int round, final int rounds, final String label) {
        if (isVisible) {
            final String left = done == 0 ? "" : String.format(Locale.ROOT, ", about %.0f min left", minutesLeft());
            final String line =
                    "[" + (done + 1) + "/" + steps + left + "] round " + round + " of " + rounds + ": " + label;
            draw(line);
        }
        done++;
    }

    /**
     * Say what somebody else measures.
     *
     * @param line to show in place of the last one.
     */
    public void draw(final String line) {
        if (isVisible) {
            terminal.print(ERASE_LINE + (line.length() > WIDTH ? line.substring(0, WIDTH) : line));
            terminal.flush();
        }
    }

    /** Leave no trace. */
    public void end() {
        if (isVisible) {
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }

    private double minutesLeft() {
        return (clockNs.getAsLong() - startNs) / NS_PER_MINUTE / done * (steps - done);
    }
}
