package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What engine/docs/conformance.md says of others against the tests of it here. */
class ConformancePageTest {
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(should\\w+)`");

    @Test
    void shouldNameTestsThatExistAndEveryDifferenceFromFrr() throws IOException {
        final Set<String> missing = new TreeSet<>();
        final Set<String> named = new TreeSet<>();
        final Matcher matcher = NAMED.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            final Path source = Path.of("src/test/java/dev/covey/linux", matcher.group(1) + ".java");
            if (Files.exists(source)) {
                named.add(matcher.group(2));
                if (!Files.readString(source).contains("void " + matcher.group(2) + "(")) {
                    missing.add(matcher.group());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).containsAll(differencesFromFrr()).isNotEmpty();
    }

    private static Set<String> differencesFromFrr() {
        return Stream.of(FrrTest.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("shouldFindThat"))
                .collect(Collectors.toSet());
    }
}
