package dev.covey.tools.stat;

import dev.covey.engine.counters.CountersView;
import dev.covey.linux.TerminalSize;
import dev.covey.tools.observe.Terminal;
import dev.covey.tools.observe.TerminalPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey stat}: the numbers of a running engine. */
@Command(
        name = "stat",
        description = {
            "Shows the counters of a running engine from another process: of the engine, of each interface, and why",
            "packets were dropped. It only reads; the engine does not notice. What each counter means is in",
            "engine/docs/counters.md. How much memory of the engine's process is in huge pages is asked of the kernel,",
            "which tells it to the same user.",
            "",
            "Engines are found in COVEY_DIR, or else in /dev/shm/covey-USER, where covey host and covey watch have",
            "their files. If one is running it need not be named.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0    shown",
            "  1    no engine is running, it is gone, or its file is damaged or of another version",
            "  2    wrong usage, or several engines are running and none was named"
        })
public final class StatCommand implements Callable<Integer> {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String ERASE_ALL = "\u001b[H\u001b[J";

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engines;

    @Option(
            names = "--watch",
            description = "Again every second, with what has grown by how much, until the engine is gone.")
    private boolean isWatched;

    @Option(names = "--times", paramLabel = "N", description = "With --watch: end after so many times.")
    private Integer times;

    @Option(names = "--json", description = "One JSON object, on a line; with --watch one a second.")
    private boolean isJson;

    @Option(names = "--prometheus", description = "Prometheus' text format.")
    private boolean isPrometheus;

    @Option(names = "--interface", paramLabel = "IF", description = "For people: this interface only.")
    private String interfaceName;

    @Option(names = "--all", description = "For people: counters that are 0 as well.")
    private boolean isAll;

    /** Made by the command line. */
    public StatCommand() {}

    @Override
    public Integer call() {
        if (isJson && isPrometheus) {
            throw new ParameterException(spec.commandLine(), "--json and --prometheus exclude each other");
        }
        if (isWatched && isPrometheus) {
            throw new ParameterException(spec.commandLine(), "--watch and --prometheus exclude each other");
        }
        if (times != null && (times < 1 || !isWatched)) {
            throw new ParameterException(spec.commandLine(), "--times wants --watch and a positive number");
        }
        return engines.run(this::show);
    }

    private int show(final CountersView engine) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        final boolean isDrawn =
                isWatched && !isJson && Terminal.isTerminal(Terminal.STANDARD_OUTPUT) && Terminal.isAddressable();
        if (isDrawn) {
            out.print(ERASE_ALL);
        }
        EngineNumbers before = null;
        final long startNs = System.nanoTime();
        for (int round = 1; ; round++) {
            final EngineNumbers now = EngineNumbers.read(engine);
            if (interfaceName != null && !now.interfaces.containsKey(interfaceName)) {
                throw new IOException("no such interface, or without counters of its own: interface=" + interfaceName);
            }
            print(out, now, before, isDrawn);
            before = now;
            final boolean isLast = !isWatched || (times != null && round >= times);
            if (isLast || out.checkError()) {
                return 0;
            }
            awaitNext(startNs + round * SECOND_NS);
            if (!engine.isAlive()) {
                return engines.complain(EngineOptions.gone(engine));
            }
        }
    }

    private static void awaitNext(final long dueNs) {
        for (long leftNs = dueNs - System.nanoTime();
                leftNs > 0 && !Thread.currentThread().isInterrupted();
                leftNs = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    private void print(
            final PrintWriter out, final EngineNumbers now, final EngineNumbers before, final boolean isDrawn)
            throws IOException {
        if (isJson) {
            new StatJson(out).print(now);
        } else if (isPrometheus) {
            new StatPrometheus(out).print(now);
        } else {
            final List<String> lines = new StatText(isAll, interfaceName).lines(now, before);
            if (isDrawn) {
                out.print(picture(lines, TerminalSize.of(Terminal.STANDARD_OUTPUT)));
            } else {
                if (before != null) {
                    out.println();
                }
                lines.forEach(out::println);
            }
        }
        out.flush();
    }

    /** What fits on a terminal of some size, or of one that is not known (null); the cursor gets the row below. */
    static String picture(final List<String> lines, final TerminalSize known) {
        final TerminalSize size = TerminalPicture.sizeOr(known);
        final int rows = Math.max(1, size.rows() - 1);
        final List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), rows)));
        if (lines.size() > rows) {
            shown.set(rows - 1, "... " + (lines.size() - rows + 1) + " more lines");
        }
        final TerminalSize room = new TerminalSize(rows, size.columns());
        return TerminalPicture.draw(TerminalPicture.HOME, shown, room, line -> line) + "\r\n";
    }
}
