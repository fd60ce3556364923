package dev.covey.tools.watch;

import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.FrameCapture;
import dev.covey.linux.RingKind;
import dev.covey.linux.TerminalSize;
import dev.covey.tools.live.Lifetime;
import dev.covey.tools.live.LiveOptions;
import dev.covey.tools.live.WallClock;
import dev.covey.tools.observe.GroupConverter;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code covey watch}: who is a member of what on a real link. */
@Command(
        name = "watch",
        description = {
            "Shows who is a member of what on the link of an interface of this machine, while it happens: what",
            "\"covey replay\" tells of a capture. It only listens: nothing is sent, nothing is joined. The interface",
            "needs no address. Needs Linux, and root or CAP_NET_RAW; with --netns CAP_SYS_ADMIN, too.",
            "",
            "On a terminal it draws a table, and prints it when it ends. Elsewhere, or with --json, it writes one",
            "JSON object on each line as soon as something happens, with milliseconds since the start as at_ms:",
            "  membership  joined, replaced (mode or sources), left or expired",
            "  querier     seen, changed or gone",
            "  interface   attached, changed or gone: everything that was known there is forgotten",
            "  state       the last line: interfaces, groups and timers as in scenarios, and what was counted",
            "",
            "An interface that disappears is waited for by its name. SIGINT, SIGTERM, the end of --for and of",
            "whoever reads the output end the watch.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0    it watched until the end of --for, or until nobody read what it wrote",
            "  1    no permission, no such interface, not an Ethernet interface, or the capture is not whole",
            "  2    wrong usage",
            "  130, 143  ended by SIGINT or SIGTERM"
        })
public final class WatchCommand implements Callable<Integer> {
    /** Room for thousands of messages, while a terminal is slow or the machine busy; and for floods of data. */
    private static final int RING_LENGTH = 1 << 24;

    private static final int DATA_RING_LENGTH = 1 << 26;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LiveOptions live;

    @Option(names = "--json", description = "JSON lines, also on a terminal.")
    private boolean isJson;

    @Option(
            names = "--filter",
            paramLabel = "GROUP",
            converter = GroupConverter.class,
            description = "Show this group only; packets are counted all the same.")
    private InternetAddress filter;

    @Option(
            names = "--data",
            description = "Look at every frame, and count the packets that come for each group, wanted or not.")
    private boolean isDataWanted;

    @Option(names = "--color", negatable = true, description = "Use colours, or do not. Default: on a terminal only.")
    private Boolean isColoured;

    @Override
    public Integer call() {
        return live.run(this::run);
    }

    private int run(final Lifetime lifetime, final FrameCapture capture) throws IOException {
        final TimeSource clock = new WallClock();
        final AfPacketContext context = live.context()
                .timeSource(clock)
                .dataWanted(isDataWanted)
                .outgoingWanted(true)
                // Blocks are given over every millisecond, full or not: few messages would use up many.
                .ringKind(isDataWanted ? RingKind.BLOCKS : RingKind.FRAMES)
                .ringLength(isDataWanted ? DATA_RING_LENGTH : RING_LENGTH);
        try (WatchPrinter printer = printer();
                WatchSession session =
                        new WatchSession(() -> AfPacketPort.open(context), clock, capture, filter, printer)) {
            session.run(lifetime::isOver);
            session.conclude();
            return 0;
        }
    }

    private WatchPrinter printer() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        final boolean isTerminal = Terminal.isTerminal(Terminal.STANDARD_OUTPUT) && Terminal.isAddressable();
        if (isJson || !isTerminal) {
            return new WatchLines(out, filter);
        }
        final boolean isStyled = isColoured != null ? isColoured : Terminal.isColourWanted();
        return new WatchScreen(
                out,
                () -> TerminalSize.of(Terminal.STANDARD_OUTPUT),
                isStyled ? Style.COLOURED : Style.PLAIN,
                filter,
                live.interfaceName());
    }
}
