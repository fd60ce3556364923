package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.memory.RecordLayout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** engine/docs/records.md against the descriptors: their pictures word for word, and their constants. */
class RecordLayoutDocTest {
    private static final String SOURCES = "engine/core/src/main/java/dev/covey/engine/record";
    private static final Pattern FIELD = Pattern.compile(" *(\\d+)  (\\w+(?: word)?) +(int|long) +(\\w+) +\\S.*");
    private static final Pattern UNUSED = Pattern.compile(" *(\\d+)  \\((\\d+) bytes unused\\)");
    private static final String OFFSET_SUFFIX = "_OFFSET";

    private final Page page = Page.of("engine/docs/records.md");

    @Test
    void shouldHaveTheOffsetsOfTheDescriptors() throws ReflectiveOperationException, IOException {
        for (final Class<?> descriptor : descriptors()) {
            final Map<String, Integer> constants = new TreeMap<>();
            for (final Field field : descriptor.getFields()) {
                if (field.getName().endsWith(OFFSET_SUFFIX)) {
                    constants.put(field.getName(), field.getInt(null));
                }
            }
            final Map<String, Integer> shown = new TreeMap<>();
            int end = 0;
            for (final String line : picture(descriptor)) {
                final Matcher field = FIELD.matcher(line);
                final Matcher unused = UNUSED.matcher(line);
                assertThat(field.matches() || unused.matches())
                        .as("a field: %s", line)
                        .isTrue();
                assertThat(Integer.parseInt(field.matches() ? field.group(1) : unused.group(1)))
                        .as("offset in %s: %s", descriptor.getSimpleName(), line)
                        .isEqualTo(end);
                if (!field.matches()) {
                    end += Integer.parseInt(unused.group(2));
                } else {
                    if (end >= RecordLayout.BODY_OFFSET) {
                        shown.put(constantName(field.group(2)), end);
                    }
                    end += field.group(3).equals("int") ? Integer.BYTES : Long.BYTES;
                }
            }

            assertThat(shown).as(descriptor.getSimpleName()).isEqualTo(constants);
            assertThat(end).isEqualTo(descriptor.getField("RECORD_LENGTH").getInt(null));
        }
    }

    @Test
    void shouldCallOwnedWhatTheLayoutCallsOwned() throws ReflectiveOperationException, IOException {
        for (final Class<?> descriptor : descriptors()) {
            final RecordLayout layout =
                    (RecordLayout) descriptor.getField("LAYOUT").get(null);
            final List<Integer> owned = new ArrayList<>();
            for (int i = 0; i < layout.ownedLinks(); i++) {
                owned.add(layout.ownedLinkOffset(i));
            }
            final List<Integer> shown = new ArrayList<>();
            for (final String line : picture(descriptor)) {
                final Matcher field = FIELD.matcher(line);
                if (field.matches() && field.group(4).equals("owned")) {
                    shown.add(Integer.parseInt(field.group(1)));
                }
            }
            assertThat(shown).as(descriptor.getSimpleName()).isEqualTo(owned);
        }
    }

    @Test
    void shouldShowThePicturesOfTheDescriptorsWordForWord() throws ReflectiveOperationException, IOException {
        for (final Class<?> descriptor : descriptors()) {
            final List<String> inSource = Page.ofSource(descriptor).between("* <pre>", "* </pre>").lines().stream()
                    .map(line -> line.substring(" * ".length()))
                    .toList();
            assertThat(picture(descriptor)).as(descriptor.getSimpleName()).isEqualTo(inSource);
        }
    }

    @Test
    void shouldNameKindCodeAndLengthOfEveryKind() throws ReflectiveOperationException, IOException {
        final List<List<String>> expected = new ArrayList<>();
        for (final Class<?> descriptor : descriptors()) {
            final RecordLayout layout =
                    (RecordLayout) descriptor.getField("LAYOUT").get(null);
            expected.add(
                    List.of(Integer.toString(layout.kind()), layout.name(), Integer.toString(layout.lengthBytes())));
        }
        final List<List<String>> shown = page.under("## Kinds").rows().stream()
                .map(row -> row.subList(0, 3))
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> picture(final Class<?> descriptor) {
        return page.under("### " + descriptor.getSimpleName())
                .between("```", "```")
                .lines();
    }

    private static List<Class<?>> descriptors() throws IOException, ClassNotFoundException {
        final List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Page.top().resolve(SOURCES))) {
            for (final Path file : files.sorted().toList()) {
                final String name = file.getFileName().toString();
                if (name.endsWith("Descriptor.java")) {
                    found.add(Class.forName("dev.covey.engine.record." + name.replace(".java", "")));
                }
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static String constantName(final String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + OFFSET_SUFFIX;
    }
}
