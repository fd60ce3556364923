package dev.covey.engine.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** One valid packet of each message and of each shape worth telling apart, from the encoders, without Ethernet. */
final class SamplePackets {
    static final InternetAddress QUERIER = InternetAddress.parse("192.0.2.1");
    static final InternetAddress GROUP = InternetAddress.parse("239.1.2.3");
    static final InternetAddress QUERIER6 = InternetAddress.parse("fe80::1");
    static final InternetAddress GROUP6 = InternetAddress.parse("ff15::1:2:3");
    static final long TEN_SECONDS_NS = TimeUnit.SECONDS.toNanos(10);
    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(125);

    private SamplePackets() {}

    static Map<String, byte[]> all() {
        final Map<String, byte[]> packets = new LinkedHashMap<>();
        addIgmp(packets);
        addMld(packets);
        return packets;
    }

    static InternetAddress source(final AddressFamily family, final int index) {
        return family == AddressFamily.IPV4
                ? new InternetAddress(0, InternetAddress.ipv4Low(0x0a000001 + index))
                : new InternetAddress(0x2001_0db8_0000_0000L, 1 + index);
    }

    private static void addIgmp(final Map<String, byte[]> packets) {
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4).source(QUERIER.high(), QUERIER.low());
        final GroupMessageEncoder messages = new GroupMessageEncoder(envelope);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        final long high = GROUP.high();
        final long low = GROUP.low();
        final long any = InternetAddress.ipv4Low(0);

        packets.put("v1-query", copy(buffer, messages.v1Query(buffer, 0)));
        packets.put("v2-query", copy(buffer, messages.v2Query(buffer, 0, 0, any, TEN_SECONDS_NS)));
        packets.put("v2-query-group", copy(buffer, messages.v2Query(buffer, 0, high, low, TEN_SECONDS_NS / 10)));
        packets.put("v1-report", copy(buffer, messages.report(buffer, 0, MessageKind.V1_REPORT, high, low)));
        packets.put("v2-report", copy(buffer, messages.report(buffer, 0, MessageKind.V2_REPORT, high, low)));
        packets.put("leave", copy(buffer, messages.leave(buffer, 0, high, low)));
        addQueries(packets, "v3-query", envelope, buffer, 0, any, GROUP);
        addReports(packets, "v3-report", envelope, buffer, GROUP);
    }

    private static void addMld(final Map<String, byte[]> packets) {
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV6).source(QUERIER6.high(), QUERIER6.low());
        final GroupMessageEncoder messages = new GroupMessageEncoder(envelope);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        final long high = GROUP6.high();
        final long low = GROUP6.low();

        packets.put("mld-v1-query", copy(buffer, messages.mldV1Query(buffer, 0, 0, 0, TEN_SECONDS_NS)));
        packets.put("mld-v1-query-group", copy(buffer, messages.mldV1Query(buffer, 0, high, low, TEN_SECONDS_NS)));
        packets.put("mld-v1-report", copy(buffer, messages.report(buffer, 0, MessageKind.MLD_V1_REPORT, high, low)));
        packets.put("mld-done", copy(buffer, messages.done(buffer, 0, high, low)));
        addQueries(packets, "mld-v2-query", envelope, buffer, 0, 0, GROUP6);
        addReports(packets, "mld-v2-report", envelope, buffer, GROUP6);
    }

    private static void addQueries(
            final Map<String, byte[]> packets,
            final String name,
            final PacketEnvelope envelope,
            final UnsafeBuffer buffer,
            final long anyHigh,
            final long anyLow,
            final InternetAddress group) {
        final QueryEncoder queries = new QueryEncoder(envelope);
        queries.begin(buffer, 0, anyHigh, anyLow, TEN_SECONDS_NS, false, 2, INTERVAL_NS);
        packets.put(name, copy(buffer, queries.end()));
        queries.begin(buffer, 0, group.high(), group.low(), TEN_SECONDS_NS, true, 3, INTERVAL_NS);
        packets.put(name + "-group", copy(buffer, queries.end()));
        queries.begin(buffer, 0, group.high(), group.low(), TEN_SECONDS_NS, false, 8, INTERVAL_NS);
        for (int i = 0; i < 3; i++) {
            queries.source(
                    source(envelope.family(), i).high(),
                    source(envelope.family(), i).low());
        }
        packets.put(name + "-sources", copy(buffer, queries.end()));
    }

    private static void addReports(
            final Map<String, byte[]> packets,
            final String name,
            final PacketEnvelope envelope,
            final UnsafeBuffer buffer,
            final InternetAddress group) {
        final ReportEncoder reports = new ReportEncoder(envelope);
        reports.beginReport(buffer, 0);
        packets.put(name + "-empty", copy(buffer, reports.end()));
        reports.beginReport(buffer, 0);
        for (int code = 1; code <= 6; code++) {
            reports.beginRecord(GroupRecordType.ofCode(code), group.high(), group.low() + code);
            for (int i = 0; i < code - 1; i++) {
                reports.source(
                        source(envelope.family(), i).high(),
                        source(envelope.family(), i).low());
            }
            reports.endRecord();
        }
        packets.put(name, copy(buffer, reports.end()));
    }

    static byte[] copy(final UnsafeBuffer buffer, final int length) {
        final byte[] octets = new byte[length];
        buffer.getBytes(0, octets);
        return octets;
    }
}
