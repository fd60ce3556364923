package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** engine/docs/conformance.md against the tests. */
class ConformanceDocTest {
    private static final String TESTS = "engine/core/src/test/java";
    private static final Pattern LINK = Pattern.compile("\\]\\((\\.\\./[^)]+)\\)");
    private static final Pattern NUMBERED = Pattern.compile("shouldLine(\\d\\d)");
    private static final Pattern FINDINGS =
            Pattern.compile("(SeedFindings|KernelDefects|Vulnerabilities).*Test\\.java");

    private final Page page = Page.of("engine/docs/conformance.md");

    @ParameterizedTest
    @CsvSource({
        "## Lines 1 to 39, Line, 39",
        "## The seed's findings 1 to 46, Seed, 46",
        "## A modern kernel's defects 1 to 20, Kernel, 20"
    })
    void shouldHaveARowWithTestsForEveryNumber(final String heading, final String word, final int last) {
        final List<List<String>> rows = page.under(heading).rows();
        assertThat(rows.stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, last)
                        .mapToObj(Integer::toString)
                        .toList());
        for (final List<String> row : rows) {
            assertThat(row).as("%s %s", word, row.get(0)).hasSize(3).noneMatch(String::isBlank);
            final String number = word + String.format("%02d", Integer.parseInt(row.get(0)));
            for (final String test : row.get(2).split(",", -1)) {
                shouldBeATest(test.strip(), number);
            }
        }
    }

    private static void shouldBeATest(final String name, final String number) {
        final String[] parts = name.split("\\.", -1);
        assertThat(parts).as("class and method of %s", name).hasSize(2);
        assertThat(parts[1]).contains(number);
        final List<Method> methods = new ArrayList<>();
        for (final Method method : load(parts[0]).getDeclaredMethods()) {
            final boolean isTest =
                    method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
            if (isTest && method.getName().equals(parts[1])) {
                methods.add(method);
            }
        }
        assertThat(methods).as("tests of the name %s", name).isNotEmpty();
    }

    /** A class of the engine's tests by its simple name, wherever in the tree it is. */
    private static Class<?> load(final String simpleName) {
        final Path folder = Page.top().resolve(TESTS);
        final List<Path> found;
        try (Stream<Path> files = Files.walk(folder)) {
            found = files.filter(file -> file.endsWith(simpleName + ".java")).toList();
        } catch (final IOException failed) {
            throw new UncheckedIOException("cannot walk: folder=" + folder, failed);
        }
        assertThat(found).as("sources of %s", simpleName).hasSize(1);
        final String path = folder.relativize(found.get(0)).toString();
        try {
            return Class.forName(path.substring(0, path.length() - ".java".length())
                    .replace(folder.getFileSystem().getSeparator(), "."));
        } catch (final ClassNotFoundException missing) {
            throw new AssertionError("not compiled: path=" + path, missing);
        }
    }

    /** The other way round: no numbered test is left out of its row. */
    @Test
    void shouldNameEveryTestOfALine() throws IOException {
        final Map<String, Set<String>> named = new TreeMap<>();
        for (final List<String> row : page.under("## Lines 1 to 39").rows()) {
            for (final String test : row.get(2).split(",", -1)) {
                named.computeIfAbsent(row.get(0), number -> new TreeSet<>()).add(test.strip());
            }
        }
        final Map<String, Set<String>> written = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Page.top().resolve(TESTS))) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (name.startsWith("Conformance") && name.endsWith("Test.java")) {
                    collect(load(name.substring(0, name.length() - ".java".length())), written);
                }
            }
        }
        assertThat(named).isEqualTo(written);
    }

    private static void collect(final Class<?> type, final Map<String, Set<String>> written) {
        for (final Method method : type.getDeclaredMethods()) {
            final Matcher matcher = NUMBERED.matcher(method.getName());
            if (matcher.lookingAt()) {
                written.computeIfAbsent(Integer.toString(Integer.parseInt(matcher.group(1))), number -> new TreeSet<>())
                        .add(type.getSimpleName() + '.' + method.getName());
            }
        }
    }

    @Test
    void shouldNameTestsOfVulnerabilitiesThatExist() {
        final List<List<String>> rows = page.under("## Vulnerabilities").rows();
        assertThat(rows).isNotEmpty();
        for (final List<String> row : rows) {
            assertThat(row).hasSize(3).noneMatch(String::isBlank);
            for (final String test : row.get(2).split(",", -1)) {
                shouldBeATest(test.strip(), "should");
            }
        }
    }

    @Test
    void shouldNameEveryTestOfAFindingADefectAndAVulnerability() throws IOException {
        final String text = String.join("\n", page.lines());
        try (Stream<Path> files = Files.walk(Page.top().resolve(TESTS))) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (FINDINGS.matcher(name).matches()) {
                    final Class<?> type = load(name.substring(0, name.length() - ".java".length()));
                    for (final Method method : type.getDeclaredMethods()) {
                        if (method.isAnnotationPresent(Test.class)) {
                            assertThat(text).contains('`' + type.getSimpleName() + '.' + method.getName() + '`');
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldLinkToFilesThatExist() {
        for (final String line : page.lines()) {
            final Matcher matcher = LINK.matcher(line);
            while (matcher.find()) {
                assertThat(Page.top().resolve("engine/docs").resolve(matcher.group(1)))
                        .exists();
            }
        }
    }
}
