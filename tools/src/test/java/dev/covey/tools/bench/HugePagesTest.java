package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HugePagesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGiveThePagesBack() throws IOException {
        final Path setting = Files.writeString(folder.resolve("nr_hugepages"), "3\n");

        try (HugePages pages = HugePages.reserve(setting, 100)) {
            assertThat(pages.isReserved()).isTrue();
            assertThat(setting).hasContent("100");
        }

        assertThat(setting).hasContent("3");
    }

    @Test
    void shouldLeaveWhatIsEnough() throws IOException {
        final Path setting = Files.writeString(folder.resolve("nr_hugepages"), "100\n");

        try (HugePages pages = HugePages.reserve(setting, 100)) {
            assertThat(pages.isReserved()).isFalse();
        }

        assertThat(setting).hasContent("100");
    }

    @Test
    void shouldGoWithoutWhenTheSystemHasNone() {
        try (HugePages pages = HugePages.reserve(folder.resolve("absent"), 100)) {
            assertThat(pages.isReserved()).isFalse();
        }
    }
}
