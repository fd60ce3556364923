package dev.covey.linux;

import java.io.IOException;
import java.util.List;

/** A link of three stations: a bridge that knows nothing of multicast. */
final class SharedLink {
    private static final List<String> NAMES = List.of("a0", "b0", "c0");

    private SharedLink() {}

    /**
     * Make it: {@code a0}, {@code b0} and {@code c0}, each in a namespace, 10.99.0.10, .20 and .30, all up.
     *
     * @param network that the bridge gets a namespace of.
     * @param namespaces of the stations.
     */
    static void make(final LiveNetwork network, final String... namespaces) throws IOException {
        final String middle = network.namespace();
        LiveNetwork.ip(middle, "link add br0 type bridge mcast_snooping 0");
        LiveNetwork.ip(middle, "link set br0 up");
        for (int i = 0; i < NAMES.size(); i++) {
            final String name = NAMES.get(i);
            LiveNetwork.ip(middle, "link add p" + i + " type veth peer name " + name + " netns " + namespaces[i]);
            LiveNetwork.ip(middle, "link set p" + i + " master br0");
            LiveNetwork.ip(middle, "link set p" + i + " up");
            LiveNetwork.ip(namespaces[i], "addr add 10.99.0." + 10 * (i + 1) + "/24 dev " + name);
            LiveNetwork.ip(namespaces[i], "link set " + name + " up");
        }
    }
}
