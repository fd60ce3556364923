package dev.covey.benchmarks.veth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs, run to their end. */
final class Commands {
    private static final long TIMEOUT_S = 60;

    private Commands() {}

    /** Run a command; returns what it prints. */
    static String run(final String... command) throws IOException {
        final Path output = Files.createTempFile("covey", ".out");
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            final boolean isDone = await(process);
            final String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (!isDone || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("command failed: command=" + List.of(command) + ", output=" + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    /** Wait for the end of a process; false if it does not come. */
    static boolean await(final Process process) throws IOException {
        try {
            return process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
