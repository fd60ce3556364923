package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    @Test
    void shouldEndTheChildOfTheChildWhenItEndsAProcess()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        final Process process = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait").start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            final ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();

            ProcessTree.end(process);

            grandchild.onExit().get(1, TimeUnit.MINUTES);
            process.onExit().get(1, TimeUnit.MINUTES);
            assertThat(grandchild.isAlive()).isFalse();
        }
    }
}
