package dev.covey.tools.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One figure that a program has printed.
 *
 * @param json its line.
 */
record Figure(JsonNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Read what a program has printed. Lines that are no JSON objects are somebody else's: libraries talk.
     *
     * @throws IllegalArgumentException if a figure is not whole, or its answers were wrong.
     */
    static List<Figure> parse(final List<String> lines) {
        final List<Figure> figures = new ArrayList<>();
        for (final String line : lines) {
            if (line.startsWith("{")) {
                figures.add(parse(line));
            }
        }
        return figures;
    }

    private static Figure parse(final String line) {
        final JsonNode json;
        try {
            json = MAPPER.readTree(line);
        } catch (final JsonProcessingException broken) {
            throw new IllegalArgumentException("not a figure: " + line, broken);
        }
        for (final String field : List.of("median", "min", "max", "rounds", "expected", "checked")) {
            if (!json.path(field).isNumber()) {
                throw new IllegalArgumentException("not a figure, no " + field + ": " + line);
            }
        }
        if (json.get("expected").asLong() != json.get("checked").asLong()) {
            throw new IllegalArgumentException("wrong answers: expected=" + json.get("expected") + ", counted="
                    + json.get("checked") + ", figure=" + json.path("name").asText());
        }
        return new Figure(json);
    }

    /** Has it all of some fields with these values? */
    boolean matches(final Map<String, String> selection) {
        return selection.entrySet().stream()
                .allMatch(field -> json.path(field.getKey()).asText().equals(field.getValue()));
    }

    boolean has(final String field) {
        return json.path(field).isNumber();
    }

    double number(final String field) {
        if (!has(field)) {
            throw new IllegalArgumentException("no " + field + " in figure " + json);
        }
        return json.get(field).asDouble();
    }
}
