package dev.covey.tools.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A command that runs beside the test, in the same process. */
public final class CommandThread {
    private static final long NOT_ENDED = Long.MIN_VALUE;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Thread thread;
    private volatile long code = NOT_ENDED;

    private CommandThread(final Object command, final String... arguments) {
        final CommandLine line =
                new CommandLine(command).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        thread = new Thread(() -> code = line.execute(arguments), "covey-" + line.getCommandName());
        thread.setDaemon(true);
    }

    public static CommandThread start(final Object command, final String... arguments) {
        final CommandThread running = new CommandThread(command, arguments);
        running.thread.start();
        return running;
    }

    /** What it has written up to now. */
    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** Wait until it has written something. */
    public void await(final String text, final long timeoutS) {
        Namespaces.await("\"" + text + "\"", timeoutS, () -> {
            assertThat(code).as(err()).isEqualTo(NOT_ENDED);
            return out().contains(text);
        });
    }

    /** Wait for its end; returns the exit code. */
    public int join(final long timeoutS) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(timeoutS));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(code).as("not at its end: " + err()).isNotEqualTo(NOT_ENDED);
        return (int) code;
    }
}
