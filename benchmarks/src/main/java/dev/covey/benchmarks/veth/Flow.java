package dev.covey.benchmarks.veth;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReportEncoder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** What is sent: frames that were encoded beforehand and name every group in turn. */
enum Flow {
    /** IGMPv3 reports of a member that says again what it said: a router's state and timers for one group. */
    REPORT_1(1),
    /** The same for ten groups in each report. */
    REPORT_10(10),
    /** IGMPv3 queries for one group, to be answered at once by a host that has joined it. */
    QUERY(0);

    /** Groups that are reported, or joined and asked for. */
    static final int GROUPS = 1000;

    private static final long FIRST_GROUP = InternetAddress.ipv4Low(0xef01_0000);
    private static final long SENDER_ADDRESS = InternetAddress.ipv4Low(0x0a62_0001);
    private static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(125);
    private static final int ROBUSTNESS = 2;

    private final int recordsPerReport;

    Flow(final int recordsPerReport) {
        this.recordsPerReport = recordsPerReport;
    }

    /** Name in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if a host receives and answers it, and not a router. */
    boolean isForHost() {
        return recordsPerReport == 0;
    }

    static long groupLow(final int number) {
        return FIRST_GROUP + number % GROUPS;
    }

    /** Frames of a flow, each at a multiple of the stride. */
    record Frames(UnsafeBuffer buffer, int stride, int length, int count) {}

    /** Encode the frames. */
    Frames encode(final long macAddress) {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2048]);
        final PacketEnvelope envelope =
                new PacketEnvelope(AddressFamily.IPV4).ethernet(macAddress).source(0, SENDER_ADDRESS);
        final int length = encode(envelope, scratch, 0, 0);
        final int stride = BitUtil.align(length, BitUtil.CACHE_LINE_LENGTH);
        final int count = isForHost() ? GROUPS : GROUPS / recordsPerReport;
        final UnsafeBuffer buffer =
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(count * stride, BitUtil.CACHE_LINE_LENGTH));
        for (int i = 0; i < count; i++) {
            encode(envelope, buffer, i * stride, i);
        }
        return new Frames(buffer, stride, length, count);
    }

    private int encode(final PacketEnvelope envelope, final UnsafeBuffer target, final int offset, final int number) {
        if (isForHost()) {
            final QueryEncoder query = new QueryEncoder(envelope);
            query.begin(target, offset, 0, groupLow(number), 0, false, ROBUSTNESS, QUERY_INTERVAL_NS);
            return query.end();
        }
        final ReportEncoder report = new ReportEncoder(envelope);
        report.beginReport(target, offset);
        for (int i = 0; i < recordsPerReport; i++) {
            if (!report.beginRecord(GroupRecordType.MODE_IS_EXCLUDE, 0, groupLow(number * recordsPerReport + i))) {
                throw new IllegalStateException("report does not fit: records=" + recordsPerReport);
            }
            report.endRecord();
        }
        return report.end();
    }
}
