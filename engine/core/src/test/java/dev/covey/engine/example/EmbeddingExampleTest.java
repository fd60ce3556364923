package dev.covey.engine.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbeddingExampleTest {
    @Test
    @Timeout(60)
    void shouldSayWhoGetsThePacketAndWhoJoinedOnTheLinkWhenRun() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EmbeddingExample.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "239.1.2.3 from 192.0.2.7 goes to 1 socket, ours: true",
                        "JOINED 239.4.5.6 by 192.0.2.9",
                        "left: 0");
    }
}
