package dev.covey.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** FRR's pimd as querier on {@code b0} of a namespace; stopped by the numbers of its processes. */
final class FrrPeer implements AutoCloseable {
    private static final Path DAEMONS = Path.of("/usr/lib/frr");
    private static final String CONFIGURATION =
            """
            interface b0
             ip igmp
             ip igmp version VERSION
             ip igmp query-max-response-time 10
             ip igmp query-interval 5
             ip igmp last-member-query-interval 5
             ip pim
            """;

    private static final String NOT_RUNNING = "--:--";
    private static final String ANY_SOURCE = "*";

    private final String namespace;
    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    /** Start it with a version of IGMP, or skip the test and say why. */
    FrrPeer(final String namespace, final int version) throws IOException {
        this.namespace = namespace;
        if (!Files.isExecutable(DAEMONS.resolve("pimd")) || !Files.isExecutable(Path.of("/usr/bin/vtysh"))) {
            LiveNetwork.skip("live test needs FRR with pimd and vtysh");
        }
        folder = Files.createTempDirectory("coveyfrr");
        Files.writeString(folder.resolve("zebra.conf"), "");
        Files.writeString(folder.resolve("pimd.conf"), CONFIGURATION.replace("VERSION", Integer.toString(version)));
        LiveNetwork.run("chown", "-R", "frr:frr", folder.toString());
        boolean isStarted = false;
        try {
            start("zebra");
            start("pimd");
            isStarted = true;
        } finally {
            if (!isStarted) {
                close();
            }
        }
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

    private String vtysh(final String... commands) throws IOException {
        final List<String> words =
                new ArrayList<>(List.of("ip", "netns", "exec", namespace, "vtysh", "--vty_socket", folder.toString()));
        for (final String command : commands) {
            words.add("-c");
            words.add(command);
        }
        return LiveNetwork.run(words.toArray(new String[0]));
    }

    /** Change the configuration of its interface. */
    void configure(final String line) throws IOException {
        vtysh("configure terminal", "interface b0", line);
    }

    private JsonNode show(final String what) {
        try {
            return mapper.readTree(vtysh("show ip igmp " + what + " json"));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The querier, as it sees it. */
    String querier() {
        return show("interface b0").path("b0").path("querierIp").asText();
    }

    /**
     * What it knows of the groups of 232/8 and 239/8, in the words of {@link LiveHost#groups()}: in EXCLUDE mode a
     * source is shut out when its timer has ended, and {@code *} stands for none.
     */
    Map<String, String> groups() {
        final JsonNode sources = show("sources").path("b0");
        final Map<String, String> groups = new TreeMap<>();
        for (final JsonNode group : show("groups").path("b0").path("groups")) {
            final String address = group.path("group").asText();
            if (address.startsWith("23")) {
                final boolean isInclude = group.path("mode").asText().equals("INCLUDE");
                final Set<String> listed = new TreeSet<>();
                for (final JsonNode source : sources.path(address).path("sources")) {
                    final boolean isRunning = !source.path("timer").asText().equals(NOT_RUNNING);
                    if (isRunning == isInclude
                            && !source.path("source").asText().equals(ANY_SOURCE)) {
                        listed.add(source.path("source").asText());
                    }
                }
                groups.put(address, (isInclude ? "include " : "exclude ") + listed);
            }
        }
        return groups;
    }

    /** Is there a timer of the source that stands for any, as for one that somebody wants? */
    boolean isTimingAnySource(final String address) {
        for (final JsonNode source : show("sources").path("b0").path(address).path("sources")) {
            if (source.path("source").asText().equals(ANY_SOURCE)) {
                return !source.path("timer").asText().equals(NOT_RUNNING);
            }
        }
        return false;
    }

    /** The version that it takes the members of a group to speak; 0 if it does not know the group. */
    int version(final String address) {
        for (final JsonNode group : show("groups").path("b0").path("groups")) {
            if (group.path("group").asText().equals(address)) {
                return group.path("version").asInt();
            }
        }
        return 0;
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
