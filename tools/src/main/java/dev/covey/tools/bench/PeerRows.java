package dev.covey.tools.bench;

import dev.covey.tools.bench.Execution.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All rows of the table, with the goals that the project has set itself. */
final class PeerRows {
    private static final int QUICK_SIZE = 4_096;
    private static final int[] SIZES = {1_000, 65_536, 1_000_000, 10_000_000};
    private static final String[] SIZE_NAMES = {"1k", "64k", "1m", "10m"};
    private static final int MILLION = 1_000_000;
    private static final int WRITER_NS = 1_000;
    private static final int CHASE_BYTES_PER_GROUP = 64;
    private static final String SCALAR = "scalar";
    private static final String BATCH = "batch";
    private static final String DEPENDENT = "dependent";
    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";
    private static final String COVEY = "covey";
    private static final String KERNEL = "Linux kernel";
    private static final String CONCURRENT = "concurrenthashmap";
    private static final String NON_BLOCKING = "nonblockinghashmap";
    private static final double GIB = 1024.0 * 1024 * 1024;

    private final boolean isQuick;
    private final List<PeerRow> rows = new ArrayList<>();

    private PeerRows(final boolean isQuick) {
        this.isQuick = isQuick;
    }

    /**
     * The rows.
     *
     * @param isQuick whether sizes and counts are cut until nothing takes longer than a second: everything is run, and
     *     no figure means anything.
     */
    static List<PeerRow> all(final boolean isQuick) {
        final PeerRows all = new PeerRows(isQuick);
        all.addSingleLookups();
        all.addBatches();
        all.addVpp();
        all.addIpv6AndFilters();
        all.addConcurrency();
        all.rows.addAll(new JoinRows(isQuick).all());
        all.addIngest();
        all.addQueries();
        all.addEpochs();
        all.addMemory();
        return all.rows;
    }

    private void addSingleLookups() {
        final String what = "IPv4 lookup, 1M groups, hits, one at a time";
        final Probe ours = covey(IPV4, MILLION, SCALAR, 100);
        row("scalar-ipv4-1m-dpdk", what, ours, Goal.faster(3.5), peer("dpdk", IPV4, MILLION, SCALAR, 100));
        row("scalar-ipv4-1m-libcuckoo", what, ours, Goal.faster(2.5), peer("cuckoo", IPV4, MILLION, SCALAR, 100));
        row(
                "scalar-ipv4-1m-java",
                what,
                ours,
                Goal.faster(1.8),
                javaPeer(CONCURRENT, IPV4, MILLION),
                javaPeer(NON_BLOCKING, IPV4, MILLION));
        row(
                "deliver-ipv4-1m-dpdk",
                "the longer question: which sockets get a datagram",
                javaPeer("covey-deliver", IPV4, MILLION),
                Goal.NONE,
                peer("dpdk", IPV4, MILLION, SCALAR, 100));
        row("scalar-ipv4-1m-ck", what, ours, Goal.NONE, peer("ck", IPV4, MILLION, SCALAR, 100));
        row("scalar-ipv4-1m-urcu", what, ours, Goal.NONE, peer("urcu", IPV4, MILLION, SCALAR, 100));
        row(
                "scalar-ipv4-1m-agrona",
                what + " (Agrona: one thread)",
                ours,
                Goal.NONE,
                javaPeer("agrona", IPV4, MILLION));
        row(
                "scalar-ipv4-1m-fastutil",
                what + " (fastutil: one thread)",
                ours,
                Goal.NONE,
                javaPeer("fastutil", IPV4, MILLION));
        row("scalar-ipv4-1m-chronicle", what, ours, Goal.NONE, javaPeer("chronicle", IPV4, MILLION));
        final Execution chase = execution(
                Kind.NATIVE,
                "chase",
                "bytes=" + (long) size(MILLION) * CHASE_BYTES_PER_GROUP,
                "lookups=" + lookups(),
                rounds());
        row(
                "dependent-ipv4-1m-chase",
                "the same, each depending on the last",
                covey(IPV4, MILLION, DEPENDENT, 100),
                Goal.atMostTimes(1.2),
                new Probe("pointer chase", chase, Map.of("form", DEPENDENT)));
    }

