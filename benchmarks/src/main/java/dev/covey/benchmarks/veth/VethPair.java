package dev.covey.benchmarks.veth;

import dev.covey.tools.bench.ExitHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two network namespaces of this process, and a pair of virtual interfaces between them: {@code a0} and {@code b0}. */
final class VethPair implements AutoCloseable {
    // The live tests remove what a dead process has left behind under such a name.
    private static final String PREFIX = "covey" + ProcessHandle.current().pid() + "-bench-";

    private static final Path NAMED = Path.of("/run/netns");

    private final String sender = PREFIX + "a";
    private final String receiver = PREFIX + "b";
    private final ExitHook atExit;

    private VethPair() {
        atExit = new ExitHook("namespaces", this::remove);
    }

    /** Make them; the exception says what is missing. */
    static VethPair open() throws IOException {
        final VethPair pair = new VethPair();
        boolean isOpen = false;
        try {
            pair.make();
            isOpen = true;
            return pair;
        } finally {
            if (!isOpen) {
                pair.close();
            }
        }
    }

    private void make() throws IOException {
        Commands.run("ip", "netns", "add", sender);
        Commands.run("ip", "netns", "add", receiver);
        for (final String namespace : new String[] {sender, receiver}) {
            // Nothing but the flow is on the link.
            Commands.run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        }
        ip(
                sender,
                "link add a0 address 02:00:00:00:00:0a type veth peer name b0 address 02:00:00:00:00:0b netns "
                        + receiver);
        ip(sender, "addr add 10.98.0.1/24 dev a0");
        ip(receiver, "addr add 10.98.0.2/24 dev b0");
        ip(sender, "link set a0 up");
        ip(receiver, "link set b0 up");
    }

    private static void ip(final String namespace, final String arguments) throws IOException {
        Commands.run(("ip -n " + namespace + " " + arguments).split(" ", -1));
    }

    String sender() {
        return sender;
    }

    String receiver() {
        return receiver;
    }

    private void remove() {
        for (final String namespace : new String[] {sender, receiver}) {
            if (Files.exists(NAMED.resolve(namespace))) {
                try {
                    Commands.run("ip", "netns", "del", namespace);
                } catch (final IOException failure) {
                    System.err.println("cannot remove a namespace: " + failure.getMessage());
                }
            }
        }
    }

    @Override
    public void close() {
        remove();
        atExit.close();
    }
}
