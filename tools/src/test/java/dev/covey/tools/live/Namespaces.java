package dev.covey.tools.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Network namespaces of a test. The tests of engine/linux remove what a dead process has left behind by its names. */
public final class Namespaces implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int COMMAND_TIMEOUT_S = 30;

    private final Deque<String> names = new ArrayDeque<>();

    private Namespaces() {}

    /** Begin, or skip the test and say why; where live tests are required, fail instead. */
    public static Namespaces begin() throws IOException {
        final Namespaces namespaces = new Namespaces();
        try {
            final String probe = namespaces.add();
            ip("-n " + probe + " link add a0 type veth peer name b0");
            ip("-n " + probe + " link del a0");
        } catch (final IOException refusal) {
            namespaces.close();
            skip("live test needs root, network namespaces and iproute2: " + refusal.getMessage());
        }
        return namespaces;
    }

    /** Skip the test and say why; where live tests are required, fail instead. */
    public static void skip(final String message) {
        if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
            fail(message);
        }
        abort("SKIPPED: " + message);
    }

    /** Make one. Addresses of IPv6 can be used there at once. */
    public String add() throws IOException {
        final String name = "covey" + ProcessHandle.current().pid() + "-tools" + NUMBER.incrementAndGet();
        ip("netns add " + name);
        names.push(name);
        ip("netns exec " + name + " sysctl -qw net.ipv6.conf.default.accept_dad=0");
        return name;
    }

    /** Make one whose kernel says nothing of its own: it has no IPv6. */
    public String addSilent() throws IOException {
        final String name = add();
        ip("netns exec " + name + " sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        return name;
    }

    /** Run {@code ip} to its end, its arguments in one text; returns what it prints. */
    public static String ip(final String arguments) throws IOException {
        return run(("ip " + arguments).split(" "));
    }

    /** Run a command to its end; returns what it prints. */
    public static String run(final String... command) throws IOException {
        final Path output = Files.createTempFile("covey", ".out");
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
            return Files.readString(output);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            Files.delete(output);
        }
    }

    /** Wait until something holds. */
    public static void await(final String what, final long timeoutS, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as(what + ": not in time")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        while (!names.isEmpty()) {
            final String name = names.pop();
            if (Files.exists(Path.of("/run/netns", name))) {
                ip("netns del " + name);
            }
        }
    }
}
