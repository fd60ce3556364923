package dev.covey.tools.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.linux.PcapngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngWriterTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteWhatTheReaderReads() throws IOException {
        final Path file = folder.resolve("host.pcapng");
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        try (PcapngWriter writer = PcapngWriter.create(file, "em0")) {
            writer.write(1_700_000_000_123_456_789L, true, frame, 1, 15);
            writer.write(1_700_000_000_123_456_790L, false, frame, 0, 16);
        }

        final Reading reading = Reading.of(Files.readAllBytes(file));
        assertThat(reading.failure).isNull();
        assertThat(reading.timesNs).containsExactly(1_700_000_000_123_456_789L, 1_700_000_000_123_456_790L);
        assertThat(reading.packets)
                .containsExactly(
                        "em0 ETHERNET 0102030405060708090a0b0c0d0e0f", "em0 ETHERNET 090102030405060708090a0b0c0d0e0f");
    }
}
