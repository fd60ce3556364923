package dev.covey.tools.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.CountersFolder;
import dev.covey.tools.Covey;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** covey in a process of its own: for signals, and for what happens when nobody reads any more. */
public final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final Thread atExit;
    private final BufferedReader out;
    private final StringBuilder linesRead = new StringBuilder();

    private CommandProcess(final Process process) {
        this.process = process;
        // It does not outlive a test that is told to end.
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Start it; what it complains of goes to a file, and its engine's file to a folder {@code engines} beside. */
    public static CommandProcess start(final Path complaints, final String... arguments) throws IOException {
        return new CommandProcess(builder(complaints, arguments)
                .redirectInput(new File("/dev/null"))
                .start());
    }

    /** Start it with lines to read. */
    public static CommandProcess startWith(final Path input, final Path complaints, final String... arguments)
            throws IOException {
        return new CommandProcess(
                builder(complaints, arguments).redirectInput(input.toFile()).start());
    }

    /** Start it with lines to read, without reading what it writes. */
    public static CommandProcess startUnread(final Path input, final Path complaints, final String... arguments)
            throws IOException {
        return new CommandProcess(builder(complaints, arguments)
                .redirectInput(input.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static ProcessBuilder builder(final Path complaints, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                // Newer JDKs warn on the standard error without it. The manifest of the jar says the same.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Covey.class.getName()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
        // The user's own folder is for the user's own engines.
        builder.environment()
                .put(
                        CountersFolder.VARIABLE,
                        complaints.resolveSibling("engines").toString());
        return builder;
    }

    /** The next line that it writes, or null at the end. */
    public String readLine() throws IOException {
        final String line = out.readLine();
        if (line != null) {
            linesRead.append(line).append('\n');
        }
        return line;
    }

    /** All that was read up to now. */
    public String linesRead() {
        return linesRead.toString();
    }

    /** Read up to a line that has some text; returns that line. */
    public String readUntil(final String text) throws IOException {
        String line = readLine();
        while (line != null && !line.contains(text)) {
            line = readLine();
        }
        assertThat(line).as("no line with " + text).isNotNull();
        return line;
    }

    /** Nobody reads any more. */
    public void stopReading() throws IOException {
        process.getInputStream().close();
    }

    /** Tell it to end (SIGTERM). */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Tell it to end, read what it has to say, and wait; returns the exit code. */
    public int end(final long timeoutS) throws IOException {
        terminate();
        String line = readLine();
        while (line != null) {
            line = readLine();
        }
        return join(timeoutS);
    }

    /** Wait for its end; returns the exit code. */
    public int join(final long timeoutS) {
        try {
            assertThat(process.waitFor(timeoutS, TimeUnit.SECONDS)).as("end").isTrue();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException isExiting) {
            // The hook does the same, now.
            return;
        }
    }
}
