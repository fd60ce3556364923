package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.tools.report.Comparison.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/** The report as Markdown. */
final class ReportText {
    /** Folder of the pictures, beside the report. */
    static final String PLOTS = "plots";

    private static final double PERCENT = 100;
    private static final double NS_PER_SECOND = 1e9;
    private static final int LONG_RECORDS = 100;
    private static final int SHORT_RECORDS = 10;

    private final Run run;
    private final Map<String, Plot> plots;
    private final List<String> lines = new ArrayList<>();

    /**
     * A report.
     *
     * @param run that it is about.
     * @param plots that were drawn.
     */
    ReportText(final Run run, final Map<String, Plot> plots) {
        this.run = run;
        this.plots = plots;
    }

    /** All of it. */
    String text(final Earlier earlier) {
        header();
        environment();
        for (final String className : run.classNames()) {
            benchmark(className);
        }
        growth();
        peers();
        comparison(earlier);
        return String.join("\n", lines) + "\n";
    }

    private void header() {
        add("# Benchmark report", "");
        add("Run `" + run.name() + "`, written by `tools/covey report`. Times are averages over all iterations of all");
        add("forks; behind ± is half of JMH's 99.9 % confidence interval. B/op is what was allocated on the heap for");
        add("each operation. Figures mean something on this machine only, and less the busier it was.", "");
    }

    private void environment() {
        add("## Machine", "", "| what | value |", "| --- | --- |");
        run.environment().rows().forEach((name, value) -> add("| " + name + " | " + cell(value) + " |"));
        add("", run.environment().hugePages());
        if (run.environment().isBusy()) {
            add("");
            add("**The machine was busy when the run began** (load "
                    + run.environment().load() + " on " + run.environment().processors()
                    + " processors): take the figures as upper bounds.");
        }
        add("");
    }

    private void benchmark(final String className) {
        add("## " + className, "");
        picture(className);
        add(
                "Run it: `GLIBC_TUNABLES=glibc.malloc.hugetlb=1 java -jar benchmarks/target/benchmarks.jar " + className
                        + " -prof gc`",
                "");
        add(
                "| benchmark | parameters | mean ± error | unit | ns/op | ops/s | B/op | iterations |",
                "| --- | --- | ---: | --- | ---: | ---: | ---: | ---: |");
        for (final JmhResult result : run.results()) {
            if (result.className().equals(className)) {
                add("| " + result.method() + " | " + cell(result.parameterText()) + " | " + number(result.score())
                        + (Double.isNaN(result.error()) ? "" : " ± " + number(result.error())) + " | "
                        + result.unit() + " | " + number(result.ns()) + " | " + number(NS_PER_SECOND / result.ns())
                        + " | " + (Double.isNaN(result.allocatedBytes()) ? "" : bytes(result.allocatedBytes()))
                        + " | " + result.iterations() + " |");
            }
        }
        add("");
        if (className.equals(Plots.INGEST)) {
            slopes();
        }
    }

    private static String bytes(final double allocated) {
        return format("%.2f", allocated);
    }

    /** What one more record costs: the start of a report is in none of it. */
    private void slopes() {
        final Map<String, Double> shorts = new LinkedHashMap<>();
        final Map<String, Double> longs = new LinkedHashMap<>();
        for (final JmhResult result : run.of(Plots.INGEST, "ingest")) {
            final String kind = result.parameter("kind");
            final int records = kind.lastIndexOf('_') + 1;
            final String key = kind.substring(0, records) + " | " + result.parameter("groups");
            if (kind.endsWith("_REPORT_" + SHORT_RECORDS)) {
                shorts.put(key, result.ns());
            } else if (kind.endsWith("_REPORT_" + LONG_RECORDS)) {
                longs.put(key, result.ns());
            }
        }
        longs.keySet().retainAll(shorts.keySet());
        if (!longs.isEmpty()) {
            add("One more record in a report, from " + SHORT_RECORDS + " records to " + LONG_RECORDS + ":", "");
            add("| report | groups | ns per record |", "| --- | ---: | ---: |");
            longs.forEach((key, ns) -> add("| " + key.replace("_REPORT_", "") + " | "
                    + number((ns - shorts.get(key)) / (LONG_RECORDS - SHORT_RECORDS)) + " |"));
            add("");
        }
    }

    private void growth() {
        if (plots.containsKey(Plots.GROWTH)) {
            add("## Lookups while the tables grow", "");
            picture(Plots.GROWTH);
            add("Run it: `tools/covey bench peers --rows growth`", "");
            final List<Series> series = plots.get(Plots.GROWTH).series();
            final List<NavigableMap<Double, Double>> still = series.stream()
                    .filter(each -> each.name().equals(Plots.STILL))
                    .map(Series::points)
                    .toList();
            final boolean hasStill = !still.isEmpty();
            add("| percentile | ns, at most |" + (hasStill ? " without growth |" : ""));
            add("| ---: | ---: |" + (hasStill ? " ---: |" : ""));
            final Map<String, Double> machine = new HashMap<>();
            still.forEach(points -> points.forEach((oneIn, ns) -> machine.put(growthRow(points, oneIn), ns)));
            final NavigableMap<Double, Double> growing = series.get(0).points();
            growing.forEach((oneIn, ns) -> {
                final String name = growthRow(growing, oneIn);
                final Double alone = machine.get(name);
                add("| " + name + " | " + number(ns) + " |"
                        + (hasStill ? " " + (alone == null ? "" : number(alone)) + " |" : ""));
            });
            add("");
        }
    }

