package dev.covey.benchmarks.veth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The folder of one run's results, named by date, commit and JDK, with what it ran on beside them: named as those that
 * {@code covey bench} writes and {@code covey report} reads, and shared with one that {@code covey bench} has made.
 */
final class RunFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ENVIRONMENT = "environment.json";

    private final Path folder;

    private RunFolder(final Path folder) {
        this.folder = folder;
    }

    /** The folder below another that today's run of this commit and JDK has. */
    static RunFolder below(final Path runs) throws IOException {
        return new RunFolder(runs.resolve(
                LocalDate.now(ZoneOffset.UTC) + "-" + commit() + "-" + System.getProperty("java.version")));
    }

    private static String commit() {
        try {
            return Commands.run("git", "rev-parse", "--short", "HEAD");
        } catch (final IOException unknown) {
            return "unknown";
        }
    }

    /** Write results, and what they were measured on if that is not there; returns the file, a new one each time. */
    Path write(final String name, final ArrayNode results) throws IOException {
        Path folder = this.folder;
        for (int again = 2; Files.exists(folder.resolve(name)); again++) {
            folder = Path.of(this.folder + "-" + again);
        }
        Files.createDirectories(folder);
        final Path environment = folder.resolve(ENVIRONMENT);
        if (!Files.exists(environment)) {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(environment.toFile(), environment());
        }
        final Path file = folder.resolve(name);
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), results);
        return file;
    }

    private static ObjectNode environment() {
        final ObjectNode environment = MAPPER.createObjectNode();
        environment.put("time", Instant.now().toString());
        environment.put("commit", commit());
        environment.put("processor", field(Path.of("/proc/cpuinfo"), "model name"));
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
        environment.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        environment.put("vendor", System.getProperty("java.vendor"));
        final ArrayNode flags = environment.putArray("flags");
        ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(flags::add);
        environment.put("transparent_huge_pages", firstLine(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")));
        environment.put("huge_pages", field(Path.of("/proc/meminfo"), "HugePages_Total"));
        environment.put("load", firstLine(Path.of("/proc/loadavg")));
        return environment;
    }

    private static String firstLine(final Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("unknown");
        } catch (final IOException unknown) {
            return "unknown";
        }
    }

    private static String field(final Path file, final String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException unknown) {
            return "unknown";
        }
    }
}
