package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of engine/docs/house.md against the imports of the sources. */
class HouseDocTest {
    private static final Path SOURCES = Page.top().resolve("engine/core/src/main/java/dev/covey/engine");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?dev\\.covey\\.engine\\.([a-z]+)\\..*");
    private static final String ROOT = "(root)";

    private final List<List<String>> rooms =
            Page.of("engine/docs/house.md").under("## Rooms of engine/core").rows();

    @Test
    void shouldListEveryRoom() throws IOException {
        final Set<String> shown = new TreeSet<>(names());
        try (Stream<Path> folders = Files.list(SOURCES)) {
            final Set<String> built = new TreeSet<>(folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList());
            built.add(ROOT);
            assertThat(shown).isEqualTo(built);
        }
    }

    @Test
    void shouldSayWhichRoomsEachRoomUses() throws IOException {
        for (final List<String> room : rooms) {
            final String name = name(room);
            if (!name.equals(ROOT)) {
                final String shown = room.get(2).split(";", -1)[0];
                assertThat(shown.equals("-") ? Set.of() : Set.copyOf(Arrays.asList(shown.split(", ", -1))))
                        .as("what %s uses", name)
                        .isEqualTo(uses(name));
            }
        }
    }

    @Test
    void shouldLetUsesPointDownOnly() throws IOException {
        final List<String> names = names();
        for (int i = 1; i < names.size(); i++) {
            assertThat(names.subList(i + 1, names.size()))
                    .as("below %s", names.get(i))
                    .containsAll(uses(names.get(i)));
        }
    }

    private List<String> names() {
        return rooms.stream().map(HouseDocTest::name).toList();
    }

    private static String name(final List<String> room) {
        return room.get(0).replace(".", "");
    }

    private static Set<String> uses(final String room) throws IOException {
        final List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
            for (final Path file : files.toList()) {
                for (final String line : Files.readAllLines(file)) {
                    final Matcher matcher = IMPORT.matcher(line);
                    if (matcher.matches()) {
                        found.add(matcher.group(1));
                    }
                }
            }
        }
        final Set<String> others = new TreeSet<>(found);
        others.remove(room);
        return others;
    }
}
