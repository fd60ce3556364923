package dev.covey.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** igmpproxy between {@code b0}, downstream, and {@code up0} of a namespace: an IGMPv2 querier that is a host too. */
final class IgmpproxyPeer implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            quickleave
            phyint up0 upstream ratelimit 0 threshold 1
             altnet 10.0.0.0/8
            phyint b0 downstream ratelimit 0 threshold 1
            phyint lo disabled
            """;

    private final String namespace;
    private final Path folder;
    private final Path log;
    private final Process process;

    /** Start it, or skip the test and say why. */
    IgmpproxyPeer(final String namespace) throws IOException {
        this.namespace = namespace;
        try {
            LiveNetwork.run("igmpproxy", "-h");
        } catch (final IOException missing) {
            LiveNetwork.skip("live test needs igmpproxy: " + missing.getMessage());
        }
        folder = Files.createTempDirectory("coveyigmpproxy");
        log = folder.resolve("log");
        final Path configuration = Files.writeString(folder.resolve("igmpproxy.conf"), CONFIGURATION);
        process = new ProcessBuilder(
                        "ip", "netns", "exec", namespace, "igmpproxy", "-n", "-d", "-v", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .start();
    }

    /** What it has said so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A file of the kernel, as it is in the namespace. */
    String kernel(final String file) {
        try {
            return LiveNetwork.run("ip", "netns", "exec", namespace, "cat", file);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** End it, without which its queries do not end. */
    void stop() {
        process.destroy();
        LiveHost.await("end of igmpproxy", () -> !process.isAlive());
    }

    @Override
    public void close() throws IOException {
        stop();
        LiveNetwork.run("rm", "-r", folder.toString());
    }
}
