package dev.covey.tools.stat;

import dev.covey.engine.counters.CountersFolder;
import dev.covey.engine.counters.CountersView;
import dev.covey.tools.observe.Faults;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which engine is meant, and what they say if there is none. */
public final class EngineOptions {
    /** Exit code: it could not be done. */
    public static final int FAULT = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--pid", paramLabel = "PID", description = "The engine of this process.")
    private Long processId;

    @Option(names = "--file", paramLabel = "FILE", description = "The engine of this file.")
    private String file;

    private final CountersFolder named;

    /** Made by the command line: engines of this user. */
    public EngineOptions() {
        this(null);
    }

    /** Engines of a folder, or of this user's (null). */
    EngineOptions(final CountersFolder folder) {
        named = folder;
    }

    /** What a command does with its engine. */
    @FunctionalInterface
    public interface Body {
        /** Do it; returns the exit code. */
        int run(CountersView engine) throws IOException;
    }

    /** Was an engine named? */
    public boolean isGiven() {
        return processId != null || file != null;
    }

    /** Run a command on the engine that is meant, and say in one line what keeps it from running. */
    public int run(final Body body) {
        if (processId != null && file != null) {
            throw new ParameterException(spec.commandLine(), "--pid and --file exclude each other");
        }
        try {
            final CountersView engine = find();
            if (!engine.isAlive()) {
                throw new IOException(gone(engine));
            }
            return body.run(engine);
        } catch (final NoSuchFileException missing) {
            return complain("no such file: file=" + missing.getFile());
        } catch (final IOException | InvalidPathException | InternalError fault) {
            // An InternalError is how the JVM tells that a mapped file was cut under its eyes.
            return complain(Faults.describe("cannot read", fault));
        }
    }

    /** How it is told that nobody is behind a file. */
    static String gone(final CountersView engine) {
        final StringBuilder text = new StringBuilder("engine is gone: pid=")
                .append(engine.process().id())
                .append(", file=")
                .append(engine.path());
        engine.errors((count, firstMs, lastMs, error) ->
                text.append(", error=").append(error.lines().findFirst().orElse("")));
        return text.toString();
    }

    private CountersView find() throws IOException {
        if (file != null) {
            return CountersView.open(Path.of(file));
        }
        final CountersFolder folder = named == null ? CountersFolder.ofUser() : named;
        final List<CountersView> running = new ArrayList<>();
        CountersView left = null;
        IOException unreadable = null;
        for (final Path path : folder.files()) {
            try {
                final CountersView engine = open(path);
                if (engine != null && engine.isAlive()) {
                    running.add(engine);
                } else if (engine != null) {
                    left = engine;
                }
            } catch (final IOException fault) {
                unreadable = fault;
            }
        }
        if (running.size() > 1) {
            throw new ParameterException(spec.commandLine(), several(running));
        }
        if (running.size() == 1) {
            return running.get(0);
        }
        if (left != null) {
            return left;
        }
        if (unreadable != null) {
            throw unreadable;
        }
        throw new IOException("no engine is running: "
                + (processId == null ? "" : "pid=" + processId + ", ")
                + "folder=" + folder.path());
    }

    /** Null if it is that of another process, or its engine was closed meanwhile. */
    private CountersView open(final Path path) throws IOException {
        try {
            final CountersView engine = CountersView.open(path);
            return processId == null || engine.process().id() == processId ? engine : null;
        } catch (final NoSuchFileException closed) {
            return null;
        }
    }

    private static String several(final List<CountersView> running) {
        final StringBuilder text = new StringBuilder("several engines are running, name one with --pid or --file:");
        for (final CountersView engine : running) {
            text.append(System.lineSeparator())
                    .append("  pid=")
                    .append(engine.process().id())
                    .append(", file=")
                    .append(engine.path());
        }
        return text.toString();
    }

    /** Say what is wrong; returns the exit code for that. */
    public int complain(final String message) {
        spec.commandLine().getErr().println("covey: " + message);
        return FAULT;
    }
}
