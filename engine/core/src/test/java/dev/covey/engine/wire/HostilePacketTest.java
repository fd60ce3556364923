package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets that brought down other implementations, and what makes them harmless here. */
class HostilePacketTest {
    private final PacketClassifier classifier = new PacketClassifier();

    @Test
    void shouldReadMaxResponseCodeZeroAsNoTimeAtAll() {
        // CVE-2012-0207: a version 3 query with code 0 behind one of version 2 was a division by zero.
        for (final String query : new String[] {
            "1100 0000 00000000 02 7d 0000", "1100 0000 ef010203 02 7d 0000", "1100 0000 ef010203 02 7d 0001 0a000001"
        }) {
            final String destination = query.contains("ef01") ? "239.1.2.3" : "224.0.0.1";
            final DecodedPacket packet = classify(PacketSpec.igmp("192.0.2.1", destination, query));

            assertThat(packet.kind()).isEqualTo(MessageKind.V3_QUERY);
            assertThat(packet.maxResponseNs()).isZero();
        }
    }

    @Test
    void shouldNotLetNumbersOfSourcesWrap() {
        // CVE-2015-1414: header length + 12 + 4 * number wrapped in 16 bits.
        for (final int number : new int[] {1, 16_372, 16_373, 16_375, 16_378, 16_384, 32_768, 65_535}) {
            final String count = String.format("%04x", number);
            final PacketSpec igmp = PacketSpec.igmp("192.0.2.1", "239.1.2.3", "1164 0000 ef010203 02 7d" + count);
            final PacketSpec mld = PacketSpec.mld(
                    "fe80::1",
                    "ff15::1:2:3",
                    "8200 0000 2710 0000 ff15 0000 0000 0000 0000 0001 0002 0003 02 7d" + count);

            assertThat(classify(igmp).dropReason()).isEqualTo(DropReason.IGMP_LYINGCOUNT);
            assertThat(classify(igmp).numberOfSources()).isZero();
            assertThat(classify(mld).dropReason()).isEqualTo(DropReason.MLD_LYINGCOUNT);
        }
    }

    @Test
    void shouldAcceptAsManySourcesAsAPacketCanHold() {
        final StringBuilder query = new StringBuilder("1164 0000 ef010203 02 7d 3ff4");
        for (int i = 0; i < 0x3ff4; i++) {
            query.append("0a").append(String.format("%06x", i));
        }
        final DecodedPacket packet = classify(PacketSpec.igmp("192.0.2.1", "239.1.2.3", query.toString()));

        assertThat(packet.numberOfSources()).isEqualTo(16_372);
        assertThat(packet.messageLength()).isEqualTo(12 + 4 * 16_372);
    }

    @Test
    void shouldDropReportsThatLieAboutTheirRecordsWhole() {
        // CVE-2004-1137 and its kin: 300 sources where there is one; 65,535 records; a record cut in the middle.
        for (final String report : new String[] {
            "2200 0000 0000 0001 0400 012c ef010203 0a000001",
            "2200 0000 0000 ffff 0400 0000 ef010203",
            "2200 0000 0000 0002 0400 0000 ef010203 0400 0000",
            "2200 0000 0000 0001 0401 0000 ef010203",
            "2200 0000 0000 0001 04ff ffff ef010203",
            "2200 0000 0000 0001 0400 0000 ef0102"
        }) {
            assertThat(classify(PacketSpec.igmp("192.0.2.1", "224.0.0.22", report))
                            .dropReason())
                    .as(report)
                    .isEqualTo(DropReason.IGMP_LYINGCOUNT);
        }
    }

    @Test
    void shouldIgnoreRecordsOfUnknownTypesBehindAnyAddress() {
        // CVE-2025-50681: type 200, source 255.255.255.255, from 0.0.0.0.
        final byte[] report = PacketSpec.igmp(
                        "0.0.0.0", "224.0.0.22", "2200 0000 0000 0001 c800 0001 ef010203 ffffffff")
                .build();
        final UnsafeBuffer buffer = new UnsafeBuffer(report);
        final DecodedPacket packet = classifier.classify(buffer, 0, report.length, LinkType.INTERNET);
        final GroupRecordCursor records = new GroupRecordCursor().wrap(buffer, packet);

        assertThat(packet.verdict()).isEqualTo(Verdict.MEMBERSHIP);
        assertThat(records.next()).isTrue();
        assertThat(records.type()).isEqualTo(GroupRecordType.UNRECOGNISED);
        assertThat(records.typeCode()).isEqualTo(200);
        assertThat(SourceRules.isUsable(
                        0, new SourceListFlyweight().wrap(records).low(0)))
                .isFalse();
    }

