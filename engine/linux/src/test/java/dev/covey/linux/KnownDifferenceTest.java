package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of engine/docs/conformance.md against the differences that the tests know. */
class KnownDifferenceTest {
    private static final String HEADING = "## How Linux answers, and we";

    /** The folder of this module, wherever the tests are started from. */
    private static Path module() {
        final Path here = Path.of("").toAbsolutePath();
        return here.endsWith("linux") ? here : here.resolve("engine/linux");
    }

    /** Cells of the rows of the table, but for its head. */
    private static List<List<String>> rows() throws IOException {
        final List<String> lines = Files.readAllLines(module().resolve("../docs/conformance.md"));
        assertThat(lines).contains(HEADING);
        return lines.stream()
                .skip(lines.indexOf(HEADING) + 1L)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void shouldHaveARowForEachDifferenceInTheirOrder() throws IOException {
        assertThat(rows().stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(Arrays.stream(KnownDifference.values())
                        .map(difference -> "`" + difference + "`")
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(KnownDifference.class)
    void shouldSayWhoIsRightAndWhichTestShowsIt(final KnownDifference difference) throws Exception {
        final List<String> row = rows().stream()
                .filter(each -> each.get(0).equals("`" + difference + "`"))
                .findFirst()
                .orElseThrow();
        assertThat(row).hasSize(6).noneMatch(String::isBlank);
        assertThat(row.get(3)).isEqualTo(difference.right().word());
        assertThat(row.get(4)).isEqualTo(difference.reference());
        for (final String test : row.get(5).replace("`", "").split(", ", -1)) {
            final String[] parts = test.split("\\.", -1);
            assertThat(Class.forName("dev.covey.linux." + parts[0]).getDeclaredMethods())
                    .as(test)
                    .anyMatch(method -> method.getName().equals(parts[1]));
        }
    }

    /** What is not in a test is not known to happen. */
    @ParameterizedTest
    @EnumSource(KnownDifference.class)
    void shouldBeSeenByATest(final KnownDifference difference) throws IOException {
        try (Stream<Path> files = Files.list(module().resolve("src/test/java/dev/covey/linux"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("KnownDifference.java")))
                    .anyMatch(file -> uses(file, difference.name()));
        }
    }

    private static boolean uses(final Path file, final String name) {
        try {
            return Files.readString(file).lines().anyMatch(line -> !line.startsWith("import") && line.contains(name));
        } catch (final IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldExpectSomethingElseOfTheKernelExactlyWhereADifferenceIsNamed() {
        for (final LiveFamily family : LiveFamily.values()) {
            for (final QueryCase query : KernelHostTest.casesOf(family)) {
                assertThat(query.kernelExpected().equals(query.oursExpected()))
                        .as(query.toString())
                        .isEqualTo(query.difference() == null);
            }
            for (final DeliveryCase shown : DeliveryCases.of(family)) {
                assertThat(shown.kernelExpected().equals(shown.oursExpected()))
                        .as(shown.toString())
                        .isEqualTo(shown.difference() == null);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldHaveManyCasesOfDifferentNames(final LiveFamily family) {
        final List<String> names =
                KernelHostTest.casesOf(family).stream().map(QueryCase::toString).toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }
}
