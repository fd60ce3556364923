package dev.covey.tools.watch;

import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReportEncoder;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.MemoryLink;
import dev.covey.linux.MemoryPort;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableDirectByteBuffer;

/**
 * A link in memory with an observer and one other station, in virtual time: a script of what the other says, and when,
 * that runs while the session does.
 */
final class WatchedLink {
    static final long START_NS = TimeUnit.SECONDS.toNanos(1_700_000_000);
    static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** Cycles until everything that a step sets off is done. */
    private static final int CYCLES_PER_STEP = 6;

    private static final long SEED = 1;
    private static final long OBSERVER_MAC = 0x0200_0000_000aL;
    private static final long PEER_MAC = 0x0200_0000_000bL;

    private final VirtualTimeSource clock = new VirtualTimeSource(START_NS);
    private final MemoryLink link = new MemoryLink(clock, SEED);
    private final MemoryPort peer = link.open("peer0", PEER_MAC, InterfaceAddresses.NONE);
    private final ExpandableDirectByteBuffer frame = new ExpandableDirectByteBuffer(2048);
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private MemoryPort observer;
    private boolean isThere = true;
    private int cycles;

    /** Run a session with what its printer shows, through the script and to its end. */
    void watch(final WatchPrinter printer, final InternetAddress filter) throws IOException {
        try (printer;
                WatchSession session = new WatchSession(this::open, clock, null, filter, printer)) {
            session.run(this::isOver);
            session.conclude();
        }
    }

    private PacketPort open() throws PortException {
        if (!isThere) {
            return AfPacketPort.open(new AfPacketContext("coveynone0"));
        }
        observer = link.open("e0", OBSERVER_MAC, InterfaceAddresses.NONE);
        return observer;
    }

    private boolean isOver() {
        if (cycles++ % CYCLES_PER_STEP == 0) {
            if (steps.isEmpty()) {
                return true;
            }
            steps.removeFirst().run();
        }
        return false;
    }

    /** Then this happens. */
    WatchedLink then(final Runnable step) {
        steps.add(step);
        return this;
    }

    /** Then it is so much later than at the start. */
    WatchedLink at(final long ns) {
        return then(() -> clock.advanceTo(START_NS + ns));
    }

    /** Then a host reports a group in IGMPv2 or MLDv1. */
    WatchedLink report(final String host, final String group) {
        return then(() -> {
            final InternetAddress address = InternetAddress.parse(group);
            final MessageKind kind = isIpv4(group) ? MessageKind.V2_REPORT : MessageKind.MLD_V1_REPORT;
            send(new GroupMessageEncoder(envelope(host)).report(frame, 0, kind, address.high(), address.low()));
        });
    }

    /** Then a host says a record about a group in IGMPv3 or MLDv2. */
    WatchedLink record(final String host, final GroupRecordType type, final String group, final String... sources) {
        return then(() -> {
            final ReportEncoder encoder = new ReportEncoder(envelope(host));
            final InternetAddress address = InternetAddress.parse(group);
            encoder.beginReport(frame, 0);
            encoder.beginRecord(type, address.high(), address.low());
            for (final String source : sources) {
                final InternetAddress listed = InternetAddress.parse(source);
                encoder.source(listed.high(), listed.low());
            }
            encoder.endRecord();
            send(encoder.end());
        });
    }

    /** Then a querier of the newest version asks for all groups. */
    WatchedLink query(final String querier) {
        return then(() -> {
            final QueryEncoder encoder = new QueryEncoder(envelope(querier));
            final InternetAddress all = InternetAddress.parse(isIpv4(querier) ? "0.0.0.0" : "::");
            encoder.begin(frame, 0, all.high(), all.low(), 10 * SECOND_NS, false, 2, 60 * SECOND_NS);
            send(encoder.end());
        });
    }

    /** Then a querier of IGMPv2 asks for all groups. */
    WatchedLink olderQuery(final String querier) {
        return then(() -> {
            final InternetAddress all = InternetAddress.parse("0.0.0.0");
            send(new GroupMessageEncoder(envelope(querier)).v2Query(frame, 0, all.high(), all.low(), 10 * SECOND_NS));
        });
    }

    /** Then something comes that is not well-formed. */
    WatchedLink damaged(final String host, final String group) {
        return then(() -> {
            final InternetAddress address = InternetAddress.parse(group);
            final int length = new GroupMessageEncoder(envelope(host))
                    .report(frame, 0, MessageKind.V2_REPORT, address.high(), address.low());
            frame.putByte(length - 1, (byte) ~frame.getByte(length - 1));
            send(length);
        });
    }

    /** Then the observer's interface is gone. */
    WatchedLink vanish() {
        return then(() -> {
            isThere = false;
            observer.remove();
        });
    }

    /** Then one of its name is there. */
    WatchedLink comeBack() {
        return then(() -> isThere = true);
    }

    private static boolean isIpv4(final String address) {
        return address.indexOf(':') < 0;
    }

    private static PacketEnvelope envelope(final String host) {
        final InternetAddress address = InternetAddress.parse(host);
        return new PacketEnvelope(isIpv4(host) ? AddressFamily.IPV4 : AddressFamily.IPV6)
                .source(address.high(), address.low())
                .ethernet(PEER_MAC);
    }

    private void send(final int lengthBytes) {
        peer.send(clock.timeNs(), 0, frame, 0, lengthBytes);
    }

    /** Frames that the other station has received, by the count of the observer's side and of its own. */
    long framesOfObserver() {
        final int[] heard = {0};
        peer.poll((timeNs, isSent, buffer, offset, lengthBytes) -> heard[0]++);
        return observer.sentFrames() + heard[0];
    }
}
