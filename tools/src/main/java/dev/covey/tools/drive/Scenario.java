package dev.covey.tools.drive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a scenario: a JSON object on each line in, events out. Whatever a line is, it is answered or done; it never ends
 * the run.
 */
public final class Scenario {
    /** Ran to its end, and every line was well formed. */
    public static final int DONE = 0;

    /** A line was malformed. */
    public static final int MALFORMED = 2;

    /** The engine's clock ends after 146 years; times beyond have no place in it. */
    private static final long MAX_TIME_MS = TimeUnit.NANOSECONDS.toMillis(1L << 62);

    private final Drive drive;
    private final LineReader reader;
    private final Map<String, Op> ops = new HashMap<>();
    private long lineNumber;
    private long errors;
    private boolean isMalformed;
    private RuntimeException engineFault;

    /** What a line does. */
    private interface Op {
        void run(ScenarioLine line) throws ScenarioException;
    }

    private Scenario(final InputStream in, final Drive drive) {
        this.drive = drive;
        final EventPrinter printer = drive.printer();
        reader = new LineReader(in, printer::flush);
        addOps();
    }

    private void addOps() {
        final InterfaceCommands interfaces = new InterfaceCommands(drive);
        ops.put("interface.add", interfaces::add);
        ops.put("interface.set", interfaces::set);
        ops.put("interface.remove", interfaces::remove);
        final SocketCommands sockets = new SocketCommands(drive);
        ops.put("socket.open", sockets::open);
        ops.put("socket.close", sockets::close);
        ops.put("join", sockets::join);
        ops.put("leave", sockets::leave);
        ops.put("join_source", sockets::joinSource);
        ops.put("leave_source", sockets::leaveSource);
        ops.put("block_source", sockets::blockSource);
        ops.put("unblock_source", sockets::unblockSource);
        ops.put("set_filter", sockets::setFilter);
        ops.put("get_filter", sockets::getFilter);
        ops.put("deliver", sockets::deliver);
        final PacketCommands packets = new PacketCommands(drive);
        ops.put("receive", packets::receive);
        ops.put("decode", packets::decode);
        ops.put("counters", packets::counters);
        final StateCommands state = new StateCommands(drive);
        ops.put("state", state::state);
        ops.put("audit", state::audit);
        ops.put("advance", Scenario::advance);
        ops.put("reset", line -> {
            drive.printer().begin("reset", drive.driver().timeNs()).end();
            drive.reset();
            packets.reset();
        });
        ops.put("bridge.set", line -> unsupported(line, "bridge"));
        ops.put("router_port", line -> unsupported(line, "interface", "state"));
        ops.put("static", line -> unsupported(line, "interface", "group"));
        ops.put("flush", line -> unsupported(line, line.has("bridge") ? "bridge" : "interface"));
        ops.put("forward", line -> unsupported(line, "interface", "group", "source"));
    }

    private static void advance(final ScenarioLine line) throws ScenarioException {
        if (!line.has("at_ms")) {
            throw ScenarioException.malformed("field is missing: field=at_ms");
        }
    }

    /** Ops of routers and bridges: known, and not done by hosts. */
    private static void unsupported(final ScenarioLine line, final String... fields) throws ScenarioException {
        for (final String field : fields) {
            line.text(field);
        }
        throw ScenarioException.refused("ENOTSUP", "not supported yet");
    }

    /**
     * Run a scenario.
     *
     * @param in the scenario; read to its end, not closed.
     * @param out takes the events, flushed before more input is waited for; not closed.
     * @param seed of every random choice.
     * @return {@link #DONE} or {@link #MALFORMED}.
     * @throws IOException if the input cannot be read or the output cannot be written.
     * @throws RuntimeException if the engine had a fault, after the rest of the scenario was run.
     */
    public static int run(final InputStream in, final OutputStream out, final long seed) throws IOException {
        try (Drive drive = new Drive(out, seed)) {
            return new Scenario(in, drive).run();
        }
    }

    /**
     * Run a scenario that is in memory.
     *
     * @param input the scenario; any octets.
     * @param out takes the events; not closed.
     * @param seed of every random choice.
     * @throws IOException if the output cannot be written.
     */
    public static void run(final byte[] input, final OutputStream out, final long seed) throws IOException {
        run(new ByteArrayInputStream(input), out, seed);
    }

    private int run() throws IOException {
        while (reader.next()) {
            lineNumber++;
            runLine();
        }
        drive.printer()
                .begin("end", drive.driver().timeNs())
                .field("lines", lineNumber)
                .field("errors", errors)
                .end();
        drive.printer().flush();
        if (engineFault != null) {
            throw engineFault;
        }
        return isMalformed ? MALFORMED : DONE;
    }

    private void runLine() {
        String name = null;
        try {
            final ScenarioLine line = parse();
            name = line.optionalText("op");
            moveClock(line);
            if (name == null) {
                throw ScenarioException.malformed("field is missing: field=op");
            }
            final Op op = ops.get(name);
            if (op == null) {
                throw ScenarioException.malformed("no such op: op=" + name);
            }
            op.run(line);
        } catch (final ScenarioException fault) {
            isMalformed |= fault.isMalformed();
            error(name, fault);
        } catch (final RuntimeException fault) {
            // The engine has failed and says so from now on; a reset gives another one. The first fault is the one to
            // look at, and comes out when the scenario is over.
            drive.printer().abandon();
            engineFault = engineFault == null ? fault : engineFault;
            error(name, ScenarioException.refused("EIO", "fault of the engine: " + fault));
        }
    }

    private void error(final String op, final ScenarioException fault) {
        errors++;
        final EventPrinter printer =
                drive.printer().begin("error", drive.driver().timeNs()).field("line", lineNumber);
        if (op == null) {
            printer.fieldNull("op");
        } else {
            printer.field("op", op);
        }
        printer.field("code", fault.code()).field("message", fault.getMessage()).end();
    }

    private ScenarioLine parse() throws ScenarioException {
        if (reader.isTooLong()) {
            throw ScenarioException.malformed("line is too long: maximum=" + LineReader.MAX_LINE_LENGTH);
        }
        return ScenarioLine.parse(reader.buffer(), reader.offset(), reader.length());
    }

    private void moveClock(final ScenarioLine line) throws ScenarioException {
        final Long atMs = line.optionalNumber("at_ms");
        if (atMs == null) {
            return;
        }
        if (atMs < 0 || atMs > MAX_TIME_MS) {
            throw ScenarioException.malformed("out of range: at_ms=" + atMs + ", minimum=0, maximum=" + MAX_TIME_MS);
        }
        final long timeNs = TimeUnit.MILLISECONDS.toNanos(atMs);
        if (timeNs < drive.driver().timeNs()) {
            throw ScenarioException.malformed("earlier than the line before: at_ms=" + atMs);
        }
        drive.driver().advanceTo(timeNs);
    }
}