    @Test
    void shouldNeverTakeAuxiliaryDataForARecord() {
        final byte[] report = PacketSpec.igmp(
                        "192.0.2.1",
                        "224.0.0.22",
                        "2200 0000 0000 0002 0402 0001 ef010203 0a000001 0400 0000 ef010163 0400 0000 ef010204")
                .build();
        final UnsafeBuffer buffer = new UnsafeBuffer(report);
        final DecodedPacket packet = classifier.classify(buffer, 0, report.length, LinkType.INTERNET);
        final GroupRecordCursor records = new GroupRecordCursor().wrap(buffer, packet);

        assertThat(records.next()).isTrue();
        assertThat(records.auxWords()).isEqualTo(2);
        assertThat(records.next()).isTrue();
        assertThat(InternetAddress.toString(records.groupHigh(), records.groupLow()))
                .isEqualTo("239.1.2.4");
        assertThat(records.next()).isFalse();
        assertThat(packet.trailingOctets()).isZero();
    }

    @Test
    void shouldDropEveryFragmentOfAnIgmpMessage() {
        // CVE-1999-0918: first, middle, overlapping and last fragments.
        for (final int field : new int[] {0x2000, 0x2001, 0x3fff, 0x0001, 0x1fff, 0x6000, 0xa000}) {
            final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
            spec.fragmentField = field;
            assertThat(classify(spec).dropReason()).isEqualTo(DropReason.IP_FRAG);
        }
        for (final int field : new int[] {0x0000, 0x4000, 0x8000}) {
            final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
            spec.fragmentField = field;
            assertThat(classify(spec).dropReason()).isNull();
        }
    }

    @Test
    void shouldCheckTheHeaderLengthInBothDirections() {
        for (int words = 0; words < 16; words++) {
            final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
            spec.headerWords = words;
            final DropReason reason = classify(spec).dropReason();
            if (words < 5 || words * 4 > 32) {
                assertThat(reason).as("words=%d", words).isEqualTo(DropReason.IP_HLEN);
            } else {
                assertThat(reason == null).as("words=%d", words).isEqualTo(words == 6);
            }
        }
    }

    @Test
    void shouldReadTheSameWhereverThePacketLies() {
        // CVE-2019-5608: read as it lay in the buffers. Here every alignment, with different octets around it.
        SamplePackets.all().forEach((name, packet) -> {
            final String expected = text(new UnsafeBuffer(packet), 0, packet.length);
            for (int offset = 0; offset < 65; offset++) {
                final UnsafeBuffer buffer = new UnsafeBuffer(new byte[packet.length + 128]);
                buffer.setMemory(0, buffer.capacity(), (byte) (offset % 2 == 0 ? 0xff : 0x11));
                buffer.putBytes(offset, packet);

                assertThat(text(buffer, offset, packet.length)).as(name).isEqualTo(expected);
            }
        });
    }

    @Test
    void shouldKeepNothingOfThePacketsMemory() {
        // CVE-2026-53275: a group was read through a pointer into a packet that was gone.
        SamplePackets.all().forEach((name, packet) -> {
            final UnsafeBuffer buffer = new UnsafeBuffer(packet.clone());
            final DecodedPacket decoded = classifier.classify(buffer, 0, packet.length, LinkType.INTERNET);
            final String before = decoded.toString();
            buffer.setMemory(0, packet.length, (byte) 0xa5);

            assertThat(decoded).as(name).hasToString(before);
        });
    }

    @Test
    void shouldFlagReportsToAUnicastAddressSoThatTheySuppressNobody() {
        // CVE-2002-2185: a router may want it (RFC 9776 section 4.2.14), a host must not fall silent.
        final DecodedPacket packet = classify(PacketSpec.igmp("192.0.2.1", "192.0.2.7", "1600 0000 ef010203"));

        assertThat(packet.kind()).isEqualTo(MessageKind.V2_REPORT);
        assertThat(packet.mustOwnDestination()).isTrue();
    }

    private String text(final UnsafeBuffer buffer, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(buffer, offset, length, LinkType.INTERNET);
        final StringBuilder text = new StringBuilder(packet.toString().replaceAll("[a-zA-Z]+Offset=\\d+", ""));
        final GroupRecordCursor records = new GroupRecordCursor().wrap(buffer, packet);
        while (records.next()) {
            text.append(records).append(new SourceListFlyweight().wrap(records));
        }
        return text.append(new SourceListFlyweight().wrap(buffer, packet)).toString();
    }

    private DecodedPacket classify(final PacketSpec spec) {
        final byte[] packet = spec.build();
        return classifier.classify(new UnsafeBuffer(packet), 0, packet.length, LinkType.INTERNET);
    }
}
