package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plots that a run has the figures for. */
final class Plots {
    static final String LOOKUP = "LookupBenchmark";
    static final String JOIN = "JoinLeaveBenchmark";
    static final String INGEST = "IngestBenchmark";
    static final String GROWTH = "growth";

    /** The series of growth that tells what the machine adds. */
    static final String STILL = "the same without growth";

    private static final Pattern REPORT = Pattern.compile("(IGMP|MLD)_V\\d_REPORT(?:_(\\d+))?");
    private static final double GROWTH_GOAL_NS = 20_000;
    private static final double GROWTH_GOAL_PERCENTILE = 99.99;
    private static final double PERCENT = 100;
    private static final String GROUPS = "groups";
    private static final String FAMILY = "family";
    private static final String IPV4 = "IPV4";
    private static final String IPV6 = "IPV6";

    private Plots() {}

    /** All of them, each under what it is about: a benchmark's class, or {@link #GROWTH}. */
    static Map<String, Plot> of(final Run run) {
        final Map<String, Plot> plots = new TreeMap<>();
        put(plots, LOOKUP, lookup(run));
        put(plots, JOIN, join(run));
        put(plots, INGEST, ingest(run));
        put(plots, GROWTH, growth(run));
        return plots;
    }

    private static void put(final Map<String, Plot> plots, final String about, final Plot plot) {
        if (!plot.series().isEmpty()) {
            plots.put(about, plot);
        }
    }

    private static Plot lookup(final Run run) {
        final List<Series> series = new ArrayList<>();
        add(
                series,
                false,
                "IPv6, one at a time",
                Series.VERMILION,
                bySize(run, LOOKUP, "lookup", Map.of(FAMILY, IPV6)));
        add(series, false, "IPv4, one at a time", Series.BLUE, bySize(run, LOOKUP, "lookup", Map.of(FAMILY, IPV4)));
        final String batch = "lookupBatch";
        add(series, false, "IPv6, batches of 32", Series.ORANGE, bySize(run, LOOKUP, batch, Map.of(FAMILY, IPV6)));
        add(series, false, "IPv4, batches of 32", Series.SKY, bySize(run, LOOKUP, batch, Map.of(FAMILY, IPV4)));
        add(series, true, "Floor: pointer chase", Series.GREY, bySize(run, LOOKUP, "pointerChase", Map.of()));
        return new Plot(
                "lookup.png",
                "Lookup by groups held: lower is better, the floor is the memory's",
                "groups held",
                "ns per lookup",
                Plots::count,
                series);
    }

    private static Plot join(final Run run) {
        final List<Series> series = new ArrayList<>();
        final Map<String, String> ipv4 = Map.of(FAMILY, "ipv4");
        add(series, true, "Linux kernel, IPv4", Series.GREY, run.peers().medians("kernel-join", "held", ipv4));
        for (final String family : List.of(IPV6, IPV4)) {
            final Color colour = family.equals(IPV4) ? Series.BLUE : Series.VERMILION;
            add(
                    series,
                    false,
                    "Covey, " + familyName(family),
                    colour,
                    bySize(run, JOIN, "newGroup", Map.of(FAMILY, family, "reported", "true")));
        }
        for (final String apart : List.of("0", "1000")) {
            add(
                    series,
                    false,
                    apart.equals("0") ? "Covey, 64 at one instant" : "Covey, each reported alone",
                    apart.equals("0") ? Series.SKY : Series.ORANGE,
                    run.peers().medians("join", "held", Map.of(FAMILY, "ipv4", "apart_ns", apart)));
        }
        return new Plot(
                "join.png",
                "Join and leave of a group by groups held: lower is better",
                "groups held on the socket",
                "ns per join and leave",
                Plots::count,
                series);
    }

    private static Plot ingest(final Run run) {
        final TreeMap<String, TreeMap<Double, Double>> lines = new TreeMap<>();
        final TreeMap<Integer, String> sizes = new TreeMap<>();
        for (final JmhResult result : run.of(INGEST, "ingest")) {
            if (REPORT.matcher(result.parameter("kind")).matches()) {
                sizes.put(size(result), result.parameter(GROUPS));
            }
        }
        // The smallest and the largest table: what is between them lies between them.
        for (final JmhResult result : run.of(INGEST, "ingest")) {
            final Matcher kind = REPORT.matcher(result.parameter("kind"));
            if (kind.matches() && (size(result) == sizes.firstKey() || size(result) == sizes.lastKey())) {
                final double records = kind.group(2) == null ? 1 : Double.parseDouble(kind.group(2));
                lines.computeIfAbsent(kind.group(1) + ", " + count(size(result)) + " groups", unused -> new TreeMap<>())
                        .put(records, result.ns());
            }
        }
        final Map<String, Color> colours = Map.of(
                "IGMP" + true,
                Series.SKY,
                "IGMP" + false,
                Series.BLUE,
                "MLD" + true,
                Series.ORANGE,
                "MLD" + false,
                Series.VERMILION);
        final List<Series> series = new ArrayList<>();
        lines.forEach((name, points) -> {
            final boolean isSmall = name.endsWith(", " + count(sizes.firstKey()) + " groups");
            add(series, false, name, colours.get(name.substring(0, name.indexOf(',')) + isSmall), points);
        });
        return new Plot(
                "ingest.png",
                "Report taken in, by its records: lower is better",
                "records in the report",
                "ns per report",
                Plots::count,
                series);
    }

