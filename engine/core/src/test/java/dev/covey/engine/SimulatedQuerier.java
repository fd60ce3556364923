package dev.covey.engine;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends the queries of one version: general ones all the time, and specific ones twice when somebody says that he does
 * not want something any more. It keeps no table: that is the observer's.
 */
final class SimulatedQuerier implements SimulatedLink.Station {
    static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(125);
    static final long QUERY_RESPONSE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LAST_MEMBER_QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int ROBUSTNESS = 2;

    private final SimulatedLink link;
    private final Version version;
    private final PacketEnvelope envelope;
    private final PacketClassifier classifier = new PacketClassifier();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final UnsafeBuffer received = new UnsafeBuffer(0, 0);
    private final PriorityQueue<Query> specific = new PriorityQueue<>();
    private long nextGeneralNs;

    /** Whose queries are sent. */
    enum Version {
        IGMPV1(1, false),
        IGMPV2(2, false),
        IGMPV3(3, false),
        MLDV1(1, true),
        MLDV2(2, true);

        final int number;
        final boolean isIpv6;

        Version(final int number, final boolean isIpv6) {
            this.number = number;
            this.isIpv6 = isIpv6;
        }

        /** Does it know of sources? */
        boolean isNewest() {
            return number == newest();
        }

        int newest() {
            return isIpv6 ? 2 : 3;
        }
    }

    private record Query(long timeNs, InternetAddress group, InternetAddress... sources) implements Comparable<Query> {
        @Override
        public int compareTo(final Query other) {
            return Long.compare(timeNs, other.timeNs);
        }
    }

    SimulatedQuerier(final SimulatedLink link, final Version version) {
        this.link = link;
        this.version = version;
        final InternetAddress own = EngineHarness.address(version.isIpv6 ? "fe80::1" : "192.0.2.1");
        envelope = new PacketEnvelope(version.isIpv6 ? AddressFamily.IPV6 : AddressFamily.IPV4)
                .source(own.high(), own.low());
        link.add(this);
    }

    /** When it asked for all groups last. */
    long lastGeneralNs() {
        return nextGeneralNs - QUERY_INTERVAL_NS;
    }

    @Override
    public long nextNs() {
        return specific.isEmpty()
                ? nextGeneralNs
                : Math.min(nextGeneralNs, specific.peek().timeNs());
    }

    @Override
    public void run() {
        while (!specific.isEmpty() && specific.peek().timeNs() <= link.nowNs()) {
            final Query query = specific.poll();
            send(query.group(), LAST_MEMBER_QUERY_INTERVAL_NS, query.sources());
        }
        if (nextGeneralNs <= link.nowNs()) {
            nextGeneralNs = link.nowNs() + QUERY_INTERVAL_NS;
            send(EngineHarness.address(version.isIpv6 ? "::" : "0.0.0.0"), QUERY_RESPONSE_INTERVAL_NS);
        }
    }

    private void send(final InternetAddress group, final long maxResponseNs, final InternetAddress... sources) {
        final int length;
        if (version.isNewest()) {
            final QueryEncoder encoder = new QueryEncoder(envelope);
            encoder.begin(buffer, 0, group.high(), group.low(), maxResponseNs, false, ROBUSTNESS, QUERY_INTERVAL_NS);
            for (final InternetAddress source : sources) {
                encoder.source(source.high(), source.low());
            }
            length = encoder.end();
        } else {
            final GroupMessageEncoder encoder = new GroupMessageEncoder(envelope);
            length = switch (version) {
                case IGMPV1 -> encoder.v1Query(buffer, 0);
                case IGMPV2 -> encoder.v2Query(buffer, 0, group.high(), group.low(), maxResponseNs);
                default -> encoder.mldV1Query(buffer, 0, group.high(), group.low(), maxResponseNs);
            };
        }
        link.transmit(this, LinkType.INTERNET, Arrays.copyOf(buffer.byteArray(), length));
    }

    @Override
    public void receive(final LinkType linkType, final byte[] octets) {
        received.wrap(octets);
        final DecodedPacket packet = classifier.classify(received, 0, octets.length, linkType);
        if (packet.verdict() != Verdict.MEMBERSHIP || version == Version.IGMPV1) {
            return;
        }
        switch (packet.kind()) {
            case LEAVE, MLD_DONE -> ask(new InternetAddress(packet.groupHigh(), packet.groupLow()));
            case V3_REPORT, MLD_V2_REPORT -> {
                final GroupRecordCursor records = new GroupRecordCursor().wrap(received, packet);
                while (records.next()) {
                    onRecord(records);
                }
            }
            default -> {
                // Nobody goes.
            }
        }
    }

    private void onRecord(final GroupRecordCursor records) {
        final InternetAddress group = new InternetAddress(records.groupHigh(), records.groupLow());
        if (records.type() == GroupRecordType.CHANGE_TO_INCLUDE_MODE) {
            ask(group);
        } else if (records.type() == GroupRecordType.BLOCK_OLD_SOURCES && version.isNewest()) {
            final SourceListFlyweight list = new SourceListFlyweight().wrap(records);
            final InternetAddress[] sources = new InternetAddress[list.count()];
            Arrays.setAll(sources, i -> new InternetAddress(list.high(i), list.low(i)));
            ask(group, sources);
        }
    }

    private void ask(final InternetAddress group, final InternetAddress... sources) {
        specific.add(new Query(link.nowNs(), group, sources));
        specific.add(new Query(link.nowNs() + LAST_MEMBER_QUERY_INTERVAL_NS, group, sources));
    }
}
