package dev.covey.benchmarks.peers;

import dev.covey.engine.MembershipReader;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;

/** How much memory do groups take, everything included: as a router knows them, or with one member each? */
final class MemoryRun {
    private static final int SOCKETS = 64;
    private static final int RECORDS = 100;
    private static final int GROUPS_PER_PASS = 10_000;
    private static final int RING_SLOTS = 1 << 16;

    private final String form;
    private final int n;

    MemoryRun(final PeerArguments arguments) {
        form = arguments.word("form", "router");
        n = arguments.number("n", 100_000, RECORDS, 32_000_000) / RECORDS * RECORDS;
    }

    void run() {
        switch (form) {
            case "router" -> measureRouter();
            case "members" -> measureMembers();
            default -> throw new IllegalArgumentException("no such form: " + form);
        }
    }

    private void measureRouter() {
        final ReportCounter counter = new ReportCounter();
        try (PeerEngine engine = new PeerEngine(n, PacketSink.NONE, counter)) {
            final long interfaceHandle = engine.attach(false, true);
            // As often as the ring has slots: what every engine has, however few its groups, is there already then.
            final ReportPackets first = new ReportPackets(0, RECORDS, RECORDS);
            for (int i = 0; i < RING_SLOTS; i++) {
                NewGroupRun.offer(engine, interfaceHandle, first);
            }
            System.gc();
            final long before = ProcessMemory.residentBytes();
            for (int from = RECORDS; from < n; from += GROUPS_PER_PASS) {
                final int groups = Math.min(GROUPS_PER_PASS, n - from);
                NewGroupRun.offer(engine, interfaceHandle, new ReportPackets(from, groups, RECORDS));
            }
            engine.settle();
            // The reports themselves are no part of it.
            System.gc();
            print(ProcessMemory.residentBytes() - before, n - RECORDS, counter.changes - RECORDS);
        }
    }

    private void measureMembers() {
        try (PeerEngine engine = new PeerEngine(n)) {
            final long[] interfaces = new long[GroupNumbers.INTERFACES];
            final long[] sockets = new long[SOCKETS];
            for (int i = 0; i < interfaces.length; i++) {
                interfaces[i] = engine.attach(false, false);
            }
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = engine.openSocket();
            }
            engine.join(sockets, interfaces, AddressFamily.IPV4, 0, n);
            engine.settle();
            // The whole process, not what the groups added to it.
            print(ProcessMemory.residentBytes(), n, members(engine, interfaces, sockets));
        }
    }

    private long members(final PeerEngine engine, final long[] interfaces, final long[] sockets) {
        long right = 0;
        final long[] found = new long[1];
        try (MembershipReader reader = engine.engine().openReader("verify")) {
            for (int i = 0; i < n; i++) {
                final int count = reader.deliver(
                        interfaces[i % interfaces.length],
                        0,
                        GroupNumbers.low(AddressFamily.IPV4, i),
                        0,
                        InternetAddress.ipv4Low(1),
                        found);
                right += count == 1 && found[0] == sockets[i % SOCKETS] ? 1 : 0;
            }
        }
        return right;
    }

    private void print(final long bytes, final long expected, final long checked) {
        new PeerFigure("memory", "covey")
                .with("n", n)
                .with("form", form)
                .with("bytes_per_entry", (double) bytes / expected)
                .print("bytes", new double[] {bytes}, expected, checked);
    }
}
