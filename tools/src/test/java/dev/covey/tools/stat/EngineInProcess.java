package dev.covey.tools.stat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An {@link EngineMain} in a JVM of its own, and its file. */
final class EngineInProcess implements AutoCloseable {
    private static final long END_TIMEOUT_S = 60;

    private final Process process;
    private final BufferedReader words;
    private final Path folder;

    private EngineInProcess(final Process process, final Path folder) {
        this.process = process;
        this.folder = folder;
        words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Start it, and wait until everything is joined. */
    static EngineInProcess start(final Path folder, final int groups) throws IOException {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineMain.class.getName(),
                        folder.toString(),
                        Integer.toString(groups))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final EngineInProcess engine = new EngineInProcess(process, folder);
        engine.expect("ready");
        return engine;
    }

    private void expect(final String word) throws IOException {
        final String found = words.readLine();
        if (!word.equals(found)) {
            throw new IOException("engine did not say it: expected=" + word + ", found=" + found);
        }
    }

    Path file() {
        return folder.resolve(process.pid() + ".dat");
    }

    long pid() {
        return process.pid();
    }

    /** Let it stop at an error; its process goes on. */
    void fail() throws IOException {
        process.getOutputStream().write('f');
        process.getOutputStream().flush();
        expect("failed");
    }

    /** As nothing can refuse. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** End it in order: its file goes. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new IOException("engine does not end");
        }
        if (Files.exists(file())) {
            throw new IOException("file is still there: file=" + file());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
