package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a scenario is made of, it runs to its end: every line that comes out is an event, the audit at the end is
 * clean, and a second run prints the same octets.
 *
 * <p>The corpus beside the class and the sample scenarios are tried by every build. Jazzer looks for more with
 * {@code JAZZER_FUZZ=1 mvn -pl tools -am test -Dtest=DriveFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Djazzer.hooks=true}.
 */
class DriveFuzzTest {
    private static final Path SCENARIOS = Path.of(Files.isDirectory(Path.of("samples")) ? "." : "tools")
            .resolve("samples")
            .resolve("scenarios");
    private static final byte[] AUDIT = "\n{\"op\":\"audit\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = 1;

    static List<byte[]> samples() throws IOException {
        final List<byte[]> samples = new ArrayList<>();
        for (final String name : SampleScenarioTest.names()) {
            samples.add(Files.readAllBytes(SCENARIOS.resolve(name + ".jsonl")));
        }
        return samples;
    }

    @MethodSource("samples")
    @FuzzTest
    void shouldRunWhateverItReads(final byte[] scenario) throws IOException {
        final ByteArrayOutputStream audited = new ByteArrayOutputStream();
        audited.write(scenario);
        audited.write(AUDIT);
        final ScenarioRun run = ScenarioRun.ofBytes(SEED, audited.toByteArray());

        assertThat(run.status).isIn(Scenario.DONE, Scenario.MALFORMED);
        assertThat(run.events)
                .allSatisfy(event -> assertThat(event.get("event").isTextual()).isTrue());
        final JsonNode audit = run.events.get(run.events.size() - 1);
        assertThat(audit.get("event").textValue()).isEqualTo("audit");
        assertThat(audit.get("leaked").intValue()).isZero();
        assertThat(audit.get("mismatched").intValue()).isZero();

        final ByteArrayOutputStream again = new ByteArrayOutputStream();
        assertThat(Scenario.run(new ByteArrayInputStream(audited.toByteArray()), again, SEED))
                .isEqualTo(run.status);
        assertThat(again.toString(StandardCharsets.US_ASCII)).isEqualTo(run.output);
    }
}
