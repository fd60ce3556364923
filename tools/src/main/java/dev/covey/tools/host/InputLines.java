package dev.covey.tools.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Lines of standard input, read on a thread of their own: who waits for input does not answer queries. */
final class InputLines implements Runnable {
    private static final int MAX_WAITING = 1024;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING);
    private final InputStream in;

    private InputLines(final InputStream in) {
        this.in = in;
    }

    /** Begin to read. The thread ends with the input, or with the process. */
    static InputLines start(final InputStream in) {
        final InputLines lines = new InputLines(in);
        final Thread thread = new Thread(lines, "covey-input");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    /** The next line, or null if none is there now. */
    String poll() {
        return lines.poll();
    }

    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line);
            }
        } catch (final IOException unreadable) {
            // As good as its end: whoever reads it is a host all the same.
            return;
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