    private void addBatches() {
        final double[] goals = {1.3, 1.3, 1.4, 1.7};
        for (int i = 0; i < SIZES.length; i++) {
            row(
                    "batch-ipv4-" + SIZE_NAMES[i] + "-dpdk",
                    "IPv4, batch of 32, hits, " + SIZE_NAMES[i],
                    covey(IPV4, SIZES[i], BATCH, 100),
                    Goal.faster(goals[i]),
                    peer("dpdk", IPV4, SIZES[i], BATCH, 100));
        }
        for (final String family : List.of(IPV4, IPV6)) {
            for (int i = 0; i < SIZES.length; i++) {
                row(
                        "miss-" + family + "-" + SIZE_NAMES[i] + "-dpdk",
                        title(family) + ", batch of 32, misses, " + SIZE_NAMES[i],
                        covey(family, SIZES[i], BATCH, 0),
                        Goal.faster(1.0),
                        peer("dpdk", family, SIZES[i], BATCH, 0));
            }
            // A side that guesses whether the next one is there is always right above.
            row(
                    "mixed-" + family + "-1m-dpdk",
                    title(family) + ", batch of 32, each a hit or a miss by chance, 1m",
                    mixed(Kind.JAVA, "lookup", COVEY, family),
                    Goal.NONE,
                    mixed(Kind.NATIVE, "lookup-dpdk", "DPDK rte_hash", family));
        }
    }

    private void addVpp() {
        final double[] goals = {1.4, 2.5, 1.8, 2.5};
        for (int i = 0; i < SIZES.length; i++) {
            row(
                    "scalar-ipv4-" + SIZE_NAMES[i] + "-vpp",
                    "IPv4, one at a time, hits, " + SIZE_NAMES[i],
                    covey(IPV4, SIZES[i], SCALAR, 100),
                    Goal.faster(goals[i]),
                    vpp(IPV4, SIZES[i], SCALAR));
        }
        for (final String family : List.of(IPV4, IPV6)) {
            for (int i = 0; i < SIZES.length; i++) {
                row(
                        "batch-" + family + "-" + SIZE_NAMES[i] + "-vpp",
                        title(family) + ", batch of 32, hits, " + SIZE_NAMES[i],
                        covey(family, SIZES[i], BATCH, 100),
                        Goal.faster(family.equals(IPV4) ? 1.2 : 1.1),
                        vpp(family, SIZES[i], "steps"),
                        vpp(family, SIZES[i], "pipeline"));
            }
        }
    }

    private void addIpv6AndFilters() {
        row(
                "scalar-ipv6-1m-concurrenthashmap",
                "IPv6 lookup, 1M groups, hits, one at a time",
                covey(IPV6, MILLION, SCALAR, 100),
                Goal.faster(1.3),
                javaPeer(CONCURRENT, IPV6, MILLION));
        row(
                "scalar-ipv6-1m-nonblockinghashmap",
                "the same",
                covey(IPV6, MILLION, SCALAR, 100),
                Goal.NONE,
                javaPeer(NON_BLOCKING, IPV6, MILLION));
        row(
                "batch-ipv6-1m-dpdk",
                "IPv6, batch of 32, hits, 1m",
                covey(IPV6, MILLION, BATCH, 100),
                Goal.faster(1.3),
                peer("dpdk", IPV6, MILLION, BATCH, 100));
        row(
                "filter-1m-java",
                "(interface, group, source) verdict through the filter, 1M sources",
                filter(COVEY, SCALAR),
                Goal.faster(1.5),
                filter(CONCURRENT, SCALAR),
                filter(NON_BLOCKING, SCALAR));
        row(
                "filter-batch-1m-java",
                "the same verdicts, a batch of 32 against one at a time, as maps have no batches",
                filter(COVEY, BATCH),
                Goal.faster(1.5),
                filter(CONCURRENT, SCALAR),
                filter(NON_BLOCKING, SCALAR));
    }

