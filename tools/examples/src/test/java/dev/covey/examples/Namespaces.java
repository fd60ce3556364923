package dev.covey.examples;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Network namespaces of a test, with programs in them. What a dead test has left behind is removed by the next. */
final class Namespaces implements AutoCloseable {
    private static final String PREFIX = "coveyex" + ProcessHandle.current().pid() + "-";
    private static final Pattern NAME = Pattern.compile("coveyex(\\d+)-.*");
    private static final Path NAMED = Path.of("/run/netns");

    private final List<String> names = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();

    private Namespaces() {}

    /** Begin, or skip the test and say why; where live tests are required, fail instead. */
    static Namespaces begin() {
        try {
            removeLeftovers();
            run("ip", "netns", "add", PREFIX + "probe");
            run("ip", "netns", "del", PREFIX + "probe");
            run("python3", "-c", "import socket");
        } catch (final IOException | IllegalStateException refusal) {
            final String message = "live test needs root, network namespaces, iproute2 and python3: " + refusal;
            if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
                fail(message);
            }
            abort("SKIPPED: " + message);
        }
        return new Namespaces();
    }

    private static void removeLeftovers() throws IOException {
        if (!Files.isDirectory(NAMED)) {
            return;
        }
        try (Stream<Path> paths = Files.list(NAMED)) {
            for (final Path path : paths.toList()) {
                final Matcher matcher = NAME.matcher(path.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    run("ip", "netns", "del", matcher.group());
                }
            }
        }
    }

    /** Run a command to its end; returns what it prints. */
    static String run(final String... command) throws IOException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"))
                .start();
        try (InputStream output = process.getInputStream()) {
            final String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("command failed: command=" + List.of(command) + ", output=" + text);
            }
            return text;
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Make a namespace that takes in datagrams from wherever they claim to be. */
    String add() throws IOException {
        final String name = PREFIX + names.size();
        run("ip", "netns", "add", name);
        names.add(name);
        for (final String scope : List.of("all", "default")) {
            run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv4.conf." + scope + ".rp_filter=0");
        }
        return name;
    }

    /** Join two namespaces by a link: 10.97.subnet.1 and 10.97.subnet.2. */
    static void join(final String one, final String oneEnd, final String other, final String otherEnd, final int subnet)
            throws IOException {
        run("ip", "-n", one, "link", "add", oneEnd, "type", "veth", "peer", "name", otherEnd, "netns", other);
        run("ip", "-n", one, "addr", "add", "10.97." + subnet + ".1/24", "dev", oneEnd);
        run("ip", "-n", other, "addr", "add", "10.97." + subnet + ".2/24", "dev", otherEnd);
        run("ip", "-n", one, "link", "set", oneEnd, "up");
        run("ip", "-n", other, "link", "set", otherEnd, "up");
    }

    /** Start a program of Python in a namespace; it is ended with this. */
    Process start(final String namespace, final String program, final String... arguments) throws IOException {
        final List<String> command =
                new ArrayList<>(List.of("ip", "netns", "exec", namespace, "python3", "-u", "-c", program));
        command.addAll(Arrays.asList(arguments));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        programs.add(process);
        return process;
    }

    @Override
    public void close() throws IOException {
        programs.forEach(Process::destroyForcibly);
        for (final String name : names) {
            run("ip", "netns", "del", name);
        }
    }
}
