package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One host on one link in virtual time: what it sends is classified as a strict receiver would, and kept as text, one
 * line for each message with its time in milliseconds, such as {@code 0 TO_EX 239.1.1.1 {}}. Several records of a
 * report are separated by {@code "; "}.
 */
final class HostHarness implements AutoCloseable {
    static final long MAC = 0x0200_0000_0001L;
    static final InterfaceAddresses ADDRESSES = addresses("192.0.2.10", "fe80::10");
    private static final String[] SHORT_TYPES = {"?", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK"};
    private static final int BUFFER_LENGTH = 65_600;

    final EngineHarness harness;
    final List<String> sent = new ArrayList<>();
    final long socket;
    final long eth0;
    boolean isRefusing;

    /** Frames that are still taken before all are refused. */
    int room = Integer.MAX_VALUE;

    /** Frames that are refused before the next one is taken. */
    int refusals;

    /** Shown every frame that is taken. */
    PacketSink wire = PacketSink.NONE;

    String sender;
    String destination;
    int longest;
    private final PacketClassifier classifier =
            new PacketClassifier(ReceiveProfile.STRICT.withUnspecifiedMldSource(true));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);

    HostHarness() {
        this(HostVariables.DEFAULT);
    }

    HostHarness(final HostVariables variables) {
        this(variables, new EngineContext().tableSizes(EngineHarness.SMALL));
    }

    HostHarness(final HostVariables variables, final EngineContext context) {
        harness = new EngineHarness(context.packetSink(new Recorder()));
        eth0 = harness.attach(configuration(variables).build());
        socket = harness.open();
    }

    static InterfaceConfiguration.Builder configuration(final HostVariables variables) {
        return InterfaceConfiguration.builder(1, MAC).addresses(ADDRESSES).hostVariables(variables);
    }

    static InterfaceAddresses addresses(final String... texts) {
        InterfaceAddresses addresses = InterfaceAddresses.NONE;
        for (final String text : texts) {
            final InternetAddress address = InternetAddress.parse(text);
            addresses = addresses.with(address.high(), address.low(), 24);
        }
        return addresses;
    }

