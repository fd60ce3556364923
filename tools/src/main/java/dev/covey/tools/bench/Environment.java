package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the machine was like when it was measured on. */
final class Environment {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String UNKNOWN = "unknown";

    private final Path proc;
    private final Path sys;
    private final BenchTree tree;
    private final ProcessRunner processes;

    /**
     * An environment to look at.
     *
     * @param proc {@code /proc}, or a copy of what is read there.
     * @param sys {@code /sys}, likewise.
     */
    Environment(final Path proc, final Path sys, final BenchTree tree, final ProcessRunner processes) {
        this.proc = proc;
        this.sys = sys;
        this.tree = tree;
        this.processes = processes;
    }

    static Environment ofThisMachine(final BenchTree tree, final ProcessRunner processes) {
        return new Environment(Path.of("/proc"), Path.of("/sys"), tree, processes);
    }

    /** Commit of the tree, seven digits or more. */
    String commit() {
        return git("rev-parse", "--short", "HEAD");
    }

    /** Version of the JDK that runs this, and what is measured. */
    static String jdk() {
        return System.getProperty("java.version");
    }

    /**
     * All that is known.
     *
     * @param javaOptions that every measured JVM gets on top of its own.
     */
    ObjectNode capture(final List<String> javaOptions) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", Instant.now().toString());
        json.put("commit", commit());
        json.put(
                "modified",
                !git("status", "--porcelain", "--untracked-files=no").isEmpty());
        json.put("processor", field("cpuinfo", "model name"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("memory", field("meminfo", "MemTotal"));
        json.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        json.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        json.put("vendor", System.getProperty("java.vendor"));
        final ArrayNode flags = json.putArray("flags");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-D" + BenchTree.ROOT_PROPERTY))
                .forEach(flags::add);
        final ArrayNode options = json.putArray("measured_flags");
        javaOptions.forEach(options::add);
        json.put("malloc", String.valueOf(System.getenv("GLIBC_TUNABLES")));
        json.put("transparent_huge_pages", text(sys.resolve("kernel/mm/transparent_hugepage/enabled")));
        json.put("huge_pages", field("meminfo", "HugePages_Total"));
        json.put("huge_pages_got", HugePageTrial.run());
        json.put("load", text(proc.resolve("loadavg")));
        return json;
    }

    /** Value of the first line with a name and a colon. */
    private String field(final String file, final String name) {
        for (final String line : text(proc.resolve(file)).split("\n", -1)) {
            final int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return UNKNOWN;
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException unreadable) {
            return UNKNOWN;
        }
    }

    private String git(final String... words) {
        final List<String> command =
                new ArrayList<>(List.of("git", "-C", tree.root().toString()));
        command.addAll(List.of(words));
        final ProcessRunner.Result result = processes.run(command, TIMEOUT);
        return result.code() == 0 ? String.join("\n", result.output()).strip() : UNKNOWN;
    }
}