    private static Plot growth(final Run run) {
        // Runs from before there was a control do not tell the form.
        final JsonNode figure = run.peers().last(GROWTH, Set.of("growing", ""));
        final NavigableMap<Double, Double> points = percentiles(figure);
        final List<Series> series = new ArrayList<>();
        add(series, false, "lookup meanwhile", Series.BLUE, points);
        if (!points.isEmpty()) {
            add(series, true, STILL, Series.GREEN, percentiles(run.peers().last(GROWTH, Set.of("still"))));
            final TreeMap<Double, Double> goal = new TreeMap<>();
            goal.put(points.firstKey(), GROWTH_GOAL_NS);
            goal.put(PERCENT / (PERCENT - GROWTH_GOAL_PERCENTILE), GROWTH_GOAL_NS);
            add(series, true, "goal: 20 us at 99.99 %", Series.GREY, goal);
        }
        final String groups = figure.has("n") ? count(figure.get("n").asDouble()) : "";
        return new Plot(
                "growth.png",
                "Lookups while tables grow to " + groups + " groups: lower is better",
                "slowest of so many lookups (of 10k: the 99.99th percentile)",
                "ns per lookup",
                Plots::count,
                series);
    }

    private static NavigableMap<Double, Double> percentiles(final JsonNode figure) {
        final TreeMap<Double, Double> points = new TreeMap<>();
        figure.properties().forEach(field -> {
            if (field.getKey().matches("p[\\d.]+") && field.getValue().asDouble() > 0) {
                final double percentile = Double.parseDouble(field.getKey().substring(1));
                // The slowest of n looks is its own percentile.
                final double oneIn = percentile < PERCENT
                        ? PERCENT / (PERCENT - percentile)
                        : figure.path("expected").asDouble();
                points.put(oneIn, field.getValue().asDouble());
            }
        });
        return points;
    }

    private static void add(
            final List<Series> series,
            final boolean isReference,
            final String name,
            final Color colour,
            final Map<Double, Double> points) {
        if (!points.isEmpty()) {
            series.add(isReference ? Series.reference(name, points, colour) : Series.ours(name, points, colour));
        }
    }

    private static Map<Double, Double> bySize(
            final Run run, final String className, final String method, final Map<String, String> parameters) {
        final TreeMap<Double, Double> points = new TreeMap<>();
        for (final JmhResult result : run.of(className, method)) {
            if (parameters.entrySet().stream()
                    .allMatch(wanted -> result.parameter(wanted.getKey()).equals(wanted.getValue()))) {
                // A control that does not depend on the family is measured for each: the faster one is the floor.
                points.merge((double) size(result), result.ns(), Math::min);
            }
        }
        return points;
    }

    private static int size(final JmhResult result) {
        try {
            return Integer.parseInt(result.parameter(GROUPS));
        } catch (final NumberFormatException none) {
            return 1;
        }
    }

    private static String familyName(final String family) {
        return family.equals(IPV4) ? "IPv4" : "IPv6";
    }

    /** 1, 10, 1k, 64k, 1M: powers of two by their usual names. */
    static String count(final double value) {
        if (value >= 1e6) {
            return trim(value >= 1 << 20 && (long) value % (1 << 20) == 0 ? value / (1 << 20) : value / 1e6) + "M";
        }
        if (value >= 1e3) {
            return trim(value >= 1 << 10 && (long) value % (1 << 10) == 0 ? value / (1 << 10) : value / 1e3) + "k";
        }
        return trim(value);
    }

    /** The slowest of 10 is at 90 %. */
    static String percentile(final double oneIn) {
        if (oneIn <= 1) {
            return "0 %";
        }
        final int decimals = Math.max(0, (int) Math.round(Math.log10(oneIn)) - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f %%", PERCENT - PERCENT / oneIn);
    }

    private static String trim(final double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
