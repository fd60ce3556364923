package dev.covey.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SingleWriterTest {
    private final SingleWriter writer = new SingleWriter();

    @Test
    void shouldTakeTheClaimWhenNobodyHasIt() throws InterruptedException {
        assertDoesNotThrow(writer::assertOwner);
        assertDoesNotThrow(writer::assertOwner);

        assertThat(onAnotherThread(writer::assertOwner))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("owner=" + Thread.currentThread().getName())
                .hasMessageContaining("caller=other");
    }

    @Test
    void shouldPassTheClaimOnWhenReleased() throws InterruptedException {
        writer.assertOwner();
        writer.release();

        assertThat(onAnotherThread(writer::assertOwner)).isNull();

        assertThat(failureOf(writer::assertOwner)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepTheClaimWhenAnotherThreadReleasesIt() throws InterruptedException {
        writer.assertOwner();

        assertThat(onAnotherThread(() -> {
                    writer.release();
                    writer.assertOwner();
                }))
                .isInstanceOf(IllegalStateException.class);

        assertDoesNotThrow(writer::assertOwner);
    }

    private static Throwable onAnotherThread(final Runnable call) throws InterruptedException {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread other = new Thread(() -> failure.set(failureOf(call)), "other");
        other.start();
        other.join();
        return failure.get();
    }

    private static Throwable failureOf(final Runnable call) {
        try {
            call.run();
            return null;
        } catch (final IllegalStateException failure) {
            return failure;
        }
    }
}
