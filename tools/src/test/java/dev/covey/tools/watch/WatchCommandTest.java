package dev.covey.tools.watch;

import static dev.covey.tools.live.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.tools.Covey;
import dev.covey.tools.host.HostCommand;
import dev.covey.tools.live.CommandProcess;
import dev.covey.tools.live.CommandThread;
import dev.covey.tools.live.Namespaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchCommandTest {
    private static final long PATIENCE_S = 30;

    /** Longer than it takes on a slow machine. The command is told to end when it has said what it should. */
    private static final String LIFETIME = "--for=60";

    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(final String... arguments) {
        return new CommandLine(new WatchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Two interfaces that are each other's link: a0 with a host's addresses, b0 with none, whose kernel is silent. */
    private static void makeLink(final String host, final String observer) throws IOException {
        ip("-n " + host + " link add a0 type veth peer name b0 netns " + observer);
        ip("-n " + host + " addr add 10.99.0.1/24 dev a0");
        ip("-n " + host + " link set a0 up");
        ip("-n " + observer + " link set b0 up");
    }

    private static List<JsonNode> lines(final String text) throws IOException {
        final List<JsonNode> lines = new ArrayList<>();
        for (final String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        return lines;
    }

    private static List<String> changes(final List<JsonNode> lines, final String group) {
        final List<String> changes = new ArrayList<>();
        for (final JsonNode line : lines) {
            if (line.path("group").asText().equals(group)) {
                changes.add(line.get("change").asText() + " " + line.get("mode").asText() + " " + line.get("sources"));
            }
        }
        return changes;
    }

    private static long receivedFrames(final String namespace, final String name) throws IOException {
        final JsonNode answer = new ObjectMapper().readTree(ip("-n " + namespace + " -s -j link show " + name));
        return answer.get(0).get("stats64").get("rx").get("packets").asLong();
    }

    /** How many have switched {@code b0} to all multicast. */
    private static int allMulticast(final String namespace) throws IOException {
        final JsonNode answer = new ObjectMapper().readTree(ip("-n " + namespace + " -d -j link show b0"));
        return answer.get(0).get("allmulti").asInt();
    }

    /** A host that comes and goes: what it joins from the start it leaves at its end. */
    private static void joinAndLeave(final String host) {
        final CommandThread joining = CommandThread.start(
                new HostCommand(InputStream.nullInputStream()),
                "--interface=a0",
                "--netns=" + host,
                "--join=239.1.1.1",
                "--join=232.1.1.1,10.0.0.1",
                "--join=ff15::1",
                "--for=0.2");
        assertThat(joining.join(PATIENCE_S)).as(joining.err()).isZero();
    }

    @Test
    void shouldTellWhoJoinsAndLeavesAndSendNothing() throws IOException {
        final Path complaints = folder.resolve("watch.err");
        final Path capture = folder.resolve("watch.pcapng");
        try (Namespaces namespaces = Namespaces.begin()) {
            final String host = namespaces.add();
            final String observer = namespaces.addSilent();
            makeLink(host, observer);
            final List<JsonNode> lines;
            try (CommandProcess watch = CommandProcess.start(
                    complaints,
                    "watch",
                    "--json",
                    "--interface=b0",
                    "--netns=" + observer,
                    LIFETIME,
                    "--capture=" + capture)) {
                watch.readUntil("\"attached\"");
                assertThat(allMulticast(observer)).isEqualTo(1);
                joinAndLeave(host);
                final Set<String> joined = new HashSet<>(Set.of("239.1.1.1", "232.1.1.1", "ff15::1"));
                while (!joined.isEmpty()) {
                    final JsonNode left = new ObjectMapper().readTree(watch.readUntil("\"left\""));
                    joined.remove(left.get("group").asText());
                }
                assertThat(watch.end(PATIENCE_S)).isEqualTo(TERMINATED);
                lines = lines(watch.linesRead());
            }
            assertThat(complaints).isEmptyFile();

            assertThat(allMulticast(observer)).isZero();
            assertThat(changes(lines, "239.1.1.1")).containsExactly("joined exclude []", "left include []");
            assertThat(changes(lines, "232.1.1.1")).containsExactly("joined include [\"10.0.0.1\"]", "left include []");
            assertThat(changes(lines, "ff15::1")).containsExactly("joined exclude []", "left include []");
            final JsonNode state = lines.get(lines.size() - 1);
            assertThat(state.get("event").asText()).isEqualTo("state");
            assertThat(state.get("interfaces").get("b0").get("role").asText()).isEqualTo("observer");
            assertThat(state.get("igmp").get("v3-report").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(state.get("dropped")).isEmpty();
            assertThat(state.get("lost").asInt()).isZero();
            // Whatever the observer had sent, the interface at the other end would have counted.
            assertThat(receivedFrames(host, "a0")).isZero();
            assertThat(Files.size(capture)).isGreaterThan(500);
        }
    }

    @Test
    void shouldSeeTheMachineItselfAndShowOneGroupOnlyWhenFiltered() throws IOException {
        final Path complaints = folder.resolve("watch.err");
        try (Namespaces namespaces = Namespaces.begin()) {
            final String host = namespaces.add();
            makeLink(host, namespaces.addSilent());
            final List<JsonNode> lines;
            try (CommandProcess watch = CommandProcess.start(
                    complaints,
                    "watch",
                    "--json",
                    "--interface=a0",
                    "--netns=" + host,
                    LIFETIME,
                    "--filter=239.1.1.1")) {
                watch.readUntil("\"attached\"");
                // The one that is not shown comes first: it was seen when the other is.
                ip("-n " + host + " addr add 239.1.1.2/32 dev a0 autojoin");
                ip("-n " + host + " addr add 239.1.1.1/32 dev a0 autojoin");
                watch.readUntil("\"joined\"");
                assertThat(watch.end(PATIENCE_S)).isEqualTo(TERMINATED);
                lines = lines(watch.linesRead());
            }
            assertThat(complaints).isEmptyFile();

            assertThat(changes(lines, "239.1.1.1")).containsExactly("joined exclude []");
            assertThat(changes(lines, "239.1.1.2")).isEmpty();
            final JsonNode groups =
                    lines.get(lines.size() - 1).get("interfaces").get("a0").get("groups");
            assertThat(groups).hasSize(1);
            assertThat(groups.get("239.1.1.1").get("last_reporter").asText()).isEqualTo("10.99.0.1");
        }
    }

    @Test
    void shouldWaitForAnInterfaceThatIsGoneAndEndWithItsLastWordsWhenTerminated() throws IOException {
        final Path complaints = folder.resolve("watch.err");
        try (Namespaces namespaces = Namespaces.begin()) {
            final String host = namespaces.add();
            final String observer = namespaces.addSilent();
            makeLink(host, observer);
            try (CommandProcess watch =
                    CommandProcess.start(complaints, "watch", "--interface=b0", "--netns=" + observer)) {
                watch.readUntil("\"attached\"");
                ip("-n " + host + " addr add 239.1.1.1/32 dev a0 autojoin");
                assertThat(watch.readUntil("239.1.1.1")).contains("\"joined\"");
                ip("-n " + host + " link del a0");
                assertThat(watch.readUntil("\"gone\"")).contains("\"interface\":\"b0\"");
                makeLink(host, observer);
                watch.readUntil("\"attached\"");
                watch.terminate();
                final JsonNode state = new ObjectMapper().readTree(watch.readUntil("\"state\""));
                assertThat(state.get("interfaces").get("b0").get("groups").has("239.1.1.1"))
                        .isFalse();
                assertThat(watch.readLine()).isNull();
                assertThat(watch.join(PATIENCE_S)).isEqualTo(TERMINATED);
            }
            assertThat(Files.readString(complaints)).isEmpty();
        }
    }

    @Test
    void shouldEndWhenNobodyReadsAnyMore() throws IOException {
        final Path complaints = folder.resolve("watch.err");
        try (Namespaces namespaces = Namespaces.begin()) {
            final String host = namespaces.add();
            final String observer = namespaces.addSilent();
            makeLink(host, observer);
            try (CommandProcess watch =
                    CommandProcess.start(complaints, "watch", "--interface=b0", "--netns=" + observer)) {
                watch.readUntil("\"attached\"");
                watch.stopReading();
                ip("-n " + host + " addr add 239.1.1.1/32 dev a0 autojoin");
                assertThat(watch.join(PATIENCE_S)).isZero();
            }
            assertThat(Files.readString(complaints)).isEmpty();
        }
    }

    @Test
    void shouldSayThatAnInterfaceIsNoEthernet() throws IOException {
        try (Namespaces namespaces = Namespaces.begin()) {
            assertThat(execute("--interface=lo", "--netns=" + namespaces.add())).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("covey: not an Ethernet interface")
                    .contains("interface=lo");
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchInterface() {
        assertThat(execute("--interface=coveynone0")).isEqualTo(1);
        assertThat(err.toString()).startsWith("covey: ").contains("interface=coveynone0");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--filter=10.1.1.1", "--filter=x", "--for=-1", "--unknown", "surplus"})
    void shouldExplainItselfWhenUsedWrongly(final String argument) {
        assertThat(execute("--interface=coveynone0", argument)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: ");
    }

    @Test
    void shouldWantAnInterface() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("--interface");
    }

    @Test
    void shouldExplainItsOutputAndItsExitCodesWhenHelpIsAsked() {
        final CommandLine covey = Covey.commandLine().setOut(new PrintWriter(out, true));
        assertThat(covey.execute("watch", "--help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: covey watch")
                .contains(
                        "--interface=IF",
                        "--netns=NAME",
                        "--capture=FILE",
                        "--for=SECONDS",
                        "--json",
                        "--filter=GROUP",
                        "--data",
                        "nothing is sent",
                        "  membership  joined",
                        "130, 143  ended by SIGINT or SIGTERM");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120);
    }
}