    /** The slowest of all is not of as many looks on both sides. */
    private static String growthRow(final NavigableMap<Double, Double> points, final double oneIn) {
        return oneIn == points.lastKey() ? "100 %" : Plots.percentile(oneIn);
    }

    private void peers() {
        if (run.peers().isEmpty()) {
            return;
        }
        add("## Beside the peers", "");
        add("Run it: `tools/covey bench peers`. Both sides are measured turn by turn; the figures are medians over");
        add("rounds, in the unit given. The ratio is peer / ours for a goal of at least so many times faster, and");
        add("ours / peer, or ours / limit, for a goal of at most so much. Why a goal is missed, and what");
        add("was tried, is in [benchmarks/peers/distance.md](../benchmarks/peers/distance.md).", "");
        if (run.peers().isQuick()) {
            add("**A quick run: none of these figures means anything.**", "");
        }
        if (run.classNames().isEmpty() && plots.containsKey(Plots.JOIN)) {
            picture(Plots.JOIN);
        }
        add(
                "| row | what | ours | peer | theirs | unit | ratio | goal | reached |",
                "| --- | --- | ---: | --- | ---: | --- | ---: | ---: | --- |");
        run.peers().rows().forEach(this::peer);
        add("");
    }

    private void peer(final JsonNode row) {
        final String reason = row.has("failed") ? "FAILED: " + row.get("failed").asText() : skipped(row);
        add("| " + row.path("row").asText() + " | " + cell(row.path("what").asText()) + " | " + value(row, "ours")
                + " | " + cell(row.path("peer_name").asText()) + " | " + value(row, "peer") + " | "
                + row.path("unit").asText() + " | " + (row.has("peer") || row.has("goal") ? value(row, "ratio") : "")
                + " | " + goal(row) + " | " + (reason.isEmpty() ? reached(row) : cell(reason)) + " |");
    }

    private static String skipped(final JsonNode row) {
        return row.has("skipped") ? "skipped: " + row.get("skipped").asText() : "";
    }

    private static String reached(final JsonNode row) {
        if (!row.has("reached")) {
            return "";
        }
        return row.get("reached").asBoolean()
                ? "yes"
                : format("no, %.2f times missing", row.path("distance").asDouble());
    }

    private static String goal(final JsonNode row) {
        if (!row.has("goal")) {
            return "";
        }
        final String bound = number(row.get("goal").asDouble());
        return switch (row.path("goal_kind").asText()) {
            case "faster" -> "≥ " + bound;
            case "at_most" -> "≤ " + bound + " " + row.path("unit").asText();
            default -> "≤ " + bound;
        };
    }

    private static String value(final JsonNode row, final String field) {
        // What is not a number is written as text.
        return row.path(field).isNumber() ? number(row.get(field).asDouble()) : "";
    }

    private void comparison(final Earlier earlier) {
        add("## Compared with an earlier run", "");
        if (earlier.run() == null) {
            add(earlier.reason() + ".", "");
            return;
        }
        final List<Comparison> comparisons = Comparison.of(earlier.run(), run);
        add("With `" + earlier.run().name()
                + "` on the same kind of host. A change counts only beyond both 2 standard");
        add("deviations of an iteration and 5 %; negative is faster.", "");
        if (comparisons.isEmpty()) {
            add("The two runs have no benchmark in common.", "");
            return;
        }
        add(summary(comparisons), "");
        add(
                "| benchmark | parameters | before, ns/op | now, ns/op | change | in sigma | verdict |",
                "| --- | --- | ---: | ---: | ---: | ---: | --- |");
        for (final Comparison comparison : comparisons) {
            final JmhResult now = comparison.now();
            final boolean isKnown = comparison.verdict() != Verdict.UNKNOWN;
            add("| " + now.className() + "." + now.method() + " | " + cell(now.parameterText()) + " | "
                    + number(comparison.before().ns()) + " | " + number(now.ns()) + " | "
                    + format("%+.1f %%", PERCENT * comparison.change()) + " | "
                    + (isKnown ? format("%.1f", comparison.sigmas()) : "") + " | " + verdict(comparison.verdict())
                    + " |");
        }
        add("");
    }

    /** How many benchmarks changed, in one line. */
    static String summary(final List<Comparison> comparisons) {
        return comparisons.size() + " benchmarks in both runs: " + count(comparisons, Verdict.FASTER) + " faster, "
                + count(comparisons, Verdict.SLOWER) + " slower, " + count(comparisons, Verdict.SAME)
                + " without a significant change, " + count(comparisons, Verdict.UNKNOWN)
                + " with too few iterations to say.";
    }

    private static long count(final List<Comparison> comparisons, final Verdict verdict) {
        return comparisons.stream()
                .filter(comparison -> comparison.verdict() == verdict)
                .count();
    }

    private static String verdict(final Verdict verdict) {
        return switch (verdict) {
            case FASTER -> "**faster**";
            case SLOWER -> "**slower**";
            case SAME -> "no significant change";
            case UNKNOWN -> "too few iterations";
        };
    }

    private void picture(final String about) {
        final Plot plot = plots.get(about);
        if (plot != null) {
            add("![" + plot.title() + "](" + PLOTS + "/" + plot.file() + ")", "");
        }
    }

    /** Three significant digits, or all before the point. */
    static String number(final double value) {
        final double size = Math.abs(value);
        if (size >= 100 || size == 0) {
            return format("%,.0f", value);
        }
        return size >= 10 ? format("%.1f", value) : size >= 1 ? format("%.2f", value) : format("%.3g", value);
    }

    private static String format(final String pattern, final double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    private static String cell(final String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private void add(final String... more) {
        lines.addAll(List.of(more));
    }
}
