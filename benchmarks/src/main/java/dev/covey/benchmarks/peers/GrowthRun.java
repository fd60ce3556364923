package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipReader;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Is a lookup held up while the tables grow? One thread looks all the time, another joins from few groups to many. The
 * control, {@code form=still}, joins them all before the first look, and keeps the other processor busy with nothing:
 * what is late then is late because of the machine.
 */
final class GrowthRun {
    private static final int SOCKETS = 64;
    private static final int FIRST_GROUPS = 1_000;
    private static final int GROUPS_PER_STEP = 1_000;
    private static final int WARM_LOOKS = 200_000;

    /** Of the groups, for each look of the warm-up: a short run has a short one. */
    private static final int WARM_FACTOR = 50;

    private static final int DIGITS = 3;
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999, 100};

    private final AddressFamily family;
    private final int n;
    private final boolean isStill;
    private final int seconds;
    private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
    private final long[] interfaces = new long[GroupNumbers.INTERFACES];
    private final long[] sockets = new long[SOCKETS];
    private PeerEngine engine;
    private volatile int held;
    private volatile boolean isStopped;
    private long asked;
    private long right;
    private Throwable fault;

    GrowthRun(final PeerArguments arguments) {
        family = arguments.family();
        n = arguments.number("n", 10_000_000, 2 * FIRST_GROUPS, 32_000_000);
        final String form = arguments.word("form", "growing");
        isStill = switch (form) {
            case "growing" -> false;
            case "still" -> true;
            default -> throw new IllegalArgumentException("no such form: " + form);
        };
        seconds = arguments.number("seconds", 15, 1, 3_600);
    }

    void run() {
        engine = new PeerEngine(n);
        for (int i = 0; i < interfaces.length; i++) {
            interfaces[i] = engine.attach(false, false);
        }
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = engine.openSocket();
        }
        join(0, isStill ? n : FIRST_GROUPS);
        final Thread reader = new Thread(this::look, "reader");
        reader.start();
        if (isStill) {
            spin();
        } else {
            for (int from = FIRST_GROUPS; from < n; from += GROUPS_PER_STEP) {
                join(from, Math.min(GROUPS_PER_STEP, n - from));
            }
        }
        isStopped = true;
        try {
            reader.join();
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
        if (fault != null) {
            throw new IllegalStateException("the reader has failed: " + fault, fault);
        }
        final PeerFigure figure =
                new PeerFigure("growth", "covey").with("n", n).with("form", isStill ? "still" : "growing");
        for (final double percentile : PERCENTILES) {
            figure.with("p" + percentile, histogram.getValueAtPercentile(percentile));
        }
        figure.print("ns", new double[] {histogram.getValueAtPercentile(99.99)}, asked, right);
        engine.close();
    }

    private void spin() {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
    }

    private void join(final int from, final int count) {
        engine.join(sockets, interfaces, family, from, count);
        held = from + count;
    }

    private void look() {
        final long[] found = new long[1];
        final long sourceLow = InternetAddress.ipv4Low(0x0a00_0001);
        final Draw draw = new Draw(1);
        // Until it is compiled, what is measured is the interpreter.
        final int warmLooks = Math.min(WARM_LOOKS, n / WARM_FACTOR);
        try (MembershipReader reader = engine.engine().openPollingReader("reader")) {
            // However soon the others are done, there is something to tell.
            while (!isStopped || asked <= warmLooks) {
                final long number = draw.next(held, 0);
                final long startNs = System.nanoTime();
                final int count = reader.deliver(
                        interfaces[GroupNumbers.interfaceOf(number)],
                        GroupNumbers.high(family),
                        GroupNumbers.low(family, number),
                        0,
                        sourceLow,
                        found);
                final long ns = System.nanoTime() - startNs;
                reader.quiescent();
                asked++;
                right += count == 1 && found[0] == sockets[(int) number % SOCKETS] ? 1 : 0;
                if (asked > warmLooks) {
                    histogram.recordValue(Math.min(ns, LONGEST_NS));
                }
            }
        } catch (final RuntimeException | Error failure) {
            fault = failure;
        }
    }
}
