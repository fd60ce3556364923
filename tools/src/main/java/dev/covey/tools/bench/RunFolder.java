package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
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

    private final Path path;
    private final JsonNode environment;

    private RunFolder(final Path path, final JsonNode environment) {
        this.path = path;
        this.environment = environment;
    }

    /**
     * Choose the folder of a run, and look at what the machine is like.
     *
     * @param isQuick whether the results mean nothing: they are kept out of the way then.
     * @param file with the results: a folder that has one already keeps it, and the run gets another folder.
     */
    static RunFolder choose(
            final BenchTree tree,
            final Environment environment,
            final List<String> javaOptions,
            final boolean isQuick,
            final String file) {
        final String name = LocalDate.now(ZoneOffset.UTC) + "-" + environment.commit() + "-" + Environment.jdk();
        Path path = isQuick ? tree.quickRun() : tree.runs().resolve(name);
        for (int again = 2; !isQuick && Files.exists(path.resolve(file)); again++) {
            path = tree.runs().resolve(name + "-" + again);
        }
        return new RunFolder(path, environment.capture(javaOptions));
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

    /** Make the folder, and describe the machine in it. */
    void make() throws IOException {
        check();
        Files.createDirectories(path);
        write("environment.json", environment);
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
