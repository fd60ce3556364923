package dev.covey.tools.live;

import dev.covey.linux.AfPacketContext;
import dev.covey.linux.FrameCapture;
import dev.covey.tools.observe.Faults;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command on a real link, and what they say. */
public final class LiveOptions {
    /** Exit code: it could not be done. */
    public static final int FAULT = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--interface", paramLabel = "IF", required = true, description = "The interface.")
    private String interfaceName;

    @Option(
            names = "--netns",
            paramLabel = "NAME",
            description = "The network namespace it is in, as \"ip netns\" knows it. Default: that of this process.")
    private String networkNamespace;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End by itself after this time. Default: never.")
    private Double durationSeconds;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write what is sent and received, IGMP and MLD, to a pcapng file.")
    private String captureFile;

    /** What a command does on its link. */
    @FunctionalInterface
    public interface Body {
        /**
         * Do it.
         *
         * @param lifetime it has.
         * @param capture of the frames, or null.
         * @return exit code.
         */
        int run(Lifetime lifetime, FrameCapture capture) throws IOException;
    }

    /** Run a command, and say in one line what keeps it from running. */
    public int run(final Body body) {
        if (durationSeconds != null && !(durationSeconds >= 0 && durationSeconds <= Integer.MAX_VALUE)) {
            throw new ParameterException(spec.commandLine(), "out of range: --for=" + durationSeconds);
        }
        final FrameCapture capture;
        try {
            // The clock of every live command counts from 1970.
            capture = captureFile == null
                    ? null
                    : FrameCapture.create(Path.of(captureFile), interfaceName, 0, this::complainOfCapture);
        } catch (final IOException | InvalidPathException fault) {
            return complainOfCapture(fault);
        }
        final int code = run(body, capture);
        return capture == null || capture.fault() == null ? code : FAULT;
    }

    private int run(final Body body, final FrameCapture capture) {
        // The capture is closed before the process may end.
        try (Lifetime lifetime = new Lifetime(
                        durationNs(), () -> complain("cut short: what was to be said could not be said in time"));
                FrameCapture closedFirst = capture) {
            return body.run(lifetime, capture);
        } catch (final IOException fault) {
            return complain(Faults.describe("cannot read or write", fault));
        }
    }

    private int complainOfCapture(final Exception fault) {
        return complain("cannot write the capture: file=" + captureFile + ", " + Faults.why(fault));
    }

    /** The link, for a port. */
    public AfPacketContext context() {
        return new AfPacketContext(interfaceName).networkNamespace(networkNamespace);
    }

    public String interfaceName() {
        return interfaceName;
    }

    public String networkNamespace() {
        return networkNamespace;
    }

    private long durationNs() {
        return durationSeconds == null ? Long.MAX_VALUE : (long) (durationSeconds * TimeUnit.SECONDS.toNanos(1));
    }

    /** Say what is wrong; returns the exit code for that. */
    public int complain(final String message) {
        spec.commandLine().getErr().println("covey: " + message);
        return FAULT;
    }
}