    private void addConcurrency() {
        final int[] sizes = {1_000, MILLION};
        final double[] javaGoals = {1.0, 1.7};
        final double[] dpdkGoals = {1.3, 3.5};
        for (int i = 0; i < sizes.length; i++) {
            final String name = i == 0 ? "1k" : "1m";
            final String what = "IPv4, one at a time, a join or leave each microsecond, " + name;
            final Probe ours = written(Kind.JAVA, "lookup", COVEY, sizes[i]);
            row(
                    "writer-ipv4-" + name + "-nonblockinghashmap",
                    what,
                    ours,
                    Goal.faster(javaGoals[i]),
                    written(Kind.JAVA, "lookup", NON_BLOCKING, sizes[i]));
            row(
                    "writer-ipv4-" + name + "-dpdk",
                    what,
                    ours,
                    Goal.faster(dpdkGoals[i]),
                    written(Kind.NATIVE, "lookup-dpdk", "dpdk", sizes[i]));
        }
        // In turns in one process: over the same memory, in the same minutes.
        final List<String> turns = List.of("peer=" + COVEY, "form=" + SCALAR, "readers=1,2");
        final Execution readers = lookup(Kind.JAVA, "lookup", IPV4, MILLION, 4, turns);
        row(
                "readers-ipv4-1m",
                "IPv4, 1M groups, two readers together, against one",
                new Probe("covey, two readers", readers, Map.of("readers", "2")),
                Goal.faster(1.7),
                new Probe("covey, one reader", readers, Map.of("readers", "1")));
    }

    private void addIngest() {
        final String groups = "groups=" + (isQuick ? 2_000 : 20_000);
        final String what = "IGMPv3 report, per record, router state with timers";
        final Probe ours = new Probe(
                COVEY,
                execution(Kind.JAVA, "ingest", groups, rounds(), isQuick ? "passes=2" : "passes=20"),
                Map.of("form", "slope"));
        row(
                "report-slope-bridge",
                what,
                ours,
                Goal.faster(10),
                new Probe(
                        "Linux bridge",
                        execution(Kind.NATIVE, "bridge-ingest", groups, rounds()),
                        Map.of("form", "slope")));
        row("report-slope-frr", what, ours, Goal.faster(20), frr());
        row(
                "new-group-30k",
                "a new group, 30,000 held, against none",
                newGroup(30_000),
                Goal.atMostTimes(1.3),
                newGroup(0));
        row("new-group-1m", "a new group, 1M held, against none", newGroup(MILLION), Goal.atMostTimes(2), newGroup(0));
        row("new-group-30k-time", "a new group, 30,000 held", newGroup(30_000), Goal.atMost(2_000));
        row("new-group-1m-time", "a new group, 1M held", newGroup(MILLION), Goal.atMost(2_000));
        row("decode-onos", "decode of an IGMPv3 report of 100 records", decode(COVEY), Goal.faster(2), decode("onos"));
    }

    private Probe frr() {
        return new Probe(
                "FRR pimd",
                execution(Kind.NATIVE, "frr-ingest", "groups=" + (isQuick ? 2_000 : 20_000), rounds()),
                Map.of("form", "slope"));
    }

    private Probe newGroup(final int held) {
        return new Probe(
                "covey, " + held,
                execution(Kind.JAVA, "new-group", "held=" + size(held), rounds(), isQuick ? "added=640" : "added=2048"),
                Map.of());
    }

    private Probe decode(final String peer) {
        return new Probe(
                peer,
                execution(Kind.JAVA, "decode", "peer=" + peer, rounds(), isQuick ? "packets=10000" : "packets=200000"),
                Map.of());
    }

    private void addQueries() {
        final int held = 10_000;
        row(
                "query-general-kernel",
                "answer to a general query, per record, 10,000 groups",
                query(held, "general"),
                Goal.faster(2.5),
                new Probe(
                        KERNEL,
                        execution(Kind.NATIVE, "kernel-query", "held=" + size(held), rounds()),
                        Map.of("form", "general")));
        row(
                "query-group-growth",
                "a group query, 10,000 groups held, against 100",
                query(held, "group"),
                Goal.atMostTimes(1.3),
                query(100, "group"));
        row(
                "query-source-growth",
                "a group-and-source query, 10,000 groups held, against 100",
                query(held, "source"),
                Goal.atMostTimes(1.3),
                query(100, "source"));
    }

