package dev.covey.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a tree of its own, with a java that tells what it was given. */
class LauncherTest {
    @TempDir
    private Path tree;

    private String output;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        final Path folder =
                Files.createDirectories(tree.resolve("tools/target")).getParent();
        Files.copy(Path.of("covey"), folder.resolve("covey"));
        Files.createFile(folder.resolve("target/covey.jar"));
        final Path java = Files.createDirectories(tree.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"tunables=${GLIBC_TUNABLES:-}\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(tree.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    }

    private int launch(final Map<String, String> environment) throws IOException, InterruptedException {
        final ProcessBuilder builder =
                new ProcessBuilder("sh", tree.resolve("tools/covey").toString(), "stat").redirectErrorStream(true);
        builder.environment().remove("GLIBC_TUNABLES");
        builder.environment().remove("COVEY_HUGEPAGES");
        builder.environment().put("JAVA_HOME", tree.resolve("jdk").toString());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        process.getOutputStream().close();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor();
    }

    @Test
    void shouldAskForHugePagesUnlessToldNotTo() throws IOException, InterruptedException {
        assertThat(launch(Map.of())).isZero();
        assertThat(output).isEqualTo("tunables=glibc.malloc.hugetlb=1");
        assertThat(launch(Map.of("COVEY_HUGEPAGES", "auto"))).isZero();
        assertThat(output).isEqualTo("tunables=glibc.malloc.hugetlb=1");
        assertThat(launch(Map.of("COVEY_HUGEPAGES", "off"))).isZero();
        assertThat(output).isEqualTo("tunables=");
    }

    @Test
    void shouldKeepTheUsersOwnTunables() throws IOException, InterruptedException {
        assertThat(launch(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=1"))).isZero();
        assertThat(output).isEqualTo("tunables=glibc.malloc.check=1:glibc.malloc.hugetlb=1");
        assertThat(launch(Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=2"))).isZero();
        assertThat(output).isEqualTo("tunables=glibc.malloc.hugetlb=2");
        assertThat(launch(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=1", "COVEY_HUGEPAGES", "off")))
                .isZero();
        assertThat(output).isEqualTo("tunables=glibc.malloc.check=1");
    }

    @Test
    void shouldRefuseASettingThatIsNone() throws IOException, InterruptedException {
        assertThat(launch(Map.of("COVEY_HUGEPAGES", "some"))).isEqualTo(2);
        assertThat(output).isEqualTo("covey: COVEY_HUGEPAGES is auto or off: COVEY_HUGEPAGES=some");
    }
}
