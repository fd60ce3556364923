package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a program of its own, which comes to its end. */
class ExitHookTest {
    @TempDir
    private Path folder;

    /** Leaves a file behind for each piece of work that was done. */
    static final class Program {
        private Program() {}

        public static void main(final String[] arguments) {
            final Path folder = Path.of(arguments[0]);
            new ExitHook("closed", () -> write(folder.resolve("closed"))).close();
            // Not closed: the program ends meanwhile, and what comes too late is done all the same.
            new ExitHook("open", () -> {
                write(folder.resolve("open"));
                new ExitHook("late", () -> write(folder.resolve("late"))).close();
            });
        }

        private static void write(final Path file) {
            try {
                Files.writeString(file, "done");
            } catch (final IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    @Test
    void shouldDoItsWorkAtTheEndUnlessClosed() {
        final ProcessRunner.Result result = new SystemProcesses()
                .run(
                        List.of(
                                BenchTree.java(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                folder.toString()),
                        Duration.ofMinutes(1));

        assertThat(result.code()).as(String.join("\n", result.errors())).isZero();
        assertThat(result.errors()).isEmpty();
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("open"));
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("late"));
        assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("closed"));
    }
}