    private Probe query(final int held, final String form) {
        return new Probe(
                "covey, " + held,
                execution(
                        Kind.JAVA, "query", "held=" + size(held), rounds(), isQuick ? "queries=500" : "queries=50000"),
                Map.of("form", form));
    }

    private void addEpochs() {
        final Execution ours = execution(Kind.JAVA, "epoch", "lookups=" + 5 * lookups(), rounds(), retires());
        final Execution dpdk = execution(Kind.NATIVE, "epoch-dpdk", "lookups=" + 5 * lookups(), rounds(), retires());
        final Execution ck = execution(Kind.NATIVE, "epoch-ck", "lookups=" + 5 * lookups(), rounds(), retires());
        row(
                "epoch-polling-dpdk",
                "a look, with quiescence once a batch of 32",
                new Probe(COVEY, ours, Map.of("form", "polling")),
                Goal.faster(1.0),
                new Probe("DPDK QSBR", dpdk, Map.of("form", "polling")));
        row(
                "epoch-guarded-ck",
                "a look, entered and left",
                new Probe(COVEY, ours, Map.of("form", "guarded")),
                Goal.faster(3),
                new Probe("ck_epoch", ck, Map.of("form", "guarded")));
        final Probe reclaim = new Probe(COVEY, ours, Map.of("form", "reclaim"));
        final String what = "reclamation, per object, beside a reader";
        row("reclaim-ck", what, reclaim, Goal.faster(2), new Probe("ck_epoch_call", ck, Map.of("form", "reclaim")));
        row(
                "reclaim-dpdk",
                what,
                reclaim,
                Goal.faster(2),
                new Probe("DPDK defer queue", dpdk, Map.of("form", "reclaim")));
    }

    private String retires() {
        return isQuick ? "retires=2000" : "retires=2000000";
    }

    private void addMemory() {
        for (final String family : List.of(IPV4, IPV6)) {
            final Execution index = lookup(Kind.JAVA, "lookup", family, MILLION, "peer=covey-index", "form=scalar");
            row(
                    "index-bytes-" + family,
                    title(family) + ", bytes for each of 1M groups in the index",
                    new Probe("covey", index, Map.of("form", SCALAR)).of(Probe.BYTES_PER_ENTRY),
                    Goal.atMostTimes(family.equals(IPV4) ? 1.0 / 3 : 1.0 / 2),
                    peer("dpdk", family, MILLION, SCALAR, 100).of(Probe.BYTES_PER_ENTRY));
        }
        final String bytes = "bytes per group, router state with timers, everything, 1M groups";
        final Probe router = new Probe(
                COVEY,
                execution(Kind.JAVA, "memory", "form=router", "n=" + size(MILLION)),
                Map.of(),
                Probe.BYTES_PER_ENTRY);
        row("memory-router", bytes, router, Goal.atMost(200));
        row("memory-router-frr", bytes + ", FRR: 20,000", router, Goal.NONE, frr().of(Probe.BYTES_PER_ENTRY));
        row(
                "memory-10m",
                "memory for 10M IPv4 groups with a member each, the whole process",
                new Probe(COVEY, execution(Kind.JAVA, "memory", "form=members", "n=" + size(SIZES[3])), Map.of()),
                Goal.atMost(2.5 * GIB));
        row(
                "growth-ipv4",
                "lookup while the tables grow from 1k to 10M, 99.99th percentile",
                growth("growing"),
                Goal.atMost(20_000));
        row(
                "growth-ipv4-still",
                "the same while they grow, and without growth: what the machine adds",
                growth("growing"),
                Goal.NONE,
                growth("still"));
        rows.add(new PeerRow(
                PeerRow.ALLOCATION,
                "the most that any of our figures has allocated, each time",
                Units.BYTES_EACH,
                null,
                List.of(),
                Goal.atMost(0.05)));
    }

