package dev.covey.linux;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** FRR's pimd as IGMPv3 querier on {@code b0} of a namespace; stopped by the numbers of its processes. */
final class FrrPeer implements AutoCloseable {
    private static final Path DAEMONS = Path.of("/usr/lib/frr");
    private static final String CONFIGURATION =
            """
            interface b0
             ip igmp
             ip igmp version 3
             ip igmp query-max-response-time 10
             ip igmp query-interval 5
             ip igmp last-member-query-interval 5
             ip pim
            """;

    private final String namespace;
    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    /** Start it, or skip the test and say why. */
    FrrPeer(final String namespace) throws IOException {
        this.namespace = namespace;
        if (!Files.isExecutable(DAEMONS.resolve("pimd")) || !Files.isExecutable(Path.of("/usr/bin/vtysh"))) {
            final String message = "live test needs FRR with pimd and vtysh";
            if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
                fail(message);
            }
            abort("SKIPPED: " + message);
        }
        folder = Files.createTempDirectory("coveyfrr");
        Files.writeString(folder.resolve("zebra.conf"), "");
        Files.writeString(folder.resolve("pimd.conf"), CONFIGURATION);
        LiveNetwork.run("chown", "-R", "frr:frr", folder.toString());
        start("zebra");
        start("pimd");
    }

    private void start(final String daemon) throws IOException {
        LiveNetwork.run(
                "ip",
                "netns",
                "exec",
                namespace,
                DAEMONS.resolve(daemon).toString(),
                "-d",
                "-f",
                folder.resolve(daemon + ".conf").toString(),
                "-i",
                folder.resolve(daemon + ".pid").toString(),
                "-z",
                folder.resolve("zserv.api").toString(),
                "--vty_socket",
                folder.toString(),
                "-A",
                "127.0.0.1",
                "-P",
                "0",
                "-u",
                "frr",
                "-g",
                "frr");
    }

    private JsonNode show(final String what) throws IOException {
        return mapper.readTree(LiveNetwork.run(
                "ip",
                "netns",
                "exec",
                namespace,
                "vtysh",
                "--vty_socket",
                folder.toString(),
                "-c",
                "show ip igmp " + what + " json"));
    }

    /** What it knows of the groups of 232/8 and 239/8: mode, and sources in INCLUDE mode. */
    Map<String, String> groups() {
        try {
            final Map<String, TreeSet<String>> sources = new TreeMap<>();
            for (final JsonNode group : show("sources").path("b0")) {
                for (final JsonNode source : group.path("sources")) {
                    sources.computeIfAbsent(group.path("group").asText(), name -> new TreeSet<>())
                            .add(source.path("source").asText());
                }
            }
            final Map<String, String> groups = new TreeMap<>();
            for (final JsonNode group : show("groups").path("b0").path("groups")) {
                final String address = group.path("group").asText();
                final boolean isInclude = group.path("mode").asText().equals("INCLUDE");
                if (address.startsWith("23")) {
                    groups.put(
                            address,
                            isInclude ? "include " + sources.getOrDefault(address, new TreeSet<>()) : "exclude");
                }
            }
            return groups;
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        for (final String daemon : List.of("pimd", "zebra")) {
            final Path file = folder.resolve(daemon + ".pid");
            if (Files.exists(file)) {
                end(Long.parseLong(Files.readString(file).trim()));
            }
        }
        LiveNetwork.run("rm", "-r", folder.toString());
    }

    private static void end(final long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroy();
            LiveHost.await("end of FRR", () -> !process.isAlive());
        });
    }
}
