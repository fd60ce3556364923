package dev.covey.linux;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Network namespaces of a test. Their names have the number of the process, so that what a dead one has left behind is
 * found and removed.
 */
final class LiveNetwork implements AutoCloseable {
    private static final Path NAMED = Path.of("/run/netns");
    private static final String PREFIX = "covey" + ProcessHandle.current().pid() + "-";
    private static final Pattern NAME = Pattern.compile("covey(\\d+)-.*");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long COMMAND_TIMEOUT_S = 30;
    private static final String REFUSAL = probe();

    private final Deque<String> namespaces = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::removeAll);

    private LiveNetwork() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Begin, or skip the test and say why; where live tests are required, fail instead. */
    static LiveNetwork begin() {
        if (REFUSAL != null) {
            final String message = "live test needs root, network namespaces and iproute2: " + REFUSAL;
            skip(message);
        }
        return new LiveNetwork();
    }

    /** Skip the test and say why; where live tests are required, fail instead. */
    static void skip(final String message) {
        if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
            fail(message);
        }
        abort("SKIPPED: " + message);
    }

    private static String probe() {
        try {
            removeLeftovers();
            final String name = PREFIX + "probe";
            run("ip", "netns", "add", name);
            try {
                run("ip", "-n", name, "link", "add", "a0", "type", "veth", "peer", "name", "b0");
                run("bridge", "-n", name, "link", "show");
            } finally {
                run("ip", "netns", "del", name);
            }
            return null;
        } catch (final IOException | IllegalStateException refusal) {
            return refusal.getMessage();
        }
    }

    private static void removeLeftovers() throws IOException {
        if (!Files.isDirectory(NAMED)) {
            return;
        }
        try (Stream<Path> names = Files.list(NAMED)) {
            for (final Path path : names.toList()) {
                final String name = path.getFileName().toString();
                final Matcher matcher = NAME.matcher(name);
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    endProcesses(name);
                    run("ip", "netns", "del", name);
                }
            }
        }
    }

    /** Daemons that a dead test has left behind would keep the namespace alive. */
    private static void endProcesses(final String namespace) throws IOException {
        run("ip", "netns", "pids", namespace).lines().forEach(pid -> ProcessHandle.of(Long.parseLong(pid.trim()))
                .ifPresent(ProcessHandle::destroy));
    }

    /** Run a command to its end; returns what it prints. */
    static String run(final String... command) throws IOException {
        final Path output = Files.createTempFile("covey", ".out");
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .start();
            final boolean isDone = waitFor(process);
            final String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!isDone || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("command failed: command=" + List.of(command) + ", output=" + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private static boolean waitFor(final Process process) {
        try {
            return process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Run {@code ip} in a namespace, its arguments in one text. */
    static String ip(final String namespace, final String arguments) throws IOException {
        return run(("ip -n " + namespace + " " + arguments).split(" "));
    }

    /** Make a namespace. Addresses of IPv6 can be used there at once. */
    String namespace() throws IOException {
        final String name = PREFIX + NUMBER.incrementAndGet();
        run("ip", "netns", "add", name);
        namespaces.push(name);
        run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        ip(name, "link set lo up");
        return name;
    }

    /** Make a pair of interfaces {@code a0} and {@code b0}, 10.99.0.1 and 10.99.0.2, both up. */
    static void pair(final String left, final String right) throws IOException {
        ip(
                left,
                "link add a0 address 02:00:00:00:00:0a type veth peer name b0 address 02:00:00:00:00:0b netns "
                        + right);
        ip(left, "addr add 10.99.0.1/24 dev a0");
        ip(right, "addr add 10.99.0.2/24 dev b0");
        ip(left, "link set a0 up");
        ip(right, "link set b0 up");
    }

    private void removeAll() {
        while (!namespaces.isEmpty()) {
            try {
                final String name = namespaces.pop();
                endProcesses(name);
                run("ip", "netns", "del", name);
            } catch (final IOException | IllegalStateException gone) {
                System.err.println("cannot remove a namespace: " + gone.getMessage());
            }
        }
    }

    @Override
    public void close() {
        removeAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
