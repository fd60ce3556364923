package dev.covey.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of this system. What they say goes through files: nobody has to read while they measure. */
final class SystemProcesses implements ProcessRunner {
    /** Huge pages for what malloc maps, as the launcher has them: the same for every peer. */
    private static final String MALLOC_TUNABLES = "glibc.malloc.hugetlb=1";

    @Override
    public Result run(final List<String> command, final Duration timeout) {
        try {
            final Path output = Files.createTempFile("covey-bench", ".out");
            final Path errors = Files.createTempFile("covey-bench", ".err");
            try {
                return run(command, timeout, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (final IOException unusable) {
            return new Result(NOT_STARTED, List.of(), List.of(unusable.getMessage()));
        }
    }

    private static Result run(final List<String> command, final Duration timeout, final Path output, final Path errors)
            throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        if (!"off".equals(System.getenv("COVEY_HUGEPAGES"))) {
            builder.environment().putIfAbsent("GLIBC_TUNABLES", MALLOC_TUNABLES);
        }
        final Process process = builder.start();
        int code = TIMED_OUT;
        // A user who has seen enough ends what is measured too.
        try (ExitHook stopper = new ExitHook("bench stopper", () -> ProcessTree.end(process))) {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                code = process.exitValue();
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ProcessTree.end(process);
        }
        return new Result(code, lines(output), lines(errors));
    }

    private static List<String> lines(final Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
