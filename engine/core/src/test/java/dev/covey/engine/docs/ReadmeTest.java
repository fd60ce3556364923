package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String EXAMPLE = "tools/examples/src/main/java/dev/covey/examples/OwnLoop.java";
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)[^)]*\\)");

    @Test
    void shouldShowAnExampleThatIsCompiledAndRun() {
        assertThat(Page.of("README.md").between("```java", "```").lines())
                .isEqualTo(Page.of(EXAMPLE).lines());
    }

    @Test
    void shouldLinkToFilesThatExist() {
        for (final String name : List.of(
                "README.md",
                ".github/CONTRIBUTING.md",
                "engine/docs/house.md",
                "engine/docs/records.md",
                "engine/docs/ownership.md",
                "engine/docs/memory-order.md",
                "engine/docs/counters.md")) {
            final String text = String.join("\n", Page.of(name).lines());
            for (final MatchResult link : LINK.matcher(text).results().toList()) {
                assertThat(Page.top().resolve(name).resolveSibling(link.group(1)))
                        .as("link in %s", name)
                        .matches(Files::exists, "is there");
            }
        }
    }
}
