package dev.covey.tools.stat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The numbers in Prometheus' text format, version 0.0.4: every family once, with its help, type and samples. */
final class StatPrometheus {
    private static final String PREFIX = "covey_";
    private static final double MS_PER_SECOND = 1000;

    private final PrintWriter out;

    StatPrometheus(final PrintWriter out) {
        this.out = out;
    }

    void print(final EngineNumbers numbers) {
        family("info", "gauge", "the engine: 1");
        sample("info", labels("pid", Long.toString(numbers.engine.process().id()), "state", numbers.state()), "1");
        family("start_time_seconds", "gauge", "start of the engine, in seconds since 1970");
        sample(
                "start_time_seconds",
                "",
                String.format(Locale.ROOT, "%.3f", numbers.engine.startTimeMs() / MS_PER_SECOND));
        if (numbers.hugePages.isKnown()) {
            family("huge_page_bytes", "gauge", "memory of the engine's process in huge pages, in bytes");
            sample("huge_page_bytes", "", Long.toString(numbers.hugePages.bytes()));
        }
        family("distinct_errors", "gauge", "different errors that the engine has told");
        sample("distinct_errors", "", Integer.toString(numbers.errors.size()));
        for (final EngineCounter counter : EngineCounter.values()) {
            print(numbers, counter);
        }
        family("drops_total", "counter", "received messages that were dropped, by reason");
        numbers.drops.forEach(
                (reason, value) -> sample("drops_total", labels("reason", reason.label()), Long.toString(value)));
        family("interface_drops_total", "counter", "received messages that were dropped, by interface and reason");
        numbers.interfaces.forEach((name, own) -> printDrops(name, own.drops()));
        out.flush();
    }

    private void print(final EngineNumbers numbers, final EngineCounter counter) {
        final boolean isGauge = counter.kind() == EngineCounter.Kind.GAUGE;
        final String type = isGauge ? "gauge" : "counter";
        final String name = name(counter, isGauge);
        if (counter.isOfEngine() && numbers.counters.containsKey(counter)) {
            family(name, type, counter.meaning());
            sample(name, "", Long.toString(numbers.counters.get(counter)));
        }
        if (counter.isOfInterface()) {
            family("interface_" + name, type, counter.meaning());
            for (final Map.Entry<String, EngineNumbers.OfInterface> entry : numbers.interfaces.entrySet()) {
                final Long value = entry.getValue().counters().get(counter);
                if (value != null) {
                    sample("interface_" + name, labels("interface", entry.getKey()), Long.toString(value));
                }
            }
        }
    }

    private void printDrops(final String interfaceName, final Map<DropReason, Long> drops) {
        drops.forEach((reason, value) -> sample(
                "interface_drops_total",
                labels("interface", interfaceName, "reason", reason.label()),
                Long.toString(value)));
    }

    /** Counters end in {@code _total}, once. */
    private static String name(final EngineCounter counter, final boolean isGauge) {
        final String name = counter.label().replace('.', '_');
        return isGauge || name.endsWith("_total") ? name : name + "_total";
    }

    private void family(final String name, final String type, final String help) {
        line("# HELP " + PREFIX + name + " " + help.replace("\\", "\\\\").replace("\n", "\\n"));
        line("# TYPE " + PREFIX + name + " " + type);
    }

    private void sample(final String name, final String labels, final String value) {
        line(PREFIX + name + labels + " " + value);
    }

    private static String labels(final String... namesAndValues) {
        final StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append(namesAndValues[i])
                    .append("=\"")
                    .append(namesAndValues[i + 1]
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n"))
                    .append('"');
        }
        return text.append('}').toString();
    }

    /** The format wants line feeds, whatever the system has. */
    private void line(final String text) {
        out.print(text);
        out.print('\n');
    }
}
