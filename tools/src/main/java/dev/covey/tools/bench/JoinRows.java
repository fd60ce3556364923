package dev.covey.tools.bench;

import dev.covey.tools.bench.Execution.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows about joins and leaves, by how many memberships the socket holds. */
final class JoinRows {
    private static final int QUICK_SIZE = 1_000;
    private static final int[] HELD = {1, 1_000, 10_000};
    private static final String[] NAMES = {"1", "1k", "10k"};
    private static final double[] KERNEL_GOALS = {30, 50, 400};
    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";
    private static final String WHAT = "join and leave, complete, %s memberships on the socket";

    /** Pairs for the JDK: it takes them from the kernel, as slow as that is. */
    private static final int JDK_PAIRS = 2_000;

    /** Between one command and the next: each is an instant of its own, reported on its own. */
    private static final int APART_NS = 1_000;

    private final boolean isQuick;
    private final List<PeerRow> rows = new ArrayList<>();

    JoinRows(final boolean isQuick) {
        this.isQuick = isQuick;
    }

    List<PeerRow> all() {
        for (int i = 0; i < HELD.length; i++) {
            row(
                    "join-ipv4-" + NAMES[i] + "-kernel",
                    WHAT.formatted(NAMES[i]),
                    covey(IPV4, HELD[i]),
                    Goal.faster(KERNEL_GOALS[i]),
                    kernel(IPV4, HELD[i]));
        }
        row(
                "join-ipv4-growth",
                "the same, 10k memberships against 1",
                covey(IPV4, HELD[2]),
                Goal.atMostTimes(1.3),
                covey(IPV4, HELD[0]));
        for (int i = 0; i < HELD.length; i++) {
            row(
                    "join-ipv4-" + NAMES[i] + "-burst",
                    "64 joins and leaves of one instant: records are kept, reports shared, " + NAMES[i] + " held",
                    covey(IPV4, HELD[i], 0),
                    Goal.NONE,
                    kernel(IPV4, HELD[i]));
        }
        for (int i = 0; i < HELD.length; i++) {
            row(
                    "join-ipv6-" + NAMES[i] + "-kernel",
                    "IPv6: " + WHAT.formatted(NAMES[i]),
                    covey(IPV6, HELD[i]),
                    Goal.NONE,
                    kernel(IPV6, HELD[i]));
        }
        for (int i = 0; i < 2; i++) {
            row(
                    "join-ipv4-" + NAMES[i] + "-jdk",
                    WHAT.formatted(NAMES[i]),
                    covey(IPV4, HELD[i]),
                    Goal.NONE,
                    jdk(HELD[i]));
        }
        return rows;
    }

    private void row(final String id, final String what, final Probe ours, final Goal goal, final Probe peer) {
        rows.add(PeerRow.measured(id, what, ours, List.of(peer), goal));
    }

    private Probe covey(final String family, final int held) {
        return covey(family, held, APART_NS);
    }

    private Probe covey(final String family, final int held, final int apartNs) {
        return probe(
                Kind.JAVA,
                "covey, " + held,
                "join",
                "family=" + family,
                held(held),
                "apart_ns=" + apartNs,
                rounds(),
                isQuick ? "pairs=2000" : "pairs=200000");
    }

    private Probe kernel(final String family, final int held) {
        final int pairs = isQuick ? 20 : Math.max(200, 2_000_000 / (held + 1_000));
        return probe(
                Kind.NATIVE, "Linux kernel", "kernel-join", "family=" + family, held(held), rounds(), "pairs=" + pairs);
    }

    private Probe jdk(final int held) {
        return probe(
                Kind.JAVA_IN_NAMESPACE,
                "MulticastChannel",
                "jdk-join",
                held(held),
                rounds(),
                "pairs=" + (isQuick ? 20 : JDK_PAIRS));
    }

    private static Probe probe(final Kind kind, final String name, final String program, final String... arguments) {
        return new Probe(name, new Execution(kind, program, List.of(arguments)), Map.of());
    }

    private String held(final int held) {
        return "held=" + (isQuick ? Math.min(held, QUICK_SIZE) : held);
    }

    private String rounds() {
        return isQuick ? "rounds=1" : "rounds=3";
    }
}
