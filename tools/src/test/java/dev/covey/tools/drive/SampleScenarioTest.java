package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example scenarios and the one of the README, against what is printed beside them. */
class SampleScenarioTest {
    private static final Path TOP = Path.of(Files.isDirectory(Path.of("samples")) ? ".." : ".");
    private static final Path SCENARIOS =
            TOP.resolve("tools").resolve("samples").resolve("scenarios");
    private static final String EXPECTED = ".expected.jsonl";
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl") && !name.endsWith(EXPECTED))
                    .map(name -> name.substring(0, name.length() - ".jsonl".length()))
                    .sorted()
                    .toList();
        }
    }

    private static String run(final InputStream in) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(Scenario.DONE, Scenario.run(in, out, 1));
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldExplainEveryScenario() throws IOException {
        final String page = Files.readString(SCENARIOS.resolve("README.md"));

        assertThat(names()).hasSize(10).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPrintWhatIsExpected(final String name) throws IOException {
        try (InputStream in = Files.newInputStream(SCENARIOS.resolve(name + ".jsonl"))) {
            assertEquals(Files.readString(SCENARIOS.resolve(name + EXPECTED)), run(in));
        }
    }

    @Test
    void shouldPrintWhatTheReadmeSays() throws IOException {
        final String section = Files.readString(TOP.resolve("README.md"))
                .split("## Ask what it does\n", 2)[1]
                .split("\n## ", 2)[0];
        final List<MatchResult> blocks = JSON_BLOCK.matcher(section).results().toList();

        final byte[] input = blocks.get(0).group(1).getBytes(StandardCharsets.UTF_8);

        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Scenario.run(input, out, 1);
        assertEquals(blocks.get(1).group(1), out.toString(StandardCharsets.US_ASCII));
    }
}
