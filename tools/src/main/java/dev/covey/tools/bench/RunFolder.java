package dev.covey.tools.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Where the results of a run are kept, beside what the machine was like. */
final class RunFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final String ENVIRONMENT = "environment.json";

    /** What differs from moment to moment, whatever is set. */
    private static final List<String> MOMENTARY = List.of("time", "load", "huge_pages", "huge_pages_got");

    private final Path path;
    private final ObjectNode environment;
    private final boolean isQuick;

    private RunFolder(final Path path, final ObjectNode environment, final boolean isQuick) {
        this.path = path;
        this.environment = environment;
        this.isQuick = isQuick;
    }

    /**
     * Choose the folder of a run, and look at what the machine is like.
     *
     * @param isQuick whether the results mean nothing: they are kept out of the way then.
     * @param file with the results: a folder that has one already keeps it, and the run gets another folder. So it does
     *     beside results of a tree, a JVM or a machine that was set otherwise.
     */
    static RunFolder choose(
            final BenchTree tree,
            final Environment environment,
            final List<String> javaOptions,
            final boolean isQuick,
            final String file)
            throws IOException {
        final String name = LocalDate.now(ZoneOffset.UTC) + "-" + environment.commit() + "-" + Environment.jdk();
        final ObjectNode captured = environment.capture(javaOptions);
        if (isQuick) {
            return new RunFolder(tree.quickRun(), captured, true);
        }
        Path path = tree.runs().resolve(name);
        for (int again = 2; Files.exists(path.resolve(file)) || isOfOtherSettings(path, captured); again++) {
            path = tree.runs().resolve(name + "-" + again);
        }
        return new RunFolder(path, captured, false);
    }

    private static boolean isOfOtherSettings(final Path path, final ObjectNode captured) throws IOException {
        final Path file = path.resolve(ENVIRONMENT);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            return !(MAPPER.readTree(file.toFile()) instanceof ObjectNode kept
                    && settings(kept).equals(settings(captured)));
        } catch (final JsonProcessingException broken) {
            // Nobody knows what those results were measured with.
            return true;
        }
    }

    private static ObjectNode settings(final ObjectNode environment) {
        return environment.deepCopy().remove(MOMENTARY);
    }

    /** Fail now rather than after an hour of measurements that could not be kept. */
    void check() throws IOException {
        final Path parent = path.getParent();
        Files.createDirectories(parent);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new NotDirectoryException(path.toString());
        }
        if (!Files.isWritable(Files.exists(path) ? path : parent)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    /** Make the folder. */
    void make() throws IOException {
        check();
        Files.createDirectories(path);
    }

    /** Say what the machine was like when the first run began whose results are in the folder. */
    void describe() throws IOException {
        if (isQuick || !Files.exists(path.resolve(ENVIRONMENT))) {
            write(ENVIRONMENT, environment);
        }
    }

    Path path() {
        return path;
    }

    /** What became of a trial to get huge pages. */
    String hugePagesGot() {
        return environment.path("huge_pages_got").asText();
    }

    void write(final String name, final JsonNode json) throws IOException {
        Files.writeString(path.resolve(name), MAPPER.writeValueAsString(json) + "\n");
    }
}
