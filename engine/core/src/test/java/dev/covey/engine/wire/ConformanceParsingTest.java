package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How messages are read: lines 1 to 6 of engine/docs/conformance.md (RFC 9776 sections 4, 7.1 and 9.1, RFC 9777
 * sections 5, 8.1 and 6.2). Lines 7 to 12 are in {@code ConformanceReceivingTest}.
 */
class ConformanceParsingTest {
    private static final String GENERAL_GROUP = "00".repeat(16);
    private static final String MLD_GROUP = "ff150000000000000000000000010003";
    private static final String MLD_OTHER_GROUP = "ff150000000000000000000000010063";

    private final PacketClassifier classifier = new PacketClassifier();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);

    private DecodedPacket read(final PacketSpec spec) {
        final byte[] packet = spec.build();
        buffer.putBytes(0, packet);
        return classifier.classify(buffer, 0, packet.length, LinkType.INTERNET);
    }

    private DropReason reason(final PacketSpec spec) {
        return read(spec).dropReason();
    }

    private static PacketSpec query(final boolean isIpv6, final String message) {
        return isIpv6
                ? PacketSpec.mld("fe80::1", "ff02::1", message)
                : PacketSpec.igmp("192.0.2.1", "224.0.0.1", message);
    }

    private static PacketSpec report(final boolean isIpv6, final String message) {
        return isIpv6
                ? PacketSpec.mld("fe80::1", "ff02::16", message)
                : PacketSpec.igmp("192.0.2.1", "224.0.0.22", message);
    }

    private static String hex(final int value, final int octets) {
        return String.format("%0" + 2 * octets + "x", value);
    }

    /** RFC 9776 sections 4.1.1 and 4.1.7: (mant | 0x10) << (exp + 3) from 128 on. */
    private static long ofIgmpCode(final int code) {
        return code < 128 ? code : (long) (16 + (code & 0xf)) << ((code >> 4 & 7) + 3);
    }

    /** RFC 9777 section 5.1.3: (mant | 0x1000) << (exp + 3) from 32 768 on. */
    private static long ofMldCode(final int code) {
        return code < 32_768 ? code : (long) (4096 + (code & 0xfff)) << ((code >> 12 & 7) + 3);
    }

    @Test
    void shouldLine01DecodeEveryCodeOfIgmp() {
        for (int code = 0; code < 256; code++) {
            final DecodedPacket packet =
                    read(query(false, "11" + hex(code, 1) + "0000 00000000 02" + hex(code, 1) + "0000"));
            assertThat(packet.kind()).isEqualTo(MessageKind.V3_QUERY);
            assertThat(packet.maxResponseNs()).as("code=%s", code).isEqualTo(ofIgmpCode(code) * 100_000_000L);
            assertThat(packet.querierIntervalNs()).as("code=%s", code).isEqualTo(ofIgmpCode(code) * 1_000_000_000L);
        }
    }

    @Test
    void shouldLine01DecodeEveryCodeOfMld() {
        for (int code = 0; code < 65_536; code++) {
            final DecodedPacket packet = read(query(
                    true, "8200 0000" + hex(code, 2) + "0000" + GENERAL_GROUP + "02" + hex(code & 0xff, 1) + "0000"));
            if (packet.maxResponseNs() != ofMldCode(code) * 1_000_000L
                    || packet.querierIntervalNs() != ofIgmpCode(code & 0xff) * 1_000_000_000L) {
                throw new AssertionError("code=" + code + ", " + packet);
            }
        }
    }

    /** What an older query says is linear, from end to end. */
    @Test
    void shouldLine01ReadTheCodesOfOlderQueriesAsTheyAre() {
        for (int code = 1; code < 256; code++) {
            assertThat(read(query(false, "11" + hex(code, 1) + "0000 00000000")).maxResponseNs())
                    .isEqualTo(code * 100_000_000L);
        }
        for (int code = 0; code < 65_536; code += 13) {
            assertThat(read(query(true, "8200 0000" + hex(code, 2) + "0000" + GENERAL_GROUP))
                            .maxResponseNs())
                    .isEqualTo(code * 1_000_000L);
        }
        assertThat(read(query(false, "1100 0000 00000000")).maxResponseNs())
                .as("version 1")
                .isEqualTo(10_000_000_000L);
    }

    @Test
    void shouldLine01EncodeMonotonouslyAndNeverLongerThanAsked() {
        long last = 0;
        for (int value = 0; value < 40_000; value++) {
            final long coded = ofIgmpCode(TimeCode.encode8(value));
            assertThat(coded).as("value=%s", value).isBetween(last, (long) value);
            last = coded;
        }
        assertThat(last).isEqualTo(31_744);
        last = 0;
        for (int value = 0; value < 8_500_000; value++) {
            final long coded = ofMldCode(TimeCode.encode16(value));
            if (coded < last || coded > value) {
                throw new AssertionError("value=" + value + ", coded=" + coded + ", last=" + last);
            }
            last = coded;
        }
        assertThat(last).isEqualTo(8_387_584);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 64, DROP, igmp.tooshort",
        "8, 00, V1_QUERY, ",
        "8, 64, V2_QUERY, ",
        "9, 64, DROP, igmp.badquerylen",
        "10, 64, DROP, igmp.badquerylen",
        "11, 64, DROP, igmp.badquerylen",
        "11, 00, DROP, igmp.badquerylen",
        "12, 64, V3_QUERY, ",
        "12, 00, V3_QUERY, ",
        "13, 64, V3_QUERY, ",
        "1400, 64, V3_QUERY, "
    })
    void shouldLine02TellIgmpQueriesByTheirLength(
            final int length, final String code, final String kind, final String reason) {
        shouldBe(query(false, padded("11" + code + "0000 00000000 027d0000", length)), kind, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "23, DROP, mld.tooshort", "24, MLD_V1_QUERY, ", "25, DROP, mld.badquerylen", "26, DROP, mld.badquerylen",
        "27, DROP, mld.badquerylen", "28, MLD_V2_QUERY, ", "29, MLD_V2_QUERY, ", "1400, MLD_V2_QUERY, "
    })
    void shouldLine02TellMldQueriesByTheirLength(final int length, final String kind, final String reason) {
        shouldBe(query(true, padded("8200 0000 2710 0000" + GENERAL_GROUP + "027d0000", length)), kind, reason);
    }

    private void shouldBe(final PacketSpec spec, final String kind, final String reason) {
        final DecodedPacket packet = read(spec);
        if (reason == null) {
            assertThat(packet.verdict()).isEqualTo(Verdict.MEMBERSHIP);
            assertThat(packet.kind().name()).isEqualTo(kind);
        } else {
            assertThat(packet.dropReason().label()).isEqualTo(reason);
        }
    }

    private static String padded(final String message, final int length) {
        return (message.replace(" ", "") + "00".repeat(1500)).substring(0, 2 * length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine03DropNumbersOfSourcesThatAreTooLarge(final boolean isIpv6) {
        final String source = isIpv6 ? MLD_GROUP.replace("ff15", "2001") : "0a000001";
        final DropReason lying = isIpv6 ? DropReason.MLD_LYINGCOUNT : DropReason.IGMP_LYINGCOUNT;
        for (final int count : new int[] {3, 300, 4096, 16_372, 16_384, 32_768, 65_535}) {
            assertThat(reason(groupQuery(isIpv6, hex(count, 2) + source.repeat(2))))
                    .isEqualTo(lying);
            final String record = "0100" + hex(count, 2) + group(isIpv6) + source.repeat(2);
            assertThat(reason(report(isIpv6, reportHead(isIpv6, 1) + record))).isEqualTo(lying);
            assertThat(reason(report(isIpv6, reportHead(isIpv6, count) + "01000000" + group(isIpv6))))
                    .isEqualTo(lying);
        }
        assertThat(read(groupQuery(isIpv6, "0002" + source.repeat(2))).numberOfSources())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine03IgnoreButCheckWhatFollowsTheLastSource(final boolean isIpv6) {
        final String source = isIpv6 ? MLD_GROUP.replace("ff15", "2001") : "0a000001";
        final PacketSpec longer = groupQuery(isIpv6, "0001" + source + "deadbeef01");
        final DecodedPacket packet = read(longer);
        assertThat(packet.numberOfSources()).isEqualTo(1);
        assertThat(packet.trailingOctets()).isEqualTo(5);
        final PacketSpec report =
                report(isIpv6, reportHead(isIpv6, 1) + "01000001" + group(isIpv6) + source + "c0ffee");
        assertThat(read(report).trailingOctets()).isEqualTo(3);
        for (final PacketSpec spec : List.of(longer, report)) {
            final byte[] octets = spec.build();
            octets[octets.length - 1] ^= 0x40;
            buffer.putBytes(0, octets);
            assertThat(classifier
                            .classify(buffer, 0, octets.length, LinkType.INTERNET)
                            .dropReason())
                    .as("covered by the checksum")
                    .isEqualTo(isIpv6 ? DropReason.MLD_BADSUM : DropReason.IGMP_BADSUM);
        }
    }

    private static String group(final boolean isIpv6) {
        return isIpv6 ? MLD_GROUP : "ef010203";
    }

    private static PacketSpec groupQuery(final boolean isIpv6, final String countAndSources) {
        return isIpv6
                ? PacketSpec.mld("fe80::1", "ff15::1:3", "8200 0000 2710 0000" + MLD_GROUP + "027d" + countAndSources)
                : PacketSpec.igmp("192.0.2.1", "239.1.2.3", "1164 0000 ef010203 027d" + countAndSources);
    }

    private static String reportHead(final boolean isIpv6, final int records) {
        return (isIpv6 ? "8f" : "22") + "00 0000 0000" + hex(records, 2);
    }

    /** The records that a report tells of: type, group's last octet, number of sources. */
    private List<String> records(final PacketSpec spec) {
        final DecodedPacket packet = read(spec);
        assertThat(packet.dropReason()).isNull();
        final List<String> found = new ArrayList<>();
        final GroupRecordCursor record = new GroupRecordCursor().wrap(buffer, packet);
        final SourceListFlyweight sources = new SourceListFlyweight();
        while (record.next()) {
            if (record.type() != GroupRecordType.UNRECOGNISED) {
                found.add(record.type() + " " + (record.groupLow() & 0xff) + " "
                        + sources.wrap(record).count());
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine04SkipRecordsOfUnknownTypes(final boolean isIpv6) {
        final String source = isIpv6 ? MLD_GROUP.replace("ff15", "2001") : "0a000001";
        for (int type = 0; type < 256; type++) {
            final boolean isKnown = type >= 1 && type <= 6;
            // With a source and two auxiliary words, and before and behind a known one.
            final String unknown = hex(type, 1) + "020001" + group(isIpv6) + source + "ff".repeat(8);
            final String known = "02000000" + group(isIpv6);
            assertThat(records(report(isIpv6, reportHead(isIpv6, 3) + unknown + known + unknown)))
                    .as("type=%s", type)
                    .hasSize(isKnown ? 3 : 1)
                    .contains(GroupRecordType.MODE_IS_EXCLUDE + " 3 0");
        }
    }

    /** Auxiliary data that looks like a record of another group. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine04CountAuxiliaryDataInWords(final boolean isIpv6) {
        final String other = isIpv6 ? MLD_OTHER_GROUP : "ef010163";
        final String imitation = "02000000" + other;
        for (int words = imitation.length() / 8; words < 256; words += 50) {
            final String auxiliary = (imitation + "00".repeat(1024)).substring(0, 8 * words);
            final String record = "04" + hex(words, 1) + "0000" + group(isIpv6) + auxiliary;
            final String last = "06000000" + group(isIpv6);
            assertThat(records(report(isIpv6, reportHead(isIpv6, 2) + record + last)))
                    .containsExactly(
                            GroupRecordType.CHANGE_TO_EXCLUDE_MODE + " 3 0",
                            GroupRecordType.BLOCK_OLD_SOURCES + " 3 0");
            assertThat(reason(report(isIpv6, reportHead(isIpv6, 1) + record.substring(0, record.length() - 2))))
                    .isEqualTo(isIpv6 ? DropReason.MLD_LYINGCOUNT : DropReason.IGMP_LYINGCOUNT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine04ReadCountsWithoutSign(final boolean isIpv6) {
        // As many as fit the longest packet there can be, so more than 32 767 where an address is short.
        final int sources = isIpv6 ? 4090 : 16_000;
        final String source = isIpv6 ? MLD_GROUP.replace("ff15", "2001") : "0a000001";
        assertThat(records(report(
                        isIpv6,
                        reportHead(isIpv6, 1) + "0100" + hex(sources, 2) + group(isIpv6) + source.repeat(sources))))
                .containsExactly(GroupRecordType.MODE_IS_INCLUDE + " 3 " + sources);
        assertThat(read(groupQuery(isIpv6, hex(sources, 2) + source.repeat(sources)))
                        .numberOfSources())
                .isEqualTo(sources);
        final int many = isIpv6 ? 3000 : 8000;
        assertThat(records(report(isIpv6, reportHead(isIpv6, many) + ("02000000" + group(isIpv6)).repeat(many))))
                .hasSize(many);
        for (final int count : new int[] {32_767, 32_768, 65_535}) {
            assertThat(reason(groupQuery(isIpv6, hex(count, 2))))
                    .isEqualTo(isIpv6 ? DropReason.MLD_LYINGCOUNT : DropReason.IGMP_LYINGCOUNT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine05AcceptEveryReservedAndFlagBit(final boolean isIpv6) {
        final PacketSpec query = groupQuery(isIpv6, "0000");
        final PacketSpec report = report(isIpv6, reportHead(isIpv6, 1) + "02000000" + group(isIpv6));
        // Resv, S and QRV share an octet: every combination of it.
        final int flags = isIpv6 ? 24 : 8;
        for (int value = 0; value < 256; value++) {
            query.message[flags] = (byte) value;
            final DecodedPacket packet = read(query);
            assertThat(packet.dropReason()).isNull();
            assertThat(packet.suppressesRouterSide()).isEqualTo((value & 8) != 0);
            assertThat(packet.querierRobustness()).isEqualTo(value & 7);
        }
        final int[] reserved = isIpv6 ? new int[] {1, 6, 7} : new int[] {};
        for (final int offset : reserved) {
            query.message[offset] = (byte) 0xff;
            assertThat(reason(query)).as("offset=%s", offset).isNull();
        }
        for (final int offset : new int[] {1, 4, 5}) {
            report.message[offset] = (byte) 0xff;
            assertThat(reason(report)).as("offset=%s", offset).isNull();
        }
    }

    /** RFC 9279: the extension flag, and type-length-values behind the last record or source. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine05SkipExtensionsBehindTheMessage(final boolean isIpv6) {
        final String extension = "00010004cafe0001" + "00020000" + "ffff00020102";
        final PacketSpec query = groupQuery(isIpv6, "0000" + extension);
        query.message[isIpv6 ? 24 : 8] |= (byte) 0x80;
        assertThat(read(query).numberOfSources()).isZero();
        final PacketSpec report = report(isIpv6, reportHead(isIpv6, 1) + "02000000" + group(isIpv6) + extension);
        report.message[4] |= (byte) 0x80;
        assertThat(records(report)).containsExactly(GroupRecordType.MODE_IS_EXCLUDE + " 3 0");
    }

    /** Section 2 of the protocol page: of two faults the first in the order of the list is counted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLine06CountTheFirstFaultInTheOrderOfTheList(final boolean isIpv6) {
        final List<Consumer<PacketSpec>> faults = List.of(
                spec -> spec.message = PacketSpec.octets(padded(PacketSpec.hex(spec.message), 7)),
                spec -> spec.messageChecksumError = 0x0101,
                spec -> spec.hopLimit = 64,
                spec -> spec.source = isIpv6 ? "2001:db8::1" : "239.1.1.1",
                spec -> spec.options = isIpv6 ? "3a00010400000000" : "",
                spec -> spec.destination = isIpv6 ? "ff15::99" : "239.9.9.9");
        final List<DropReason> reasons = isIpv6
                ? List.of(
                        DropReason.MLD_TOOSHORT,
                        DropReason.MLD_BADSUM,
                        DropReason.MLD_BADHLIM,
                        DropReason.MLD_BADSOURCE,
                        DropReason.MLD_NORA,
                        DropReason.MLD_BADQUERY)
                : List.of(
                        DropReason.IGMP_TOOSHORT,
                        DropReason.IGMP_BADSUM,
                        DropReason.IGMP_BADTTL,
                        DropReason.IGMP_BADSOURCE,
                        DropReason.IGMP_NORA,
                        DropReason.IGMP_BADQUERY);
        for (int set = 1; set < 1 << faults.size(); set++) {
            final PacketSpec spec = groupQuery(isIpv6, "0000");
            for (int i = 0; i < faults.size(); i++) {
                if ((set >> i & 1) != 0) {
                    faults.get(i).accept(spec);
                }
            }
            assertThat(reason(spec)).as("faults %s", set).isEqualTo(reasons.get(Integer.numberOfTrailingZeros(set)));
        }
    }

    @Test
    void shouldLine06HaveOneCounterForEachReason() {
        final Set<String> labels = new HashSet<>();
        for (final DropReason reason : DropReason.values()) {
            assertThat(labels.add(reason.label())).as("%s", reason).isTrue();
        }
    }
}
