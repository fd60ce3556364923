package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text file of the repository, by lines: a page in Markdown, or a source. */
final class Page {
    private final String name;
    private final List<String> lines;

    private Page(final String name, final List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** Read a file named from the top of the repository. */
    static Page of(final String name) {
        try {
            return new Page(name, Files.readAllLines(top().resolve(name), StandardCharsets.UTF_8));
        } catch (final IOException failed) {
            throw new UncheckedIOException("cannot read: name=" + name, failed);
        }
    }

    /** The source of a class of the engine. */
    static Page ofSource(final Class<?> type) {
        return of("engine/core/src/main/java/" + type.getName().replace('.', '/') + ".java");
    }

    /** Maven starts tests in their module's folder, other tools elsewhere below the top. */
    static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("engine/docs"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("a folder above the present one that has engine/docs")
                    .isNotNull();
        }
        return folder;
    }

    List<String> lines() {
        return lines;
    }

    /** The lines behind the one that begins so, up to the one that ends so; neither of them is in it. */
    Page between(final String begin, final String end) {
        final List<String> found = new ArrayList<>();
        boolean isInside = false;
        for (final String line : lines) {
            if (isInside && line.strip().startsWith(end)) {
                return new Page(name, found);
            }
            if (isInside) {
                found.add(line);
            }
            isInside |= line.strip().startsWith(begin);
        }
        throw new AssertionError("no such part: name=" + name + ", begin=" + begin + ", end=" + end);
    }

    /** What stands under a heading, up to the next heading. */
    Page under(final String heading) {
        final int begin = lines.indexOf(heading);
        assertThat(begin).as("line of %s in %s", heading, name).isNotNegative();
        int end = begin + 1;
        while (end < lines.size() && !lines.get(end).startsWith("#")) {
            end++;
        }
        return new Page(name, lines.subList(begin + 1, end));
    }

    /** The cells of all table rows but the heads, without the marks of code. */
    List<List<String>> rows() {
        final List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            final boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---");
            if (lines.get(i).startsWith("| ") && !isHead && !lines.get(i).startsWith("| ---")) {
                final String[] cells = lines.get(i).split("\\|", -1);
                rows.add(Arrays.stream(cells, 1, cells.length - 1)
                        .map(cell -> cell.replace("`", "").strip())
                        .toList());
            }
        }
        return rows;
    }

    /** One column of the table rows. */
    List<String> column(final int index) {
        return rows().stream().map(row -> row.get(index)).toList();
    }
}
