package dev.covey.tools.drive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covey drive}: what does the engine do when. */
@Command(
        name = "drive",
        description = {
            "Runs a scenario against the engine in virtual time: one JSON object on each line in, and out.",
            "",
            "Each line names an op, and may say when it happens, in milliseconds (at_ms). What the engine sends,"
                    + " drops and answers is printed as it happens. Nothing sleeps. The same seed prints the same.",
            "",
            "Ops: interface.add, interface.set, interface.remove, socket.open, socket.close, join, leave, join_source,"
                    + " leave_source, block_source, unblock_source, set_filter, get_filter, receive, deliver, state,"
                    + " counters, audit, decode, advance, reset. tools/samples/scenarios has examples.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0  the scenario ran to its end, refused operations included",
            "  1  a fault of the engine, or the output cannot be written",
            "  2  the file cannot be read, a line was malformed, or wrong usage"
        })
public final class DriveCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int FAULT = 1;
    private static final int UNUSABLE = 2;

    private final InputStream standardInput;
    private final OutputStream standardOutput;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = STANDARD_INPUT,
            description = "The scenario; without one, or for -, standard input.")
    private String file;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of every random choice, a 64-bit number. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /**
     * Make the command.
     *
     * @param standardInput read when no file is named.
     * @param standardOutput takes the events.
     */
    public DriveCommand(final InputStream standardInput, final OutputStream standardOutput) {
        this.standardInput = standardInput;
        this.standardOutput = standardOutput;
    }

    @Override
    public Integer call() {
        try (InputStream in = open()) {
            return run(in);
        } catch (final NoSuchFileException missing) {
            return complain("no such file: file=" + file, UNUSABLE);
        } catch (final IOException | InvalidPathException failure) {
            return complain("cannot be read: file=" + file + ", " + failure.getMessage(), UNUSABLE);
        }
    }

    private InputStream open() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return InputStream.nullInputStream();
        }
        final Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException("it is a directory");
        }
        return Files.newInputStream(path);
    }

    private int run(final InputStream opened) throws IOException {
        final OutputGuard out = new OutputGuard(standardOutput);
        try {
            return Scenario.run(file.equals(STANDARD_INPUT) ? standardInput : opened, out, seed);
        } catch (final IOException failure) {
            if (out.hasFailed) {
                return complain("cannot write: " + failure.getMessage(), FAULT);
            }
            throw failure;
        }
    }

    private int complain(final String message, final int code) {
        spec.commandLine().getErr().println("covey: " + message);
        return code;
    }

    /** Tells a failure to write from one to read. */
    private static final class OutputGuard extends OutputStream {
        private final OutputStream out;
        private boolean hasFailed;

        OutputGuard(final OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(final int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(final byte[] octets, final int offset, final int length) throws IOException {
            try {
                out.write(octets, offset, length);
            } catch (final IOException failure) {
                hasFailed = true;
                throw failure;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (final IOException failure) {
                hasFailed = true;
                throw failure;
            }
        }
    }
}
