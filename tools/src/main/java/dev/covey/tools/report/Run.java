package dev.covey.tools.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is kept of one run.
 *
 * @param name of its folder.
 * @param environment it ran in.
 * @param results of JMH, in the order they were measured in, each benchmark once.
 * @param peers what was measured beside the peers, maybe nothing.
 */
record Run(String name, RunEnvironment environment, List<JmhResult> results, PeerFigures peers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ENVIRONMENT = "environment.json";
    private static final String PEERS = "peers.json";

    /**
     * Read a folder.
     *
     * @throws ReportException if what is in it is not what {@code covey bench} writes.
     */
    static Run read(final Path folder) throws IOException, ReportException {
        final JsonNode environment = json(folder.resolve(ENVIRONMENT));
        JsonNode peers = MissingNode.getInstance();
        final Map<String, JmhResult> results = new LinkedHashMap<>();
        for (final Path file : jsonFiles(folder)) {
            final String fileName = file.getFileName().toString();
            if (fileName.equals(PEERS)) {
                peers = json(file);
                if (!peers.path("rows").isArray()) {
                    throw new ReportException("not what covey bench writes, no rows: " + file);
                }
            } else if (!fileName.equals(ENVIRONMENT)) {
                add(results, file);
            }
        }
        if (results.isEmpty() && peers.isMissingNode()) {
            throw new ReportException("nothing was measured: no JSON of JMH and no " + PEERS + " in " + folder);
        }
        return new Run(
                folder.getFileName().toString(),
                new RunEnvironment(environment),
                List.copyOf(results.values()),
                new PeerFigures(peers));
    }

    private static void add(final Map<String, JmhResult> results, final Path file) throws IOException, ReportException {
        final JsonNode json = json(file);
        if (!json.isArray()) {
            throw new ReportException("not what JMH writes, no array: " + file);
        }
        for (final JsonNode element : json) {
            final JmhResult result;
            try {
                result = JmhResult.of(element);
            } catch (final IllegalArgumentException wrong) {
                throw new ReportException("not what JMH writes: " + wrong.getMessage() + ", file=" + file);
            }
            // The short run and the full one ask the same: the longer one knows better.
            results.merge(result.key(), result, (one, other) -> other.iterations() >= one.iterations() ? other : one);
        }
    }

    /** The files of a run, none if it was stopped before it had a result. */
    static List<Path> jsonFiles(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode json(final Path file) throws IOException, ReportException {
        if (!Files.isRegularFile(file)) {
            throw new ReportException("not the folder of a run: " + file + " is missing");
        }
        try {
            final JsonNode json = MAPPER.readTree(Files.readString(file));
            if (json.isMissingNode()) {
                throw new ReportException("broken JSON: " + file + " is empty");
            }
            return json;
        } catch (final JsonProcessingException broken) {
            throw new ReportException(
                    "broken JSON: " + file + ", line " + lineOf(broken) + ": " + broken.getOriginalMessage());
        }
    }

    private static int lineOf(final JsonProcessingException broken) {
        return broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
    }

    /** Results of one method of a class, in the order they were measured in. */
    List<JmhResult> of(final String className, final String method) {
        return results.stream()
                .filter(result ->
                        result.className().equals(className) && result.method().equals(method))
                .toList();
    }

    /** Classes in the order they were measured in. */
    List<String> classNames() {
        return new ArrayList<>(
                results.stream().map(JmhResult::className).distinct().toList());
    }
}
