package dev.covey.tools.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A short run that was recorded once, on a machine that was busy, and copies of it that differ in what a test is about.
 * The percentiles of its growth are made up: so short a growth has none.
 */
final class RecordedRun {
    static final String NAME = "2026-11-21-6ac9f00-17.0.15";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] FILES = {"environment.json", "results.json", "peers.json"};

    private RecordedRun() {}

    static Path folder() throws URISyntaxException {
        return Path.of(RecordedRun.class.getResource("runs/" + NAME).toURI());
    }

    static Run read() throws IOException, URISyntaxException, ReportException {
        return Run.read(folder());
    }

    /** Copy the run to a folder of results, under a name. */
    static Path copy(final Path results, final String name) throws IOException, URISyntaxException {
        final Path copy = Files.createDirectories(results.resolve("runs").resolve(name));
        for (final String file : FILES) {
            Files.copy(folder().resolve(file), copy.resolve(file));
        }
        return copy;
    }

    /** Change one of a copy's files. */
    static void edit(final Path run, final String file, final Consumer<JsonNode> change) throws IOException {
        final JsonNode json = MAPPER.readTree(run.resolve(file).toFile());
        change.accept(json);
        MAPPER.writeValue(run.resolve(file).toFile(), json);
    }

    /** Put a run of the control beside the growth: the same tables, without growth, on a quiet machine. */
    static void addStillGrowth(final Path run) throws IOException {
        edit(run, "peers.json", json -> {
            final ObjectNode still =
                    ((ArrayNode) json.get("figures")).addObject().put("program", "growth");
            still.putArray("rounds")
                    .addArray()
                    .addObject()
                    .put("form", "still")
                    .put("p50.0", 100)
                    .put("p99.99", 5_100)
                    .put("p100.0", 90_000)
                    .put("expected", 30_000_000);
        });
    }

    /** A copy from an hour before. */
    static Path copyOfEarlier(final Path results, final String name) throws IOException, URISyntaxException {
        final Path copy = copy(results, name);
        edit(copy, "environment.json", json -> ((ObjectNode) json).put("time", "2026-11-21T09:55:31Z"));
        return copy;
    }
}
