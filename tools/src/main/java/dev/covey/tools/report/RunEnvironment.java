package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machine of a run was like.
 *
 * @param json as {@code covey bench} wrote it.
 */
record RunEnvironment(JsonNode json) {
    private static final String UNKNOWN = "unknown";
    private static final Pattern JDK_MAJOR = Pattern.compile("(?:^| )(\\d+)[.+\\-\\w]*$");

    /** ISO 8601, and so in order as text. */
    String time() {
        return text("time");
    }

    String commit() {
        return text("commit") + (json.path("modified").asBoolean() ? " and changes that are in no commit" : "");
    }

    String processor() {
        return text("processor");
    }

    int processors() {
        return json.path("processors").asInt();
    }

    String jdkMajor() {
        final Matcher matcher = JDK_MAJOR.matcher(text("jdk"));
        return matcher.find() ? matcher.group(1) : UNKNOWN;
    }

    /** Tasks that wanted a processor in the last minute before the run; not a number if unknown. */
    double load() {
        try {
            return Double.parseDouble(text("load").split(" ", -1)[0]);
        } catch (final NumberFormatException unknown) {
            return Double.NaN;
        }
    }

    /** Others than the run itself had more than a quarter of the machine when it began. */
    boolean isBusy() {
        return load() > processors() / 4.0;
    }

    /** What speaks against comparing figures of the two machines; empty if nothing does. */
    List<String> differences(final RunEnvironment other) {
        final List<String> differences = new ArrayList<>();
        addDifference(differences, "processor", processor(), other.processor());
        addDifference(differences, "processors", Integer.toString(processors()), Integer.toString(other.processors()));
        addDifference(differences, "JDK", jdkMajor(), other.jdkMajor());
        return differences;
    }

    private static void addDifference(
            final List<String> differences, final String name, final String here, final String there) {
        if (!here.equals(there)) {
            differences.add(name + ": " + here + " / " + there);
        }
    }

    /** For people: name and value, with what they mean where that does not go without saying. */
    Map<String, String> rows() {
        final Map<String, String> rows = new LinkedHashMap<>();
        rows.put("date", time());
        rows.put("commit", commit());
        rows.put("processor", processor() + ", " + processors() + " processors");
        rows.put("memory", text("memory"));
        rows.put("kernel", text("kernel"));
        rows.put("JDK", text("jdk") + " (" + text("vendor") + ")");
        rows.put("flags", words("flags"));
        rows.put("flags of what was measured", words("measured_flags"));
        rows.put("transparent huge pages", text("transparent_huge_pages"));
        rows.put("malloc", text("malloc"));
        rows.put("huge pages got in a trial", text("huge_pages_got"));
        rows.put("reserved huge pages", text("huge_pages"));
        rows.put("load (1, 5, 15 min)", text("load"));
        return rows;
    }

    /** Whether the slabs were in huge pages: as a trial has shown, or else as far as the settings tell. */
    String hugePages() {
        final String got = text("huge_pages_got");
        if (!got.startsWith(UNKNOWN)) {
            return "The engine's memory was " + extent(got) + "in huge pages: a trial got " + got + ".";
        }
        final String setting = text("transparent_huge_pages");
        final boolean isAsked = text("malloc").contains("hugetlb=1");
        if (setting.contains("[always]") || (setting.contains("[madvise]") && isAsked)) {
            return "The engine's memory could be in huge pages: the system gives them"
                    + (isAsked ? ", and malloc asks for them." : " to everybody.");
        }
        return "The engine's memory was in small pages: the system "
                + (setting.contains("[never]") ? "gives no huge ones." : "was not asked for huge ones.");
    }

    /** What a trial such as "16384 of 16384 kB" says of the whole. */
    private static String extent(final String got) {
        final String[] parts = got.split(" ", -1);
        if (parts[0].equals("0")) {
            return "not ";
        }
        return parts.length > 2 && parts[0].equals(parts[2]) ? "" : "partly ";
    }

    private String words(final String field) {
        final List<String> words = new ArrayList<>();
        json.path(field).forEach(word -> words.add(word.asText()));
        return words.isEmpty() ? "none" : String.join(" ", words);
    }

    private String text(final String field) {
        final JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? UNKNOWN : value.asText();
    }
}
