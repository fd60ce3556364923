package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PeerExitCodeTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(final Runnable program) {
        return PeerMain.run(program, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private static Runnable failing(final RuntimeException fault) {
        return () -> {
            throw fault;
        };
    }

    @Test
    void shouldExitAsNativePeersDo() {
        assertThat(run(() -> {})).isZero();
        assertThat(run(failing(new IllegalStateException("wrong")))).isEqualTo(1);
        assertThat(run(failing(new IllegalArgumentException("refused")))).isEqualTo(2);
        assertThat(run(failing(new CannotRunException("lacking", null)))).isEqualTo(3);

        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("wrong\nrefused\nlacking\n");
    }

    @Test
    void shouldSayInOneLineWhatHasBrokenIt() {
        assertThat(run(failing(new UncheckedIOException(new IOException("no such device")))))
                .isEqualTo(1);
        assertThat(run(() -> {
                    throw new AssertionError("broken");
                }))
                .isEqualTo(1);

        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "java.io.UncheckedIOException: java.io.IOException: no such device",
                        "java.lang.AssertionError: broken");
    }

    @Test
    void shouldNotRunHereWhenThereIsTooLittleMemory() {
        assertThat(run(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo(3);

        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("java.lang.OutOfMemoryError: Java heap space");
    }
}
