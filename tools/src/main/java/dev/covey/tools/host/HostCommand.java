package dev.covey.tools.host;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.FrameCapture;
import dev.covey.tools.drive.ScenarioException;
import dev.covey.tools.live.Lifetime;
import dev.covey.tools.live.LiveOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  1    no permission, no such interface, a join was refused, or the capture is not whole",
            "  2    wrong usage",
            "  130, 143  ended by SIGINT or SIGTERM"
        })
public final class HostCommand implements Callable<Integer> {
    private static final int MAX_IGMP_VERSION = 3;
    private static final int MAX_MLD_VERSION = 2;

    private final InputStream standardInput;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LiveOptions live;

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
        final Map<InternetAddress, List<InternetAddress>> groups = groups();
        final HostVariables variables = HostVariables.DEFAULT.toBuilder()
                .igmpVersion(igmpVersion)
                .mldVersion(mldVersion)
                .build();
        return live.run((lifetime, capture) -> run(groups, variables, lifetime, capture));
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
            final Lifetime lifetime,
            final FrameCapture capture)
            throws IOException {
        try (HostSession session = new HostSession(
                live.context(), variables, capture, spec.commandLine().getOut())) {
            session.begin(groups);
            session.run(InputLines.start(standardInput), lifetime::isOver);
            session.leaveAll();
            return 0;
        } catch (final ScenarioException refusal) {
            return live.complain(refusal.code() + ": " + refusal.getMessage());
        }
    }
}
