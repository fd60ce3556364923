package dev.covey.tools.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.engine.inspect.AnswerReader;
import dev.covey.engine.table.AuditReport;
import dev.covey.tools.observe.ObservationJson;
import dev.covey.tools.observe.Terminal;
import dev.covey.tools.observe.TextTable;
import dev.covey.tools.observe.Times;
import dev.covey.tools.stat.EngineInquiry;
import dev.covey.tools.stat.EngineOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey audit}: recount every reference in a running engine, or in one that has replayed captures. */
@Command(
        name = "audit",
        description = {
            "Recounts every reference in an engine: in a running one, or with --after in one that has replayed",
            "captures. A running engine audits in one go; lookups go on meanwhile, packets wait in its ring.",
            "It refuses more records than EngineContext.inquiryLimit, unless --however-long.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0  clean",
            "  1  something leaked or a count is wrong, a capture is truncated or corrupt, no engine is running, or it",
            "     does not answer or refuses",
            "  2  not a capture, wrong usage, or several engines are running and none was named"
        })
public final class AuditCommand implements Callable<Integer> {
    private final ReplayEngine.Factory factory;
    private final InputStream standardInput;
    private final LongSupplier clockNs;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--after",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Captures to replay before (pcap or pcapng); - for standard input.")
    private List<String> files;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = StopTimeConverter.class,
            description = "Stop the replay there, as in covey replay.")
    private StopTime stop;

    @Mixin
    private EngineOptions engines;

    @Option(names = "--however-long", description = "A running engine: however long packets have to wait.")
    private boolean isUnbounded;

    @Option(names = "--json", description = "One JSON object.")
    private boolean isJson;

    /**
     * Make the command.
     *
     * @param factory of engines.
     * @param standardInput read for the file {@code -}.
     * @param clockNs for the progress bar.
     */
    public AuditCommand(
            final ReplayEngine.Factory factory, final InputStream standardInput, final LongSupplier clockNs) {
        this.factory = factory;
        this.standardInput = standardInput;
        this.clockNs = clockNs;
    }

    @Override
    public Integer call() {
        if (files == null) {
            if (stop != null) {
                throw new ParameterException(spec.commandLine(), "--at wants --after");
            }
            return engines.run(this::auditRunning);
        }
        if (engines.isGiven() || isUnbounded) {
            throw new ParameterException(spec.commandLine(), "--after audits no running engine");
        }
        CaptureArguments.check(spec, files);
        final ReplaySession session = new ReplaySession(
                factory,
                standardInput,
                spec.commandLine().getErr(),
                clockNs,
                Terminal.isTerminal(Terminal.STANDARD_ERROR));
        return session.run(
                files,
                stop == null ? StopTime.NEVER : stop,
                null,
                (event, relativeNs) -> {},
                (engine, replay, summary) -> show(engine.audit(), replay.timeNs() - replay.firstTimeNs()));
    }

    private int auditRunning(final CountersView engine) throws IOException {
        try {
            final AnswerReader answer = new EngineInquiry(engine).ask(InquiryDescriptor.AUDIT, null, isUnbounded);
            return show(answer.audit(), answer.timeNs());
        } catch (final IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    private int show(final AuditReport report, final long timeNs) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            printJson(out, report, Times.milliseconds(timeNs));
        } else {
            print(out, report);
        }
        return report.isClean() ? ReplaySession.DONE : ReplaySession.PARTLY;
    }

    private static void print(final PrintWriter out, final AuditReport report) {
        final TextTable table = new TextTable("records", ">count");
        new TreeMap<>(report.live()).forEach((kind, count) -> table.row("live " + kind, Integer.toString(count)));
        table.row("retired", Integer.toString(report.retired()));
        table.row("leaked", Integer.toString(report.leaked()));
        table.row("mismatched", Integer.toString(report.mismatched()));
        out.println(report.isClean() ? "Audit: clean" : "Audit: NOT clean");
        table.lines().forEach(out::println);
        report.findings().forEach(finding -> out.println("  " + finding));
        out.flush();
    }

    private static void printJson(final PrintWriter out, final AuditReport report, final long atMs) throws IOException {
        final JsonGenerator json = ObservationJson.generator(out);
        json.writeStartObject();
        json.writeStringField("event", "audit");
        json.writeNumberField("at_ms", atMs);
        json.writeObjectFieldStart("live");
        for (final Map.Entry<String, Integer> kind : new TreeMap<>(report.live()).entrySet()) {
            json.writeNumberField(kind.getKey(), kind.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("retired", report.retired());
        json.writeNumberField("leaked", report.leaked());
        json.writeNumberField("mismatched", report.mismatched());
        if (!report.isClean()) {
            json.writeArrayFieldStart("findings");
            for (final String finding : report.findings()) {
                json.writeString(finding);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
