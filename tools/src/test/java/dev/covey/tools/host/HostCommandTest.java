package dev.covey.tools.host;

import static dev.covey.tools.live.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.tools.Covey;
import dev.covey.tools.live.CaptureJudge;
import dev.covey.tools.live.CommandProcess;
import dev.covey.tools.live.Namespaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostCommandTest {
    private static final long PATIENCE_S = 30;

    /** Longer than it takes on a slow machine. The command is told to end when it has said what it should. */
    private static final String LIFETIME = "--for=60";

    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(final String input, final String... arguments) {
        final CommandLine line = new CommandLine(
                        new HostCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    /** Be a host until it has said the last that is awaited, and then until it has left; returns all that it said. */
    private String host(final String input, final String last, final String... arguments) throws IOException {
        final Path complaints = folder.resolve("host.err");
        final List<String> all = new ArrayList<>(List.of("host", LIFETIME));
        all.addAll(List.of(arguments));
        final Path lines = Files.writeString(folder.resolve("host.jsonl"), input);
        try (CommandProcess host = CommandProcess.startWith(lines, complaints, all.toArray(String[]::new))) {
            String line = host.readLine();
            while (line != null && !plain(line).contains(last)) {
                line = host.readLine();
            }
            assertThat(line).as("no line with " + last).isNotNull();
            assertThat(host.end(PATIENCE_S)).isEqualTo(TERMINATED);
            assertThat(complaints).isEmptyFile();
            return plain(host.linesRead());
        }
    }

    /** Without the times, and without the columns. */
    private static String plain(final String text) {
        return text.replaceAll("(?m)^ *\\+[0-9.]+ +", "").replaceAll(" +", " ");
    }

    /** Make two interfaces that are each other's link; returns the namespace they are in. */
    private static String makeLink(final Namespaces namespaces) throws IOException {
        final String namespace = namespaces.add();
        ip("-n " + namespace + " link add a0 type veth peer name b0");
        ip("-n " + namespace + " addr add 10.99.0.1/24 dev a0");
        ip("-n " + namespace + " link set a0 up");
        ip("-n " + namespace + " link set b0 up");
        return namespace;
    }

    @Test
    void shouldJoinAndChangeAndLeaveOnARealLink() throws IOException {
        final Path capture = folder.resolve("host.pcapng");
        final String text;
        try (Namespaces namespaces = Namespaces.begin()) {
            final String namespace = makeLink(namespaces);
            text = host(
                    """
                    {"op":"join","group":"239.1.1.2"}
                    {"op":"leave","group":"239.7.7.7"}
                    {"op":"block_source","group":"239.1.1.2","source":"10.0.0.9"}
                    nonsense
                    {"op":"leave","group":"239.1.1.1"}
                    """,
                    "left 239.1.1.1",
                    "--interface=a0",
                    "--netns=" + namespace,
                    "--join=239.1.1.1",
                    "--join=232.1.1.1,10.0.0.1",
                    "--capture=" + capture);
        }

        assertThat(text)
                .contains(
                        "joined 239.1.1.1 exclude {}",
                        "joined 232.1.1.1 include {10.0.0.1}",
                        "joined 239.1.1.2 exclude {}",
                        "sent IGMPv3 report: ALLOW 232.1.1.1 {10.0.0.1}",
                        "error EADDRNOTAVAIL",
                        "error EINVAL: not JSON",
                        "changed 239.1.1.2 exclude {10.0.0.9}",
                        "left 239.1.1.1",
                        "left 239.1.1.2",
                        "left 232.1.1.1")
                .endsWith("end every group is left\n");
        final long sent = text.lines().filter(line -> line.startsWith("sent ")).count();
        assertThat((long) CaptureJudge.frames(capture)).isGreaterThanOrEqualTo(sent);
    }

    @Test
    @EnabledIf(value = "hasFullDisk", disabledReason = "SKIPPED: needs a device that is always full")
    void shouldBeAHostToTheEndThoughTheCaptureCannotBeWritten() throws IOException {
        try (Namespaces namespaces = Namespaces.begin()) {
            final int code = execute(
                    "",
                    "--interface=a0",
                    "--netns=" + makeLink(namespaces),
                    "--join=239.1.1.1",
                    "--for=0.3",
                    "--capture=/dev/full");
            assertThat(code).isEqualTo(1);
        }
        assertThat(err.toString())
                .startsWith("covey: cannot write the capture: file=/dev/full, No space left")
                .containsOnlyOnce("covey: ");
        assertThat(out.toString()).contains("joined").endsWith("every group is left\n");
    }

    static boolean hasFullDisk() {
        return Files.isWritable(Path.of("/dev/full"));
    }

    @Tag("long")
    @Test
    void shouldSendNothingThatOthersFindFaultWith() throws IOException {
        final Path capture = folder.resolve("clean.pcapng");
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            lines.append("{\"op\":\"join_source\",\"group\":\"232.1.1.1\",\"source\":\"10.1.")
                    .append(i / 200)
                    .append('.')
                    .append(1 + i % 200)
                    .append("\"}\n{\"op\":\"join\",\"group\":\"ff15::")
                    .append(Integer.toHexString(1 + i))
                    .append("\"}\n");
        }
        try (Namespaces namespaces = Namespaces.begin()) {
            final String namespace = makeLink(namespaces);
            for (final String version : new String[] {"3,2", "2,1", "1,1"}) {
                host(
                        lines.toString(),
                        "joined ff15::190",
                        "--interface=a0",
                        "--netns=" + namespace,
                        "--igmp=" + version.charAt(0),
                        "--mld=" + version.charAt(2),
                        "--join=239.1.1.1",
                        "--capture=" + capture);
                assertThat(CaptureJudge.frames(capture)).isGreaterThan(100);
                CaptureJudge.requireClean(capture);
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchInterface() {
        assertThat(execute("", "--interface=coveynone0")).isEqualTo(1);
        assertThat(err.toString()).startsWith("covey: ").contains("interface=coveynone0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--igmp=4",
                "--igmp=0",
                "--mld=3",
                "--for=-1",
                "--join=10.1.1.1",
                "--join=239.1.1.1,x",
                "--join=,",
                "--unknown"
            })
    void shouldExplainItselfWhenUsedWrongly(final String argument) {
        assertThat(execute("", "--interface=coveynone0", argument)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: ");
    }

    @Test
    void shouldBeACommandOfCovey() {
        assertThat(Covey.commandLine().getSubcommands()).containsKey("host");
    }
}
