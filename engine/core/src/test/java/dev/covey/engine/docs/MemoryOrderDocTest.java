package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** engine/docs/memory-order.md against the sources: every class that orders memory is on the page, with every site. */
class MemoryOrderDocTest {
    private static final Pattern SITE = Pattern.compile("(?:get|put)(?:Int|Long)(?:Release|Acquire|Volatile)\\("
            + "|(?:full|acquire|release)Fence\\(|compareAndSet(?:Long)?\\(|[gs]et(?:Acquire|Release)\\(|lazySet\\("
            + "|(?:getAnd\\w+|accumulateAndGet)\\("
            + "|^ +private (?:final )?volatile ");
    private static final Pattern DECLARATION = Pattern.compile("^ +(?:public|private) .*\\) \\{$");

    @Test
    void shouldCountEverySiteOfEveryClassThatOrdersMemory() throws IOException {
        final Map<String, Integer> inSources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Page.top().resolve("engine/core/src/main/java"))) {
            for (final Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                final int sites = sites(file);
                if (sites > 0) {
                    inSources.put(file.getFileName().toString().replace(".java", ""), sites);
                }
            }
        }
        final Map<String, Integer> onPage = new TreeMap<>();
        Page.of("engine/docs/memory-order.md")
                .under("## Every site")
                .rows()
                .forEach(row -> onPage.merge(row.get(0), Integer.parseInt(row.get(1)), Integer::sum));

        assertThat(onPage).isEqualTo(inSources);
    }

    private static int sites(final Path file) throws IOException {
        int sites = 0;
        for (final String line : Files.readAllLines(file)) {
            final String code = line.strip();
            if (!code.startsWith("*")
                    && !code.startsWith("/")
                    && !DECLARATION.matcher(line).matches()) {
                sites += (int) SITE.matcher(line).results().count();
            }
        }
        return sites;
    }
}
