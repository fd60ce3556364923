package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.tools.observe.Terminal;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Runs JMH in a process of its own, and keeps its JSON as it is. */
final class JmhRun {
    private static final int UNUSABLE = 2;
    private static final String PROGRESS = "# Run progress: ";

    private final BenchTree tree;
    private final PrintWriter out;
    private final PrintWriter err;
    private final JmhFailures failures = new JmhFailures();

    JmhRun(final BenchTree tree, final PrintWriter out, final PrintWriter err) {
        this.tree = tree;
        this.out = out;
        this.err = err;
    }

    /**
     * Run some benchmarks.
     *
     * @param options of JMH.
     * @param file for its JSON, in the folder of the run.
     * @return exit code.
     */
    int run(final List<String> options, final String file, final boolean isJson, final boolean isQuick)
            throws IOException {
        if (!Files.exists(tree.benchmarksJar())) {
            err.println("covey bench: not built: " + tree.benchmarksJar()
                    + " is missing; tools/covey of the source tree builds it");
            err.flush();
            return UNUSABLE;
        }
        final SystemProcesses processes = new SystemProcesses();
        final RunFolder folder =
                RunFolder.choose(tree, Environment.ofThisMachine(tree, processes), List.of(), isQuick, file);
        folder.make();
        final Path results = folder.path().resolve(file);
        // JMH makes the file when it begins: what it has not finished is no result, and in nobody's way.
        final Path unfinished = folder.path().resolve(file + ".part");
        final List<String> command = new ArrayList<>(List.of(BenchTree.java(), "-jar"));
        command.add(tree.benchmarksJar().toString());
        command.addAll(options);
        command.addAll(List.of("-rf", "json", "-rff", unfinished.toString()));
        final int code = watch(command, folder.path().resolve(file.replace(".json", ".log")));
        failures.failed().forEach(failed -> err.println("covey bench: failed: " + failed));
        err.flush();
        if (code != 0) {
            Files.deleteIfExists(unfinished);
            err.println("covey bench: JMH exited with code " + code + ", see "
                    + tree.root().relativize(folder.path()));
            err.flush();
            return 1;
        }
        Files.move(unfinished, results, StandardCopyOption.REPLACE_EXISTING);
        folder.describe();
        final JsonNode json = new ObjectMapper().readTree(results.toFile());
        if (isJson) {
            out.println(json);
        } else {
            JmhTable.lines(json).forEach(out::println);
            out.println();
            out.println("huge pages, as the engine asks for them: got " + folder.hugePagesGot());
            out.println("kept in " + tree.root().relativize(folder.path()));
        }
        out.flush();
        return failures.failed().isEmpty() ? 0 : 1;
    }

    /** A run that is kept tells nothing of where the tree lies. */
    static String withoutPlace(final String line, final Path root) {
        return line.replace(root + File.separator, "");
    }

    private int watch(final List<String> command, final Path log) throws IOException {
        final BenchProgress progress =
                new BenchProgress(err, Terminal.isTerminal(Terminal.STANDARD_ERROR), System::nanoTime);
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (ExitHook stopper = new ExitHook("bench stopper", () -> ProcessTree.end(process));
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter kept = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                kept.write(withoutPlace(line, tree.root()));
                kept.newLine();
                failures.onLine(line);
                if (line.startsWith(PROGRESS)) {
                    progress.draw(line.substring(PROGRESS.length()));
                }
            }
            progress.end();
            return process.waitFor();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ProcessRunner.TIMED_OUT;
        }
    }
}
