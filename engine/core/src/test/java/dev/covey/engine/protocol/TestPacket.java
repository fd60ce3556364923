package dev.covey.engine.protocol;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReportEncoder;
import org.agrona.ExpandableArrayBuffer;

/** Writes the messages that the tests receive. One at a time: each call overwrites the packet before. */
final class TestPacket {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(2048);
    int length;

    private final PacketEnvelope igmp = new PacketEnvelope(AddressFamily.IPV4);
    private final PacketEnvelope mld = new PacketEnvelope(AddressFamily.IPV6);
    private final ReportEncoder igmpReport = new ReportEncoder(igmp);
    private final ReportEncoder mldReport = new ReportEncoder(mld);
    private ReportEncoder report = igmpReport;

    TestPacket() {
        mtu(9000);
        from("10.0.0.5");
        from("fe80::5");
    }

    TestPacket mtu(final int mtu) {
        igmp.mtu(mtu);
        mld.mtu(mtu);
        return this;
    }

    /** Sender of the messages of one family from now on. */
    TestPacket from(final String address) {
        final InternetAddress parsed = InternetAddress.parse(address);
        (InternetAddress.isIpv4(parsed.high(), parsed.low()) ? igmp : mld).source(parsed.high(), parsed.low());
        return this;
    }

    /** A report of one record. */
    TestPacket report(final GroupRecordType type, final String group, final String... sources) {
        return begin(group.indexOf(':') >= 0).record(type, group, sources).end();
    }

    TestPacket begin(final boolean isIpv6) {
        report = isIpv6 ? mldReport : igmpReport;
        report.beginReport(buffer, 0);
        return this;
    }

    TestPacket record(final GroupRecordType type, final String group, final String... sources) {
        final InternetAddress address = InternetAddress.parse(group);
        report.beginRecord(type, address.high(), address.low());
        for (final String source : sources) {
            final InternetAddress parsed = InternetAddress.parse(source);
            if (!report.source(parsed.high(), parsed.low())) {
                throw new IllegalStateException("does not fit: sources=" + sources.length);
            }
        }
        report.endRecord();
        return this;
    }

    TestPacket end() {
        length = report.end();
        return this;
    }

    TestPacket older(final MessageKind kind, final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        final GroupMessageEncoder encoder = new GroupMessageEncoder(kind.family() == AddressFamily.IPV6 ? mld : igmp);
        length = switch (kind) {
            case LEAVE -> encoder.leave(buffer, 0, address.high(), address.low());
            case MLD_DONE -> encoder.done(buffer, 0, address.high(), address.low());
            default -> encoder.report(buffer, 0, kind, address.high(), address.low());
        };
        return this;
    }

    TestPacket v1Query() {
        length = new GroupMessageEncoder(igmp).v1Query(buffer, 0);
        return this;
    }

    /** IGMPv2 or MLDv1 query. */
    TestPacket olderQuery(final String group, final long maxResponseNs) {
        final InternetAddress address = InternetAddress.parse(group);
        length = InternetAddress.isIpv4(address.high(), address.low())
                ? new GroupMessageEncoder(igmp).v2Query(buffer, 0, address.high(), address.low(), maxResponseNs)
                : new GroupMessageEncoder(mld).mldV1Query(buffer, 0, address.high(), address.low(), maxResponseNs);
        return this;
    }

    /** IGMPv3 or MLDv2 query. */
    TestPacket query(
            final String group,
            final long maxResponseNs,
            final boolean isSuppressing,
            final int robustness,
            final long intervalNs,
            final String... sources) {
        final InternetAddress address = InternetAddress.parse(group);
        final QueryEncoder encoder =
                new QueryEncoder(InternetAddress.isIpv4(address.high(), address.low()) ? igmp : mld);
        encoder.begin(buffer, 0, address.high(), address.low(), maxResponseNs, isSuppressing, robustness, intervalNs);
        for (final String source : sources) {
            final InternetAddress parsed = InternetAddress.parse(source);
            encoder.source(parsed.high(), parsed.low());
        }
        length = encoder.end();
        return this;
    }
}
