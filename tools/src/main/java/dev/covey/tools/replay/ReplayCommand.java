package dev.covey.tools.replay;

import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.GroupConverter;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covey replay}: who is a member of what in a capture, when and why. */
@Command(
        name = "replay",
        description = "Replays captures through the engine and prints who is a member of what.",
        footer = {
            "",
            "Exit codes:",
            "  0  done",
            "  1  a capture is truncated or corrupt; what could be read was replayed",
            "  2  not a capture, or wrong usage"
        })
public final class ReplayCommand implements Callable<Integer> {
    private final ReplayEngine.Factory factory;
    private final InputStream standardInput;
    private final LongSupplier clockNs;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Captures (pcap or pcapng, gzip or not), merged by time; - for standard input.")
    private List<String> files;

    @Option(
            names = "--json",
            description = "One JSON object on each line: membership events in order of time, then the summary.")
    private boolean isJson;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = StopTimeConverter.class,
            description =
                    "Stop there: seconds after the first packet (12.5, 1m30s) or a moment" + " (2026-01-31T12:00:00Z).")
    private StopTime stop;

    @Option(
            names = "--filter",
            paramLabel = "GROUP",
            converter = GroupConverter.class,
            description = "Show this group only; packets are counted all the same.")
    private InternetAddress filter;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Then replay N times more, from memory, and print packets per second.")
    private Integer repeat;

    @Option(names = "--color", negatable = true, description = "Use colours, or do not. Default: on a terminal only.")
    private Boolean isColoured;

    /**
     * Make the command.
     *
     * @param factory of engines.
     * @param standardInput read for the file {@code -}.
     * @param clockNs for the progress bar and for {@code --repeat}.
     */
    public ReplayCommand(
            final ReplayEngine.Factory factory, final InputStream standardInput, final LongSupplier clockNs) {
        this.factory = factory;
        this.standardInput = standardInput;
        this.clockNs = clockNs;
    }

    @Override
    public Integer call() throws IOException {
        CaptureArguments.check(spec, files);
        if (repeat != null && repeat < 1) {
            throw new ParameterException(spec.commandLine(), "cannot repeat so often: --repeat=" + repeat);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final ReplayPrinter printer = isJson ? new JsonPrinter(out, filter) : new HumanPrinter(out, style(), filter);
        final ReplaySession session = new ReplaySession(
                factory,
                standardInput,
                spec.commandLine().getErr(),
                clockNs,
                Terminal.isTerminal(Terminal.STANDARD_ERROR));
        final PacketStore store =
                repeat == null ? null : new PacketStore(Runtime.getRuntime().maxMemory() / 2);
        session.storeTo(store);
        return session.run(
                files, stop == null ? StopTime.NEVER : stop, filter, printer::membership, (engine, replay, summary) -> {
                    int code = ReplaySession.DONE;
                    Measurement measurement = null;
                    if (replay.isTooLargeToStore()) {
                        session.complain("too large to repeat: the packets do not fit half of the heap, limit_bytes="
                                + Runtime.getRuntime().maxMemory() / 2);
                        code = ReplaySession.PARTLY;
                    } else if (store != null) {
                        measurement = Measurement.run(store, factory, repeat, clockNs);
                    }
                    printer.summary(summary, measurement);
                    return code;
                });
    }

    private Style style() {
        final boolean isWanted = isColoured != null
                ? isColoured
                : Terminal.isTerminal(Terminal.STANDARD_OUTPUT) && Terminal.isColourWanted();
        return isWanted ? Style.COLOURED : Style.PLAIN;
    }
}