    /** Move the clock to a time, and fire what is due by then. */
    HostHarness at(final long milliseconds) {
        harness.time.advanceTo(TimeUnit.MILLISECONDS.toNanos(milliseconds));
        harness.engine.agent().doWork();
        return this;
    }

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(harness.time.timeNs());
    }

    HostHarness join(final String group) {
        assertThat(harness.join(socket, eth0, group)).isZero();
        return this;
    }

    HostHarness leave(final String group) {
        assertThat(harness.leave(socket, eth0, group)).isZero();
        return this;
    }

    HostHarness include(final String group, final String... sources) {
        assertThat(harness.setFilter(socket, eth0, group, FilterMode.INCLUDE, sources))
                .isZero();
        return this;
    }

    HostHarness exclude(final String group, final String... sources) {
        assertThat(harness.setFilter(socket, eth0, group, FilterMode.EXCLUDE, sources))
                .isZero();
        return this;
    }

    /** What was sent since the last call. */
    List<String> sent() {
        final List<String> lines = List.copyOf(sent);
        sent.clear();
        return lines;
    }

    private static PacketEnvelope envelope(final boolean isIpv6, final String source) {
        final InternetAddress from = InternetAddress.parse(source);
        return new PacketEnvelope(isIpv6 ? AddressFamily.IPV6 : AddressFamily.IPV4).source(from.high(), from.low());
    }

    /** An IGMPv3 or MLDv2 query; the group is {@code 0.0.0.0} or {@code ::} in a general one. */
    HostHarness query(
            final String from,
            final String group,
            final long maxResponseMs,
            final int robustness,
            final int intervalSeconds,
            final String... sources) {
        final InternetAddress about = InternetAddress.parse(group);
        final boolean isIpv6 = !InternetAddress.isIpv4(about.high(), about.low());
        final QueryEncoder encoder = new QueryEncoder(envelope(isIpv6, from));
        encoder.begin(
                buffer,
                0,
                about.high(),
                about.low(),
                TimeUnit.MILLISECONDS.toNanos(maxResponseMs),
                false,
                robustness,
                TimeUnit.SECONDS.toNanos(intervalSeconds));
        for (final String text : sources) {
            final InternetAddress source = InternetAddress.parse(text);
            assertThat(encoder.source(source.high(), source.low())).isTrue();
        }
        return receive(encoder.end());
    }

    HostHarness query(final String group, final long maxResponseMs, final String... sources) {
        final boolean isIpv6 = group.contains(":");
        return query(isIpv6 ? "fe80::1" : "192.0.2.1", group, maxResponseMs, 2, 125, sources);
    }

    HostHarness v1Query() {
        return receive(new GroupMessageEncoder(envelope(false, "192.0.2.1")).v1Query(buffer, 0));
    }

    HostHarness olderQuery(final String group, final long maxResponseMs) {
        final InternetAddress about = InternetAddress.parse(group);
        final long maxResponseNs = TimeUnit.MILLISECONDS.toNanos(maxResponseMs);
        final boolean isIpv6 = !InternetAddress.isIpv4(about.high(), about.low());
        final GroupMessageEncoder encoder = new GroupMessageEncoder(envelope(isIpv6, isIpv6 ? "fe80::1" : "192.0.2.1"));
        return receive(
                isIpv6
                        ? encoder.mldV1Query(buffer, 0, about.high(), about.low(), maxResponseNs)
                        : encoder.v2Query(buffer, 0, about.high(), about.low(), maxResponseNs));
    }

    HostHarness olderReport(final MessageKind kind, final String from, final String group) {
        final InternetAddress about = InternetAddress.parse(group);
        final boolean isIpv6 = kind.family() == AddressFamily.IPV6;
        final GroupMessageEncoder encoder = new GroupMessageEncoder(envelope(isIpv6, from));
        return receive(encoder.report(buffer, 0, kind, about.high(), about.low()));
    }

    private HostHarness receive(final int lengthBytes) {
        return receive(buffer, lengthBytes);
    }

    /** A packet from the IP header on. */
    HostHarness receive(final DirectBuffer packet, final int lengthBytes) {
        assertThat(harness.client.offer(eth0, LinkType.INTERNET, packet, 0, lengthBytes, harness.time.timeNs()))
                .isNotNegative();
        harness.engine.agent().doWork();
        return this;
    }

    @Override
    public void close() {
        harness.close();
    }

    /** Reads what is sent with the eyes of a strict receiver. */
    private final class Recorder implements PacketSink {
        @Override
        public boolean send(
                final long timeNs,
                final long interfaceHandle,
                final DirectBuffer frame,
                final int offset,
                final int lengthBytes) {
            if (isRefusing || room == 0 || refusals > 0) {
                refusals = Math.max(0, refusals - 1);
                return false;
            }
            room--;
            assertThat(wire.send(timeNs, interfaceHandle, frame, offset, lengthBytes))
                    .isTrue();
            longest = Math.max(longest, lengthBytes - ETHERNET_LENGTH);
            final DecodedPacket packet = classifier.classify(frame, offset, lengthBytes, LinkType.ETHERNET);
            assertThat(packet.verdict()).as("%s", packet).isEqualTo(Verdict.MEMBERSHIP);
            sender = InternetAddress.toString(packet.sourceHigh(), packet.sourceLow());
            destination = InternetAddress.toString(packet.destinationHigh(), packet.destinationLow());
            sent.add(TimeUnit.NANOSECONDS.toMillis(timeNs) + " " + describe(packet, frame));
            return true;
        }

        private String describe(final DecodedPacket packet, final DirectBuffer frame) {
            if (!packet.kind().hasRecords()) {
                return packet.kind() + " " + InternetAddress.toString(packet.groupHigh(), packet.groupLow());
            }
            final GroupRecordCursor record = new GroupRecordCursor().wrap(frame, packet);
            final SourceListFlyweight list = new SourceListFlyweight();
            final StringBuilder text = new StringBuilder();
            while (record.next()) {
                list.wrap(record);
                final TreeSet<String> sources = new TreeSet<>();
                for (int i = 0; i < list.count(); i++) {
                    sources.add(InternetAddress.toString(list.high(i), list.low(i)));
                }
                text.append(text.isEmpty() ? "" : "; ")
                        .append(SHORT_TYPES[record.type().code()])
                        .append(' ')
                        .append(InternetAddress.toString(record.groupHigh(), record.groupLow()))
                        .append(" {")
                        .append(String.join(", ", sources))
                        .append('}');
            }
            return text.toString();
        }
    }
}
