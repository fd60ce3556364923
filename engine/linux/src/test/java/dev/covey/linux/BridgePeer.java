package dev.covey.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A bridge of the kernel that asks the one host on its port, as IGMPv3 and MLDv2 querier, and says what it learned. */
final class BridgePeer {
    private static final String OPTIONS = "mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3 mcast_mld_version 2"
            + " mcast_query_interval 300 mcast_startup_query_interval 100 mcast_query_response_interval 100"
            + " mcast_membership_interval 800 mcast_last_member_interval 20 mcast_hash_max 32768";

    private final String namespace;
    private final ObjectMapper mapper = new ObjectMapper();

    /** Make it, with {@code p1} as its port and {@code e0} in the host's namespace as the other end. */
    BridgePeer(final String namespace, final String host) throws IOException {
        this.namespace = namespace;
        LiveNetwork.ip(namespace, "link add br0 type bridge " + OPTIONS);
        LiveNetwork.run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.br0.accept_dad=0");
        LiveNetwork.ip(namespace, "link add p1 type veth peer name e0 netns " + host);
        LiveNetwork.ip(namespace, "link set p1 master br0");
        LiveNetwork.ip(namespace, "link set p1 up");
        LiveNetwork.ip(host, "addr add 10.88.0.1/24 dev e0");
        LiveNetwork.ip(host, "link set e0 up");
        LiveNetwork.ip(namespace, "addr add 10.88.0.254/24 dev br0");
        LiveNetwork.ip(namespace, "link set br0 up");
    }

    /**
     * What the bridge knows of the port, in the words of {@link LiveHost#groups()}: in EXCLUDE mode a source is shut
     * out when its timer has ended, and asked for while it runs. Groups of the kernel's own host are left out.
     */
    Map<String, String> groups() {
        try {
            final JsonNode answer =
                    mapper.readTree(LiveNetwork.run("bridge", "-n", namespace, "-d", "-s", "-j", "mdb", "show"));
            final Map<String, String> groups = new TreeMap<>();
            for (final JsonNode entry : answer.path(0).path("mdb")) {
                final String group = entry.path("grp").asText();
                if (entry.path("port").asText().equals("p1") && !entry.has("src") && !isOfKernel(group)) {
                    groups.put(InternetAddress.parse(group).toString(), filter(entry));
                }
            }
            return groups;
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isOfKernel(final String group) {
        return group.startsWith("ff02::") || group.startsWith("224.0.0.");
    }

    private static String filter(final JsonNode entry) {
        final boolean isExclude = entry.path("filter_mode").asText().equals("exclude");
        final Set<String> sources = new TreeSet<>();
        for (final JsonNode source : entry.path("source_list")) {
            final boolean isRunning = source.path("timer").asDouble() > 0;
            if (isRunning != isExclude) {
                sources.add(
                        InternetAddress.parse(source.path("address").asText()).toString());
            }
        }
        return (isExclude ? "exclude " : "include ") + sources;
    }

    /** The namespace that it is in, with {@code p1}. */
    String namespace() {
        return namespace;
    }

    /** Change an option of the bridge. */
    void set(final String option) throws IOException {
        LiveNetwork.ip(namespace, "link set br0 type bridge " + option);
    }
}
