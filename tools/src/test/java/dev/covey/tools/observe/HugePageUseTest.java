package dev.covey.tools.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HugePageUseTest {
    @TempDir
    private Path folder;

    private HugePageUse read(final String text) throws IOException {
        return HugePageUse.read(Files.writeString(folder.resolve("smaps_rollup"), text));
    }

    @Test
    void shouldTellHowMuchIsInHugePages() throws IOException {
        final HugePageUse use = read("Rss:             9999 kB\nAnonHugePages:     30720 kB\nSwap: 0 kB\n");

        assertThat(use.bytes()).isEqualTo(30 << 20);
        assertThat(use.text()).isEqualTo("30 MiB of the process");
        assertThat(read("AnonHugePages:         0 kB\n").text()).isEqualTo("none");
    }

    @Test
    void shouldSayWhyWhenItIsNotKnown() throws IOException {
        assertThat(read("Rss: 1 kB\n").text()).startsWith("not known, the kernel does not count them in ");
        assertThat(read("AnonHugePages: many kB\n").text()).startsWith("not known, cannot read ");
        assertThat(HugePageUse.read(folder.resolve("absent")).text()).startsWith("not known, there is no ");
        assertThat(HugePageUse.read(folder).isKnown()).isFalse();
    }

    @Test
    void shouldAskTheKernelAboutAProcess() {
        final HugePageUse use = HugePageUse.ofProcess(ProcessHandle.current().pid());

        assertThat(use.isKnown() || use.problem() != null).isTrue();
        assertThat(use.bytes()).isGreaterThanOrEqualTo(HugePageUse.UNKNOWN);
    }
}