    private Probe growth(final String form) {
        return new Probe(
                "covey, " + form,
                execution(
                        Kind.JAVA,
                        "growth",
                        "n=" + size(SIZES[3]),
                        "form=" + form,
                        isQuick ? "seconds=1" : "seconds=15"),
                Map.of());
    }

    private void row(final String id, final String what, final Probe ours, final Goal goal, final Probe... peers) {
        rows.add(PeerRow.measured(id, what, ours, List.of(peers), goal));
    }

    private Probe covey(final String family, final int n, final String form, final int percent) {
        return new Probe(
                COVEY,
                lookup(Kind.JAVA, "lookup", family, n, "peer=" + COVEY, "form=scalar,dependent,batch", "hits=100,0"),
                hits(form, percent));
    }

    private Probe javaPeer(final String peer, final String family, final int n) {
        return new Probe(
                peer, lookup(Kind.JAVA, "lookup", family, n, "peer=" + peer, "form=scalar"), hits(SCALAR, 100));
    }

    private Probe peer(final String peer, final String family, final int n, final String form, final int percent) {
        // One process answers all questions about the peer that has batches of its own.
        final boolean isDpdk = peer.equals("dpdk");
        return new Probe(
                isDpdk ? "DPDK rte_hash" : peer,
                lookup(
                        Kind.NATIVE,
                        "lookup-" + peer,
                        family,
                        n,
                        isDpdk ? "form=scalar,batch" : "form=scalar",
                        isDpdk ? "hits=100,0" : "hits=100"),
                hits(form, percent));
    }

    private Probe mixed(final Kind kind, final String program, final String name, final String family) {
        return new Probe(name, lookup(kind, program, family, MILLION, "form=batch", "hits=50"), hits(BATCH, 50));
    }

    /** Its batches have two forms. */
    private Probe vpp(final String family, final int n, final String form) {
        return new Probe(
                "VPP bihash" + (form.equals(SCALAR) ? "" : ", " + form),
                lookup(Kind.VPP, "lookup-vpp", family, n, "form=scalar,steps,pipeline"),
                hits(form, 100));
    }

    private Probe written(final Kind kind, final String program, final String peer, final int n) {
        final List<String> own = new ArrayList<>(List.of("form=" + SCALAR, "writer_ns=" + WRITER_NS));
        if (kind == Kind.JAVA) {
            own.add("peer=" + peer);
        }
        // The system needs some hundredths of a second to give reader and writer a processor each.
        return new Probe(peer, lookup(kind, program, IPV4, n, n < MILLION ? 16 : 4, own), Map.of("form", SCALAR));
    }

    private Probe filter(final String peer, final String form) {
        return new Probe(
                peer,
                execution(
                        Kind.JAVA,
                        "filter",
                        "peer=" + peer,
                        peer.equals(COVEY) ? "form=scalar,batch" : "form=scalar",
                        "n=" + (isQuick ? QUICK_SIZE : 1 << 20),
                        "lookups=" + lookups(),
                        rounds()),
                Map.of("form", form));
    }

    private Execution lookup(
            final Kind kind, final String program, final String family, final int n, final String... own) {
        return lookup(kind, program, family, n, 1, List.of(own));
    }

    /** @param times as many lookups as usual. */
    private Execution lookup(
            final Kind kind,
            final String program,
            final String family,
            final int n,
            final int times,
            final List<String> own) {
        final List<String> arguments =
                new ArrayList<>(List.of("family=" + family, "n=" + size(n), "lookups=" + times * lookups(), rounds()));
        arguments.addAll(own);
        return new Execution(kind, program, arguments);
    }

    private static Execution execution(final Kind kind, final String program, final String... arguments) {
        return new Execution(kind, program, List.of(arguments));
    }

    private static Map<String, String> hits(final String form, final int percent) {
        return Map.of("form", form, "hits", Integer.toString(percent));
    }

    private static String title(final String family) {
        return family.equals(IPV4) ? "IPv4" : "IPv6";
    }

    private int size(final int n) {
        return isQuick ? Math.min(n, QUICK_SIZE) : n;
    }

    private int lookups() {
        return isQuick ? 20_000 : 1_000_000;
    }

    private String rounds() {
        return isQuick ? "rounds=1" : "rounds=3";
    }
}
