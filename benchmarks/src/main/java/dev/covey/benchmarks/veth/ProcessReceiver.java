package dev.covey.benchmarks.veth;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that reads the same flow and does nothing with it: a reader in C, or tcpdump. */
final class ProcessReceiver implements Receiver {
    /** tcpdump reads a block that is not full after a second. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(1_300);

    private final Process process;
    private final BufferedReader output;
    private final Pattern pattern;
    private final StringBuilder text = new StringBuilder();

    private ProcessReceiver(final List<String> command, final String ready, final Pattern pattern) throws IOException {
        this.pattern = pattern;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader(StandardCharsets.UTF_8);
        String line = "";
        while (line != null && !line.contains(ready)) {
            line = output.readLine();
            text.append(line).append('\n');
        }
        if (line == null) {
            throw new IOException("cannot run: command=" + command + ", output=" + text);
        }
    }

    /** The reader in C: compile it if that was not done, and start it. */
    static ProcessReceiver plain(final String namespace, final Path program, final int ringLength) throws IOException {
        return new ProcessReceiver(
                List.of("ip", "netns", "exec", namespace, program.toString(), "b0", Integer.toString(ringLength)),
                "ready",
                Pattern.compile("received=(\\d+) dropped=(\\d+) cpu_ns=(\\d+)"));
    }

    /** Compile the reader; the exception says what is missing. */
    static Path compile(final Path folder, final Path target) throws IOException {
        final Path source = folder.resolve("packet_reader.cc");
        if (!Files.exists(source)) {
            throw new IOException(
                    "no such file: " + source + " (run it from the root of the tree, or say peers=FOLDER)");
        }
        final String compiler = System.getenv().getOrDefault("COVEY_PEERS_CXX", "g++");
        Files.createDirectories(target);
        final Path program = target.resolve("packet-reader").toAbsolutePath();
        Commands.run(compiler, "-std=c++17", "-O3", "-Wall", "-Wextra", source.toString(), "-o", program.toString());
        return program;
    }

    /** tcpdump, which writes to nowhere. */
    static ProcessReceiver tcpdump(final String namespace, final int ringLength) throws IOException {
        return new ProcessReceiver(
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        namespace,
                        "tcpdump",
                        "-n",
                        "-i",
                        "b0",
                        "-Q",
                        "in",
                        "-B",
                        Integer.toString(ringLength >> 10),
                        "-w",
                        "/dev/null"),
                "listening on",
                Pattern.compile("(\\d+) packets captured.*?(\\d+) packets dropped by kernel", Pattern.DOTALL));
    }

    @Override
    public Result finish(final long sent) throws IOException {
        LockSupport.parkNanos(QUIET_NS);
        final long cpuNs = process.info()
                .totalCpuDuration()
                .map(java.time.Duration::toNanos)
                .orElse(0L);
        // A signal that both take for the end; ip has become the program.
        Commands.run("kill", "-INT", Long.toString(process.pid()));
        String line = output.readLine();
        while (line != null) {
            text.append(line).append('\n');
            line = output.readLine();
        }
        if (!Commands.await(process)) {
            throw new IOException("does not end: " + text);
        }
        final Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("not understood: " + text);
        }
        final boolean saysCpu = matcher.groupCount() > 2;
        return new Result(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                saysCpu ? Long.parseLong(matcher.group(3)) : cpuNs,
                0);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
