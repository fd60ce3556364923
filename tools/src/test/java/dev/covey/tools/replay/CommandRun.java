package dev.covey.tools.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.table.AuditReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** Runs a command in this process, with the fake engine and a clock that stands still unless a test moves it. */
final class CommandRun {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final List<FakeEngine> engines = new ArrayList<>();
    AuditReport auditReport;
    byte[] standardInput = {};
    LongSupplier clockNs = () -> 0;

    int replay(final String... arguments) {
        return execute(new ReplayCommand(this::engine, new ByteArrayInputStream(standardInput), clockNs), arguments);
    }

    int audit(final String... arguments) {
        return execute(new AuditCommand(this::engine, new ByteArrayInputStream(standardInput), clockNs), arguments);
    }

    String firstErrorLine() {
        return err.toString().lines().findFirst().orElse("");
    }

    List<JsonNode> jsonLines() throws IOException {
        final List<JsonNode> nodes = new ArrayList<>();
        for (final String line : out.toString().split("\n", -1)) {
            if (!line.isEmpty()) {
                nodes.add(new ObjectMapper().readTree(line));
            }
        }
        return nodes;
    }

    JsonNode jsonSummary() throws IOException {
        final List<JsonNode> lines = jsonLines();
        return lines.get(lines.size() - 1).get("summary");
    }

    private ReplayEngine engine(final MembershipListener listener) {
        final FakeEngine engine = new FakeEngine(listener);
        if (auditReport != null) {
            engine.auditReport = auditReport;
        }
        engines.add(engine);
        return engine;
    }

    private int execute(final Object command, final String... arguments) {
        final int code = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        for (final FakeEngine engine : engines) {
            if (!engine.isClosed) {
                throw new AssertionError("engine left open");
            }
        }
        return code;
    }
}
