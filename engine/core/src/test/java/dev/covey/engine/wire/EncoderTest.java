package dev.covey.engine.wire;

import static dev.covey.engine.wire.SamplePackets.GROUP;
import static dev.covey.engine.wire.SamplePackets.GROUP6;
import static dev.covey.engine.wire.SamplePackets.INTERVAL_NS;
import static dev.covey.engine.wire.SamplePackets.QUERIER;
import static dev.covey.engine.wire.SamplePackets.QUERIER6;
import static dev.covey.engine.wire.SamplePackets.TEN_SECONDS_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private final Map<String, byte[]> packets = SamplePackets.all();
    private final PacketClassifier classifier = new PacketClassifier();

    @Test
    void shouldWriteTheOctetsThatTheRfcsDraw() {
        // Same messages put together by the field-by-field writer of the tests, with its own checksums.
        shouldEqual("v1-query", igmp("224.0.0.1", "1100 0000 00000000"));
        shouldEqual("v2-query", igmp("224.0.0.1", "1164 0000 00000000"));
        shouldEqual("v2-query-group", igmp("239.1.2.3", "110a 0000 ef010203"));
        shouldEqual("v1-report", igmp("239.1.2.3", "1200 0000 ef010203"));
        shouldEqual("v2-report", igmp("239.1.2.3", "1600 0000 ef010203"));
        shouldEqual("leave", igmp("224.0.0.2", "1700 0000 ef010203"));
        shouldEqual("v3-query", igmp("224.0.0.1", "1164 0000 00000000 02 7d 0000"));
        shouldEqual("v3-query-group", igmp("239.1.2.3", "1164 0000 ef010203 0b 7d 0000"));
        shouldEqual("v3-query-sources", igmp("239.1.2.3", "1164 0000 ef010203 00 7d 0003 0a000001 0a000002 0a000003"));
        shouldEqual("v3-report-empty", igmp("224.0.0.22", "2200 0000 0000 0000"));
        shouldEqual("mld-v1-query", mld("ff02::1", "8200 0000 2710 0000" + "00".repeat(16)));
        shouldEqual("mld-done", mld("ff02::2", "8400 0000 0000 0000 ff15 0000 0000 0000 0000 0001 0002 0003"));
        shouldEqual(
                "mld-v2-query-group",
                mld("ff15::1:2:3", "8200 0000 2710 0000 ff15 0000 0000 0000 0000 0001 0002 0003 0b 7d 0000"));
        shouldEqual("mld-v2-report-empty", mld("ff02::16", "8f00 0000 0000 0000"));
    }

    @Test
    void shouldWriteReportsThatTheRfcsDraw() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final ReportEncoder encoder =
                new ReportEncoder(new PacketEnvelope(AddressFamily.IPV4).source(QUERIER.high(), QUERIER.low()));
        encoder.beginReport(buffer, 0);
        encoder.beginRecord(GroupRecordType.CHANGE_TO_EXCLUDE_MODE, GROUP.high(), GROUP.low());
        encoder.endRecord();
        encoder.beginRecord(GroupRecordType.BLOCK_OLD_SOURCES, GROUP.high(), GROUP.low());
        encoder.source(0, InternetAddress.ipv4Low(0x0a000001));
        encoder.endRecord();
        final byte[] packet = SamplePackets.copy(buffer, encoder.end());

        assertThat(PacketSpec.hex(withoutIdentity(packet)))
                .isEqualTo(PacketSpec.hex(withoutIdentity(
                        igmp("224.0.0.22", "2200 0000 0000 0002 0400 0000 ef010203 0600 0001 ef010203 0a000001")
                                .build())));
    }

    @Test
    void shouldPutEthernetOfTheGroupInFront() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4)
                .source(QUERIER.high(), QUERIER.low())
                .ethernet(0x0200_0000_00eeL);
        final int length = new GroupMessageEncoder(envelope).v2Query(buffer, 7, 0, InternetAddress.ipv4Low(0), 1);
        final EthernetFlyweight ethernet = new EthernetFlyweight().wrap(buffer, 7, length);

        assertThat(ethernet.destinationMac()).isEqualTo(0x0100_5e00_0001L);
        assertThat(ethernet.sourceMac()).isEqualTo(0x0200_0000_00eeL);
        assertThat(ethernet.etherType()).isEqualTo(0x0800);
        assertThat(length).isEqualTo(envelope.headerLength() + 8);
        assertThat(classifier.classify(buffer, 7, length, LinkType.ETHERNET).kind())
                .isEqualTo(MessageKind.V2_QUERY);
    }

    @Test
    void shouldAcceptEveryMessageItWrites() {
        packets.forEach((name, packet) -> {
            final DecodedPacket decoded = classify(packet);

            assertThat(decoded.verdict()).as("%s: %s", name, decoded).isEqualTo(Verdict.MEMBERSHIP);
            assertThat(name)
                    .startsWith((name.startsWith("mld") ? "mld-" : "")
                            + decoded.kind().label());
            assertThat(decoded.countedReason()).isNull();
            assertThat(decoded.mustOwnDestination()).isFalse();
            assertThat(decoded.hasRouterAlert()).isTrue();
            assertThat(decoded.hopLimit()).isEqualTo(1);
            assertThat(decoded.trailingOctets()).isZero();
            assertThat(decoded.isGeneralQuery()).isEqualTo(decoded.kind().isQuery() && decoded.groupLow() << 32 == 0);
        });
    }

    @Test
    void shouldReadBackTheFieldsOfQueries() {
        final DecodedPacket v2 = classify(packets.get("v2-query-group"));
        assertThat(v2.maxResponseNs()).isEqualTo(TEN_SECONDS_NS / 10);
        assertThat(new InternetAddress(v2.groupHigh(), v2.groupLow())).isEqualTo(GROUP);
        assertThat(new InternetAddress(v2.sourceHigh(), v2.sourceLow())).isEqualTo(QUERIER);

        assertThat(classify(packets.get("v1-query")).maxResponseNs()).isEqualTo(TEN_SECONDS_NS);

        for (final String name : new String[] {"v3-query-group", "mld-v2-query-group"}) {
            final DecodedPacket query = classify(packets.get(name));
            assertThat(query.maxResponseNs()).isEqualTo(TEN_SECONDS_NS);
            assertThat(query.suppressesRouterSide()).isTrue();
            assertThat(query.querierRobustness()).isEqualTo(3);
            assertThat(query.querierIntervalNs()).isEqualTo(INTERVAL_NS);
            assertThat(query.numberOfSources()).isZero();
        }
        assertThat(classify(packets.get("v3-query-sources")).querierRobustness())
                .isZero();

        final DecodedPacket mld = classify(packets.get("mld-v1-query-group"));
        assertThat(mld.maxResponseNs()).isEqualTo(TEN_SECONDS_NS);
        assertThat(new InternetAddress(mld.groupHigh(), mld.groupLow())).isEqualTo(GROUP6);
        assertThat(new InternetAddress(mld.sourceHigh(), mld.sourceLow())).isEqualTo(QUERIER6);
        assertThat(new InternetAddress(mld.destinationHigh(), mld.destinationLow()))
                .isEqualTo(GROUP6);
    }

    @Test
    void shouldReadBackTheSourcesOfQueries() {
        for (final String name : new String[] {"v3-query-sources", "mld-v2-query-sources"}) {
            final UnsafeBuffer buffer = new UnsafeBuffer(packets.get(name));
            final DecodedPacket query = classifier.classify(buffer, 0, buffer.capacity(), LinkType.INTERNET);
            final SourceListFlyweight sources = new SourceListFlyweight().wrap(buffer, query);

            assertThat(sources.count()).isEqualTo(3);
            for (int i = 0; i < sources.count(); i++) {
                assertThat(new InternetAddress(sources.high(i), sources.low(i)))
                        .isEqualTo(SamplePackets.source(query.family(), i));
            }
        }
    }

    @Test
    void shouldReadBackTheRecordsOfReports() {
        for (final String name : new String[] {"v3-report", "mld-v2-report"}) {
            final UnsafeBuffer buffer = new UnsafeBuffer(packets.get(name));
            final DecodedPacket report = classifier.classify(buffer, 0, buffer.capacity(), LinkType.INTERNET);
            final InternetAddress group = report.family() == AddressFamily.IPV4 ? GROUP : GROUP6;
            final GroupRecordCursor records = new GroupRecordCursor().wrap(buffer, report);
            final SourceListFlyweight sources = new SourceListFlyweight();

            assertThat(report.numberOfRecords()).isEqualTo(6);
            for (int code = 1; code <= 6; code++) {
                assertThat(records.next()).isTrue();
                assertThat(records.type()).isEqualTo(GroupRecordType.ofCode(code));
                assertThat(records.type().code()).isEqualTo(code);
                assertThat(records.groupHigh()).isEqualTo(group.high());
                assertThat(records.groupLow()).isEqualTo(group.low() + code);
                assertThat(records.numberOfSources()).isEqualTo(code - 1);
                assertThat(sources.wrap(records).count()).isEqualTo(code - 1);
                for (int i = 0; i < sources.count(); i++) {
                    assertThat(sources.low(i))
                            .isEqualTo(SamplePackets.source(report.family(), i).low());
                }
            }
            assertThat(records.next()).isFalse();
            assertThat(records.isCut()).isFalse();
        }
    }

    @Test
    void shouldFillReportsToTheMtuAndNoFurther() {
        for (final AddressFamily family : new AddressFamily[] {AddressFamily.IPV4, AddressFamily.IPV6}) {
            final InternetAddress group = family == AddressFamily.IPV4 ? GROUP : GROUP6;
            for (int mtu = 68; mtu < 400; mtu++) {
                final UnsafeBuffer buffer = new UnsafeBuffer(new byte[mtu]);
                final ReportEncoder encoder = new ReportEncoder(new PacketEnvelope(family).mtu(mtu));
                encoder.beginReport(buffer, 0);
                final int expected = encoder.sourcesThatFit();
                int added = -1;
                if (encoder.beginRecord(GroupRecordType.ALLOW_NEW_SOURCES, group.high(), group.low())) {
                    added = 0;
                    final InternetAddress source = SamplePackets.source(family, 1);
                    while (encoder.source(source.high(), source.low())) {
                        added++;
                    }
                    encoder.endRecord();
                }
                final int length = encoder.end();

                assertThat(added).as("family=%s, mtu=%d", family, mtu).isEqualTo(expected);
                assertThat(length).isLessThanOrEqualTo(mtu);
                assertThat(encoder.sourcesThatFit() >= 0 || length + 20 + 16 > mtu)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldWriteARecordWithoutSourcesAtOnceAsInTwoSteps() {
        for (final AddressFamily family : new AddressFamily[] {AddressFamily.IPV4, AddressFamily.IPV6}) {
            final InternetAddress group = family == AddressFamily.IPV4 ? GROUP : GROUP6;
            for (int mtu = 68; mtu < 400; mtu++) {
                final byte[] atOnce = new byte[mtu];
                final byte[] inSteps = new byte[mtu];
                Arrays.fill(atOnce, (byte) 0xa5);
                final ReportEncoder encoder = new ReportEncoder(new PacketEnvelope(family).mtu(mtu));
                encoder.beginReport(new UnsafeBuffer(atOnce), 0);
                while (encoder.record(GroupRecordType.MODE_IS_EXCLUDE, group.high(), group.low())) {
                    assertThat(encoder.recordCount()).isLessThan(mtu);
                }
                final int length = encoder.end();
                encoder.beginReport(new UnsafeBuffer(inSteps), 0);
                while (encoder.beginRecord(GroupRecordType.MODE_IS_EXCLUDE, group.high(), group.low())) {
                    encoder.endRecord();
                }

                assertThat(encoder.end()).as("family=%s, mtu=%d", family, mtu).isEqualTo(length);
                assertThat(Arrays.copyOf(atOnce, length)).isEqualTo(Arrays.copyOf(inSteps, length));
            }
        }
    }

    @Test
    void shouldSayThatNoRecordFitsWhenTheMtuIsTooSmallForOne() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final ReportEncoder encoder = new ReportEncoder(new PacketEnvelope(AddressFamily.IPV6).mtu(68));
        encoder.beginReport(buffer, 0);

        assertThat(encoder.sourcesThatFit()).isEqualTo(-1);
        assertThat(encoder.beginRecord(GroupRecordType.MODE_IS_INCLUDE, GROUP6.high(), GROUP6.low()))
                .isFalse();
        assertThat(encoder.recordCount()).isZero();
        assertThat(encoder.end()).isEqualTo(56);
    }

    @Test
    void shouldFillQueriesToTheMtuAndNoFurther() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1500]);
        final QueryEncoder encoder = new QueryEncoder(new PacketEnvelope(AddressFamily.IPV4));
        encoder.begin(buffer, 0, GROUP.high(), GROUP.low(), 0, false, 2, INTERVAL_NS);
        while (encoder.source(0, InternetAddress.ipv4Low(0x0a000000 + encoder.count()))) {
            assertThat(encoder.count()).isLessThan(1500);
        }

        assertThat(encoder.count()).isEqualTo((1500 - 24 - 12) / 4);
        assertThat(encoder.end()).isEqualTo(1500);
    }

    @Test
    void shouldOverwriteWhateverWasInTheBuffer() {
        for (final byte dirt : new byte[] {0, (byte) 0xa5, (byte) 0xff}) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
            buffer.setMemory(0, 256, dirt);
            final PacketEnvelope envelope =
                    new PacketEnvelope(AddressFamily.IPV6).source(QUERIER6.high(), QUERIER6.low());
            final ReportEncoder reports = new ReportEncoder(envelope);
            reports.beginReport(buffer, 0);
            final byte[] report = SamplePackets.copy(buffer, reports.end());
            buffer.setMemory(0, 256, dirt);
            final byte[] done = SamplePackets.copy(
                    buffer, new GroupMessageEncoder(envelope).done(buffer, 0, GROUP6.high(), GROUP6.low()));

            assertThat(report).isEqualTo(packets.get("mld-v2-report-empty"));
            assertThat(done).isEqualTo(packets.get("mld-done"));
        }
    }

    @Test
    void shouldNeverSendACodeThatMakesAV2QueryAV1Query() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final GroupMessageEncoder encoder = new GroupMessageEncoder(new PacketEnvelope(AddressFamily.IPV4));
        for (final long maxResponseNs : new long[] {Long.MIN_VALUE, 0, 1, 99_999_999, Long.MAX_VALUE}) {
            final int length = encoder.v2Query(buffer, 0, GROUP.high(), GROUP.low(), maxResponseNs);

            final DecodedPacket query = classifier.classify(buffer, 0, length, LinkType.INTERNET);
            assertThat(query.kind()).isEqualTo(MessageKind.V2_QUERY);
            assertThat(query.maxResponseCode()).isEqualTo(maxResponseNs == Long.MAX_VALUE ? 255 : 1);
        }
    }

    @Test
    void shouldRefuseWhatWouldBeSentAsSomethingElse() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4);
        final GroupMessageEncoder messages = new GroupMessageEncoder(envelope);
        final ReportEncoder reports = new ReportEncoder(envelope);

        assertThatThrownBy(() -> messages.done(buffer, 0, GROUP.high(), GROUP.low()))
                .hasMessage("message of the other protocol: kind=MLD_DONE, family=IPV4");
        assertThatThrownBy(() -> messages.leave(buffer, 0, GROUP6.high(), GROUP6.low()))
                .hasMessage("address of the other family: family=IPV4, address=ff15::1:2:3");
        assertThatThrownBy(() -> messages.report(buffer, 0, MessageKind.LEAVE, GROUP.high(), GROUP.low()))
                .hasMessage("not a report of one group: kind=LEAVE");
        assertThatThrownBy(() -> envelope.source(QUERIER6.high(), QUERIER6.low()))
                .hasMessage("address of the other family: family=IPV4, address=fe80::1");
        assertThatThrownBy(() -> envelope.mtu(67)).hasMessageStartingWith("mtu out of range: mtuBytes=67");
        assertThatThrownBy(() -> new PacketEnvelope(AddressFamily.NONE))
                .hasMessage("no messages of this family: family=NONE");
        reports.beginReport(buffer, 0);
        assertThatThrownBy(() -> reports.source(0, GROUP.low())).hasMessage("no record begun: recordCount=0");
        reports.beginRecord(GroupRecordType.MODE_IS_INCLUDE, GROUP.high(), GROUP.low());
        assertThatThrownBy(() -> reports.record(GroupRecordType.MODE_IS_EXCLUDE, GROUP.high(), GROUP.low()))
                .hasMessage("record not ended: recordCount=0");
        assertThatThrownBy(reports::end).hasMessage("record not ended: recordCount=0");
    }

    private void shouldEqual(final String name, final PacketSpec expected) {
        assertThat(PacketSpec.hex(withoutIdentity(packets.get(name))))
                .as(name)
                .isEqualTo(PacketSpec.hex(withoutIdentity(expected.build())));
    }

    /** Blank what the RFCs leave to the sender: IPv4 identification, and with it the header checksum. */
    private static byte[] withoutIdentity(final byte[] packet) {
        final byte[] blank = packet.clone();
        if (blank[0] >>> 4 == 4) {
            for (final int offset : new int[] {4, 5, 6, 10, 11}) {
                blank[offset] = 0;
            }
        }
        return blank;
    }

    private static PacketSpec igmp(final String destination, final String message) {
        return PacketSpec.igmp("192.0.2.1", destination, message);
    }

    private static PacketSpec mld(final String destination, final String message) {
        return PacketSpec.mld("fe80::1", destination, message);
    }

    private DecodedPacket classify(final byte[] packet) {
        return classifier.classify(new UnsafeBuffer(packet), 0, packet.length, LinkType.INTERNET);
    }
}
