package dev.covey.tools.watch;

import static dev.covey.tools.live.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.live.Answer;
import dev.covey.tools.live.CaptureJudge;
import dev.covey.tools.live.CommandProcess;
import dev.covey.tools.live.Namespaces;
import dev.covey.tools.live.Querier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our host with ten thousand groups of each family, a querier made of frames, and the observer, each in a namespace of
 * its own, on one bridge that floods.
 */
@Tag("long")
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TenThousandGroupsTest {
    private static final int MANY = 10_000;
    private static final String IPV4_PREFIX = "239.5.";
    private static final String IPV6_PREFIX = "ff15::";
    private static final long PATIENCE_S = 90;

    /** The commands end by themselves, should this process be killed. Shorter than the time that the test has. */
    private static final String LIFETIME = "--for=230";

    private static final long MAX_RESPONSE_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long LISTEN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long DELAY_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int QUERIES = 3;

    /** What the host leaves between two packets of one answer, where there is time for it. */
    private static final long GAP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Records that fit 1500 octets behind the headers with Router Alert: 24 + 8, and 40 + 8 + 8. */
    private static final int RECORDS_PER_IPV4_PACKET = (1500 - 32) / 8;

    private static final int RECORDS_PER_IPV6_PACKET = (1500 - 56) / 20;

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    private Path folder;

    private static List<String> groups(final boolean isIpv6) {
        final List<String> groups = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            groups.add(
                    isIpv6
                            ? InternetAddress.parse(IPV6_PREFIX + Integer.toHexString(1 + i))
                                    .toString()
                            : IPV4_PREFIX + i / 250 + "." + (1 + i % 250));
        }
        return groups;
    }

    private static Path write(final Path file, final Set<String> groups) throws IOException {
        final StringBuilder lines = new StringBuilder();
        groups.forEach(group ->
                lines.append("{\"op\":\"join\",\"group\":\"").append(group).append("\"}\n"));
        return Files.writeString(file, lines.toString());
    }

    /** Put a namespace on the bridge, with {@code e0} there. */
    private static String connect(final String bridge, final String port, final String namespace) throws IOException {
        ip("-n " + bridge + " link add " + port + " type veth peer name e0 netns " + namespace);
        ip("-n " + bridge + " link set " + port + " master br0");
        ip("-n " + bridge + " link set " + port + " up");
        ip("-n " + namespace + " link set e0 up");
        return namespace;
    }

    private static void requireComplete(final Answer answer, final List<String> groups, final int recordsPerPacket) {
        final Set<InternetAddress> expected = new HashSet<>();
        groups.forEach(group -> expected.add(InternetAddress.parse(group)));
        final String description = answer.toString();
        // Every group once: none is forgotten, and none is said twice.
        assertThat(answer.timesByGroup().keySet()).as(description).isEqualTo(expected);
        assertThat(answer.timesByGroup().values()).as(description).containsOnly(1);
        final int packets = (groups.size() + recordsPerPacket - 1) / recordsPerPacket;
        assertThat(answer.packetsNs()).as(description).hasSize(packets);
    }

    private static void ask(
            final Querier querier, final boolean isIpv6, final List<String> groups, final int recordsPerPacket) {
        for (int i = 0; i < QUERIES; i++) {
            final Answer answer =
                    querier.askForAll(isIpv6, MAX_RESPONSE_NS, LISTEN_NS, isIpv6 ? IPV6_PREFIX : IPV4_PREFIX);
            requireComplete(answer, groups, recordsPerPacket);
            // By the clock of who asked: the machine may have held up a thread at either end.
            assertThat(answer.lastNs()).as(answer.toString()).isLessThanOrEqualTo(MAX_RESPONSE_NS + DELAY_NS);
        }
    }

    /**
     * The answers as the host itself has written them down: when it heard the query, and when each packet was due to
     * leave. That it left about then is for the clock of who asked to say.
     */
    private static void requireInTime(
            final Path capture, final boolean isIpv6, final List<String> groups, final int recordsPerPacket)
            throws IOException {
        final List<Answer> answers = Answer.read(capture, isIpv6, isIpv6 ? IPV6_PREFIX : IPV4_PREFIX);
        assertThat(answers).hasSize(QUERIES);
        for (final Answer answer : answers) {
            requireComplete(answer, groups, recordsPerPacket);
            assertThat(answer.lastNs()).as(answer.toString()).isLessThanOrEqualTo(MAX_RESPONSE_NS);
            // No burst. A host that was held up makes up for it, but hardly for half of the time.
            assertThat(answer.lastNs() - answer.firstNs())
                    .as(answer.toString())
                    .isGreaterThan((answer.packetsNs().size() - 1) * GAP_NS / 2);
        }
    }

    @Test
    void shouldAnswerForAllOfThemInTimeAndBeSeenWithAllOfThem() throws IOException {
        final List<String> ipv4 = groups(false);
        final List<String> ipv6 = groups(true);
        final Path capture = folder.resolve("host.pcapng");
        final Set<String> all = new HashSet<>(ipv4);
        all.addAll(ipv6);
        try (Namespaces namespaces = Namespaces.begin()) {
            final String bridge = namespaces.addSilent();
            ip("-n " + bridge + " link add br0 type bridge mcast_snooping 0");
            ip("-n " + bridge + " link set br0 up");
            final String host = connect(bridge, "p1", namespaces.add());
            ip("-n " + host + " addr add 10.88.0.1/24 dev e0");
            final String observer = connect(bridge, "p2", namespaces.addSilent());
            final String asker = connect(bridge, "p3", namespaces.addSilent());

            try (CommandProcess watch = CommandProcess.start(
                    folder.resolve("watch.err"), "watch", "--interface=e0", "--netns=" + observer, LIFETIME)) {
                watch.readUntil("\"attached\"");
                try (CommandProcess hosting = CommandProcess.startUnread(
                        write(folder.resolve("joins.jsonl"), all),
                        folder.resolve("host.err"),
                        "host",
                        "--interface=e0",
                        "--netns=" + host,
                        "--capture=" + capture,
                        LIFETIME)) {
                    awaitJoined(watch, all);
                    try (Querier querier = new Querier(asker, "e0")) {
                        ask(querier, false, ipv4, RECORDS_PER_IPV4_PACKET);
                        ask(querier, true, ipv6, RECORDS_PER_IPV6_PACKET);
                        assertThat(querier.lostFrames()).isZero();
                    }
                    watch.terminate();
                    requireSeen(mapper.readTree(watch.readUntil("\"state\"")), all);
                    assertThat(watch.join(PATIENCE_S)).isEqualTo(143);
                    hosting.terminate();
                    assertThat(hosting.join(PATIENCE_S)).isEqualTo(143);
                }
            }
            assertThat(folder.resolve("watch.err")).isEmptyFile();
            assertThat(folder.resolve("host.err")).isEmptyFile();
        }
        requireInTime(capture, false, ipv4, RECORDS_PER_IPV4_PACKET);
        requireInTime(capture, true, ipv6, RECORDS_PER_IPV6_PACKET);
        CaptureJudge.requireClean(capture);
    }

    private void awaitJoined(final CommandProcess watch, final Set<String> all) throws IOException {
        final Set<String> awaited = new HashSet<>(all);
        while (!awaited.isEmpty()) {
            awaited.remove(
                    mapper.readTree(watch.readUntil("\"joined\"")).get("group").asText());
        }
    }

    private static void requireSeen(final JsonNode state, final Set<String> all) {
        final JsonNode seen = state.get("interfaces").get("e0");
        final Set<String> members = new HashSet<>();
        seen.get("groups").fieldNames().forEachRemaining(members::add);
        members.removeIf(group -> !group.startsWith(IPV4_PREFIX) && !group.startsWith(IPV6_PREFIX));
        assertThat(members).isEqualTo(all);
        assertThat(seen.get("querier").get("igmp").get("address").asText()).isEqualTo("10.88.0.254");
        assertThat(seen.get("querier").get("mld").get("address").asText()).isEqualTo("fe80::fe");
        assertThat(state.get("lost").asInt()).isZero();
        assertThat(state.get("dropped")).isEmpty();
        assertThat(state.get("limits")).isEmpty();
    }
}
