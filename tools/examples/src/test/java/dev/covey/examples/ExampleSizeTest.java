package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExampleSizeTest {
    @Test
    void shouldBeReadAtOneSitting() throws IOException {
        final List<Path> examples;
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/covey/examples"))) {
            examples = files.toList();
        }
        assertThat(examples).hasSizeGreaterThan(1);
        for (final Path example : examples) {
            assertThat(Files.readAllLines(example)).as("lines of %s", example).hasSizeLessThan(80);
        }
    }
}
