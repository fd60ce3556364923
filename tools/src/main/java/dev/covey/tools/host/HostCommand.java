package dev.covey.tools.host;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.PcapngWriter;
import dev.covey.linux.PortException;
import dev.covey.tools.drive.ScenarioException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code covey host}: a multicast host on a real link. */
@Command(
        name = "host",
        description = {
            "Is a multicast host on an interface of this machine: joins groups, answers queries, says what happens,",
            "with seconds since the start. Needs Linux, and root or CAP_NET_RAW; with --netns CAP_SYS_ADMIN, too.",
            "",
            "Lines on standard input change what is joined, as in scenarios but without socket and interface:",
            "  {\"op\":\"join\",\"group\":\"239.1.1.1\"}",
            "  {\"op\":\"set_filter\",\"group\":\"ff15::1\",\"mode\":\"include\",\"sources\":[\"2001:db8::7\"]}",
            "Ops: join, leave, join_source, leave_source, block_source, unblock_source, set_filter.",
            "",
            "SIGINT, SIGTERM and the end of --for leave every group first; the end of standard input ends nothing.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0    it was a host until the end of --for",
            "  1    no permission, no such interface, a join was refused, or the capture cannot be written",
            "  2    wrong usage",
            "  130, 143  ended by SIGINT or SIGTERM"
        })
public final class HostCommand implements Callable<Integer> {
    private static final int FAULT = 1;
    private static final int MAX_IGMP_VERSION = 3;
    private static final int MAX_MLD_VERSION = 2;
    private static final long LEAVE_TIMEOUT_S = 15;

    private final InputStream standardInput;
    private final AtomicBoolean isStopped = new AtomicBoolean();

    @Spec
    private CommandSpec spec;

    @Option(names = "--interface", paramLabel = "IF", required = true, description = "The interface.")
    private String interfaceName;

    @Option(
            names = "--netns",
            paramLabel = "NAME",
            description = "The network namespace it is in, as \"ip netns\" knows it. Default: that of this process.")
    private String networkNamespace;

    @Option(
            names = "--join",
            paramLabel = "G[,S...]",
            arity = "1..*",
            description = "Groups to join from the start, each for any source or for those listed behind it.")
    private List<String> joins = new ArrayList<>();

    @Option(
            names = "--igmp",
            paramLabel = "1|2|3",
            defaultValue = "3",
            description = "Version of IGMP. Default: ${DEFAULT-VALUE}.")
    private int igmpVersion;

    @Option(
            names = "--mld",
            paramLabel = "1|2",
            defaultValue = "2",
            description = "Version of MLD. Default: ${DEFAULT-VALUE}.")
    private int mldVersion;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End by itself after this time. Default: never.")
    private Double durationSeconds;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write what is sent and received, IGMP and MLD, to a pcapng file.")
    private String captureFile;

    /**
     * Make the command.
     *
     * @param standardInput has the lines.
     */
    public HostCommand(final InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        requireRange("--igmp", igmpVersion, MAX_IGMP_VERSION);
        requireRange("--mld", mldVersion, MAX_MLD_VERSION);
        if (durationSeconds != null && !(durationSeconds >= 0 && durationSeconds <= Integer.MAX_VALUE)) {
            throw new ParameterException(spec.commandLine(), "out of range: --for=" + durationSeconds);
        }
        final Map<InternetAddress, List<InternetAddress>> groups = groups();
        final HostVariables variables = HostVariables.DEFAULT.toBuilder()
                .igmpVersion(igmpVersion)
                .mldVersion(mldVersion)
                .build();
        try (PcapngWriter capture =
                captureFile == null ? null : PcapngWriter.create(Path.of(captureFile), interfaceName)) {
            return run(groups, variables, capture);
        } catch (final PortException refusal) {
            return complain(refusal.getMessage());
        } catch (final IOException | InvalidPathException fault) {
            return complain("cannot write the capture: file=" + captureFile + ", " + fault.getMessage());
        }
    }

    private void requireRange(final String option, final int value, final int maximum) {
        if (value < 1 || value > maximum) {
            throw new ParameterException(
                    spec.commandLine(), "no such version: " + option + "=" + value + ", maximum=" + maximum);
        }
    }

    private Map<InternetAddress, List<InternetAddress>> groups() {
        final Map<InternetAddress, List<InternetAddress>> groups = new LinkedHashMap<>();
        for (final String join : joins) {
            final String[] words = join.split(",", -1);
            final List<InternetAddress> sources = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                sources.add(address(words[i]));
            }
            final InternetAddress group = address(words[0]);
            if (!InternetAddress.isMulticast(group.high(), group.low())) {
                throw new ParameterException(spec.commandLine(), "no multicast group: --join=" + join);
            }
            groups.put(group, sources);
        }
        return groups;
    }

    private InternetAddress address(final String text) {
        try {
            return InternetAddress.parse(text);
        } catch (final IllegalArgumentException fault) {
            throw new ParameterException(spec.commandLine(), "no address in --join: " + fault.getMessage(), fault);
        }
    }

    private int run(
            final Map<InternetAddress, List<InternetAddress>> groups,
            final HostVariables variables,
            final PcapngWriter capture)
            throws IOException {
        final CountDownLatch isLeft = new CountDownLatch(1);
        final Thread atExit = new Thread(() -> leaveBeforeExit(isLeft));
        final AfPacketContext context = new AfPacketContext(interfaceName).networkNamespace(networkNamespace);
        try (HostSession session =
                new HostSession(context, variables, capture, spec.commandLine().getOut())) {
            Runtime.getRuntime().addShutdownHook(atExit);
            session.begin(groups);
            final long durationNs =
                    durationSeconds == null ? Long.MAX_VALUE : (long) (durationSeconds * TimeUnit.SECONDS.toNanos(1));
            final long startNs = System.nanoTime();
            session.run(
                    InputLines.start(standardInput),
                    () -> isStopped.get() || System.nanoTime() - startNs >= durationNs);
            session.leaveAll();
            if (session.captureFault() != null) {
                throw session.captureFault();
            }
            return 0;
        } catch (final ScenarioException refusal) {
            return complain(refusal.code() + ": " + refusal.getMessage());
        } finally {
            isLeft.countDown();
            removeHook(atExit);
        }
    }

    /** The process ends when this returns: let the host leave its groups first. */
    private void leaveBeforeExit(final CountDownLatch isLeft) {
        isStopped.set(true);
        try {
            if (!isLeft.await(LEAVE_TIMEOUT_S, TimeUnit.SECONDS)) {
                complain("the groups could not be left in time");
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(final Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException isEnding) {
            // The process is ending already, and the hook is what waits for this.
            return;
        }
    }

    private int complain(final String message) {
        spec.commandLine().getErr().println("covey: " + message);
        return FAULT;
    }
}
