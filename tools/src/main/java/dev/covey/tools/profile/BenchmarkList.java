package dev.covey.tools.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The benchmarks of a jar, and which of them a user means. */
final class BenchmarkList {
    private static final int MAX_SUGGESTIONS = 8;
    private static final Pattern NAME = Pattern.compile("([\\w$]+\\.)+[\\w$]+");
    private static final Pattern PARAMETER = Pattern.compile("  param \"([^\"]+)\" = \\{(.*)}");

    private final List<BenchmarkEntry> entries;

    private BenchmarkList(final List<BenchmarkEntry> entries) {
        this.entries = entries;
    }

    /**
     * Read what JMH's option {@code -lp} prints; other lines are passed over.
     *
     * @param lines of standard output.
     */
    static BenchmarkList parse(final List<String> lines) {
        final List<BenchmarkEntry> entries = new ArrayList<>();
        for (final String line : lines) {
            final Matcher parameter = PARAMETER.matcher(line);
            if (parameter.matches() && !entries.isEmpty()) {
                entries.get(entries.size() - 1)
                        .parameters()
                        .put(parameter.group(1), List.of(parameter.group(2).split(", ", -1)));
            } else if (NAME.matcher(line).matches()) {
                entries.add(new BenchmarkEntry(line, new LinkedHashMap<>()));
            }
        }
        return new BenchmarkList(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * The benchmark of a name: all of it, or so much of its end that no other one is meant.
     *
     * @throws IllegalArgumentException if there is none or more than one, with those that may be meant.
     */
    BenchmarkEntry find(final String text) {
        final List<BenchmarkEntry> found = new ArrayList<>();
        for (final BenchmarkEntry entry : entries) {
            if (entry.name().equals(text)) {
                return entry;
            }
            if (entry.name().endsWith("." + text)) {
                found.add(entry);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("more than one benchmark is called " + text + ": " + names(found));
        }
        throw new IllegalArgumentException("no such benchmark: " + text + "; near to it: " + names(nearest(text)));
    }

    /** Those that have the text in them; without any, those whose names are least different from it. */
    private List<BenchmarkEntry> nearest(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        final List<BenchmarkEntry> inside = entries.stream()
                .filter(entry -> entry.name().toLowerCase(Locale.ROOT).contains(lower))
                .limit(MAX_SUGGESTIONS)
                .toList();
        if (!inside.isEmpty()) {
            return inside;
        }
        final Map<BenchmarkEntry, Integer> distances = new LinkedHashMap<>();
        entries.forEach(entry -> distances.put(entry, distance(lower, entry)));
        return entries.stream()
                .sorted(Comparator.comparing(distances::get))
                .limit(MAX_SUGGESTIONS / 2)
                .toList();
    }

    private static int distance(final String lower, final BenchmarkEntry entry) {
        final String name = entry.shortName().toLowerCase(Locale.ROOT);
        final String last = lower.substring(lower.lastIndexOf('.', Math.max(0, lower.lastIndexOf('.') - 1)) + 1);
        return Math.min(distance(last, name), distance(last, name.substring(name.indexOf('.') + 1)));
    }

    /** Letters to insert, drop or change (Levenshtein). */
    static int distance(final String one, final String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            final int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                final int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
            }
            above = row;
        }
        return above[other.length()];
    }

    private static String names(final List<BenchmarkEntry> entries) {
        return String.join(", ", entries.stream().map(BenchmarkEntry::shortName).toList());
    }
}
