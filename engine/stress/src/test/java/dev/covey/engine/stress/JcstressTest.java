package dev.covey.engine.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.stress.JcstressRun.Verdict;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof of the memory order, and the proof that it can fail. */
@Tag("long")
class JcstressTest {
    private static final String PACKAGE = JcstressTest.class.getPackageName();
    private static final Path TARGET = Path.of("target", "jcstress").toAbsolutePath();
    private static final long MIN_SAMPLES = 10_000;
    private static final int PROOF_TIME_MS = 500;
    private static final int TWIN_TIME_MS = 250;

    /** What is broken shows by chance, and less of it on a busy machine: who was not caught runs again, for longer. */
    private static final int TWIN_RUNS = 3;

    @Test
    void shouldShowNoForbiddenOutcomeWhenNothingIsBroken() throws Exception {
        final JcstressRun run = JcstressRun.of(JcstressRun.testsOf(PACKAGE), TARGET.resolve("proof"), PROOF_TIME_MS);

        final SoftAssertions softly = new SoftAssertions();
        for (final Verdict verdict : run.verdicts()) {
            System.out.println(verdict);
            softly.assertThat(verdict.errors()).as(verdict.name()).isEmpty();
            softly.assertThat(verdict.forbiddenSamples()).as(verdict.toString()).isZero();
            softly.assertThat(verdict.samples()).as(verdict.toString()).isGreaterThan(MIN_SAMPLES);
        }
        softly.assertAll();
        System.out.printf(
                "jcstress: %d tests, %d samples, nothing forbidden%n",
                run.verdicts().size(),
                run.verdicts().stream().mapToLong(Verdict::samples).sum());
    }

    @Test
    void shouldShowAForbiddenOutcomeWhenATwinIsBroken() throws Exception {
        final Set<String> uncaught = new TreeSet<>(JcstressRun.testsOf(PACKAGE + ".broken"));
        final int twins = uncaught.size();

        for (int i = 1; i <= TWIN_RUNS && !uncaught.isEmpty(); i++) {
            final JcstressRun run = JcstressRun.of(uncaught, TARGET.resolve("broken-" + i), i * TWIN_TIME_MS);
            for (final Verdict verdict : run.verdicts()) {
                System.out.println(verdict);
                assertThat(verdict.errors()).as(verdict.name()).isEmpty();
                if (verdict.forbiddenSamples() > 0) {
                    uncaught.remove(verdict.testName());
                }
            }
        }

        assertThat(uncaught).as("broken, and nothing forbidden was seen").isEmpty();
        System.out.printf("jcstress: %d broken twins, each caught%n", twins);
    }
}
